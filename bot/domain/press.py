"""What a pressed button does, and whether it still may.

Pure: an occurrence as it stands, the press and the time come in; a verdict goes out.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum

from bot.domain.ids import DiscordUserId
from bot.domain.occurrence import Pressed, State


@dataclass(frozen=True, slots=True)
class Answer:
    """Notes the button's name as the member's answer. ``within`` None: at any time."""

    within: timedelta | None = None


@dataclass(frozen=True, slots=True)
class Snooze:
    """The same message comes again after so many minutes."""

    minutes: int
    within: timedelta | None = None


@dataclass(frozen=True, slots=True)
class SkipToday:
    """Nothing more of this schedule on the slot's local day."""

    within: timedelta | None = None


@dataclass(frozen=True, slots=True)
class StopThis:
    """Ends what the message is about. Never too late."""

    within: timedelta | None = None


@dataclass(frozen=True, slots=True)
class Show:
    """Shows something and changes nothing. Never too late."""

    what: str
    within: timedelta | None = None


Effect = Answer | Snooze | SkipToday | StopThis | Show


class Verdict(Enum):
    """Whether a press counts."""

    ACCEPTED = "accepted"
    NOT_YOURS = "not yours"
    ALREADY_ANSWERED = "already answered"
    SNOOZED_MEANWHILE = "snoozed meanwhile"
    CAME_BACK = "came back"
    TOO_LATE = "too late"
    OUTDATED = "outdated"


def judge(
    pressed: Pressed, effect: Effect, *, step: int, by: DiscordUserId, now_at: datetime
) -> Verdict:
    """Whether a press of ``effect`` on the message of ``step`` counts at ``now_at``."""
    if pressed.owner != by or isinstance(effect, StopThis | Show):
        return Verdict.NOT_YOURS if pressed.owner != by else Verdict.ACCEPTED
    if pressed.state is State.ANSWERED:
        return Verdict.ALREADY_ANSWERED
    if step != pressed.step:
        return _of_another_step(pressed, step)
    if not _delivered(pressed) or pressed.schedule_status == "ended":
        return Verdict.OUTDATED
    arrived_at = pressed.sent_at or pressed.send_after_at
    if effect.within is not None and now_at - arrived_at > effect.within:
        return Verdict.TOO_LATE
    return Verdict.ACCEPTED


def _of_another_step(pressed: Pressed, step: int) -> Verdict:
    if step < pressed.step and _delivered(pressed):
        return Verdict.CAME_BACK
    waits = step < pressed.step and pressed.state is State.QUEUED
    return Verdict.SNOOZED_MEANWHILE if waits else Verdict.OUTDATED


def _delivered(pressed: Pressed) -> bool:
    # A press on a message still being sent, or in doubt, proves that it arrived.
    if pressed.state is State.QUEUED:
        return pressed.in_doubt
    return pressed.state in (State.SENDING, State.SENT)
