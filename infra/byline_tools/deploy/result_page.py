"""What to do after a deployment, with the addresses of the stack filled in."""

from collections.abc import Iterator, Mapping

from byline_tools.deploy.own_name import record_to_set
from byline_tools.deploy.stack_settings import Settings


def next_steps(settings: Settings, outputs: Mapping[str, str]) -> Iterator[str]:
    """The lines of the page."""
    origin = f"--site-url {settings.parameters['SiteUrl']} --id-authority {settings.parameters['IdAuthority']}"
    yield ""
    yield f"Stack {settings.stack} is deployed."
    record = record_to_set(settings.parameters, outputs)
    if record:
        yield ""
        yield f"Set this record where the DNS of {record.name} is:"
        yield f"  {record}"
    yield ""
    yield "Import articles:"
    yield f"  byline import newsroom.ndjson --to {outputs['TableName']} {origin}"
    yield "Publish, as a principal that IAM allows execute-api:Invoke on the desk's API:"
    yield f"  export BYLINE_API={outputs['DeskUrl']}"
    yield "  byline publish article.json"
    yield "Subscribe, and publish this address:"
    yield f"  {outputs['Directory']}"
    if "DashboardUrl" in outputs:
        yield "Watch:"
        yield f"  {outputs['DashboardUrl']}"
    yield ""
