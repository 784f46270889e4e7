"""What /progress costs: how long its answer takes, and how long drawing holds up the event loop.

The database is encrypted and holds 100,000 check-ins of one clinic. Each run is a process of its
own with the whole bot imported, so that the first answer pays for importing what draws; what
Discord takes is left out. Run ``python -m tests.bench.progress`` for a table.
"""

from __future__ import annotations

import asyncio
import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Awaitable
from dataclasses import asdict, dataclass, fields
from datetime import UTC, date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import bot.app  # noqa: F401 - a heap of the size it really has
from bot.charts.drawing import Drawing
from bot.domain.consent import Place
from bot.domain.ids import DiscordGuildId, DiscordUserId
from bot.domain.member import Settings
from bot.domain.quiet_hours import DEFAULT_QUIET
from bot.domain.zones import zone
from bot.store.connection import Store
from bot.store.migrate import migrate
from bot.texts.catalogue import Catalogue
from bot.ui.progress import picture_file, picture_words, progress_card
from bot.usecases.joining import agree
from bot.usecases.progress import look_back
from tests.bench.probes import memory_mib
from tests.bench.report import table
from tests.conftest import KEY
from tests.fakes import FakeClock
from tests.stall import StallProbe
from tests.store.answers import a_story, add_answers

CHECK_INS = 100_000
MEMBERS = 250
DAYS = 400
IN_A_ROW = 20
AT_ONCE = 100
ROUNDS = 5
TODAY = date(2026, 11, 23)
CLOCK = FakeClock(datetime(2026, 11, 23, 21, 30, tzinfo=UTC))
BERLIN = zone("Europe/Berlin")
GUILD = DiscordGuildId(21)

SECTION = """
## /progress for 90 days

From reading the rows to the finished card with its picture, on an encrypted database with
{check_ins:,} check-ins of one clinic; Discord's part is left out. The first answer of a process
imports matplotlib; the first on a machine lists its fonts as well. Drawing takes place in a thread
of its own, {at_once} at once one after the other. The medians of {rounds} processes; the longest
stall of any of them in brackets. The picture has {kib:.0f} KiB and matplotlib takes {mib:.0f} MiB.

"""


@dataclass(frozen=True, slots=True)
class Figures:
    """One process: times and the longest stalls, in milliseconds."""

    idle_stall_ms: float
    first_ms: float
    first_stall_ms: float
    next_ms: float
    next_stall_ms: float
    at_once_ms: float
    at_once_stall_ms: float
    mib: float
    kib: float


def measure(rounds: int = ROUNDS, check_ins: int = CHECK_INS) -> tuple[list[Figures], Figures]:
    """The figures of so many processes, and of one on a machine that never drew before."""
    with TemporaryDirectory(prefix="unknot-bench-") as name:
        folder = Path(name)
        asyncio.run(_seed(folder / "unknot.db", check_ins))
        # Once unmeasured: the bytecode and the font list are there from then on.
        _child(folder)
        found = [_child(folder) for _ in range(rounds)]
        return found, _child(folder, MPLCONFIGDIR=str(folder / "never-drew"))


def section(*, quick: bool) -> str:
    """Its part of the report."""
    check_ins = CHECK_INS // 20 if quick else CHECK_INS
    runs, new = measure(1 if quick else ROUNDS, check_ins)
    of = {each.name: [getattr(run, each.name) for run in runs] for each in fields(Figures)}
    intro = SECTION.format(
        check_ins=check_ins,
        at_once=AT_ONCE,
        rounds=len(runs),
        kib=statistics.median(of["kib"]),
        mib=statistics.median(of["mib"]),
    )
    rows = [
        ("nothing", "", _stall(of["idle_stall_ms"])),
        ("first of a machine", _took([new.first_ms]), _stall([new.first_stall_ms])),
        ("first of a process", _took(of["first_ms"]), _stall(of["first_stall_ms"])),
        ("any other", _took(of["next_ms"]), _stall(of["next_stall_ms"])),
        (f"{AT_ONCE} at once, the last", _took(of["at_once_ms"]), _stall(of["at_once_stall_ms"])),
    ]
    return intro + table(("answer", "answered after", "longest stall"), rows)


def _took(values: list[float]) -> str:
    return f"{statistics.median(values):,.0f} ms"


def _stall(values: list[float]) -> str:
    middle = f"{statistics.median(values):.1f}"
    return f"{middle} ms" if len(values) == 1 else f"{middle} ms ({max(values):.1f})"


async def _seed(path: Path, check_ins: int) -> None:
    store = await Store.open(path, KEY)
    await migrate(store, CLOCK.now())
    settings = Settings(BERLIN, DEFAULT_QUIET, 8)
    left = check_ins
    for number in range(1, MEMBERS + 1):
        by = DiscordUserId(1000 + number)
        joined = await agree(
            store, CLOCK, by=by, guild=GUILD, place=Place.SERVER, locale="en", defaults=settings
        )
        # As many for the last as are missing, so that the sum is what is claimed.
        share = left // (MEMBERS + 1 - number)
        left -= share
        story = (a_story(TODAY, DAYS, seed=number) * 2)[-share:]
        await add_answers(store, joined.member.id, BERLIN, story)
    await store.close()


def _child(folder: Path, **environment: str) -> Figures:
    ran = subprocess.run(
        [sys.executable, "-m", "tests.bench.progress", str(folder)],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, **environment},
    )
    return Figures(**json.loads(ran.stdout))


async def _run(path: Path) -> Figures:
    store, drawing = await Store.open(path, KEY), Drawing()
    language = Catalogue.load().language("en")
    words, sizes = picture_words(language), []

    async def answer(number: int) -> None:
        by = DiscordUserId(1001 + number % MEMBERS)
        back = await look_back(store, CLOCK, drawing, by=by, period_days=90, words=words)
        assert back.png is not None
        card = progress_card(language, back.progress, picture_file(language, back))
        card.to_components()  # type: ignore[no-untyped-call]
        sizes.append(len(back.png) / 1024)

    _, idle_stall_ms = await _timed(asyncio.sleep(1))
    before_mib = memory_mib()
    first_ms, first_stall_ms = await _timed(answer(0))
    mib = memory_mib() - before_mib
    others = [await _timed(answer(number)) for number in range(1, IN_A_ROW + 1)]
    crowd = asyncio.gather(*(answer(number) for number in range(AT_ONCE)))
    at_once_ms, at_once_stall_ms = await _timed(crowd)
    drawing.close()
    await store.close()
    return Figures(
        idle_stall_ms=idle_stall_ms,
        first_ms=first_ms,
        first_stall_ms=first_stall_ms,
        next_ms=statistics.median(took_ms for took_ms, _ in others),
        next_stall_ms=max(stall_ms for _, stall_ms in others),
        at_once_ms=at_once_ms,
        at_once_stall_ms=at_once_stall_ms,
        mib=mib,
        kib=statistics.median(sizes),
    )


async def _timed(work: Awaitable[object]) -> tuple[float, float]:
    """How long something took, and the longest stall meanwhile, in milliseconds."""
    began_s = time.perf_counter()
    with StallProbe() as probe:
        await work
    return (time.perf_counter() - began_s) * 1e3, probe.longest_s * 1e3


if __name__ == "__main__":
    if len(sys.argv) > 1:
        print(json.dumps(asdict(asyncio.run(_run(Path(sys.argv[1]) / "unknot.db")))))
    else:
        print(section(quick=False))
