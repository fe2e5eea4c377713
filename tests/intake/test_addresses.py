"""A path on an editor's disk is no address."""

import pytest

from byline.intake.addresses import address, relative_address

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
