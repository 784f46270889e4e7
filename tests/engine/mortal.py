"""A process that can be made to die at a chosen point: from then on nothing of it does anything."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from typing import NoReturn

from bot.delivery.messenger import DeliveryKey, Lookup, Opening, Outcome
from bot.domain.ids import ChannelId, DiscordUserId
from bot.domain.message import Message
from bot.errors import Busy
from bot.store.connection import Reads, Store, Tx
from tests.fakes import FakeMessenger

BEFORE_COMMIT = "before a commit"
AFTER_COMMIT = "after a commit"
BEFORE_SEND = "before a send"
AFTER_SEND = "after a send was stored"
AFTER_OPEN = "after an opening"
AFTER_FIND = "after a look-up"


class Killed(BaseException):
    """The process was killed; nothing catches this, as nothing catches kill -9."""


class Fuse:
    """Blows when a point is reached for the n-th time."""

    def __init__(self) -> None:
        self.blown = False
        self._point = ""
        self._left = 0

    def arm(self, point: str, nth: int = 1) -> None:
        self._point, self._left = point, nth

    def check(self) -> None:
        if self.blown:
            raise Killed

    def reach(self, point: str) -> None:
        self.check()
        if point == self._point:
            self._left -= 1
            if self._left == 0:
                self.blow()

    def blow(self) -> NoReturn:
        self.blown = True
        raise Killed


class MortalStore(Store):
    """The real store, in a process that may die; it may also refuse a transaction."""

    fuse: Fuse
    refusals: int = 0

    @property
    def reads(self) -> Reads:
        self.fuse.check()
        return super().reads

    @asynccontextmanager
    async def write(self) -> AsyncIterator[Tx]:
        self.fuse.check()
        if self.refusals:
            self.refusals -= 1
            raise Busy("another process is writing to the database")
        async with super().write() as tx:
            yield tx
            self.fuse.reach(BEFORE_COMMIT)
        self.fuse.reach(AFTER_COMMIT)


class MortalMessenger:
    """The fake Discord, seen from a process that may die."""

    def __init__(self, discord: FakeMessenger, fuse: Fuse) -> None:
        self._discord = discord
        self._fuse = fuse

    async def open_channel(self, user: DiscordUserId) -> Opening:
        self._fuse.check()
        opening = await self._discord.open_channel(user)
        self._fuse.reach(AFTER_OPEN)
        return opening

    async def send(self, channel: ChannelId, key: DeliveryKey, message: Message) -> Outcome:
        self._fuse.reach(BEFORE_SEND)
        outcome = await self._discord.send(channel, key, message)
        self._fuse.reach(AFTER_SEND)
        return outcome

    async def find(self, channel: ChannelId, key: DeliveryKey, since_at: datetime) -> Lookup:
        self._fuse.check()
        found = await self._discord.find(channel, key, since_at)
        self._fuse.reach(AFTER_FIND)
        return found
