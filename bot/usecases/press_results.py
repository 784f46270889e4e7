"""What a press on a message that arrived by itself comes to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.domain.better_hours import BetterHours
from bot.domain.ids import ChangeId, DiscordGuildId
from bot.domain.plan import Ask
from bot.domain.press import Verdict
from bot.domain.snoozing import SnoozeFor
from bot.usecases.checking_in import CheckedIn
from bot.usecases.habits import QuestionAnswered


@dataclass(frozen=True, slots=True)
class Answered:
    """The answer is noted. ``local_next`` is what comes next of this, if anything does.

    ``offer``: hours that are answered more often, to move to.
    """

    local_next: datetime | None
    offer: BetterHours | None = None


@dataclass(frozen=True, slots=True)
class Snoozed:
    """It comes again at ``local_until``; ``later_day``: not today."""

    local_until: datetime
    later_day: bool = False


@dataclass(frozen=True, slots=True)
class SnoozeOffered:
    """For how long it can be snoozed now; beside these a time can be typed."""

    choices: tuple[SnoozeFor, ...]


@dataclass(frozen=True, slots=True)
class SnoozeInQuiet:
    """A snooze would end in the member's quiet hours: it does not come again."""

    local_next: datetime | None


@dataclass(frozen=True, slots=True)
class SkippedToday:
    """Nothing more of this today. ``offer`` as in ``Answered``."""

    local_next: datetime | None
    offer: BetterHours | None = None


@dataclass(frozen=True, slots=True)
class StoppedThis:
    """What the message was about has ended. ``change_id`` None: it had ended before.

    ``one``: one of several of its kind.
    """

    kind: str
    change_id: ChangeId | None
    one: bool = False


@dataclass(frozen=True, slots=True)
class NothingToStop:
    """The message came once and comes no more: only everything is left to stop."""


@dataclass(frozen=True, slots=True)
class Shown:
    """Something is to be shown: "warning_signs" or "talk".

    ``guild`` is the clinic that it is about, ``directions`` how to get there. ``replies``: the
    client may talk back from there.
    """

    what: str
    guild: DiscordGuildId | None = None
    directions: str | None = None
    replies: bool = False


@dataclass(frozen=True, slots=True)
class StepAnswered:
    """A plan's question is answered.

    ``local_until``: it comes again then. ``link``: where to book, None: the clinic will see to
    it. ``worse``: the client feels worse than before. ``warns``: "Warning signs" stays on it.
    """

    ask: Ask
    answer: str
    warns: bool = False
    local_until: datetime | None = None
    link: str | None = None
    worse: bool = False


@dataclass(frozen=True, slots=True)
class AppointmentAnswered:
    """Whether a client comes, to a session at ``local_at`` on the wall clock of ``zone``."""

    comes: bool
    local_at: datetime
    zone: str


@dataclass(frozen=True, slots=True)
class DidNotCount:
    """The press changed nothing, and why: the answer given before, or when it comes back.

    ``later_day``: it comes back not today.

    ``in_crisis``: it said that the stress is more than they can cope with.
    """

    verdict: Verdict
    answer: str | None = None
    local_until: datetime | None = None
    local_next: datetime | None = None
    in_crisis: bool = False
    later_day: bool = False


@dataclass(frozen=True, slots=True)
class StoppedBefore:
    """The press changed nothing: the member has stopped everything since."""

    in_crisis: bool = False


PressResult = (
    Answered
    | Snoozed
    | SnoozeOffered
    | SnoozeInQuiet
    | SkippedToday
    | StoppedThis
    | NothingToStop
    | Shown
    | CheckedIn
    | QuestionAnswered
    | StepAnswered
    | AppointmentAnswered
    | DidNotCount
    | StoppedBefore
)
