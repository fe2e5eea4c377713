"""Valid documents, in which a test breaks one part. Their line numbers matter."""

from datetime import UTC, datetime

from byline_tools.checks.document import check
from byline_tools.checks.finding import Finding

NOW = datetime(2026, 3, 14, 12, 0, tzinfo=UTC)

RSS = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:media="http://search.yahoo.com/mrss/">
<channel>
<title>The Gazette</title>
<link>https://www.example.com/</link>
<description>News of the world.</description>
<atom:link rel="self" href="https://feeds.example.com/rss.xml" type="application/rss+xml"/>
<language>en</language>
<lastBuildDate>Sat, 14 Mar 2026 11:00:00 GMT</lastBuildDate>
<ttl>15</ttl>
<image>
<url>https://img.example.com/logo.png</url>
<title>The Gazette</title>
<link>https://www.example.com/</link>
<width>144</width>
</image>
<item>
<title>Fog</title>
<link>https://www.example.com/fog</link>
<description>It was thick.</description>
<content:encoded>&lt;p&gt;It was thick.&lt;/p&gt;</content:encoded>
<guid isPermaLink="false">tag:example.com,2026:1</guid>
<pubDate>Sat, 14 Mar 2026 10:00:00 +0000</pubDate>
<author>desk@example.com (The desk)</author>
<enclosure url="https://media.example.com/fog.mp3" length="1234" type="audio/mpeg"/>
<media:content url="https://img.example.com/fog.jpg" medium="image" type="image/jpeg" width="1600" height="900">
<media:title type="plain">Fog</media:title>
<media:credit role="photographer" scheme="urn:ebu">Ann Photo</media:credit>
</media:content>
</item>
<item>
<title>Rain</title>
<link>https://www.example.com/rain</link>
<guid>https://www.example.com/rain</guid>
</item>
</channel>
</rss>
"""

ATOM = """<?xml version="1.0" encoding="UTF-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xmlns:x="urn:x" xml:lang="en">
<id>tag:example.com,2026:site</id>
<title>The Gazette</title>
<updated>2026-03-14T11:00:00Z</updated>
<author><name>The Gazette</name><email>desk@example.com</email></author>
<link rel="self" href="https://feeds.example.com/atom.xml"/>
<link rel="alternate" href="https://www.example.com/" type="text/html"/>
<x:mark x:colour="red"><x:deep/>text</x:mark>
<entry x:colour="red">
<id>tag:example.com,2026:1</id>
<title>Fog</title>
<updated>2026-03-14T10:00:00Z</updated>
<link href="https://www.example.com/fog"/>
<content type="html">&lt;p&gt;It was thick.&lt;/p&gt;</content>
<category term="Weather"/>
</entry>
<entry>
<id>tag:example.com,2026:2</id>
<title type="html">Rain &amp;amp; wind</title>
<updated>2026-03-14T09:00:00+01:00</updated>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>It
poured.</p></div></content>
</entry>
</feed>
"""

JSON_FEED = """{
"version": "https://jsonfeed.org/version/1.1",
"title": "The Gazette",
"home_page_url": "https://www.example.com/",
"feed_url": "https://feeds.example.com/feed.json",
"language": "en-GB",
"authors": [{"name": "The Gazette"}],
"_byline": {"any.thing": 1},
"items": [
{
"id": "tag:example.com,2026:1",
"url": "https://www.example.com/fog",
"title": "Fog",
"content_html": "<p>It was thick.</p>",
"date_published": "2026-03-14T10:00:00Z",
"attachments": [
{"url": "https://media.example.com/fog.mp3", "mime_type": "audio/mpeg", "size_in_bytes": 1234}
]
},
{
"id": "tag:example.com,2026:2",
"content_text": "It poured."
}
]
}
"""


def reported(document: str, address: str | None = None) -> list[tuple[int | None, str, str]]:
    """Return the findings about a document as line, severity and message."""
    return [(finding.line, finding.severity.value, finding.what) for finding in findings(document, address)]


def findings(document: str, address: str | None = None) -> list[Finding]:
    return check(document.encode(), address=address, now=NOW)


def spoiled(document: str, old: str, new: str) -> str:
    """Return the document with the first `old` replaced by `new`."""
    assert old in document
    return document.replace(old, new, 1)
