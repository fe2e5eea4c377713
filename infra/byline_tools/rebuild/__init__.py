"""Repairing the derived items of a whole table."""
