"""Reads exports of Ghost (JSON, of Ghost 4 to 6)."""
