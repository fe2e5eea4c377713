"""byline_tools.checks.finding: flaws and findings."""

from byline_tools.checks.finding import Finding, Severity, error, shown, warning


def test_a_flaw_with_a_position_is_a_finding() -> None:
    assert error("wrong", "RFC 1").at(3, "a/b") == Finding(Severity.ERROR, 3, "a/b", "wrong", "RFC 1")
    assert warning("odd", "RFC 1").at(None, "") == Finding(Severity.WARNING, None, "", "odd", "RFC 1")


def test_a_value_is_shown_short_and_printable() -> None:
    assert shown("fog\n\x1b[31m") == r"'fog\n\x1b[31m'"
    assert len(shown("x" * 1000)) == 100
