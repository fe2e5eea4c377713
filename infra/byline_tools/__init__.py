"""Tools around the functions: the local server and the `byline` command."""
