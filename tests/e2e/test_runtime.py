"""The emulation of Lambda's runtime, tested with a function that its events control."""

import base64
import os
import signal
from contextlib import suppress
from pathlib import Path

import pytest

from byline_tools.local.machine import CREDENTIALS
from tests.e2e.deployment import Deployment
from tests.e2e.runtime import FunctionFailed, running, runs
from tests.e2e.streams import Changes

OF_THE_RUNTIME = {
    *("AWS_EXECUTION_ENV", "AWS_REGION", "AWS_SESSION_TOKEN", "LAMBDA_TASK_ROOT", "LC_CTYPE", "TZ", "_HANDLER"),
    *(f"AWS_LAMBDA_FUNCTION_{name}" for name in ("NAME", "VERSION", "MEMORY_SIZE", "TIMEOUT")),
    *(f"AWS_LAMBDA_LOG_{name}" for name in ("FORMAT", "GROUP_NAME", "STREAM_NAME")),
    *(f"AWS_LAMBDA_{name}" for name in ("RUNTIME_API", "METADATA_API", "METADATA_TOKEN")),
}
OF_THE_TESTS = {"AWS_ENDPOINT_URL", "PYTHONDONTWRITEBYTECODE"}
LARGEST_ANSWER = 6 * 1024 * 1024 + 100
"""Maximum bytes of JSON in the emulator; Lambda's guide says 6 MB."""


def test_a_function_gets_the_variables_of_lambda_and_the_template_and_none_of_this_machine(probe: Deployment) -> None:
    found = probe.invoke("Probe", {})
    variables = {"TABLE", "QUEUE", "WORDS"}
    assert set(found["environment"]) == OF_THE_RUNTIME | OF_THE_TESTS | set(CREDENTIALS) | variables
    assert found["folder"] == found["environment"]["LAMBDA_TASK_ROOT"] == str(Path(__file__).parent / "probe")
    assert found["memory"] == "256"
    assert 0 < found["left_ms"] <= 2000


def test_references_of_the_template_are_resources_of_the_stack(probe: Deployment) -> None:
    variables = probe.invoke("Probe", {})["environment"]
    assert variables["WORDS"] == "hello and goodbye"
    assert variables["TABLE"] in probe.cloud.client("dynamodb").list_tables()["TableNames"]
    queues = probe.cloud.client("sqs")
    queues.send_message(QueueUrl=variables["QUEUE"], MessageBody="heard")
    (message,) = queues.receive_message(QueueUrl=variables["QUEUE"])["Messages"]
    assert message["Body"] == "heard"


def test_a_function_can_import_only_its_folder_python_and_lambdas_client(probe: Deployment) -> None:
    folder, *others = map(Path, probe.invoke("Probe", {})["path"])
    assert folder == Path(__file__).parent / "probe"
    (packages,) = [path for path in others if path.name == "site-packages"]
    found = {path.name.partition(".")[0].partition("-")[0] for path in packages.iterdir()}
    assert found == {"awslambdaric", "runtime_client", "simplejson", "snapshot_restore_py", "__pycache__"}


def test_a_request_takes_the_route_of_the_template(probe: Deployment) -> None:
    assert probe.get("/echo/ship").body == b"ship"
    assert probe.get("/nowhere").status == 404
    assert probe.request("PUT", "/echo/ship").status == 404


def test_a_result_of_six_megabytes_is_accepted_and_one_byte_more_is_not(probe: Deployment) -> None:
    quotes = 2
    assert len(probe.invoke("Probe", {"characters": LARGEST_ANSWER - quotes})) == LARGEST_ANSWER - quotes
    with pytest.raises(FunctionFailed, match=r"Function\.ResponseSizeTooLarge"):
        probe.invoke("Probe", {"characters": LARGEST_ANSWER - quotes + 1})


@pytest.mark.parametrize(
    ("event", "reason"),
    [
        ({"raise": "asked for"}, "ValueError: asked for"),
        ({"sleep": 30}, "Task timed out after 2.00 seconds"),
        ({"exit": 3}, "Runtime.ExitError: .* exit status 3"),
    ],
)
def test_a_failed_invocation_is_reported_and_the_next_one_succeeds(
    probe: Deployment, event: dict[str, object], reason: str
) -> None:
    with pytest.raises(FunctionFailed, match=reason):
        probe.invoke("Probe", event)
    assert probe.invoke("Probe", {"next": True})["event"] == {"next": True}


@pytest.mark.parametrize("event", [{}, {"exit": 0}])
def test_nothing_is_left_running(probe: Deployment, tmp_path: Path, event: dict[str, object]) -> None:
    function = probe.runtimes["Probe"].function
    with suppress(ZeroDivisionError), running(function, probe.cloud.address, tmp_path / "log") as runtime:
        runtime.invoke({})
        if event:
            with pytest.raises(FunctionFailed):
                runtime.invoke(event)
            runtime.invoke({})
        (child,) = runtime.children()
        raise ZeroDivisionError
    assert not runs(child)
    assert runtime.process.returncode == 0


def test_an_emulator_that_does_not_end_is_killed_with_its_function(probe: Deployment, tmp_path: Path) -> None:
    with running(probe.runtimes["Probe"].function, probe.cloud.address, tmp_path / "log") as runtime:
        runtime.invoke({})
        (child,) = runtime.children()
        os.kill(runtime.process.pid, signal.SIGSTOP)
    assert not runs(child)
    assert runtime.process.returncode == -signal.SIGKILL


def test_a_stream_arrives_filtered_in_batches_and_in_lambdas_format(probe: Deployment) -> None:
    changes = Changes(probe.cloud, "Probe")
    table = probe.cloud.client("dynamodb")
    name = probe.cloud.physical("Table")
    for number in range(3):
        table.put_item(TableName=name, Item={"pk": {"S": f"HEARD#{number}"}, "packed": {"B": b"\x1f\x8b"}})
        table.put_item(TableName=name, Item={"pk": {"S": f"PASSED OVER#{number}"}})
    table.delete_item(TableName=name, Key={"pk": {"S": "HEARD#0"}})
    events = changes.events()
    assert [len(event["Records"]) for event in events] == [2, 2]
    assert [probe.invoke("Probe", event)["event"] for event in events] == events
    first, *_, last = [record for event in events for record in event["Records"]]
    assert (first["eventName"], last["eventName"]) == ("INSERT", "REMOVE")
    image = {"pk": {"S": "HEARD#0"}, "packed": {"B": base64.b64encode(b"\x1f\x8b").decode()}}
    assert first["dynamodb"]["NewImage"] == last["dynamodb"]["OldImage"] == image
    assert first["eventSourceARN"] == table.describe_table(TableName=name)["Table"]["LatestStreamArn"]
    assert isinstance(first["dynamodb"]["ApproximateCreationDateTime"], int)
    assert changes.events() == []
