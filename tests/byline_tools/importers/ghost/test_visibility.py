"""What readers of a site of Ghost could not see is not public."""

import pytest

from byline_tools.importers.choices import Choices, term_of
from byline_tools.importers.report import counted
from tests.support.ghost import post, read, tag, tagged

FOR_MEMBERS = "<p>Open.</p><!--members-only--><p>Secret.</p>"
PREVIEWS = Choices(previews=True)


@pytest.mark.parametrize("visibility", ["members", "paid", "tiers", "label:vip", "", None])
def test_what_is_not_for_everybody_is_a_draft(visibility: str | None) -> None:
    found = read(post(html=FOR_MEMBERS, visibility=visibility))
    assert found.only["status"] == "draft"
    assert ("drafts", f"members only ({visibility or 'visibility missing'})", 1) in found.noted
    assert found.authors == []


@pytest.mark.parametrize("visibility", ["members", "paid", "tiers"])
def test_what_everybody_could_read_of_it_is_public_by_choice(visibility: str) -> None:
    found = read(post(html=FOR_MEMBERS, visibility=visibility), choices=PREVIEWS)
    assert (found.only["status"], found.only["content"]) == ("published", "<p>Open.</p>")
    assert ("articles for members of which only the preview is imported", visibility, 1) in found.noted


@pytest.mark.parametrize("html", ["<p>Secret.</p>", "<!--members-only--><p>Secret.</p>", " \n<!--members-only-->Secret."])
def test_without_a_preview_it_stays_a_draft(html: str) -> None:
    assert read(post(html=html, visibility="paid"), choices=PREVIEWS).only["status"] == "draft"


def test_a_draft_for_members_keeps_its_whole_text() -> None:
    found = read(post(html=FOR_MEMBERS, visibility="paid", status="draft"), choices=PREVIEWS)
    assert (found.only["status"], found.only["content"]) == ("draft", FOR_MEMBERS)


def test_the_mark_of_a_paywall_means_nothing_in_what_everybody_may_read() -> None:
    assert read(post(html=FOR_MEMBERS)).only["content"] == FOR_MEMBERS


@pytest.mark.parametrize(("status", "why"), [("draft", "draft"), ("archived", "status archived"), ("", "status missing")])
def test_any_other_status_is_a_draft(status: str, why: str) -> None:
    found = read(post(status=status))
    assert found.only["status"] == "draft"
    assert ("drafts", why, 1) in found.noted


def test_a_scheduled_post_is_an_embargo() -> None:
    found = read(post(status="scheduled", published_at="2031-01-03T06:00:00.000Z"))
    assert (found.only["status"], found.only["published"]) == ("scheduled", "2031-01-03T06:00:00+00:00")


def test_what_was_sent_by_mail_only_is_left_out_and_counted_unless_asked_for() -> None:
    found = read(post(status="sent"))
    assert (found.articles, counted(found.report.notes())["left out"]) == ([], {"post (sent by mail only)": 1})
    assert read(post(status="sent"), choices=Choices(types=("post", "sent"))).only["status"] == "draft"


def test_what_would_be_sent_by_mail_only_is_a_draft() -> None:
    meta = [{"post_id": post()["id"], "email_only": 1}]
    one = post(status="scheduled", published_at="2031-01-03T06:00:00.000Z")
    assert read(one, posts_meta=meta).only["status"] == "draft"


def test_posts_with_a_tag_become_drafts_by_choice() -> None:
    tables = {"tags": [tag("premium", "Premium")], "posts_tags": tagged(1, ["premium"])}
    assert read(post(), choices=Choices(members_only=[term_of("tag:premium")]), **tables).only["status"] == "draft"
    assert read(post(), choices=Choices(members_only=[term_of("tag:other")]), **tables).only["status"] == "published"


@pytest.mark.parametrize("value", [True, "true", 1, "1"])
def test_of_a_private_site_everything_is_a_draft(value: object) -> None:
    assert read(post(), settings=[{"key": "is_private", "value": value}]).only["status"] == "draft"
    assert read(post(), settings=[{"key": "is_private", "value": "false"}]).only["status"] == "published"


@pytest.mark.parametrize("end", ["<!--kg-gated-block:end-->", ""], ids=["ended", "not ended"])
def test_a_block_for_members_is_left_out_of_a_public_article_and_counted(end: str) -> None:
    block = f'<!--kg-gated-block:begin nonMember:false memberSegment:"status:free" --><p>Secret.</p>{end}'
    found = read(post(html=f"<p>Open.</p>{block}"))
    assert (found.only["status"], found.only["content"]) == ("published", "<p>Open.</p>")
    assert ("parts of public articles that only members could see", "left out", 1) in found.noted


def test_a_block_that_everybody_could_see_stays() -> None:
    block = '<!--kg-gated-block:begin nonMember:true memberSegment:"" --><p>Open.</p><!--kg-gated-block:end-->'
    assert read(post(html=f"{block}<p>Too.</p>")).only["content"] == "<p>Open.</p><p>Too.</p>"
