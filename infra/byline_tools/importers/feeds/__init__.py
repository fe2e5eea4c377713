"""Reads feeds of other systems: RSS, Atom and JSON Feed."""
