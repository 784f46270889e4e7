"""What is posted in a channel: nobody's own, nothing to stop, and it calls hardly anybody."""

from __future__ import annotations

import re

from bot.discord_io.render import render
from bot.domain.ids import OccurrenceId
from bot.kinds import KINDS
from bot.kinds.channel import ChannelKind
from bot.kinds.kind import STOP
from bot.ui.custom_ids import OccurrencePress
from bot.ui.public_presses import public_press
from tests.contract.samples import CLIENT, KEY, POSTS, Case, each

each_post = each(POSTS)
# The words that are looked for are English.
ABOUT_A_CLIENT = [
    case
    for case in POSTS
    if case.kind.name in {"alert", "fallback"} and case.facts.language.code == "en"
]


@each_post
def test_a_post_has_no_stop_button_and_each_of_its_own_leads_somewhere(case: Case) -> None:
    names = [action.name for action in case.message.actions]

    assert STOP not in names
    assert case.kind.effect(STOP) is None
    for name in names:
        assert public_press(OccurrencePress(OccurrenceId(1), 1, name)) is not None


def test_no_two_kinds_share_the_name_of_a_button_on_a_post() -> None:
    posts = [kind for kind in KINDS if isinstance(kind, ChannelKind)]
    public = [name for kind in posts for name in kind.public]
    private = {name for kind in KINDS if kind not in posts for name in kind.effects}

    assert len(public) == len(set(public))
    assert not private & set(public)


@each_post
def test_a_post_calls_nobody_but_the_line_in_a_members_own_thread(case: Case) -> None:
    own = case.kind.name == "fallback"
    allowed = render(case.message, KEY)["allowed_mentions"].to_dict()

    assert allowed.get("users", []) == ([CLIENT] if own else [])
    assert not allowed.get("parse")
    assert (f"<@{CLIENT}>" in case.message.content) == own


@each(ABOUT_A_CLIENT)
def test_an_alert_and_a_line_say_nothing_of_body_scores_or_why(case: Case) -> None:
    said = f"{case.message.content} {case.message.body} {case.message.footer}".lower()
    said = said.replace(str(CLIENT), "")

    assert not re.search(r"pain|hurt|neck|shoulder|massage|session|score|stress|tension|\d", said)
