"""Measures what a poll costs, compared with what an engineer would otherwise write: `make bench`, `make cost`."""
