"""A clinic's bot without Discord: the real engine on a real database, with time in the test's hand.

``travel_to`` goes from one instant at which the engine has to wake to the next, and lets it finish
at each. Wall times are written ``2026-11-23 09:00`` and mean Berlin, unless a zone is given.
"""

from __future__ import annotations

import asyncio
import functools
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any, cast

from bot.content.library import Library
from bot.delivery.claimer import Claimer
from bot.delivery.engine import Engine
from bot.delivery.messenger import Threads
from bot.delivery.pacing import NoPacing, OpeningGate, Pace, Pacer
from bot.delivery.recovery import Recovery
from bot.delivery.sender import CatchUp, Sender
from bot.delivery.threads import ThreadFinder
from bot.domain.ids import DiscordGuildId
from bot.domain.local_time import local_of
from bot.domain.zones import zone
from bot.kinds.registry import Kinds
from bot.store import clinics, planning
from bot.store.migrate import migrate
from bot.texts.catalogue import Catalogue
from tests.conftest import KEY
from tests.engine.kinds import KINDS
from tests.engine.mortal import Fuse, Killed, MortalMessenger, MortalStore
from tests.engine.residents import BERLIN, Residents, at
from tests.fakes import FakeClock, FakeMessenger
from tests.nobody import NobodyTyped, NoThreads, hold_nothing_back

PATIENCE_S = 10.0
# A retry at once is a wake of its own; more than a few in a row are a fault.
MOST_WAKES = 20
OPENED_AT = at("2026-11-23 08:59")

catalogue = functools.cache(Catalogue.load)
library = functools.cache(Library.load)


@dataclass
class House(Residents):
    """One process at a time, on one database, in front of one Discord."""

    path: Path
    clock: FakeClock
    discord: FakeMessenger
    kinds: Kinds = KINDS
    pace: Pace = field(default_factory=Pace)
    pacer: Pacer = field(default_factory=NoPacing)
    catch_up: CatchUp = field(default_factory=NobodyTyped)
    threads: Threads = field(default_factory=NoThreads)
    users: Iterator[int] = field(default_factory=lambda: count(1))

    @classmethod
    async def build(cls, path: Path, **parts: Any) -> House:
        """A house whose engine started a minute before nine."""
        clock = FakeClock(OPENED_AT)
        house = cls(path, clock, FakeMessenger(clock), **parts)
        asyncio.get_running_loop().set_exception_handler(_let_the_dead_rest)
        await house._open()
        await house.start()
        await house.engine.idle()
        clock.advance(minutes=1)
        return house

    async def _open(self) -> None:
        self.fuse = Fuse()
        self.store = cast("MortalStore", await MortalStore.open(self.path, KEY))
        self.store.fuse = self.fuse
        await migrate(self.store, self.clock.now())
        async with self.store.write() as tx:
            clinic = await clinics.find_or_add(tx, DiscordGuildId(1), BERLIN, self.clock.now())
        self.clinic = clinic.id
        messenger = MortalMessenger(self.discord, self.fuse)
        self.gate = OpeningGate(lambda: self.clock.now().timestamp())
        self.engine = Engine(
            store=self.store,
            clock=self.clock,
            kinds=self.kinds,
            claimer=Claimer(self.store, self.kinds, library(), hold_nothing_back),
            sender=Sender(
                store=self.store,
                clock=self.clock,
                messenger=messenger,
                pacer=self.pacer,
                gate=self.gate,
                kinds=self.kinds,
                library=library(),
                catalogue=catalogue(),
                catch_up=self.catch_up,
                threads=ThreadFinder(self.store, catalogue(), self.threads, self.pacer),
            ),
            recovery=Recovery(self.store, self.clock, messenger, self.pacer),
            pacer=self.pacer,
            pace=self.pace,
        )

    async def start(self) -> None:
        await self.engine.start()

    async def close(self) -> None:
        """The end of a test: stop in good order, or bury what was killed."""
        if self.fuse.blown:
            await self._bury()
        else:
            await self.engine.stop()
            await self.store.close()

    async def reopen(self, **later: float) -> None:
        """After a stop or a crash, the next process begins, ``later`` by the clock."""
        await self.close()
        self.clock.advance(**later)
        await self._open()
        await self.start()

    async def pull_the_plug(self) -> None:
        """The process dies here, whatever it was doing."""
        self.fuse.blown = True
        await self._bury()

    async def _bury(self) -> None:
        others = asyncio.all_tasks() - {asyncio.current_task()}
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)
        await self.store.close()

    # Time

    async def run_until_quiet(self) -> None:
        """Wake the engine until it has done all that can be done now."""
        for _ in range(MOST_WAKES):
            self.engine.wake()
            async with asyncio.timeout(PATIENCE_S):
                await self.engine.idle()
            next_at = await self._next_wake_at()
            if next_at is None or next_at > self.clock.now():
                return
        raise AssertionError("the engine leaves undone what is due")

    async def _next_wake_at(self) -> datetime | None:
        return None if self.fuse.blown else await planning.next_wake_at(self.store.reads)

    async def travel_to(self, local: str, zone_name: str = BERLIN) -> None:
        """Go there from wake to wake; the engine finishes at each."""
        target_at = at(local, zone_name)
        await self.run_until_quiet()
        while (next_at := await self._next_wake_at()) is not None and next_at <= target_at:
            self.clock.move_to(next_at)
            await self.run_until_quiet()
        if not self.fuse.blown:
            self.clock.move_to(target_at)
            await self.run_until_quiet()

    async def travel(self, **duration: float) -> None:
        """Go on by so much, as ``travel_to`` does."""
        target_at = self.clock.now() + timedelta(**duration)
        await self.travel_to(f"{local_of(target_at, zone(BERLIN)):%Y-%m-%d %H:%M:%S.%f}")

    def sleep_until(self, local: str) -> None:
        """The machine stands still until then: the engine sees none of the time between."""
        self.clock.move_to(at(local))

    async def until(self, condition: Callable[[], object]) -> None:
        """Let things go on until ``condition`` holds, at the same instant."""
        async with asyncio.timeout(PATIENCE_S):
            while not condition():  # noqa: ASYNC110 - it may become true anywhere
                await asyncio.sleep(0)


def _let_the_dead_rest(loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
    """A killed process says nothing about its tasks."""
    if not isinstance(context.get("exception"), Killed):
        loop.default_exception_handler(context)
