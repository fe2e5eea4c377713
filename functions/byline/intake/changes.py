"""What cleaning took away from the HTML of an article or turned into something else, counted for those who sent it."""

from collections import Counter

Changes = Counter[tuple[str, str]]
"""How often something happened: by its kind, one of those below, and by what it happened to."""

PARAGRAPHS = "texts that became paragraphs"
LINKS = "frames that became links"
"""By the host of the frame."""
TEXT = "drawings and formulas that became text"
LOADED = "media that got the address from which a script loads them"
"""By element; `noscript` for what it held, which took the place of what a script loads."""
WITHOUT_ADDRESS = "media without an address removed"
HIDDEN = "frames that nobody sees removed"
REMOVED = "elements removed, but not their text"
REMOVED_WHOLE = "elements removed with their content"
