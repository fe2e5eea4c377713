"""What to do after a deployment, with the addresses of the stack filled in."""

from collections.abc import Iterator, Mapping
from shlex import quote

from byline_tools.deploy.own_name import record_to_set
from byline_tools.deploy.printed_commands import aws_options, aws_variables
from byline_tools.deploy.stack_settings import Settings


def next_steps(settings: Settings, outputs: Mapping[str, str], program: str) -> Iterator[str]:
    """The lines of the page. `program` is what people type for `byline`; its commands get the profile and the region, too."""
    with_aws = aws_variables(settings.profile, settings.region)
    site, authority = quote(settings.parameters["SiteUrl"]), quote(settings.parameters["IdAuthority"])
    yield ""
    yield f"Stack {settings.stack} is deployed."
    record = record_to_set(settings.parameters, outputs)
    if record:
        yield ""
        yield f"Set this record where the DNS of {record.name} is:"
        yield f"  {record}"
    yield ""
    yield from _outputs(settings, outputs)
    yield "Import articles:"
    yield f"  {with_aws}{program} import newsroom.ndjson --to {outputs['TableName']} --site-url {site} --id-authority {authority}"
    yield "Publish, as a principal that IAM allows execute-api:Invoke on the desk's API:"
    yield f"  export BYLINE_API={outputs['DeskUrl']}"
    yield f"  {with_aws}{program} publish article.json"
    yield "Subscribe, and publish this address:"
    yield f"  {outputs['Directory']}"
    yield ""


def _outputs(settings: Settings, outputs: Mapping[str, str]) -> Iterator[str]:
    """All outputs as a table, and the command that shows them again."""
    width = max(map(len, outputs))
    yield "Outputs, which the documents name:"
    for name in sorted(outputs):
        yield f"  {name:{width}}  {outputs[name]}"
    yield "They are shown again by:"
    query = "'Stacks[0].Outputs[].[OutputKey,OutputValue]'"
    access = aws_options(settings.profile, settings.region)
    yield f"  aws cloudformation describe-stacks --stack-name {settings.stack}{access} --output text --query {query}"
