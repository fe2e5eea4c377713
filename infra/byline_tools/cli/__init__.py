"""The `byline` command."""
