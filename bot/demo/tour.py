"""The guided tour: seven things to try, each ticked when it has really been done.

Judged from the bot's own database, never from what was pressed. Looking at /progress leaves no
trace there, on purpose: of that alone the tour is told.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from bot.demo.practice import Practice
from bot.domain.ids import DiscordUserId
from bot.domain.local_time import local_of
from bot.domain.member import Member
from bot.domain.occurrence import State
from bot.domain.session import Session, SessionState
from bot.domain.zones import zone
from bot.kinds.follow_up import FollowUp
from bot.kinds.posture import Posture
from bot.store import clinics, habits, hanging, members, schedules, sessions
from bot.store.clinics import Clinic
from bot.store.connection import Reads

_THREE_DAYS: Final = timedelta(days=3)
_MOST_SESSIONS: Final = 20


@dataclass(frozen=True, slots=True)
class Facts:
    """What the judges look at: the client whom the tour goes with, and the clinic."""

    reads: Reads
    member: Member
    clinic: Clinic
    now_at: datetime

    async def sessions(self) -> list[Session]:
        """The client's sessions that took place."""
        latest = await sessions.latest_of_member(
            self.reads, self.clinic.id, self.member.id, _MOST_SESSIONS
        )
        return [one for one in latest if one.state is SessionState.HELD]


async def _joined(facts: Facts) -> bool:
    return await clinics.membership(facts.reads, facts.member.id, facts.clinic.id) is not None


async def _has_posture(facts: Facts) -> bool:
    return await schedules.last_of_kind(facts.reads, facts.member.id, Posture.name) is not None


async def _answered_a_prompt(facts: Facts) -> bool:
    schedule = await schedules.last_of_kind(facts.reads, facts.member.id, Posture.name)
    return schedule is not None and await habits.answers(facts.reads, schedule.id) > 0


async def _had_a_session(facts: Facts) -> bool:
    return bool(await facts.sessions())


async def _answered_three_days_later(facts: Facts) -> bool:
    for session in await facts.sessions():
        local_now = local_of(facts.now_at, zone(session.zone))
        if local_now.date() - session.local_at.date() < _THREE_DAYS:
            continue
        came = await hanging.came(facts.reads, session.id, FollowUp.name)
        if any(one.state is State.ANSWERED for one in came):
            return True
    return False


async def _never(_facts: Facts) -> bool:
    return False


async def _stopped(facts: Facts) -> bool:
    return facts.member.stopped_at is not None


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to try, and in which place of the page."""

    id: str
    title: str
    how: str
    place: str
    is_done: Callable[[Facts], Awaitable[bool]]


PROGRESS: Final = "progress"
STEPS: Final = (
    Step(
        "join",
        "Join the clinic",
        "You are Clara, a client. In #welcome press Start, read what she would agree to, "
        "then press Agree and start.",
        "clara-welcome",
        _joined,
    ),
    Step(
        "posture",
        "Turn on posture check-ins",
        "In Clara's DM with Unknot type /posture on, press Enter, then the arrow at the right. "
        "Pace and hours can be chosen; left out, they are sensible.",
        "clara-dm",
        _has_posture,
    ),
    Step(
        "answer",
        "Answer the first one",
        "Press Next message at the top: time jumps to it. Then press Done in the message.",
        "clara-dm",
        _answered_a_prompt,
    ),
    Step(
        "session",
        "Log a session as the therapist",
        "You are Rosa now. In #staff-room type /session log, press Enter, choose Clara, press "
        "the arrow. Save what is shown.",
        "rosa-staff",
        _had_a_session,
    ),
    Step(
        "follow-up",
        "Jump three days, and answer",
        "Press + 1 day three times. Then, as Clara, answer one of the questions after the session.",
        "clara-dm",
        _answered_three_days_later,
    ),
    Step(
        PROGRESS,
        "See the progress",
        "Max has answered for two weeks. As Max type /progress, press Enter, then the arrow. "
        "Nobody else sees his numbers.",
        "max-dm",
        _never,
    ),
    Step(
        "stop",
        "Stop everything",
        "As Clara type STOP. It is quiet at once and stays so: press + 1 day, and see.",
        "clara-dm",
        _stopped,
    ),
)


class Tour:
    """What has been done. A tick stays, whatever is done afterwards."""

    def __init__(self, practice: Practice) -> None:
        self._practice = practice
        self.done: set[str] = set()

    async def look(self) -> None:
        """Tick what has been done since the last look."""
        left = [step for step in STEPS if step.id not in self.done]
        facts = await self._facts() if left else None
        if facts is not None:
            self.done |= {step.id for step in left if await step.is_done(facts)}

    async def looked_back(self, who: int) -> None:
        """Somebody opened /progress: a tick, if there was anything of theirs to see."""
        if await members.find(self._practice.store.reads, DiscordUserId(who)) is not None:
            self.done.add(PROGRESS)

    async def _facts(self) -> Facts | None:
        practice = self._practice
        reads = practice.store.reads
        member = await members.find(reads, DiscordUserId(practice.client.actor.id))
        clinic = await clinics.find(reads, practice.guild)
        if member is None or clinic is None:
            return None
        return Facts(reads, member, clinic, practice.env.now())
