"""May this delivery leave now? Asked of every queued occurrence right before it is sent.

Pure: the facts come in, read in the claim's own transaction, and a decision goes out.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum

from bot.domain import pause
from bot.domain.member import Settings
from bot.domain.policy import Policy, Quiet

SOON = timedelta(hours=24)


class DropReason(Enum):
    """Why an occurrence ends without being sent, though it came in time."""

    ENDED = "ended"
    PAUSED = "paused"
    STOPPED = "stopped"
    NO_CONSENT = "no consent"
    QUIET = "quiet hours"
    LIMIT = "daily limit"
    MERGED = "merged"
    SKIPPED = "skipped"
    SILENT = "waits for an answer"
    NOT_WANTED = "not wanted"


@dataclass(frozen=True, slots=True)
class Facts:
    """What the decision needs to know of one queued occurrence.

    ``last_word`` is set for the one message that follows a stop: its confirmation.
    ``counted_today`` is how many counted messages the member's local day already has.
    ``concerns_at`` is when the event takes place that a notice speaks of. ``silent``: the schedule
    has asked whether to go on, and waits for the answer.
    """

    step: int
    send_after_at: datetime
    schedule_active: bool
    superseded: bool
    agreed: bool
    stopped: bool
    paused_until_at: datetime | None
    unreachable: bool
    settings: Settings
    counted_today: int = 0
    concerns_at: datetime | None = None
    last_word: bool = False
    silent: bool = False


@dataclass(frozen=True, slots=True)
class Send:
    """It leaves now."""


@dataclass(frozen=True, slots=True)
class Wait:
    """Not before ``until_at``; lateness counts from there."""

    until_at: datetime


@dataclass(frozen=True, slots=True)
class Drop:
    """It ends here, for ``reason``."""

    reason: DropReason


@dataclass(frozen=True, slots=True)
class Stale:
    """Too late to help."""


@dataclass(frozen=True, slots=True)
class CannotReach:
    """The member's DMs are closed: nothing is tried."""


Decision = Send | Wait | Drop | Stale | CannotReach


def decide(facts: Facts, policy: Policy, now_at: datetime) -> Decision:
    """Whether one delivery may leave at ``now_at``."""
    reason = _why_drop(facts, now_at)
    if reason is not None:
        return Drop(reason)
    if policy.is_stale(facts.send_after_at, facts.concerns_at, now_at):
        return Stale()
    quiet_ends_at = _quiet_ends_at(facts, policy, now_at)
    if quiet_ends_at is not None:
        if policy.quiet is Quiet.NOT_PLANNED:
            return Drop(DropReason.QUIET)
        return Wait(quiet_ends_at)
    # A snoozed prompt took its place in the day when it came the first time.
    if policy.counts and facts.step == 1 and facts.counted_today >= facts.settings.daily_limit:
        return Drop(DropReason.LIMIT)
    return CannotReach() if facts.unreachable else Send()


def _why_drop(facts: Facts, now_at: datetime) -> DropReason | None:
    if facts.stopped and not facts.last_word:
        return DropReason.STOPPED
    if not facts.agreed and not facts.last_word:
        return DropReason.NO_CONSENT
    if not facts.schedule_active:
        return DropReason.ENDED
    if pause.holds(facts.paused_until_at, now_at) and not facts.last_word:
        return DropReason.PAUSED
    if facts.superseded:
        return DropReason.MERGED
    return DropReason.SILENT if facts.silent else None


def _quiet_ends_at(facts: Facts, policy: Policy, now_at: datetime) -> datetime | None:
    quiet = facts.settings.quiet
    if quiet is None or policy.quiet is Quiet.SENT:
        return None
    if policy.quiet is Quiet.SENT_IF_SOON and _concerns_soon(facts, now_at):
        return None
    return quiet.ends_at(now_at, facts.settings.zone)


def _concerns_soon(facts: Facts, now_at: datetime) -> bool:
    return facts.concerns_at is not None and facts.concerns_at - now_at <= SOON
