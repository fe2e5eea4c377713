"""The stack that most tests use: the template with the sample newsroom's parameters."""

from byline_tools.local import sample
from byline_tools.local.stack import Stack

PARAMETERS = {**sample.PARAMETERS, "FeedsUrl": "https://feeds.example.com"}
STACK = Stack(PARAMETERS)
