"""The newsroom's values and the rules for them. Standard library only."""
