"""The parts of random requests: valid values, words of valid values, and noise."""

FILE_NAMES = ("rss.xml", "atom.xml", "feed.json")
SLUGS = "world planet global gone empty none".split()
FEEDS = ("", "/authors/jane-doe", *(f"/sections/{slug}" for slug in SLUGS))
PATHS = ("/", "/feeds.opml", *(f"{feed}/{name}" for feed in FEEDS for name in FILE_NAMES))

METHODS = (*("GET",) * 30, *("HEAD",) * 10, *"POST PUT PATCH DELETE OPTIONS TRACE CONNECT PROPFIND get".split(), "")

READ = ("if-none-match", "if-modified-since", "accept-encoding")
"""The headers on which responses depend."""

OTHERS = (
    *("accept", "accept-language", "authorization", "cache-control", "connection", "content-length", "content-type", "cookie"),
    *("expect", "forwarded", "host", "if-match", "if-range", "if-unmodified-since", "origin", "range", "te", "transfer-encoding"),
    *("upgrade", "user-agent", "via", "x-amzn-trace-id", "x-forwarded-for", "x-forwarded-proto", "x-http-method-override"),
)

CODINGS = ("gzip", "x-gzip", "br", "deflate", "zstd", "identity", "*", "GZIP", "compress")
DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun", "Saturday", "Foo")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec", "December", "13")
ZONES = ("GMT", "UTC", "+0000", "-0000", "EST", "+9999", "-2359", "+24", "Z", "", "+99999999999", "(GMT)", "-")
NUMBERS = (*"0 00 1 9 14 23 31 32 59 60 61 99 -1 0000 1970 2026 9999".split(), "9" * 30)

NOISE = (
    "abcdefghijklmnopqrstuvwxyz0123456789-",
    " \t\r\n\x00\x01\x0b\x1f\x7f\x80\x85\xa0",
    "/.%?#;:@&=+$,!*'()[]<>{}|\\^`~\"",
    "éüß¼½٠۳²文字🗞\u200f\u202e\u2028\ufeff\uffff",
    "\ud800\udbff\udc00\udfff",
)
PIECES = (
    *("%2F", "%00", "%", "%zz", "%25", "%ED%A0%80", "..", "./", "//"),
    *("W/", '"', "*", ",", ";q=", "=", "gzip", "xml", "\n", "\ud83d", "٣"),
)
LONGEST = 10_000
"""API Gateway's limit of all headers together is 10,240 bytes."""
