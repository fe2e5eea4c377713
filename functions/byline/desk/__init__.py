"""Edits of articles, sections and authors."""
