"""template.yaml: each function works with its role's policy, and fails without any one of its grants.

moto enforces the actions of single requests: a function signs as a user with its role's policy only. According to experiments,
moto does not enforce resources (it checks `*`), conditions on leading keys, or the writes of a transaction. For those it checks
only the action `dynamodb:TransactWriteItems`, which IAM does not have. So `permissions` also checks each write of a transaction,
each leading key and the table against the policy, as IAM does, and refuses requests that the policy does not allow.
"""

import copy
import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import ModuleType
from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError
from moto.core.authorization import enable_iam_authentication

from byline.announcing import cdn
from byline.desk.publisher import Publisher
from byline.model.feed_key import SITE
from byline.storage import item_keys, profile_edits
from byline.storage.dynamodb import Table
from byline_tools.local.machine import LambdaContext
from tests.announcing.test_cdn import new_distribution
from tests.functions.test_serve_feeds import event
from tests.support.cloudformation import DeployedTemplate
from tests.support.command_line import Byline
from tests.support.desks import JANE, TAG, WORLD, DeskFunction, at, story
from tests.support.factories import NOW, article, author, section
from tests.support.permissions import KEYS, TABLE_ARN, Call, Guard, Statement, allows, for_moto
from tests.support.streams import Stream
from tests.support.templates import nested
from tests.template.test_template import properties, statements, with_parameters

CONTEXT = LambdaContext("request-1", "function")
Start = Callable[..., ModuleType]
Task = Callable[[ModuleType], None]
Work = Callable[[str, list[Statement]], tuple[Guard, Exception | None]]


def roles() -> dict[str, list[Statement]]:
    """Return the statements about the table in the policies of each function's role."""
    translated = with_parameters()
    names = ("ServeFeeds", "ManageArticles", "AnnounceChanges", "ReleaseArticles")
    found = {name: json.loads(json.dumps(statements(translated, name))) for name in names}
    of_table = {"Fn::GetAtt": ["Table", "Arn"]}
    return {
        name: [
            {**each, "Resource": TABLE_ARN, "Action": [each["Action"]] if isinstance(each["Action"], str) else each["Action"]}
            for each in all_of_it
            if each["Resource"] == of_table
        ]
        for name, all_of_it in found.items()
    }


ROLES = roles()
PEOPLE = DeployedTemplate(nested("policies"), {"DeskApiId": "d3sk", "DeskStage": "$default", "TableArn": TABLE_ARN}).resources
IMPORTER: list[Statement] = PEOPLE["Importer"]["Properties"]["PolicyDocument"]["Statement"]
DESCRIBE = "dynamodb:DescribeTable"
"""The only action of an importer that the guard does not see: it has a client of its own, which moto refuses."""

CDN_ARN = {"Fn::GetAtt": ["Cdn", "Outputs.DistributionArn"]}
MODULES = {
    "ServeFeeds": "serve_feeds",
    "ManageArticles": "manage_articles",
    "AnnounceChanges": "announce_changes",
    "ReleaseArticles": "release_articles",
}


def serves(module: ModuleType) -> None:
    first = module.handler(event("/sections/world/rss.xml"), CONTEXT)
    assert first["statusCode"] == 200
    second = module.handler(event("/sections/world/rss.xml", **{"if-none-match": first["headers"]["ETag"]}), CONTEXT)
    assert second["statusCode"] == 304
    assert module.handler(event("/"), CONTEXT)["statusCode"] == 200
    assert module.handler(event("/nothing"), CONTEXT)["statusCode"] == 404


def manages(module: ModuleType) -> None:
    """Take a section, an author and an article through their lifecycles."""
    desk, later = DeskFunction(module.handler), (datetime.now(UTC) + timedelta(days=1)).strftime("%Y-%m-%dT%H:%M:%SZ")
    made = story(sections=["art"], authors=["joe"])
    assert desk.put("/sections/art", WORLD).status == desk.put("/authors/joe", JANE).status == 201
    assert desk.put(at(TAG), {**made, "draft": True}).status == 201
    assert desk.put(at(TAG), {**made, "published": later, "status": "scheduled"}).status == 200
    assert desk.get("/scheduled").status == 200
    (waiting,) = desk.get("/scheduled").body
    assert (waiting["id"], waiting["published"], waiting["sections"]) == (TAG, later, ["art"])
    assert [each["id"] for each in desk.get("/articles?section=art").body["articles"]] == [TAG]
    assert [each["id"] for each in desk.get(f"/articles?named={made['url']}").body["articles"]] == [TAG]
    assert desk.get(at("urn:none")).body["candidates"] == []
    assert desk.put(at(TAG), {**made, "published": NOW.isoformat()}).body["status"] == "published"
    correction = {"note": "It was longer.", "at": NOW.isoformat()}
    assert desk.put(at(TAG), {**made, "corrections": [correction]}).status == 200
    assert desk.put("/authors/joe", {"name": "Joe Doe", "slug": "joe-doe"}).status == 200
    assert desk.get(at(TAG)).body["authors"] == ["joe-doe"]
    assert [each["number"] for each in desk.get(f"{at(TAG)}/versions").body] == [4, 3, 2, 1]
    assert desk.put(f"{at(TAG)}/version", {"number": 3}).body["authors"] == ["joe-doe"]
    assert desk.delete(at(TAG)).body["status"] == "withdrawn"
    assert desk.get("/authors/joe/usage").body["articles"] == 0
    assert desk.delete("/authors/joe").status == desk.delete("/authors/joe/retirement").status == 204
    assert desk.delete("/sections/art").status == desk.delete("/authors/joe-doe").status == 204
    assert len(desk.get("/feeds").body) == 3


class Announces:
    """Announces the stream's batch after a publication and an interrupted edit."""

    def __init__(self, publisher: Publisher) -> None:
        stream = Stream()
        publisher.put(article(1))
        with pytest.MonkeyPatch.context() as cut_off:
            cut_off.setattr(profile_edits, "AT_ONCE", 1)
            publisher.put(author(name="Jane D. Doe"))
        self._records = stream.records()

    def __call__(self, module: ModuleType) -> None:
        assert module.handler({"Records": self._records}, CONTEXT) == {"batchItemFailures": []}


def releases(module: ModuleType) -> None:
    module.handler({}, CONTEXT)


@pytest.fixture
def work(publisher: Publisher, cold_start: Start) -> Work:
    """Returns a callable that lets a function do all its work. The callable returns the guard of its requests and the error."""
    for thing in (section(), author(), article(3, published=NOW + timedelta(minutes=1))):
        publisher.put(thing)
    tasks: dict[str, Task] = {
        "ServeFeeds": serves,
        "ManageArticles": manages,
        "AnnounceChanges": Announces(publisher),
        "ReleaseArticles": releases,
    }

    def worked(function: str, policy: list[Statement]) -> tuple[Guard, Exception | None]:
        guard, environment = Guard(policy), signer(policy)
        with guard.watching():
            module = cold_start(MODULES[function], **environment)
            with enable_iam_authentication():
                try:
                    tasks[function](module)
                except (ClientError, AssertionError) as error:
                    return guard, error
        return guard, None

    return worked


def signer(policy: list[Statement]) -> dict[str, str]:
    """Return an environment that signs as a user with `policy`, as far as moto supports it."""
    iam = boto3.client("iam")
    iam.create_user(UserName="function")
    iam.put_user_policy(UserName="function", PolicyName="role", PolicyDocument=json.dumps(for_moto(policy)))
    key = iam.create_access_key(UserName="function")["AccessKey"]
    return {"AWS_ACCESS_KEY_ID": key["AccessKeyId"], "AWS_SECRET_ACCESS_KEY": key["SecretAccessKey"]}


def less() -> Iterator[Any]:
    """Yield every policy without one action or one pattern of keys, and the actions that it lacks."""
    for function, policy in ROLES.items():
        for n, statement in enumerate(policy):
            for action in statement["Action"]:
                lacking = copy.deepcopy(policy)
                lacking[n]["Action"].remove(action)
                yield pytest.param(function, lacking, {action}, id=f"{function} without {action}")
            for operator, condition in statement.get("Condition", {}).items():
                for keys in condition[KEYS]:
                    lacking = copy.deepcopy(policy)
                    lacking[n]["Condition"][operator][KEYS].remove(keys)
                    yield pytest.param(function, lacking, set(statement["Action"]), id=f"{function} without {keys}")


@pytest.mark.parametrize("function", ROLES)
def test_a_function_does_all_its_work_with_its_role(work: Work, function: str) -> None:
    guard, error = work(function, ROLES[function])
    assert (error, guard.refused, guard.refused_by_moto) == (None, [], set())
    assert {call.action for call in guard.seen} == {action for each in ROLES[function] for action in each["Action"]}


@pytest.mark.parametrize(("function", "policy", "lost"), list(less()))
def test_a_function_fails_with_one_grant_less(work: Work, function: str, policy: list[Statement], lost: set[str]) -> None:
    guard, error = work(function, policy)
    refused = {call.action for call in guard.refused}
    assert error is not None
    assert refused
    assert refused <= lost
    assert guard.refused_by_moto == guard.left_to_moto


@pytest.mark.parametrize(
    ("function", "action", "key"),
    [
        ("ServeFeeds", "PutItem", "ARTICLE#urn:1"),
        ("ServeFeeds", "PutItem", "REDIRECTS"),
        ("ServeFeeds", "GetItem", "ARTICLE#urn:1"),
        ("ServeFeeds", "PutItem", "FEED#site"),
        ("ServeFeeds", "PutItem", "DIRECTORY"),
        ("ServeFeeds", "DeleteItem", "FEED#site"),
        ("AnnounceChanges", "UpdateItem", "ARTICLE#urn:1"),
        ("AnnounceChanges", "DeleteItem", "SCHEDULE"),
        ("ReleaseArticles", "Query", "FEED#site"),
        ("ReleaseArticles", "DeleteItem", "ARTICLE#urn:1"),
        ("ReleaseArticles", "GetItem", "SCHEDULE"),
        ("ManageArticles", "Scan", "FEED#site"),
    ],
)
def test_a_function_is_not_allowed_what_it_never_does(function: str, action: str, key: str) -> None:
    assert not allows(ROLES[function], Call(f"dynamodb:{action}", TABLE_ARN, (key,)))


@pytest.mark.parametrize("function", ROLES)
def test_no_function_may_touch_another_table(function: str) -> None:
    for statement in ROLES[function]:
        for action in statement["Action"]:
            assert not allows(ROLES[function], Call(action, f"{TABLE_ARN}2", ()))


@pytest.mark.parametrize("granted", [True, False])
def test_announce_changes_may_purge_its_cdn_and_fails_without_that_grant(
    table: Table, monkeypatch: pytest.MonkeyPatch, granted: bool
) -> None:
    policy = properties(with_parameters(WithCdn="true"), "PurgeCdn")
    (statement,) = policy["PolicyDocument"]["Statement"]
    assert policy["Roles"] == [{"Ref": "AnnounceChangesRole"}]
    assert (statement["Action"], statement["Resource"]) == ("cloudfront:CreateInvalidation", CDN_ARN)
    distribution, environment = new_distribution(), signer([{**statement, "Action": [statement["Action"]]}] if granted else [])
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    boto3.setup_default_session()  # the current session caches the signer
    with enable_iam_authentication():
        assert cdn.Cdn(cdn.connect(), distribution).purge("r1") is granted
    boto3.setup_default_session()


Import = Callable[[list[Statement]], tuple[Guard, list[int | str | None]]]


@pytest.fixture
def imports(publisher: Publisher, table: Table, byline: Byline, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Import:
    """Returns a callable that imports a file and rebuilds the table under a policy: the guard and both exit statuses."""
    for thing in (section(), author(), article(1), article(2)):
        publisher.put(thing)
    table.delete(item_keys.entry_key(SITE, article(1).published, article(1).id))
    given = {**story(sections=["world"]), "type": "article", "published": NOW.isoformat()}
    moved = {**given, "id": article(2).id, "url": article(2).url, "sections": [], "authors": []}
    file = tmp_path / "newsroom.ndjson"
    file.write_text("".join(f"{json.dumps(each)}\n" for each in (moved, {**given, "id": TAG})), encoding="utf-8")
    origin = ("--site-url", "https://www.example.com", "--id-authority", "example.com,2026")

    def done(policy: list[Statement]) -> tuple[Guard, list[int | str | None]]:
        guard = Guard(policy)
        for name, value in signer(policy).items():
            monkeypatch.setenv(name, value)
        boto3.setup_default_session()  # the current session caches the signer
        with guard.watching(), enable_iam_authentication():
            stored = byline("import", str(file), "--to", table.name, "--overwrite", *origin)
            rebuilt = byline("rebuild", "--to", table.name)
        return guard, [stored.status, rebuilt.status]

    return done


def test_an_importer_imports_and_rebuilds_with_its_policy(imports: Import) -> None:
    guard, statuses = imports(IMPORTER)
    assert (statuses, guard.refused, guard.refused_by_moto) == ([0, 0], [], set())
    assert {call.action for call in guard.seen} | {DESCRIBE} == set(IMPORTER[0]["Action"])


@pytest.mark.parametrize("action", IMPORTER[0]["Action"])
def test_an_importer_fails_with_one_grant_less(imports: Import, action: str) -> None:
    lacking = copy.deepcopy(IMPORTER)
    lacking[0]["Action"].remove(action)
    guard, statuses = imports(lacking)
    assert any(statuses)
    assert {call.action for call in guard.refused} == {action} - {DESCRIBE}
