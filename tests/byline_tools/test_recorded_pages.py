"""The pages with commands can be recorded anew: only what commands print changes."""

from tests.byline_tools.recorded_pages import recorded
from tests.support.documented import as_documented

PAGE = """Text with $ signs.

```json
{"a": 1}
```

```console
$ byline one
 old output
 in two lines
$ byline two; echo '$ x'
```

```console
$ byline three
old
```

The end.
"""


def test_each_command_keeps_its_place_and_gets_what_it_prints_now() -> None:
    asked = []

    def output_of(command: str, expected: str) -> str:
        asked.append((command, expected))
        return f"new {len(asked)}\n"

    page = recorded(PAGE, output_of)
    assert asked == [("byline one", " old output\n in two lines\n"), ("byline two; echo '$ x'", ""), ("byline three", "old\n")]
    first = PAGE.replace(" old output\n in two lines\n", "new 1\n")
    assert page == first.replace("'$ x'\n", "'$ x'\nnew 2\n").replace("\nold\n", "\nnew 3\n")


def test_recording_the_same_output_changes_nothing() -> None:
    assert recorded(PAGE, lambda _, expected: expected) == PAGE


def test_output_is_written_without_padding_as_if_from_the_usual_ports() -> None:
    printed = "\x1b[1mname\x1b[0m   \n\nhttp://127.0.0.1:5000/a http://127.0.0.1:5002/b\n"
    local_addresses = {"127.0.0.1:8000": "127.0.0.1:5000", "127.0.0.1:8002": "127.0.0.1:5002"}
    assert as_documented(printed, local_addresses) == "name\nhttp://127.0.0.1:8000/a http://127.0.0.1:8002/b\n"
