"""The import contracts hold."""

from pathlib import Path

from tests.support.layers import a_copy_in, lint


def test_the_code_keeps_to_its_layers(tmp_path: Path) -> None:
    result = lint(a_copy_in(tmp_path))
    assert result.returncode == 0, result.stdout
    assert "0 broken" in result.stdout
