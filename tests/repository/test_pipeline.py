"""infra/pipeline/deploy.yml: builds once, asks for no key, and runs commands that exist here."""

import re
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).parents[2]
WORKFLOW = yaml.load((ROOT / "infra" / "pipeline" / "deploy.yml").read_text(encoding="utf-8"), yaml.BaseLoader)  # noqa: S506 - strings only
JOBS: dict[str, dict[str, Any]] = WORKFLOW["jobs"]
TARGETS = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
PAGE = (ROOT / "docs" / "pipeline.md").read_text(encoding="utf-8")


def commands(job: str) -> list[str]:
    return [step["run"] for step in JOBS[job]["steps"] if "run" in step]


def uses(job: str) -> list[str]:
    return [step["uses"].partition("@")[0].rpartition("/")[2] for step in JOBS[job]["steps"] if "uses" in step]


def test_each_command_is_a_target_of_make() -> None:
    run = [command for job in JOBS for command in commands(job)]
    assert all(re.fullmatch(r"make [a-z-]+( ENVIRONMENT=[a-z]+)?", command) for command in run)
    assert {command.split()[1] for command in run} <= TARGETS


def test_it_builds_once_and_deploys_that_build_to_one_environment_after_the_other() -> None:
    assert [job for job in JOBS if "make build ENVIRONMENT=prod" in commands(job)] == ["build"]
    assert (JOBS["staging"]["needs"], JOBS["prod"]["needs"]) == ("build", "staging")
    for job in ("staging", "prod"):
        assert commands(job) == [f"make deploy-built ENVIRONMENT={job}"]
        assert JOBS[job]["environment"] == job
        assert "download-artifact" in uses(job)
    paths = {step["with"]["path"] for job in JOBS.values() for step in job["steps"] if "artifact@" in step.get("uses", "")}
    assert paths == {".aws-sam"}  # for whatever architecture


def test_only_jobs_that_deploy_may_ask_for_a_role_and_there_is_no_key() -> None:
    assert WORKFLOW["permissions"] == {"contents": "read"}
    assert {job for job in JOBS if JOBS[job].get("permissions", {}).get("id-token") == "write"} == {"staging", "prod"}
    text = yaml.dump(WORKFLOW)
    assert "secrets." not in text
    assert "access-key" not in text


def test_an_earlier_commit_can_be_deployed_again() -> None:
    assert "commit" in WORKFLOW["on"]["workflow_dispatch"]["inputs"]
    assert WORKFLOW["env"]["COMMIT"] == "${{ inputs.commit || github.sha }}"
    checkouts = [step for job in JOBS.values() for step in job["steps"] if "checkout@" in step.get("uses", "")]
    assert all(step["with"]["ref"] == "${{ env.COMMIT }}" for step in checkouts)
    assert len(checkouts) == len(JOBS)


def test_actions_are_pinned_to_a_commit() -> None:
    used = [step["uses"] for job in JOBS.values() for step in job["steps"] if "uses" in step]
    assert [action for action in used if not re.fullmatch(r"(actions|aws-actions)/[a-z-]+@[0-9a-f]{40}", action)] == []


def test_the_page_names_every_variable_of_an_environment() -> None:
    named = set(re.findall(r"vars\.(\w+)", yaml.dump(WORKFLOW)))
    assert named
    assert all(f"`{name}`" in PAGE for name in named)
