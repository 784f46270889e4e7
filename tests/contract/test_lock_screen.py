"""What every message that arrives by itself has to keep to, of whatever kind it is.

A kind that is added without a sample here fails the first test.
"""

from __future__ import annotations

import functools
import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, time
from uuid import UUID

import pytest

from bot.content.library import Library
from bot.delivery.messenger import DeliveryKey
from bot.discord_io.render import render
from bot.domain.booking import AppointmentWish, Told
from bot.domain.check_in import SCALE
from bot.domain.course import Course
from bot.domain.follow_up import FollowUpWish
from bot.domain.habits import QUESTION
from bot.domain.ids import ChannelId, OccurrenceId
from bot.domain.message import Look, Message
from bot.domain.occurrence import Wish
from bot.domain.plan import Plan
from bot.domain.posture import PostureWish
from bot.domain.reminder import LONGEST_TEXT, ReminderWish
from bot.domain.session import SessionId
from bot.domain.times import TimesWish
from bot.domain.weekly import WeeklyWish
from bot.domain.when import Repeat
from bot.kinds import KINDS
from bot.kinds.booking import booking_wish
from bot.kinds.channel import ChannelKind
from bot.kinds.kind import NEUTRAL, STOP, ComposeFacts, Kind
from bot.kinds.notice import notice_wish
from bot.texts.catalogue import Catalogue
from bot.ui.custom_ids import OccurrencePress
from bot.ui.public_presses import public_press

NOW_AT = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
LOCAL_DUE = datetime(2026, 11, 23, 9, 0)  # noqa: DTZ001 - a wall time
KEY = DeliveryKey(OccurrenceId(2**53), 99)
# Source: product; more would not be read, and Discord shows five in a row.
MOST_BUTTONS = 5
LONGEST_LABEL = 80
CLIENT = 1456074443980800020
SWITCH = (True, False)

catalogue = Catalogue.load()
library = Library.load()


APPOINTMENT = AppointmentWish(
    SessionId(3),
    1,
    NOW_AT,
    LOCAL_DUE,
    "Europe/Berlin",
    60,
)


def _course(plan: Plan) -> Course | None:
    return None if plan.sessions is None else Course(1, plan.sessions)


@functools.cache
def samples() -> dict[str, list[Wish]]:
    """What the schedules of each kind keep."""
    titles = [key for key in catalogue.language("en").family("notice") if key.endswith(".title")]
    posture = PostureWish(45, time(9), time(17), frozenset(range(5)))
    return {
        "posture": [posture.to_wish()],
        "tension": [TimesWish((time(9), time(18)), frozenset(range(7))).to_wish()],
        "reminder": [
            ReminderWish("Knee exercises", Repeat.DAILY).to_wish(),
            ReminderWish("*" * LONGEST_TEXT, Repeat.NONE, fixed_at=NOW_AT).to_wish(),
        ],
        "follow_up": [
            FollowUpWish(plan.id, number, step.ask, step.day, _course(plan)).to_wish()
            for plan in library.plans("en")
            for number, step in enumerate(plan.steps, 1)
        ],
        "appointment": [{**APPOINTMENT.to_wish(), "before_min": 120, "at": NOW_AT.isoformat()}],
        "booking": [booking_wish(told, APPOINTMENT, UUID(int=7), NOW_AT) for told in Told],
        "panel": [{"channel": 5, "locale": "en"}],
        "alert": [{"channel": 5, "case": 7, "client": CLIENT, "soon": soon} for soon in SWITCH],
        "fallback": [{"thread_of": 3, "client": CLIENT, "occurrence": 8, "locale": "en"}],
        "weekly": [WeeklyWish(ChannelId(5), 0, time(10), "en").to_wish()],
        "notice": [notice_wish(key.split(".")[1], NOW_AT) for key in titles],
    }


@dataclass(frozen=True, slots=True)
class Case:
    """A message and what it was made from."""

    kind: Kind
    facts: ComposeFacts

    @property
    def message(self) -> Message:
        return self.kind.message(self.facts)

    def __str__(self) -> str:
        what = self.facts.item or self.facts.wish.get("name") or "nothing chosen"
        late = "late" if self.facts.local_was_due else "on time"
        return f"{self.kind.name}, {what}, {self.facts.language.code}, {late}"


def cases(*, discreet: bool) -> Iterator[Case]:
    """Every kind with everything it can show, in every language, on time and late."""
    for kind in KINDS:
        for code in catalogue.codes:
            for wish in samples().get(kind.name, []):
                question = [QUESTION] if kind.policy.asks_after else []
                for item in [*kind.items(library, code), *question, None, "taken-out-since"]:
                    for local_was_due in (None, LOCAL_DUE):
                        yield Case(kind, _facts(code, wish, item, local_was_due, discreet))


def _facts(
    code: str, wish: Wish, item: str | None, local_was_due: datetime | None, discreet: bool
) -> ComposeFacts:
    return ComposeFacts(
        language=catalogue.language(code),
        library=library,
        wish=wish,
        item=item,
        seed=KEY.occurrence_id,
        discreet=discreet,
        local_was_due=local_was_due,
        covers=3,
    )


# What is posted in a channel is nobody's own, and has rules of its own below.
DISCREET = [case for case in cases(discreet=True) if not isinstance(case.kind, ChannelKind)]
OPEN = [case for case in cases(discreet=False) if not isinstance(case.kind, ChannelKind)]
POSTS = [case for case in cases(discreet=False) if isinstance(case.kind, ChannelKind)]


def each(cases: list[Case]) -> Callable[[Callable[[Case], None]], Callable[[list[Case]], None]]:
    """Show a test every case, those of one kind and language in one go: there are thousands."""
    groups = defaultdict(list)
    for case in cases:
        groups[f"{case.kind.name}, {case.facts.language.code}"].append(case)

    def over(test: Callable[[Case], None]) -> Callable[[list[Case]], None]:
        @pytest.mark.parametrize("group", groups.values(), ids=groups)
        def shown(group: list[Case]) -> None:
            for case in group:
                try:
                    test(case)
                except AssertionError as error:
                    error.add_note(str(case))
                    raise

        return shown

    return over


each_post = each(POSTS)
each_case = each(DISCREET + OPEN)


def test_every_kind_has_a_sample_here() -> None:
    assert set(samples()) == set(KINDS.names)
    assert all(samples().values())


@each(DISCREET)
def test_a_discreet_members_lock_screen_shows_a_neutral_line_and_nothing_else(case: Case) -> None:
    language = case.facts.language
    neutral = {language.say(key) for key in language.family(NEUTRAL)}

    assert case.message.content in neutral
    assert case.message.title not in case.message.content
    # Beside an embed alone, Discord would show its text.
    assert render(case.message, KEY)["content"] == case.message.content


@pytest.mark.parametrize("code", catalogue.codes)
def test_every_neutral_line_comes_up_for_some_occurrence(code: str) -> None:
    kind = next(iter(KINDS))
    language = catalogue.language(code)
    neutral = {language.say(key) for key in language.family(NEUTRAL)}
    wish = samples()[kind.name][0]

    seen = {
        kind.message(
            ComposeFacts(
                language=language, library=library, wish=wish, item=None, seed=seed, discreet=True
            )
        ).content
        for seed in range(len(neutral))
    }

    assert seen == neutral


@each(OPEN)
def test_whoever_is_not_discreet_reads_on_the_lock_screen_what_it_is(case: Case) -> None:
    assert case.message.content.strip()
    assert "\n" not in case.message.content


@each_case
def test_every_message_can_be_stopped_by_its_last_button(case: Case) -> None:
    *others, last = case.message.actions

    if case.kind.is_last_word(case.facts.wish):
        assert STOP not in {action.name for action in case.message.actions}
    else:
        assert (last.name, last.look) == (STOP, Look.DANGER)
        assert STOP not in {action.name for action in others}


@each_case
def test_every_message_has_few_buttons_with_short_labels(case: Case) -> None:
    actions = case.message.actions
    # A scale is read as one thing, however many numbers it has.
    scale = [action for action in actions if action.label.isdecimal()]

    assert [action.label for action in scale] in ([], [str(value) for value in SCALE])
    assert 1 <= len(actions) - len(scale) <= MOST_BUTTONS
    assert all(0 < len(action.label) <= LONGEST_LABEL for action in actions)
    assert len({action.name for action in actions}) == len(actions)


@each_case
def test_every_button_does_something(case: Case) -> None:
    for action in case.message.actions:
        assert case.kind.effect(action.name) is not None


@each_case
def test_every_message_is_one_that_discord_takes(case: Case) -> None:
    arguments = render(case.message, KEY)

    assert arguments["content"]
    assert arguments["view"].children


@each_case
def test_a_late_message_says_when_it_was_due_and_another_does_not(case: Case) -> None:
    language = case.facts.language
    label = language.say("delivery.was_due", time=language.moment(LOCAL_DUE))

    assert (label in case.message.body) == (case.facts.local_was_due is not None)


@each_case
def test_the_same_facts_always_make_the_same_message(case: Case) -> None:
    assert case.message == case.message


@pytest.mark.parametrize("kind", list(KINDS), ids=lambda kind: kind.name)
def test_a_kind_reads_its_own_wishes(kind: Kind) -> None:
    for wish in samples()[kind.name]:
        concerns_at = kind.concerns_at(wish)
        assert concerns_at is None or concerns_at.tzinfo is not None


@pytest.mark.parametrize("kind", list(KINDS), ids=lambda kind: kind.name)
def test_nothing_a_kind_shows_is_taken_for_the_question(kind: Kind) -> None:
    assert not any(QUESTION in kind.items(library, code) for code in catalogue.codes)


@pytest.mark.parametrize("kind", list(KINDS), ids=lambda kind: kind.name)
def test_a_kind_chooses_nothing_twice_in_a_row(kind: Kind) -> None:
    for code in catalogue.codes:
        items = kind.items(library, code)
        last: str | None = None
        for seed in range(50):
            chosen = kind.choose(library, code, last, seed)
            assert (chosen in items and chosen != last) if items else chosen is None
            last = chosen


@each_post
def test_a_post_is_one_that_discord_takes_and_can_be_found_again(case: Case) -> None:
    arguments = render(case.message, KEY)

    assert arguments["content"]
    assert arguments["view"].children


@each_post
def test_a_post_has_no_stop_button_and_each_of_its_own_leads_somewhere(case: Case) -> None:
    names = [action.name for action in case.message.actions]

    assert STOP not in names
    assert case.kind.effect(STOP) is None
    for name in names:
        assert case.kind.effect(name) is not None
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


@each_post
def test_an_alert_and_a_line_say_nothing_of_body_scores_or_why(case: Case) -> None:
    if case.kind.name not in {"alert", "fallback"} or case.facts.language.code != "en":
        return
    said = f"{case.message.content} {case.message.body} {case.message.footer}".lower()
    said = said.replace(str(CLIENT), "")

    assert not re.search(r"pain|hurt|neck|shoulder|massage|session|score|stress|tension|\d", said)
