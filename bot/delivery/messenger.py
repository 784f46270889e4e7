"""The one door to Discord, and every way that going through it can end.

Outcomes are values: the engine decides by them and nothing here raises for what Discord answers.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Protocol

from bot.domain.ids import ChannelId, DiscordUserId, MessageId, OccurrenceId
from bot.domain.message import Message

#: Judgement: a wrong answer may name any pause, and holds a message for no longer than this.
LONGEST_PAUSE_S = 86_400.0


@dataclass(frozen=True, slots=True)
class DeliveryKey:
    """One sending of one occurrence: the step is 1, and one more per snooze."""

    occurrence_id: OccurrenceId
    step: int

    @property
    def nonce(self) -> str:
        """What Discord deduplicates by. Source: at most 25 characters."""
        return f"u{self.occurrence_id}.{self.step}"


class RetryReason(Enum):
    """Why it may work later, without anybody doing anything."""

    RATE_LIMITED = "rate limited"
    SERVER = "server error"
    CHANNEL_GONE = "channel gone"
    OPENING_PAUSED = "opening paused"
    OFFLINE = "offline"


class UnreachableReason(Enum):
    """Why this member cannot be written to."""

    CLOSED = "direct messages closed"
    NO_SHARED_SERVER = "no shared server"
    UNKNOWN_USER = "unknown user"


class RefusedReason(Enum):
    """Why trying again would be refused again."""

    BODY = "body not accepted"
    TOKEN = "token not accepted"
    FORBIDDEN = "not permitted"


@dataclass(frozen=True, slots=True)
class Sent:
    """Stored by Discord. ``message_id`` is None when its message has been deleted since."""

    message_id: MessageId | None


@dataclass(frozen=True, slots=True)
class RetryAt:
    """Certainly not stored; worth another try after ``retry_after_s`` seconds."""

    retry_after_s: float
    reason: RetryReason


@dataclass(frozen=True, slots=True)
class Unreachable:
    """Not stored; this member cannot be written to now."""

    reason: UnreachableReason


@dataclass(frozen=True, slots=True)
class Refused:
    """Not stored, and never will be as it is. ``code`` is Discord's own."""

    reason: RefusedReason
    code: int


@dataclass(frozen=True, slots=True)
class InDoubt:
    """Nobody knows whether it was stored: the answer was lost. ``why`` quotes nothing of it."""

    why: str


@dataclass(frozen=True, slots=True)
class Opened:
    """The DM channel with a member."""

    channel_id: ChannelId


@dataclass(frozen=True, slots=True)
class NotFound:
    """History was read to the end and does not hold it."""


@dataclass(frozen=True, slots=True)
class Done:
    """It is as it was asked to be, or was so already: what was to be deleted is gone."""


@dataclass(frozen=True, slots=True)
class Page:
    """A page of a channel's history: our own messages on it, the latest first.

    ``next_before``: where the next, older page begins; None after the last one.
    """

    own: tuple[MessageId, ...]
    next_before: MessageId | None


Outcome = Sent | RetryAt | Unreachable | Refused | InDoubt
Opening = Opened | RetryAt | Unreachable | Refused
Lookup = Sent | NotFound | RetryAt | Unreachable
Removal = Done | RetryAt | Refused


class Reader(Protocol):
    """Reads what a member typed."""

    async def texts(
        self, channel: ChannelId, user: DiscordUserId, since_at: datetime
    ) -> tuple[str, ...] | RetryAt | Refused:
        """What a member typed into their DM since then, the latest first.

        Refused only for the token: nobody's can be read with it.
        """
        ...


class Messenger(Protocol):
    """Speaks to Discord. Every method returns within about 30 s and raises only on cancellation."""

    async def open_channel(self, user: DiscordUserId) -> Opening:
        """Open, or get, the DM channel with a member."""
        ...

    async def send(self, channel: ChannelId, key: DeliveryKey, message: Message) -> Outcome:
        """Send once: the same key within a few minutes stores nothing twice."""
        ...

    async def find(self, channel: ChannelId, key: DeliveryKey, since_at: datetime) -> Lookup:
        """Look in the channel's history for the message that carries ``key``."""
        ...


class Threads(Protocol):
    """Makes private threads, and opens them again."""

    async def make_thread(self, channel: ChannelId, name: str) -> Opening:
        """Make a private thread that nobody but the bot is in."""
        ...

    async def enter_thread(self, thread: ChannelId, user: DiscordUserId) -> Opening:
        """Take a thread out of the archive and let one person in, whatever it was before."""
        ...


class Remover(Protocol):
    """Takes away what the bot wrote. What is gone already, or whose channel is, counts as done."""

    async def own_messages(self, channel: ChannelId, before: MessageId) -> Page | Removal:
        """One page of what the bot wrote in a channel; done: the channel is gone."""
        ...

    async def remove(self, channel: ChannelId, message: MessageId) -> Removal:
        """Delete a message of our own."""
        ...

    async def remove_thread(self, thread: ChannelId) -> Removal:
        """Delete a thread, which takes a right that the bot does not ask servers for."""
        ...

    async def archive_thread(self, thread: ChannelId, *, archived: bool) -> Removal:
        """Put a thread into the archive, or take it out: nothing can be deleted in there."""
        ...
