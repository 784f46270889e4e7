"""Every message that can arrive by itself: of each kind, in each language, on time and late.

A new kind gets a wish in ``samples``; the contract's tests compose from it.
"""

from __future__ import annotations

import functools
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, time
from uuid import UUID

import pytest

from bot.content.library import Library
from bot.delivery.messenger import DeliveryKey
from bot.domain.booking import AppointmentWish, Told
from bot.domain.course import Course
from bot.domain.follow_up import FollowUpWish
from bot.domain.habits import QUESTION
from bot.domain.ids import ChannelId, OccurrenceId
from bot.domain.message import Message
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
from bot.kinds.kind import ComposeFacts, Kind
from bot.kinds.notice import notice_wish
from bot.texts.catalogue import Catalogue

NOW_AT = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
LOCAL_DUE = datetime(2026, 11, 23, 9, 0)  # noqa: DTZ001 - a wall time
KEY = DeliveryKey(OccurrenceId(2**53), 99)
CLIENT = 1456074443980800020
SWITCH = (True, False)

catalogue = Catalogue.load()
library = Library.load()

APPOINTMENT = AppointmentWish(SessionId(3), 1, NOW_AT, LOCAL_DUE, "Europe/Berlin", 60)


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
    )


# What is posted in a channel is nobody's own, and has rules of its own in test_posts.py.
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
