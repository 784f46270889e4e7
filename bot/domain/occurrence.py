"""An occurrence on its way to a member, as the store hands it to the engine."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum

from bot.domain.ids import (
    ChannelId,
    ClinicId,
    DiscordUserId,
    MemberId,
    MessageId,
    OccurrenceId,
    ScheduleId,
)
from bot.domain.member import Settings
from bot.domain.rule import Rule

Wish = dict[str, object]

# Judgement: longer than it takes a claim's messages to leave, too short to reach into a night.
CLAIM_HOLDS = timedelta(seconds=60)


class State(Enum):
    """The life of an occurrence."""

    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    ANSWERED = "answered"
    STALE = "stale"
    UNREACHABLE = "unreachable"
    FAILED = "failed"
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True)
class DueSchedule:
    """A schedule whose next slot has come.

    ``rule`` and ``zone`` are as they are kept: one that cannot be read is for the planner to see.
    """

    id: ScheduleId
    kind: str
    rule: str | None
    zone: str
    local_slot: datetime
    due_at: datetime
    paused_until_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Planned:
    """An occurrence to be written; of several that were missed, the last names it.

    ``in_pause``: its member had paused everything when it was due, so it ends here.
    """

    schedule_id: ScheduleId
    local_slot: datetime
    due_at: datetime
    lane: int
    in_pause: bool = False


@dataclass(frozen=True, slots=True)
class Candidate:
    """A queued occurrence with all that decides whether and how it is sent.

    ``member_id`` and ``discord_id`` None: it goes to a channel of the clinic's server.
    """

    id: OccurrenceId
    schedule_id: ScheduleId
    kind: str
    wish: Wish
    clinic_id: ClinicId | None
    local_slot: datetime
    due_at: datetime
    send_after_at: datetime
    step: int
    attempts: int
    item: str | None
    last_item: str | None
    schedule_active: bool
    superseded: bool
    agreed: bool
    member_id: MemberId | None
    discord_id: DiscordUserId | None
    dm_channel_id: ChannelId | None
    heard_at: datetime
    doubt_since_at: datetime | None
    locale: str
    settings: Settings
    stopped: bool
    paused_until_at: datetime | None
    unreachable: bool


@dataclass(frozen=True, slots=True)
class Claimed:
    """A candidate marked ``sending``: what it shows is chosen, the attempt is dated.

    ``version`` is the store's at the claim: while it has not grown, nobody has stopped anything.
    """

    candidate: Candidate
    item: str | None
    attempt_at: datetime
    version: int = -1

    def is_old(self, now_at: datetime) -> bool:
        """Whether time has gone on, or back, so far that it has to be decided on anew."""
        return not timedelta() <= now_at - self.attempt_at <= CLAIM_HOLDS


@dataclass(frozen=True, slots=True)
class Doubtful:
    """An occurrence of which nobody knows whether its message was stored.

    ``channel_id`` is where it would be, a member's DM or a channel of a server.
    """

    id: OccurrenceId
    step: int
    attempts: int
    channel_id: ChannelId | None
    is_dm: bool
    doubt_since_at: datetime


@dataclass(frozen=True, slots=True)
class Waiting:
    """An occurrence that found closed DMs, with what its message is made from."""

    id: OccurrenceId
    step: int
    kind: str
    wish: Wish
    item: str | None
    last_item: str | None
    send_after_at: datetime


@dataclass(frozen=True, slots=True)
class Pressed:
    """An occurrence whose button somebody pressed, with what decides about the press."""

    id: OccurrenceId
    schedule_id: ScheduleId
    kind: str
    wish: Wish
    member_id: MemberId
    owner: DiscordUserId
    local_slot: datetime
    state: State
    step: int
    in_doubt: bool
    send_after_at: datetime
    sent_at: datetime | None
    message_id: MessageId | None
    answer: str | None
    answered_at: datetime | None
    schedule_status: str


@dataclass(frozen=True, slots=True)
class Missed:
    """What did not reach a member: ``number`` times of one schedule, for one reason.

    ``state`` DROPPED: it fell due while everything was paused; QUEUED or SENDING: it is tried
    again. ``latest_at`` is when the last of them was to go out.
    """

    kind: str
    wish: Wish
    rule: Rule | None
    state: State
    number: int
    latest_at: datetime
