"""The keys of rendered documents. Their partitions are not those of the feeds: whoever may write documents can write no head."""

from byline.model.feed_key import FeedKey
from byline.storage.item_keys import Key

DOCUMENT = "DOCUMENT#"


def document_pk(key: FeedKey) -> str:
    """The partition key of the documents of a feed."""
    return f"{DOCUMENT}{key}"


def document_key(key: FeedKey, kind: str, revision: str) -> Key:
    """The key of a document of `kind` (see `Format.rendering_key`) that shows the feed at `revision`."""
    return {"pk": document_pk(key), "sk": f"{DOCUMENT}{kind}#{revision}"}
