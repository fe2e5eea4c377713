"""The keys of the versions of an article, which are in its partition."""

from byline.storage.item_keys import Bounds, Key, article_key

VERSION = "VERSION#"


def version_key(article_id: str, number: int) -> Key:
    """The key of a version of an article: versions sort by `number`, up to eight digits."""
    return {"pk": article_key(article_id)["pk"], "sk": f"{VERSION}{number:08}"}


def versions_below(number: int) -> Bounds:
    """The bounds of the versions of an article before version `number`."""
    return VERSION, f"{VERSION}{max(number - 1, 0):08}"
