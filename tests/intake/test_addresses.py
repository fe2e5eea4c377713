"""A path on an editor's disk is no address."""

import pytest

from byline.intake.addresses import address, normal, relative_address

ON_A_DISK = [
    r"C:\Users\jane\fog.jpg",
    "C:/Users/jane/fog.jpg",
    " d:fog.jpg",
    r"\\server\share\fog.jpg",
    r"pictures\fog.jpg",
    r".\fog.jpg",
    "file:///Users/jane/fog.jpg",
    "FILE://localhost/fog.jpg",
    "/Users/jane/fog.jpg",
    "/home/jane/fog.jpg",
    "/tmp/fog.jpg",  # noqa: S108 - an example
    "/var/folders/a/fog.jpg",
    "/private/tmp/fog.jpg",
    "/Volumes/Photos/fog.jpg",
    "~/fog.jpg",
]


@pytest.mark.parametrize("path", ON_A_DISK)
def test_a_path_on_a_disk_is_refused_with_what_to_do(path: str) -> None:
    with pytest.raises(ValueError, match="upload it to your site or media store first, and give the address"):
        relative_address(path)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("/media/fog.jpg", "/media/fog.jpg"),
        ("/users/jane.jpg", "/users/jane.jpg"),
        ("/private/fog.jpg", "/private/fog.jpg"),
        ("./photo.jpg", "./photo.jpg"),
        ("home/fog.jpg", "home/fog.jpg"),
        ("//cdn.example.com/home/fog.jpg", "//cdn.example.com/home/fog.jpg"),
        ("https://www.example.com/home/jane/fog.jpg", "https://www.example.com/home/jane/fog.jpg"),
        (r"https://www.example.com/a\b.jpg", "https://www.example.com/a%5Cb.jpg"),
        ("HTTPS://www.example.com/a b", "https://www.example.com/a%20b"),
        ("", ""),
    ],
)
def test_an_address_that_is_none_of_a_disk_is_read(written: str, read: str) -> None:
    assert relative_address(written) == read


@pytest.mark.parametrize("written", ["mailto:a@b.example", "data:image/png;base64,AAAA", "https:fog.jpg", "//[", "https://[::1"])
def test_what_cannot_become_a_web_address_is_refused(written: str) -> None:
    with pytest.raises(ValueError, match="http or https address"):
        relative_address(written)


@pytest.mark.parametrize("written", ["/relative", "https://", "https:///a", "https://\ud800.example", "https://" + "ü" * 70])
def test_a_refused_address_is_quoted_in_words_of_byline(written: str) -> None:
    with pytest.raises(ValueError, match="is not an absolute http or https address") as caught:
        address(written)
    assert str(caught.value).startswith(repr(written))


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("https://a.example/9%/b?c=5%&d=%zz#e%", "https://a.example/9%25/b?c=5%25&d=%25zz#e%25"),
        ("https://a.example/%c3%A9%20", "https://a.example/%c3%A9%20"),
        ("https://a.example/b[2].jpg?c[]=1#[d]#e", "https://a.example/b%5B2%5D.jpg?c%5B%5D=1#%5Bd%5D%23e"),
        ("http://[2001:db8::1]:8080/a", "http://[2001:db8::1]:8080/a"),
        ("https://a.example:0443/", "https://a.example:443/"),
        ("https://a.example:/b", "https://a.example/b"),
        ("https://a.example./b", "https://a.example/b"),
        ("https://A_b.example/", "https://A_b.example/"),
        ("https://b%C3%BCro.example/", "https://xn--bro-hoa.example/"),
    ],
)
def test_what_has_one_right_form_gets_it(written: str, read: str) -> None:
    assert address(written) == relative_address(written) == address(read) == read


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        ("https://a.example:http/", "its port 'http' is not a number from 1 to 65,535"),
        ("https://a.example:65536/", "its port '65536' is not a number"),
        ("https://a.example:0/", "its port '0' is not a number"),
        ("https://a.example:٣/", "is not a number"),
        ("https://a..example/", "a part of its host is empty: remove a dot"),
        ("https://.a.example/", "a part of its host is empty"),
        ("https://a,b.example/", "'a,b' in its host has something else than letters, digits and hyphens"),
        ("https://a%2Fb.example/", "'a/b' in its host"),
        ("https://a:b:80/", "'a:b' in its host"),
        (f"https://{'x' * 64}.example/", "a part of it longer than 63"),
        (f"https://{'x.' * 130}example/", "its host is longer than 253 characters"),
        ("https://a\u200cb.example/", "has an invisible joiner where its script has none"),
        ("https://\u0301a.example/", "is not a word that a host may have"),
        ("https://א1a.example/", "is not a word that a host may have"),
        ("https://a\ufffd.example/", "its host has a character that no host may have"),
        ("//a..example/b.jpg", "a part of its host is empty"),
    ],
)
def test_what_has_no_right_form_is_refused_with_the_reason(written: str, reason: str) -> None:
    with pytest.raises(ValueError, match="http or https address") as caught:
        relative_address(written)
    assert reason in str(caught.value)


@pytest.mark.parametrize(
    ("written", "host"),
    [
        ("großmarkt.example", "xn--gromarkt-sya.example"),
        ("GRÜN.Example", "xn--grn-ioa.example"),
        ("ﬁsch。example", "fisch.example"),
        ("λόγος.example", "xn--oxapnm1c.example"),
        ("क्\u200dष.example", "xn--11b2ezcw70k.example"),
        ("☃.example", "xn--n3h.example"),
        ("港.example", "xn--j6w.example"),
    ],
)
def test_a_host_is_encoded_as_browsers_do(written: str, host: str) -> None:
    assert address(f"https://{written}/") == f"https://{host}/"


@pytest.mark.parametrize(
    ("written", "common"),
    [
        ("HTTPS://WWW.A.example:443", "https://www.a.example/"),
        ("http://a.example:80/b?c#d", "http://a.example/b?c#d"),
        ("http://a.example:443/", "http://a.example:443/"),
        ("https://a.example/%7eb/%c3%a9%2f", "https://a.example/~b/%C3%A9%2F"),
        ("https://a.example/b/../c/./d/..", "https://a.example/c/"),
        ("https://a.example//b/?c=%7E", "https://a.example//b/?c=~"),
        ("https://Me:Pass@A.example/", "https://Me:Pass@a.example/"),
        ("http://[", "http://["),
    ],
)
def test_all_ways_to_write_an_address_have_one_form_in_common(written: str, common: str) -> None:
    assert normal(written) == normal(common) == common
