""".github/workflows/ci.yml: the same commands as .ci/run, with no more rights than they need."""

import re
from pathlib import Path

import yaml

ROOT = Path(__file__).parents[2]
WORKFLOW = yaml.load((ROOT / ".github" / "workflows" / "ci.yml").read_text(encoding="utf-8"), yaml.BaseLoader)  # noqa: S506 - strings only
STEPS = [step for job in WORKFLOW["jobs"].values() for step in job["steps"]]


def test_it_runs_what_ci_run_runs_in_the_same_order() -> None:
    commands = re.findall(r"^step (make .+)$", (ROOT / ".ci" / "run").read_text(encoding="utf-8"), re.MULTILINE)
    assert [step["run"] for step in STEPS if step.get("run", "").startswith("make ")] == commands


def test_actions_are_pinned_to_a_commit() -> None:
    used = [step["uses"] for step in STEPS if "uses" in step]
    assert [action for action in used if not re.fullmatch(r"actions/[a-z-]+@[0-9a-f]{40}", action)] == []


def test_it_may_read_the_repository_and_nothing_else() -> None:
    assert WORKFLOW["permissions"] == {"contents": "read"}
    assert not any("permissions" in job for job in WORKFLOW["jobs"].values())
    assert STEPS[0]["with"]["persist-credentials"] == "false"
    assert "pull_request_target" not in WORKFLOW["on"]


def test_it_has_the_python_that_lambda_runs() -> None:
    assert STEPS[1]["with"]["python-version"] == "3.13"
