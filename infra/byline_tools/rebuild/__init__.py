"""Everything derived in a table, made again."""
