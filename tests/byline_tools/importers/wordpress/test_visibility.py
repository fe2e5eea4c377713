"""What readers of the old site could not see becomes a draft."""

from typing import Any

import pytest

from byline_tools.importers.records import FileRefused
from tests.support.wordpress import item, read, term


def why(**changes: Any) -> str:
    """Why a post is a draft; empty if it is not."""
    found = read(item(**changes))
    reasons = [what for kind, what, _ in found.noted if kind == "drafts"]
    assert (found.only["status"] == "draft") == bool(reasons)
    return "".join(reasons)


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"status": "draft"}, "draft"),
        ({"status": "pending"}, "pending review"),
        ({"status": "private"}, "private"),
        ({"status": "pitch"}, "status pitch"),
        ({"status": ""}, "status missing"),
        ({"post_password": "enter"}, "password-protected"),
        ({"post_password": "enter", "status": "future", "post_date_gmt": "2026-04-01 08:00:00"}, "password-protected"),
        ({"status": "future", "content": "[memberful]x[/memberful]", "post_date_gmt": "2026-04-01 08:00:00"}, "[memberful]"),
    ],
    ids=str,
)
def test_a_post_that_the_public_could_not_see_is_a_draft(changes: dict[str, str], reason: str) -> None:
    assert reason in why(**changes)


SHORTCODES = [
    *("[restrict]", "[restrict paid=true]", "[membership]", "[memberful]", "[memberful_account]", "[s2If current_user_can(x)]"),
    *(
        "[s2Member-PayPal-Button /]",
        "[wlm_private x]",
        "[wcm_restrict]",
        "[wcm_nonmember]",
        "[rcp_restrict]",
        "[restrict_content]",
    ),
    *(
        "[mepr-active membership='1']",
        "[mepr-show if='x']",
        "[pmpro_member]",
        "[pmpro level='1']",
        "[swpm_protected]",
        "[swpm x=1]",
    ),
    *("[ihc-hide-content ihc_mb_type='show']", "[ihc-login-form]", "[paywall]", "[leaky_paywall]", "[um_loggedin]", "[is_paid]"),
    *("[members_access role='x']", "[arm_restrict_content]", "[private]x[/private]", "[member]x[/member]", "[am4show have='1']"),
    *("[content_control]", "[wpmem_logged_in]", "[premium-content]", "[subscribers_only]", "[members_logged_in]"),
    *("[hide]x[/hide]", "[sociallocker]x[/sociallocker]", "[vip]x[/vip]", "[login]x[/login]"),
]
BLOCKS = [
    *("jetpack/premium-content", "premium-content/container", "jetpack/paywall", "memberful/protected", "pmpro/membership"),
    *("woocommerce-memberships/member-content", "memberpress/protected-content", "newspack/content-gate-countdown", "rcp/x"),
    *("restrict-content-pro/restrict", "newspack-blocks/restricted"),
]


@pytest.mark.parametrize("shortcode", SHORTCODES)
@pytest.mark.parametrize("field", ["content", "excerpt"])
def test_a_post_with_a_shortcode_for_members_is_a_draft(shortcode: str, field: str) -> None:
    assert why(**{field: f"Free.\n\n{shortcode}\nPaid."}).startswith("members only ([")


@pytest.mark.parametrize("block", BLOCKS)
def test_a_post_with_a_block_for_members_is_a_draft(block: str) -> None:
    reason = why(content=f'<p>Free.</p><!-- wp:{block} {{"plan":1}} --><p>Paid.</p><!-- /wp:{block} -->')
    assert reason == f"members only (wp:{block})"


def test_a_block_that_is_shown_to_some_readers_only_is_found_by_its_attributes() -> None:
    assert why(content='<!-- wp:paragraph {"newspackAccessControlRules":{"a":1}} --><p>Paid.</p><!-- /wp:paragraph -->')


@pytest.mark.parametrize("attribute", ["plan", "plans", "role", "user_role", "capability", "membership", "levels"])
def test_a_shortcode_that_nobody_knows_is_for_some_readers_if_its_attributes_say_so(attribute: str) -> None:
    assert why(content=f'[x a="1" {attribute}="gold"]Paid.[/x]').startswith("members only (a shortcode for some ")


def test_a_reused_block_for_members_makes_a_draft() -> None:
    block = item(9, post_type="wp_block", content="<!-- wp:jetpack/paywall /--><p>Paid.</p>")
    assert read(item(content='<!-- wp:block {"ref":9} /-->'), block).only["status"] == "draft"


@pytest.mark.parametrize("state", [{"status": "draft"}, {"status": "trash"}, {"post_password": "x"}], ids=str)
def test_a_reused_block_that_is_not_public_is_left_out(state: dict[str, Any]) -> None:
    block = item(9, post_type="wp_block", content="<p>Secret.</p>", **state)
    assert "Secret" not in str(read(item(content='<!-- wp:block {"ref":9} /-->'), block))


META = [
    ("_members_access_role", "editor", ""),
    ("_jetpack_newsletter_access", "paid_subscribers", "everybody"),
    ("rcp_access_level", "2", "None"),
    ("_memberful_acl", "a:1:{i:0;i:1;}", ""),
    ("_wpmem_block", "1", "0"),
]


@pytest.mark.parametrize(("key", "value", "free"), META)
def test_a_post_that_a_plugin_restricts_by_a_field_is_a_draft(key: str, value: str, free: str) -> None:
    assert why(meta={key: value}) == f"members only ({key})"
    assert why(meta={key: free}) == ""


@pytest.mark.parametrize(
    "content",
    [
        "He [a member] said [sic] [1] [private].",
        "<!-- wp:newspack-blocks/homepage-articles /-->",
        "<!-- wp:coblocks/team-member -->",
        "[gallery ids='1']",
        "<!-- wp:jetpack/subscriptions /-->",
    ],
)
def test_other_brackets_and_blocks_restrict_nothing(content: str) -> None:
    assert why(content=content) == ""


LEAKS = term("category", "leaks", "Leaks")
HIDDEN = [
    {"status": "draft"},
    {"status": "private"},
    {"post_password": "enter"},
    {"content": "[memberful]Paid.[/memberful]"},
    {"status": "future"},
    {"status": "future", "post_password": "enter", "post_date_gmt": "2026-04-01 08:00:00"},
]


@pytest.mark.parametrize("changes", HIDDEN, ids=str)
def test_a_section_or_author_that_only_hidden_posts_name_has_no_record(changes: dict[str, Any]) -> None:
    found = read(item(1), item(2, LEAKS, creator="sam", **changes))
    assert [each["slug"] for each in (*found.sections, *found.authors)] == ["jane"]
    assert (found.articles[1]["sections"], found.articles[1]["authors"]) == (["leaks"], ["sam"])


@pytest.mark.parametrize("changes", [{}, {"status": "future", "post_date_gmt": "2026-04-01 08:00:00"}], ids=str)
def test_a_section_or_author_of_a_public_or_scheduled_post_has_a_record_whatever_else_names_it(changes: dict[str, Any]) -> None:
    found = read(item(1, LEAKS, creator="sam", status="private"), item(2, LEAKS, creator="sam", **changes), item(3, LEAKS))
    assert [each["slug"] for each in (*found.sections, *found.authors)] == ["leaks", "sam", "jane"]


def test_a_term_of_members_is_stated() -> None:
    posts = [item(number, term("category", nicename, nicename)) for number, nicename in ((1, "premium"), (2, "world"))]
    found = read(*posts, members_only=[("category", "premium")])
    assert [each["status"] for each in found.articles] == ["draft", "published"]
    assert ("drafts", "members only (category:premium)", 1) in found.noted


def test_an_export_with_rules_of_a_plugin_is_refused_unless_it_is_said_what_they_restrict() -> None:
    rules = item(9, post_type="memberpressrule")
    with pytest.raises(FileRefused, match=r"rules of MemberPress .* --members-only"):
        read(item(), rules)
    assert read(item(), rules, members_only=[]).only["status"] == "published"


def test_a_scheduled_post_is_scheduled() -> None:
    article = read(item(status="future", post_date_gmt="2026-04-01 08:00:00")).only
    assert (article["status"], article["published"]) == ("scheduled", "2026-04-01T08:00:00+00:00")


def test_a_published_post_whose_time_is_to_come_is_scheduled() -> None:
    assert read(item(post_date_gmt="2026-04-01 08:00:00")).only["status"] == "scheduled"


def test_a_scheduled_post_whose_time_has_passed_is_noted() -> None:
    found = read(item(status="future"))
    assert found.only["status"] == "scheduled"
    assert ("scheduled", "scheduled for a time that has passed", 1) in found.noted
