"""Where our time per due goes: each step of the engine by itself, over the same crowd."""

from __future__ import annotations

import asyncio
import time
from datetime import datetime, timedelta
from itertools import islice
from pathlib import Path

from bot.clock import steady_s
from bot.delivery.claimer import Claimer
from bot.delivery.pacing import NoPacing, OpeningGate
from bot.delivery.planner import plan_due
from bot.delivery.sender import Result, Sender
from bot.delivery.settler import settle
from bot.delivery.threads import ThreadFinder
from bot.domain.occurrence import Claimed
from bot.store.connection import Store
from tests.bench.contender import Scale
from tests.bench.contenders_ours import (
    CROWD_AT,
    SEEDED_AT,
    WARM_UP_AT,
    Answering,
    Ours,
    OursPlain,
    OursPrompts,
)
from tests.bench.probes import Arrivals
from tests.nobody import NobodyTyped, NoThreads, hold_nothing_back

STEPS = ("plan", "claim", "send", "settle")
CONTENDERS = {"ours": Ours, "ours-plain": OursPlain, "ours-prompts": OursPrompts}


class Walk:
    """One crowd, taken through the steps one after the other."""

    def __init__(self, store: Store, ours: Ours) -> None:
        self._store = store
        kinds = self._kinds = ours.kinds
        self._now_at = WARM_UP_AT
        self._claimer = Claimer(store, kinds, ours.library, hold_nothing_back)
        self._sender = Sender(
            store=store,
            clock=self,
            messenger=Answering(Arrivals()),
            pacer=NoPacing(),
            gate=OpeningGate(steady_s),
            kinds=kinds,
            library=ours.library,
            catalogue=ours.catalogue,
            catch_up=NobodyTyped(),
            threads=ThreadFinder(store, ours.catalogue, NoThreads(), NoPacing()),
        )
        self._pace = ours.pace
        self._claimed: list[Claimed] = []
        self._results: list[Result] = []

    def now(self) -> datetime:
        """It stands still during a walk."""
        return self._now_at

    def begin(self, due_at: datetime) -> None:
        """Go to where a crowd is due."""
        self._now_at = due_at + timedelta(milliseconds=1)
        self._claimed, self._results = [], []

    async def plan(self) -> None:
        while await plan_due(self._store, self._kinds, self._now_at):
            pass

    async def claim(self) -> None:
        while True:
            claimed, decided = await self._claimer.claim(self._now_at, SEEDED_AT, self._pace.batch)
            self._claimed += claimed
            if not decided:
                return

    async def send(self) -> None:
        rest = iter(self._claimed)
        while few := list(islice(rest, self._pace.workers)):
            tasks = {asyncio.create_task(self._sender.deliver(claimed)) for claimed in few}
            await asyncio.wait(tasks)
            self._results += [task.result() for task in tasks]

    async def settle(self) -> None:
        rest = iter(self._results)
        while few := list(islice(rest, self._pace.batch)):
            await settle(self._store, few)


async def measure(name: str, scale: Scale, folder: Path) -> dict[str, float]:
    """Microseconds of each step for each that was due, after one crowd for a warm-up."""
    ours = CONTENDERS[name](scale, folder)
    store = await Store.open(folder / "unknot.db", ours.key)
    took_us: dict[str, float] = {}
    try:
        walk = Walk(store, ours)
        for due_at in (WARM_UP_AT, CROWD_AT):
            walk.begin(due_at)
            for step in STEPS:
                started_s = time.perf_counter()
                await getattr(walk, step)()
                took_us[step] = (time.perf_counter() - started_s) / scale.due * 1e6
    finally:
        await store.close()
    return took_us
