"""Byline's domain: turns articles, sections and authors into feeds. Independent of Lambda."""
