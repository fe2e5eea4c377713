"""The page after a deployment: every output, and commands that run as they are printed."""

import shlex

from byline_tools.deploy.parameters import declared
from byline_tools.deploy.result_page import next_steps
from byline_tools.deploy.stack_settings import Settings

PARAMETERS = {
    **{name: each.default or "" for name, each in declared().items()},
    "SiteUrl": "https://www.example.com/?a=1&b=2",
    "IdAuthority": "example.com,2026",
}
OUTPUTS = {
    "TableName": "byline-Table-1",
    "DeskUrl": "https://desk.example.com",
    "Directory": "https://feeds.example.com/",
    "EditorPolicy": "arn:aws:iam::123456789012:policy/byline-editor",
}


def page(profile: str | None = "our gazette", region: str | None = "eu-north-1") -> list[str]:
    return list(next_steps(Settings("byline", region, profile, PARAMETERS), OUTPUTS, ".venv/bin/byline"))


def test_every_output_is_shown_with_the_command_that_shows_them_again() -> None:
    assert set(OUTPUTS.items()) <= {tuple(line.split()) for line in page()}
    assert any("aws cloudformation describe-stacks --stack-name byline" in line for line in page())


def test_commands_are_of_the_program_that_runs_and_have_profile_and_region() -> None:
    (line,) = [line for line in page() if " import " in line]
    words = shlex.split(line)
    assert words[:4] == ["AWS_PROFILE=our gazette", "AWS_REGION=eu-north-1", ".venv/bin/byline", "import"]
    assert words[words.index("--site-url") + 1] == PARAMETERS["SiteUrl"]
    assert any("AWS_PROFILE='our gazette' AWS_REGION=eu-north-1 .venv/bin/byline publish" in line for line in page())
    (line,) = [line for line in page() if " aws " in line]
    assert " --profile 'our gazette' --region eu-north-1 " in line


def test_without_profile_and_region_commands_have_none() -> None:
    assert not [line for line in page(None, None) if "AWS_" in line or "--profile" in line or "--region" in line]
