"""Runs contenders in turn, round after round, each in a fresh process on a fresh copy of its file.

In turn, so that a slow moment of the machine hits them alike. What counts is the median.
"""

from __future__ import annotations

import json
import math
import os
import shutil
import statistics
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from tests.bench.contender import Figures
from tests.bench.probes import from_maxrss_mib

Tell = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Entry:
    """A contender at a scale."""

    name: str
    schedules: int
    due: int

    @property
    def arguments(self) -> tuple[str, str]:
        """As child.py takes them."""
        return str(self.schedules), str(self.due)


@dataclass(frozen=True, slots=True)
class Ran:
    """One run: what it said of itself, and what it took seen from outside."""

    figures: Figures
    outside_mib: float


class Failed(Exception):
    """A contender's process ended badly."""


def race(entries: Sequence[Entry], folder: Path, rounds: int, tell: Tell) -> dict[Entry, Figures]:
    """The median figures of each entry."""
    runs: dict[Entry, list[Ran]] = {entry: [] for entry in entries}
    for round_number in range(rounds):
        # Whoever goes first one round goes last the next.
        order = entries if round_number % 2 == 0 else entries[::-1]
        for entry in order:
            ran = _run(entry, folder, round_number)
            runs[entry].append(ran)
            tell(f"{round_number + 1}/{rounds} {_in_short(entry, ran)}")
    return {entry: median([ran.figures for ran in found]) for entry, found in runs.items()}


def median(runs: Sequence[Figures]) -> Figures:
    """The median of each figure by itself; of nothing but numbers that are none, none."""
    columns = zip(*(asdict(run).values() for run in runs), strict=True)
    numbers = ([value for value in column if not math.isnan(value)] for column in columns)
    found = [statistics.median(values) if values else math.nan for values in numbers]
    return Figures(**dict(zip(asdict(runs[0]), found, strict=True)))  # type: ignore[arg-type]


def steps(entry: Entry, folder: Path, rounds: int) -> dict[str, float]:
    """The median microseconds of each step of the engine."""
    found = [json.loads(_on_a_copy("steps", entry, folder, n)[0]) for n in range(rounds)]
    return {step: statistics.median(each[step] for each in found) for step in found[0]}


def _run(entry: Entry, folder: Path, round_number: int) -> Ran:
    said, outside_mib = _on_a_copy("run", entry, folder, round_number)
    return Ran(Figures(**json.loads(said)), outside_mib)


def _on_a_copy(task: str, entry: Entry, folder: Path, round_number: int) -> tuple[str, float]:
    work = folder / "work"
    shutil.copytree(_seeded(entry, folder), work)
    try:
        # What the copy left to be written would slow down whoever comes first.
        os.sync()
        return _child(task, entry, work, round_number)
    finally:
        shutil.rmtree(work)


def _seeded(entry: Entry, folder: Path) -> Path:
    seeds = folder / "-".join((_file_of(entry.name), *entry.arguments))
    if not seeds.exists():
        seeds.mkdir()
        _child("seed", entry, seeds, 0)
    return seeds


def _file_of(name: str) -> str:
    # Those that keep the same things in the same way begin with copies of one file.
    first = name.partition("-")[0]
    return name if name == "ours-plain" else first


def _child(task: str, entry: Entry, folder: Path, round_number: int) -> tuple[str, float]:
    """Run a process; what it printed, and the most memory it held, seen from outside."""
    command = [sys.executable, "-m", "tests.bench.child", task, entry.name, str(folder)]
    command += [*entry.arguments, str(round_number)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout is not None
        try:
            said = child.stdout.read()
        except BaseException:
            child.kill()
            raise
        _, status, usage = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        raise Failed(f"{task} {entry.name}: its process ended with {child.returncode}")
    return said, from_maxrss_mib(usage.ru_maxrss)


def _in_short(entry: Entry, ran: Ran) -> str:
    figures = ran.figures
    return (
        f"{entry.name:16} {entry.schedules:>9,}  {figures.per_due_us:7.0f} µs per due, "
        f"stall {figures.stall_ms:6.1f} ms, {figures.arrived:,} of {figures.due:,} arrived, "
        f"{figures.whole_mib:.0f} MiB ({ran.outside_mib:.0f} seen from outside)"
    )
