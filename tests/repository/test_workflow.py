""".github/workflows/ci.yml: the same commands as .ci/run, with no more rights than they need."""

import re
import tomllib
from pathlib import Path

import yaml

from byline_tools.build.artefact import LAMBDA_PYTHON

ROOT = Path(__file__).parents[2]
WORKFLOW = yaml.load((ROOT / ".github" / "workflows" / "ci.yml").read_text(encoding="utf-8"), yaml.BaseLoader)  # noqa: S506 - strings only
STEPS = [step for job in WORKFLOW["jobs"].values() for step in job["steps"]]


COMMANDS = re.findall(r"^step make (\S+)", (ROOT / ".ci" / "run").read_text(encoding="utf-8"), re.MULTILINE)
"""The targets of .ci/run, in its order."""
PREREQUISITES = {
    target: prerequisites.split()
    for target, prerequisites in re.findall(
        r"^([a-z-]+):([^#\n]*)", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE
    )
}


def with_prerequisites(target: str) -> list[str]:
    """The targets that `make target` runs, repeated as often as requested."""
    return [target, *(made for name in PREREQUISITES.get(target, []) for made in with_prerequisites(name))]


def test_it_runs_what_ci_run_runs_in_the_same_order() -> None:
    assert [step["run"] for step in STEPS if step.get("run", "").startswith("make ")] == [f"make {name}" for name in COMMANDS]


def test_the_whole_suite_runs_once_on_each_of_two_pythons() -> None:
    made = [name for command in COMMANDS for name in with_prerequisites(command)]
    assert (made.count("test"), made.count("test-oldest")) == (1, 1)


def test_everything_that_make_check_checks_is_checked() -> None:
    made = [name for command in COMMANDS for name in with_prerequisites(command)]
    assert {*with_prerequisites("check")} - {"check"} <= {*made}


def test_actions_are_pinned_to_a_commit() -> None:
    used = [step["uses"] for step in STEPS if "uses" in step]
    assert [action for action in used if not re.fullmatch(r"actions/[a-z-]+@[0-9a-f]{40}", action)] == []


def test_it_may_read_the_repository_and_nothing_else() -> None:
    assert WORKFLOW["permissions"] == {"contents": "read"}
    assert not any("permissions" in job for job in WORKFLOW["jobs"].values())
    assert STEPS[0]["with"]["persist-credentials"] == "false"
    assert "pull_request_target" not in WORKFLOW["on"]


def test_it_has_the_oldest_python_that_byline_runs_on_and_the_one_that_lambda_runs() -> None:
    oldest = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["requires-python"].removeprefix(">=")
    assert STEPS[1]["with"]["python-version"].split() == [oldest, ".".join(map(str, LAMBDA_PYTHON))]
