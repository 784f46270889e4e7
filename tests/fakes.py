"""The two fakes there are: a clock that stays where it is put, a Discord that answers as told."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Literal, TypeVar, cast

from bot.clock import Clock
from bot.delivery.messenger import (
    DeliveryKey,
    InDoubt,
    Lookup,
    NotFound,
    Opened,
    Opening,
    Outcome,
    RetryAt,
    RetryReason,
    Sent,
)
from bot.domain.ids import ChannelId, DiscordUserId, MessageId
from bot.domain.message import Message


class FakeClock:
    """Stands still until it is moved."""

    def __init__(self, now_at: datetime = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)) -> None:
        self.now_at = now_at

    def now(self) -> datetime:
        return self.now_at

    def advance(self, **duration: float) -> None:
        self.now_at += timedelta(**duration)

    def move_to(self, now_at: datetime) -> None:
        self.now_at = now_at


What = Literal["open", "send", "find"]
Answer = Outcome | Opening | Lookup
_A = TypeVar("_A", bound=Answer)
NOBODY = DiscordUserId(0)


@dataclass(frozen=True, slots=True)
class Stored:
    """A message as Discord keeps it."""

    id: MessageId
    user: DiscordUserId
    channel: ChannelId
    key: DeliveryKey
    message: Message
    at: datetime


@dataclass(frozen=True, slots=True)
class Request:
    """One request that arrived, whatever became of it."""

    what: What
    user: DiscordUserId
    at: datetime
    key: DeliveryKey | None = None
    since_at: datetime | None = None


@dataclass(slots=True)
class Told:
    """What to answer to the next ``times`` requests that fit, in place of the usual."""

    what: What
    answer: Answer | None
    user: DiscordUserId | None
    times: int
    stores: bool
    raises: BaseException | None
    held: asyncio.Future[None] | None

    def fits(self, what: What, user: DiscordUserId) -> bool:
        return self.times > 0 and self.what == what and self.user in (None, user)


@dataclass
class FakeMessenger:
    """A Discord in memory: stores messages, and a nonce it remembers stores nothing twice.

    ``told`` replaces its answers. It never waits, unless a test holds a request back.
    """

    clock: Clock
    nonce_memory: timedelta = timedelta(minutes=3)
    messages: list[Stored] = field(default_factory=list)
    requests: list[Request] = field(default_factory=list)
    most_at_once: int = 0

    def __post_init__(self) -> None:
        self._told: list[Told] = []
        self._nonces: dict[DeliveryKey, Stored] = {}
        self._users: dict[ChannelId, DiscordUserId] = {}
        self._channels: dict[DiscordUserId, ChannelId] = {}
        self._ids = count(1_000)
        self._at_once = 0

    def channel_with(self, user: DiscordUserId) -> ChannelId:
        """The DM channel with a user; opened, if there is none."""
        if user not in self._channels:
            channel = ChannelId(next(self._ids))
            self._channels[user] = channel
            self._users[channel] = user
        return self._channels[user]

    def add_channel(self, channel: ChannelId, everybody: DiscordUserId) -> None:
        """A channel of a server; ``everybody`` stands for those who read it."""
        self._users[channel] = everybody

    def lose_channel(self, user: DiscordUserId) -> None:
        """The DM channel is gone; opening gives another one."""
        del self._users[self._channels.pop(user)]

    def forget_nonces(self) -> None:
        """As after a few minutes."""
        self._nonces.clear()

    def answer(
        self,
        answer: Answer | None = None,
        *,
        to: What = "send",
        user: DiscordUserId | None = None,
        times: int = 1,
        stores: bool = False,
        raises: BaseException | None = None,
    ) -> None:
        """Answer the next ``times`` requests so. ``stores``: after doing what was asked."""
        self._told.append(Told(to, answer, user, times, stores, raises, None))

    def lose_answer(self, *, user: DiscordUserId | None = None, times: int = 1) -> None:
        """Store the next messages, and let nobody know."""
        self.answer(InDoubt("answer lost"), user=user, times=times, stores=True)

    def hold(
        self,
        *,
        to: What = "send",
        user: DiscordUserId | None = None,
        stores: bool = False,
        answer: Answer | None = None,
    ) -> asyncio.Future[None]:
        """Let the next request wait until the future is resolved. ``stores``: its answer only.

        ``answer``: what it is answered then, in place of the usual.
        """
        held = asyncio.get_running_loop().create_future()
        self._told.append(Told(to, answer, user, 1, stores, None, held))
        return held

    def inbox(self, user: DiscordUserId) -> list[Stored]:
        """What a user has received, the oldest first."""
        return [stored for stored in self.messages if stored.user == user]

    def asked(self, *what: What) -> list[Request]:
        """The requests of these sorts that arrived."""
        return [request for request in self.requests if request.what in what]

    async def open_channel(self, user: DiscordUserId) -> Opening:
        self.requests.append(Request("open", user, self.clock.now()))
        return await self._answer("open", user, lambda: Opened(self.channel_with(user)))

    async def send(self, channel: ChannelId, key: DeliveryKey, message: Message) -> Outcome:
        user = self._users.get(channel, NOBODY)
        self.requests.append(Request("send", user, self.clock.now(), key))
        return await self._answer("send", user, lambda: self._store(channel, user, key, message))

    async def find(self, channel: ChannelId, key: DeliveryKey, since_at: datetime) -> Lookup:
        user = self._users.get(channel, NOBODY)
        self.requests.append(Request("find", user, self.clock.now(), key, since_at))
        return await self._answer("find", user, lambda: self._look(key, since_at))

    async def _answer(self, what: What, user: DiscordUserId, usual: Callable[[], _A]) -> _A:
        told = next((one for one in self._told if one.fits(what, user)), None)
        if told is not None:
            told.times -= 1
        self._at_once += 1
        self.most_at_once = max(self.most_at_once, self._at_once)
        try:
            # As a request does, this lets others go on.
            await asyncio.sleep(0)
            return usual() if told is None else await self._as_told(told, usual)
        finally:
            self._at_once -= 1

    async def _as_told(self, told: Told, usual: Callable[[], _A]) -> _A:
        done = usual() if told.stores else None
        if told.held is not None:
            await told.held
            if told.answer is None:
                return usual() if done is None else done
        if told.raises is not None:
            raise told.raises
        return cast("_A", told.answer)

    def _look(self, key: DeliveryKey, since_at: datetime) -> Lookup:
        for stored in self.messages:
            if stored.key == key and stored.at >= since_at:
                return Sent(stored.id)
        return NotFound()

    def _store(
        self, channel: ChannelId, user: DiscordUserId, key: DeliveryKey, message: Message
    ) -> Outcome:
        if channel not in self._users:
            return RetryAt(0, RetryReason.CHANNEL_GONE)
        now_at = self.clock.now()
        kept = self._nonces.get(key)
        if kept is not None and now_at - kept.at <= self.nonce_memory:
            return Sent(kept.id)
        stored = Stored(MessageId(next(self._ids)), user, channel, key, message, now_at)
        self._nonces[key] = stored
        self.messages.append(stored)
        return Sent(stored.id)


def doubled(messages: Iterable[Stored]) -> set[DeliveryKey]:
    """The deliveries that were stored more than once."""
    seen: set[DeliveryKey] = set()
    twice: set[DeliveryKey] = set()
    for stored in messages:
        (twice if stored.key in seen else seen).add(stored.key)
    return twice
