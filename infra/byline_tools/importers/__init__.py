"""Imports articles, sections and authors from files."""
