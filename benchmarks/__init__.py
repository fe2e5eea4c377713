"""Measures the cost of a poll against simpler implementations: `make bench`, `make cost`."""
