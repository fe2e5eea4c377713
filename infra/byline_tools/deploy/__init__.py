"""From a file of answers to a deployed stack: `byline init` and `byline deploy`."""
