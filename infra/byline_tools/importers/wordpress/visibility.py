"""Finds what readers of the old site could not see: it becomes a draft."""

import re
from collections.abc import Collection, Iterator

from byline_tools.importers.choices import Term
from byline_tools.importers.wordpress.items import Item

_NAMES = (
    r"(?:restrict(?:ed)?(?:[_-][\w-]*)?|content[_-](?:control|gate|restriction)[\w-]*|paywall[\w-]*|premium[_-][\w-]*|"
    r"members?(?:hip)?[_-][\w-]*|membership|memberful[\w-]*|memberpress[\w-]*|memberspace[\w-]*|s2(?:If|Member|Get|Key)[\w-]*|"
    r"wlm[\w-]*|wishlist[\w-]*|wcm[_-][\w-]*|rcp[\w-]*|mepr[\w-]*|pmpro[\w-]*|swpm[\w-]*|ihc[\w-]*|am4[\w-]*|arm[_-][\w-]*|"
    r"ms[_-](?:protect|member)[\w-]*|um[_-](?:loggedin|show[_-]content)|wpmem[\w-]*|leaky[_-]?paywall[\w-]*|pigeon[\w-]*|"
    r"is_(?:paid|free|user_logged_in)|(?:not|user)_(?:paid|logged_in)|(?:user_)?is_logged_in|logged[_-]?in(?:[_-]content)?|"
    r"subscribers?[_-]only|paid[_-]?(?:content|only|members?)|protected[_-]content|members_(?:access|logged_in|only)|"
    r"wpf[_-](?:has_tag|loggedin)[\w-]*|accessally[\w-]*|optimizemember[\w-]*)"
)
_SHORTCODE = re.compile(rf"\[({_NAMES})(?=[\s/\]])", re.IGNORECASE)
_COMMON_WORD = re.compile(
    r"\[/((?:social|email|content|signin)?[_-]?locker|locked|unlock|members?|private|premium|protected|restricted|access|gated|"
    r"subscribers?|visitor|guest|paid|logged|loggedin|login|registered|hide|hidden|secret|exclusive|vip|role|user|customer)\]",
    re.IGNORECASE,
)
_READERS = re.compile(
    r"\[[\w-]+\s[^\[\]]{0,500}?\b((?:user_?)?(?:plans?|roles?|capabilit(?:y|ies)|tiers?|memberships?|subscriptions?|levels|access))=",
    re.IGNORECASE,
)
_BLOCK = re.compile(
    r"<!--\s*wp:([\w/-]*?(?:premium-content|paywall|(?<!team-)member|restrict|protected-content|content-gate|gated|"
    r"pmpro|rcp|mepr|swpm|leaky)[\w/-]*)"
)
_ATTRIBUTE = re.compile(
    r'<!--\s*wp:[^<>]*?"(newspackAccessControl\w*|[\w]*[rR]estrict(?:ion|edTo|ToMembers)\w*|memberful\w*|blockVisibility)"'
)

_META = {
    "_members_access_role": "",
    "rcp_subscription_level": "",
    "rcp_access_level": "|none|0",
    "rcp_user_level": "|all",
    "_is_paid": "|0",
    "_memberful_acl": "",
    "_jetpack_newsletter_access": "|everybody",
    "_jetpack_memberships_contains_paywalled_content": "|0",
    "ihc_mb_who": "",
    "_wpmem_block": "|0",
    "_issuem_leaky_paywall_visibility": '|a:1:{s:15:"visibility_type";s:7:"default";}',
    "_pmpro_membership_levels": "",
    "_swpm_protect_post": "|0|1",
    "_restrict_content": "|0|no",
    "_wc_memberships_restricted": "|no",
    "wlm_protected": "|0|n",
}
"""Fields with which plugins restrict a post, each with the values that do not, separated by `|`."""

RULE_TYPES = {
    "memberpressrule": "MemberPress",
    "wc_membership_plan": "WooCommerce Memberships",
    "np_memberships_gate": "Newspack",
    "np_content_gate": "Newspack",
    "um_access_rule": "Ultimate Member",
    "cc_restriction": "Content Control",
    "restrict_content": "Restrict Content Pro",
}
"""Types of items that are rules of membership plugins, which do not say in the export to which posts they apply."""


def is_public(item: Item) -> bool:
    """Whether WordPress shows an item to everybody, as far as WordPress itself knows."""
    return item["wp:status"] == "publish" and not item["wp:post_password"]


def why_draft(item: Item, html: str, members_only: Collection[Term]) -> Iterator[str]:
    """Why an item with this text, reused blocks included, becomes a draft; nothing if it does not."""
    if item["wp:post_password"]:
        yield "password-protected"
    match item["wp:status"]:
        case "publish" | "future":
            pass
        case "pending" | "private" | "draft" as status:
            yield {"pending": "pending review", "private": "private", "draft": "draft"}[status]
        case status:
            yield f"status {status or 'missing'}"
    if found := next(_restrictions(item, html, members_only), None):
        yield f"members only ({found})"


def _restrictions(item: Item, html: str, members_only: Collection[Term]) -> Iterator[str]:
    for text in (html, item["excerpt:encoded"]):
        yield from (f"[{found[1]}]" for found in _SHORTCODE.finditer(text))
        yield from (f"[{found[1]}]" for found in _COMMON_WORD.finditer(text))
        yield from (f"a shortcode for some {found[1]}" for found in _READERS.finditer(text))
        yield from (f"wp:{found[1]}" for found in _BLOCK.finditer(text))
        yield from (found[1] for found in _ATTRIBUTE.finditer(text))
    for key, value in item.meta:
        if key in _META and value.strip().lower() not in _META[key].split("|"):
            yield key
    yield from (f"{each.taxonomy}:{each.nicename}" for each in item.terms if (each.taxonomy, each.nicename) in members_only)
