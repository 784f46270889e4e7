"""A contender: something that sends what is due. And how each is driven, all in the same way.

Each runs in a process of its own. It begins with every schedule in place, serves one crowd for a
warm-up, and then another of the same size that falls due at one instant. Counted is the time from
that instant until everything has arrived and is settled in whatever keeps the schedules.
"""

from __future__ import annotations

import asyncio
import gc
import time
from abc import ABC, abstractmethod
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.bench.probes import Arrivals, memory_mib, most_memory_mib
from tests.stall import StallProbe

LEAD_S = 1.2
# The probe begins a moment before the crowd is due.
LOOK_FROM_S = 0.25


@dataclass(frozen=True, slots=True)
class Scale:
    """How many schedules there are, and how many fall due at once.

    As many others fall due before, as a warm-up.
    """

    schedules: int
    due: int


@dataclass(frozen=True, slots=True)
class Figures:
    """What one run took. Memory is counted from when everything was imported."""

    due: int
    arrived: int
    per_due_us: float
    cpu_per_due_us: float
    stall_ms: float
    late_median_s: float
    late_p99_s: float
    per_second: float
    most_in_a_second: int
    start_ms: float
    held_mib: float
    peak_mib: float
    whole_mib: float
    file_mib: float


@dataclass(frozen=True, slots=True)
class Call:
    """When a crowd falls due, and when its contender takes notice, both as time.time()."""

    due_s: float
    noticed_s: float


class Contender(ABC):
    """One way to remember schedules. ``round_number`` tells runs apart, from 0."""

    def __init__(self, scale: Scale, folder: Path, round_number: int = 0) -> None:
        self.scale = scale
        self.folder = folder
        self.round_number = round_number
        self.arrivals = Arrivals()

    @classmethod
    @abstractmethod
    async def seed(cls, scale: Scale, folder: Path) -> None:
        """Write what is there before a process starts, in a process of its own."""

    @abstractmethod
    async def begin(self) -> None:
        """Start as after a restart, with every schedule in place."""

    @abstractmethod
    async def call_up(self, *, warm_up: bool) -> Call:
        """Let a crowd fall due at one instant a moment from now."""

    @abstractmethod
    async def settled(self) -> None:
        """Return when all that fell due has run, or was given up, and is noted."""

    @abstractmethod
    async def end(self) -> None:
        """Close everything."""

    def file_mib(self) -> float:
        """What the database takes on disk."""
        return sum(path.stat().st_size for path in self.folder.glob("*.db*")) / 2**20


async def drive(contender: Contender) -> Figures:
    """Begin, warm up, serve the crowd, end."""
    gc.collect()
    before_mib = memory_mib()
    started_s = time.perf_counter()
    try:
        await contender.begin()
        start_ms = (time.perf_counter() - started_s) * 1e3
        await _serve(contender, warm_up=True)
        gc.collect()
        held_mib = memory_mib() - before_mib
        timed = await _serve(contender, warm_up=False)
        file_mib = contender.file_mib()
    finally:
        await contender.end()
    due, arrived = contender.scale.due, contender.arrivals.at_s
    late_s = sorted(at_s - timed.due_s for at_s in arrived)
    return Figures(
        due=due,
        arrived=len(arrived),
        per_due_us=timed.took_s / due * 1e6,
        cpu_per_due_us=timed.cpu_s / due * 1e6,
        stall_ms=timed.stall_s * 1e3,
        late_median_s=at_quantile(late_s, 0.5),
        late_p99_s=at_quantile(late_s, 0.99),
        per_second=(len(arrived) - 1) / (arrived[-1] - arrived[0]) if len(arrived) > 1 else 0.0,
        most_in_a_second=most_in_a_second(arrived),
        start_ms=start_ms,
        held_mib=held_mib,
        peak_mib=most_memory_mib() - before_mib,
        whole_mib=most_memory_mib(),
        file_mib=file_mib,
    )


@dataclass(frozen=True, slots=True)
class _Timed:
    due_s: float
    took_s: float
    cpu_s: float
    stall_s: float


async def _serve(contender: Contender, *, warm_up: bool) -> _Timed:
    contender.arrivals.expect(contender.scale.due)
    call = await contender.call_up(warm_up=warm_up)
    await asyncio.sleep(max(0.0, call.noticed_s - time.time() - LOOK_FROM_S))
    cpu_s = time.process_time()
    with StallProbe() as probe:
        await contender.settled()
        took_s = time.time() - call.noticed_s
    return _Timed(call.due_s, took_s, time.process_time() - cpu_s, probe.longest_s)


def most_in_a_second(at_s: Sequence[float]) -> int:
    """How many fall within one second at most, wherever that second begins."""
    return max((bisect_left(at_s, at + 1.0) - i for i, at in enumerate(at_s)), default=0)


def at_quantile(in_order: Sequence[float], share: float) -> float:
    """The value below which ``share`` of them lie; not a number if there is none."""
    if not in_order:
        return float("nan")
    return in_order[min(len(in_order) - 1, int(share * len(in_order)))]
