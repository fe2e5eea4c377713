"""`byline deploy`: what newsroom.toml says, as a stack in AWS."""

import shutil
import sys
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

import boto3
import click
from rich.console import Console

from byline.model.times import utc_now
from byline_tools.cli.check_command import check_command
from byline_tools.cli.console import Output, json_option
from byline_tools.cli.init_command import FILE
from byline_tools.cli.options import TEXT
from byline_tools.cli.started_as import started_as
from byline_tools.cli.waiting import wait_until_it_answers
from byline_tools.deploy import own_name
from byline_tools.deploy.credentials import session_for
from byline_tools.deploy.newsroom_file import read
from byline_tools.deploy.package import upload
from byline_tools.deploy.result_page import next_steps
from byline_tools.deploy.stack_changes import Changes, ChangeSet, Event
from byline_tools.deploy.stack_settings import Settings

SAM = Path(".venv-sam/bin/sam")
MINUTES = 10
FOR_EVER = {
    "FeedsUrl": "subscribers have stored the former address, which must redirect to the new one, for years.",
    "IdAuthority": "articles whose ids are made anew, such as by an import, appear a second time.",
}
"""What happens if a parameter changes that should not."""


@click.command("deploy")
@click.option("--file", "path", type=click.Path(dir_okay=False, path_type=Path), default=FILE, show_default=True)
@click.option("--environment", type=TEXT, help="A table of the file, such as staging.  [default: the top level]")
@click.option("--architecture", type=click.Choice(("arm64", "x86_64")), help="In place of the file's Architecture.")
@click.option("--built", type=click.Path(file_okay=False, path_type=Path), help="What `make build` has built.")
@click.option("--check", flag_value="file", help="Check the file, write the architecture to build for, and stop.")
@click.option("--check-access", "check", flag_value="access", help="The same, but look for region and credentials, too.")
@click.option("--yes", is_flag=True, help="Do not ask for confirmation.")
@click.option("--wait", type=click.IntRange(0), default=MINUTES, show_default=True, help="Minutes to wait for DNS.")
@json_option
def deploy_command(
    path: Path, environment: str | None, architecture: str | None, built: Path | None, check: str | None, yes: bool, wait: int
) -> None:
    """Deploy the stack that newsroom.toml describes: show what will change, ask once, and check the feeds.

    `make deploy` builds before it. The file is checked first, as a whole. A certificate of one's own name comes before the stack.
    """
    instead = {"Architecture": architecture} if architecture else {}
    settings = read(path, environment or "", today=utc_now().date(), **instead)
    if check:
        if check == "access":
            session_for(settings)
        click.echo(settings.parameters["Architecture"])
        return
    deployment = _Deployment(settings, session_for(settings), yes=yes)
    deployment.certify()
    folder = built or Path(".aws-sam") / settings.parameters["Architecture"]
    outputs = deployment.deploy(folder)
    _show(settings, outputs, wait)


class _Deployment:
    """The steps of a deployment, in their order."""

    def __init__(self, settings: Settings, session: boto3.Session, *, yes: bool) -> None:
        self._settings = settings
        self._session = session
        self._yes, self._confirmed = yes, False
        account = self._session.client("sts").get_caller_identity()
        self._where = f"account {account['Account']}, {self._session.region_name}"
        click.echo(f"Stack {settings.stack}, in {self._where}, as {account['Arn']}")

    def certify(self) -> None:
        """Deploy the stack of the certificate, if it needs one, and wait until it is valid."""
        parameters = self._settings.parameters
        if not own_name.needs_certificate_stack(parameters):
            return
        region = own_name.certificate_region(parameters, str(self._session.region_name))
        name = f"{self._settings.stack}-certificate"
        changes = self._changes(name, region)
        wanted = {key: parameters[key] for key in ("DomainName", "HostedZoneId")}
        changes.follow(_report, self._validation(region))
        proposed = changes.propose(own_name.certificate_template(), wanted)
        if proposed.changes:
            self._execute(changes, proposed, f"stack {name} in {region}{self._then()}", self._validation(region))
        arn = changes.outputs()["CertificateArn"]
        self._settings = replace(self._settings, parameters={**parameters, "CertificateArn": arn})

    def deploy(self, built: Path) -> dict[str, str]:
        """Deploy the stack itself. Its outputs."""
        sam = str(SAM) if SAM.exists() else shutil.which("sam")
        if not sam:
            raise click.UsageError("there is no SAM CLI: `make deploy` installs it")
        changes = self._changes()
        before = changes.parameters()
        with Console(stderr=True).status("Uploading the code ..."):
            template = upload(built, sam, self._session)
        changes.follow(_report)
        with Console(stderr=True).status("Asking CloudFormation what changes ..."):
            proposed = changes.propose(template, self._settings.parameters)
        if proposed.changes:
            _show_settings(before, self._settings.parameters)
            self._execute(changes, proposed, f"stack {self._settings.stack} in {self._where}")
        else:
            click.echo("The stack is as the file says: nothing to change.")
        return changes.outputs()

    def _then(self) -> str:
        """What the question on the certificate covers besides it: a stack that is new is made without another one."""
        if self._changes().parameters():
            return ""
        return f", and create stack {self._settings.stack} in {self._where}"

    def _changes(self, name: str = "", region: str | None = None) -> Changes:
        client = self._session.client("cloudformation", region_name=region)
        return Changes(client, name or self._settings.stack, self._settings.profile)

    def _execute(self, changes: Changes, proposed: ChangeSet, what: str, look: Callable[[], None] = lambda: None) -> None:
        """Show what changes, ask, and do it."""
        rows = [
            {"action": each.action, "resource": each.resource, "type": each.type, "replaced": each.replaced}
            for each in proposed.changes
        ]
        Output(as_json=False).rows(rows, ("action", "resource", "type", "replaced"))
        if proposed.creates and not self._confirmed:
            for name in FOR_EVER:
                click.echo(f"{name} is for ever: {self._settings.parameters[name]}")
        try:
            if not self._confirmed or not proposed.creates:
                self._confirm(f"Change {what}?")
        except (click.Abort, click.UsageError):
            changes.discard(proposed)
            raise
        try:
            changes.execute(proposed, _report, look)
        except KeyboardInterrupt:
            click.echo("CloudFormation goes on without this. The next deployment follows it to its end first.", err=True)
            raise

    def _confirm(self, question: str) -> None:
        if self._yes:
            return
        if not sys.stdin.isatty():
            raise click.UsageError(
                "there is no terminal to ask for confirmation: give CONFIRM=no to make, or --yes; nothing is changed"
            )
        click.confirm(question, abort=True, err=True)
        self._confirmed = True  # a new stack is then made without a further question

    def _validation(self, region: str) -> Callable[[], None]:
        """Shows the record that validates the certificate, as soon as ACM has made it, unless CloudFormation sets it."""
        acm, host, shown = self._session.client("acm", region_name=region), self._settings.parameters["DomainName"], set[str]()

        def look() -> None:
            record = None if self._settings.parameters["HostedZoneId"] else own_name.validation_record(acm, host)
            if record and str(record) not in shown:
                shown.add(str(record))
                click.echo(f"Set this record where the DNS of {host} is; this waits for it:")
                click.echo(f"  {record}")

        return look


def _show_settings(before: Mapping[str, str], after: Mapping[str, str]) -> None:
    """Show which parameters of a stack change, and warn of those that are for ever."""
    rows = [
        {"setting": name, "was": before[name], "will_be": value}
        for name, value in after.items()
        if before.get(name, value) != value
    ]
    if rows:
        Output(as_json=False).rows(rows, ("setting", "was", "will_be"))
    for row in rows:
        if row["setting"] in FOR_EVER:
            click.secho(f"{row['setting']} is meant to stay for ever: {FOR_EVER[row['setting']]}", fg="red", err=True)


def _report(event: Event) -> None:
    reason = f": {event.reason}" if event.reason and event.status.endswith("FAILED") else ""
    click.echo(f"  {event.status.lower().replace('_', ' '):32} {event.resource}{reason}")


def _show(settings: Settings, outputs: dict[str, str], minutes: int) -> None:
    """Say what is there now and what to do next, wait until the feeds answer at their address, and check them."""
    program = started_as(sys.argv[0])
    for line in next_steps(settings, outputs, program):
        click.echo(line)
    address, later = outputs["Directory"], f"When it does: {program} check {outputs['SiteFeeds']}"
    wait_until_it_answers(address, minutes, later)
    click.get_current_context().invoke(check_command, targets=tuple(outputs["SiteFeeds"].split()), as_json=False)
    click.echo(f"The feeds answer at {address}, and nothing is wrong with them.")
