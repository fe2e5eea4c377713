"""Exports a newsroom: as newsroom files, as the documents of its feeds, and for WordPress."""
