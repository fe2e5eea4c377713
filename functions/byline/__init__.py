"""Byline's domain: articles, sections and authors become feeds. Knows nothing of Lambda."""
