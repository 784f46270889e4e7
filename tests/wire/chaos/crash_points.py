"""The places at which a bot may die, and a store and a Messenger that die there.

``in mid-X`` lies between the executing of a change and its commit, ``after X`` right behind the
commit. Dying is SIGKILL to the own process: nothing of it runs any more.
"""

from __future__ import annotations

import os
import signal
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from datetime import datetime

from bot.delivery.messenger import DeliveryKey, Lookup, Messenger, Opening, Outcome
from bot.domain.ids import ChannelId, DiscordUserId
from bot.domain.message import Message
from bot.store import claims, members, planning, settlements
from bot.store.connection import Parameters, Row, Store, Tx

CHANGES = {
    planning.ADVANCE: "plan",
    members.SET_CHANNEL: "channel",
    claims.MARK_SENDING: "claim",
    members.SET_HEARD: "heard",
    settlements.SENT: "settle",
    settlements.RETRY_IN_DOUBT: "doubt",
    settlements.DOUBT_ALL_SENDING: "recovery",
    settlements.CLEAR_DOUBT: "clearing",
}
BEFORE_OPENING, AFTER_OPENING = "before opening", "after opening"
BEFORE_SENDING, AFTER_SENDING = "before sending", "after sending"
BEFORE_LOOK_UP, AFTER_LOOK_UP = "before look-up", "after look-up"
REQUESTS = (
    BEFORE_OPENING,
    AFTER_OPENING,
    BEFORE_LOOK_UP,
    AFTER_LOOK_UP,
    BEFORE_SENDING,
    AFTER_SENDING,
)
_COMMITS = tuple(
    f"{where}{change}" for change in CHANGES.values() for where in ("in mid-", "after ")
)
# In an order in which a bot can reach them one life after the other: all is planned in the first.
POINTS = (*_COMMITS[:2], *REQUESTS, *_COMMITS[2:])


class Fuse:
    """Kills the process when a point is reached for the n-th time."""

    def __init__(self, point: str, nth: int) -> None:
        if point not in POINTS:
            raise ValueError(f"{point!r} is none of {POINTS}")
        self._point, self._left = point, nth

    def reach(self, point: str) -> None:
        """Be at a point: the last one, maybe."""
        if point == self._point:
            self._left -= 1
            if self._left == 0:
                os.kill(os.getpid(), signal.SIGKILL)


class WatchedTx(Tx):
    """A transaction that knows which changes it has made to rows."""

    def __init__(self, tx: Tx) -> None:
        super().__init__(tx._connection)
        self.made: dict[str, None] = {}

    async def rows(self, sql: str, parameters: Parameters = ()) -> list[Row]:
        found = await super().rows(sql, parameters)
        # At a first start nothing was being sent.
        if sql in CHANGES and (found or "RETURNING" not in sql):
            self.made[CHANGES[sql]] = None
        return found

    async def run_many(self, sql: str, rows: Iterable[Parameters]) -> None:
        rows = list(rows)
        await super().run_many(sql, rows)
        if sql in CHANGES and rows:
            self.made[CHANGES[sql]] = None


class MortalStore(Store):
    """The bot's store, seen from a process that may die."""

    _fuse: Fuse

    @classmethod
    def around(cls, store: Store, fuse: Fuse) -> MortalStore:
        """The same connections and the same lock."""
        mortal = cls(store._writer, store._reader)
        mortal._one_at_a_time = store._one_at_a_time
        mortal._fuse = fuse
        return mortal

    @asynccontextmanager
    async def write(self) -> AsyncIterator[Tx]:
        async with super().write() as tx:
            watched = WatchedTx(tx)
            yield watched
            for change in watched.made:
                self._fuse.reach(f"in mid-{change}")
        for change in watched.made:
            self._fuse.reach(f"after {change}")


class MortalMessenger:
    """The way to Discord, seen from a process that may die."""

    def __init__(self, messenger: Messenger, fuse: Fuse) -> None:
        self._messenger = messenger
        self._fuse = fuse

    async def open_channel(self, user: DiscordUserId) -> Opening:
        self._fuse.reach(BEFORE_OPENING)
        opening = await self._messenger.open_channel(user)
        self._fuse.reach(AFTER_OPENING)
        return opening

    async def send(self, channel: ChannelId, key: DeliveryKey, message: Message) -> Outcome:
        self._fuse.reach(BEFORE_SENDING)
        outcome = await self._messenger.send(channel, key, message)
        self._fuse.reach(AFTER_SENDING)
        return outcome

    async def find(self, channel: ChannelId, key: DeliveryKey, since_at: datetime) -> Lookup:
        self._fuse.reach(BEFORE_LOOK_UP)
        found = await self._messenger.find(channel, key, since_at)
        self._fuse.reach(AFTER_LOOK_UP)
        return found
