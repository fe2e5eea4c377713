"""template.yaml: each function can do its work with its role's policy, and could not with one grant less.

moto enforces the actions of single requests: a function signs as a user who has its role's policy, and nothing else. What it
does not enforce, found by trying: it sees no resource (it asks about `*`), no condition on leading keys, and of a transaction
only the action `dynamodb:TransactWriteItems`, which IAM does not know. So requests are also taken apart as IAM would
(`permissions`): each write of a transaction, each leading key and the table are held against the policy, and what that does not
allow is refused.
"""

import copy
import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from types import ModuleType
from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError
from moto.core.authorization import enable_iam_authentication

from byline.announcing import cdn
from byline.desk import profiles
from byline.desk.publisher import Publisher
from byline.storage.dynamodb import Table
from byline_tools.local.machine import LambdaContext
from tests.announcing.test_cdn import new_distribution
from tests.functions.test_serve_feeds import event
from tests.support.desks import JANE, TAG, WORLD, DeskFunction, at, story
from tests.support.factories import NOW, article, author, section
from tests.support.permissions import KEYS, TABLE_ARN, Call, Guard, Statement, allows, for_moto
from tests.support.streams import Stream
from tests.template.test_template import properties, statements, with_parameters

CONTEXT = LambdaContext("request-1", "function")
Start = Callable[..., ModuleType]
Life = Callable[[ModuleType], None]
Live = Callable[[str, list[Statement]], tuple[Guard, Exception | None]]


def roles() -> dict[str, list[Statement]]:
    """What the policies of each function's role allow it to do to the table."""
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


def manages(module: ModuleType) -> None:
    """The whole life of a section, an author and an article."""
    desk, later = DeskFunction(module.handler), (datetime.now(UTC) + timedelta(days=1)).strftime("%Y-%m-%dT%H:%M:%SZ")
    made = story(sections=["art"], authors=["joe"])
    assert desk.put("/sections/art", WORLD).status == desk.put("/authors/joe", JANE).status == 201
    assert desk.put(at(TAG), {**made, "draft": True}).status == 201
    assert desk.put(at(TAG), {**made, "published": later}).status == 200
    assert desk.get("/scheduled").body == [{"id": TAG, "published": later}]
    assert desk.put(at(TAG), {**made, "published": NOW.isoformat()}).body["status"] == "published"
    correction = {"note": "It was longer.", "at": NOW.isoformat()}
    assert desk.put(at(TAG), {**made, "corrections": [correction]}).status == 200
    assert desk.put("/authors/joe", {"name": "Joe Doe", "slug": "joe-doe"}).status == 200
    assert desk.get(at(TAG)).body["authors"] == ["joe-doe"]
    assert desk.delete(at(TAG)).body["status"] == "withdrawn"
    assert desk.delete("/sections/art").status == desk.delete("/authors/joe-doe").status == 204
    assert len(desk.get("/feeds").body) == 3


class Announces:
    """Of the batch that a publication and an edit that was cut off leave in the stream."""

    def __init__(self, publisher: Publisher) -> None:
        stream = Stream()
        publisher.put(article(1))
        with pytest.MonkeyPatch.context() as cut_off:
            cut_off.setattr(profiles, "AT_ONCE", 1)
            cut_off.setattr(profiles.Profiles, "_finish_if", lambda *_: None)
            publisher.put(author(name="Jane D. Doe"))
        self._records = stream.records()

    def __call__(self, module: ModuleType) -> None:
        assert module.handler({"Records": self._records}, CONTEXT) == {"batchItemFailures": []}


def releases(module: ModuleType) -> None:
    module.handler({}, CONTEXT)


@pytest.fixture
def live(publisher: Publisher, cold_start: Start) -> Live:
    """Lets a function do all it has to, in a newsroom where an article is due; tells what it did, and how it failed."""
    for thing in (section(), author(), article(3, published=NOW + timedelta(minutes=1))):
        publisher.put(thing)
    lives: dict[str, Life] = {
        "ServeFeeds": serves,
        "ManageArticles": manages,
        "AnnounceChanges": Announces(publisher),
        "ReleaseArticles": releases,
    }

    def lived(function: str, policy: list[Statement]) -> tuple[Guard, Exception | None]:
        guard, environment = Guard(policy), signer(policy)
        with guard.watching():
            module = cold_start(MODULES[function], **environment)
            with enable_iam_authentication():
                try:
                    lives[function](module)
                except (ClientError, AssertionError) as error:
                    return guard, error
        return guard, None

    return lived


def signer(policy: list[Statement]) -> dict[str, str]:
    """An environment that signs as somebody who may do what `policy` allows, as far as moto understands it."""
    iam = boto3.client("iam")
    iam.create_user(UserName="function")
    iam.put_user_policy(UserName="function", PolicyName="role", PolicyDocument=json.dumps(for_moto(policy)))
    key = iam.create_access_key(UserName="function")["AccessKey"]
    return {"AWS_ACCESS_KEY_ID": key["AccessKeyId"], "AWS_SECRET_ACCESS_KEY": key["SecretAccessKey"]}


def less() -> Iterator[Any]:
    """Every policy with one action or one pattern of keys less, and what was taken away."""
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
def test_a_function_does_all_its_work_with_its_role(live: Live, function: str) -> None:
    guard, error = live(function, ROLES[function])
    assert (error, guard.refused, guard.refused_by_moto) == (None, [], set())
    assert {call.action for call in guard.seen} == {action for each in ROLES[function] for action in each["Action"]}


@pytest.mark.parametrize(("function", "policy", "lost"), list(less()))
def test_a_function_could_not_do_it_with_one_grant_less(
    live: Live, function: str, policy: list[Statement], lost: set[str]
) -> None:
    guard, error = live(function, policy)
    refused = {call.action for call in guard.refused}
    assert error is not None
    assert refused
    assert refused <= lost
    assert guard.refused_by_moto == guard.left_to_moto


@pytest.mark.parametrize(
    ("function", "action", "key"),
    [
        ("ServeFeeds", "PutItem", "ARTICLE#urn:1"),
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
def test_what_a_function_never_does_is_not_allowed(function: str, action: str, key: str) -> None:
    assert not allows(ROLES[function], Call(f"dynamodb:{action}", TABLE_ARN, (key,)))


@pytest.mark.parametrize("function", ROLES)
def test_no_function_may_touch_another_table(function: str) -> None:
    for statement in ROLES[function]:
        for action in statement["Action"]:
            assert not allows(ROLES[function], Call(action, f"{TABLE_ARN}2", ()))


@pytest.mark.parametrize("granted", [True, False])
def test_what_announces_changes_may_empty_its_cdn_and_could_not_without_that_grant(
    table: Table, monkeypatch: pytest.MonkeyPatch, granted: bool
) -> None:
    policy = properties(with_parameters(WithCdn="true"), "PurgeCdn")
    (statement,) = policy["PolicyDocument"]["Statement"]
    assert policy["Roles"] == [{"Ref": "AnnounceChangesRole"}]
    assert (statement["Action"], statement["Resource"]) == ("cloudfront:CreateInvalidation", CDN_ARN)
    distribution, environment = new_distribution(), signer([{**statement, "Action": [statement["Action"]]}] if granted else [])
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    boto3.setup_default_session()  # the one there is remembers who signs
    with enable_iam_authentication():
        assert cdn.Cdn(cdn.connect(), distribution).purge(["/rss.xml"], "r1") is granted
    boto3.setup_default_session()
