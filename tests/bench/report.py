"""Writes docs/benchmarks.md from the figures."""

from __future__ import annotations

import math
import textwrap
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from tests.bench.contender import Figures
from tests.bench.plan import LABELS, Plan
from tests.bench.race import Entry

HEAD = """# What it costs, measured

Written by `make bench`; do not edit. {day}.

{conditions}

## {due:,} due at once, of {schedules:,} schedules

![time, stalls and memory of each]({picture})

"""
MEANING = """
- **µs per due**: from the instant all fell due until every message was sent and noted, divided by
  how many were due. Everybody sends by calling one coroutine that answers at once, everybody was
  warmed up with a crowd of the same size, nobody writes a log. Ours includes planning, claiming,
  sending and settling, brought to the disk each; APScheduler's the job and its store's change;
  polling's the loop's turn without the pause before it. **CPU** is the processor's share of that,
  all threads.
- **stall**: the longest time for which the event loop answered nothing else, by a timer that asks
  to be called every millisecond.
- **late**: how long after its time a message was sent.
- **memory**: what the schedules take once they are in place, after the warm-up, and at most while
  sending; counted from when everything was imported. Ours is SQLite's page cache and nothing else:
  it may grow to 64 MiB, however many schedules there are.
- APScheduler gives up what begins more than a second late, unless it is told otherwise: the rows
  with its default grace show what then arrives. The others run with no limit. Its jobs are daily
  at nine in Berlin by CronTrigger, as ours are; the row with an interval does without a wall clock.
- The rows "noted before and after" have their jobs do what it takes at the least never to send
  twice after a crash: one row written before the message leaves and changed after, each on disk.
  That is the like of what ours does. Without it a job is called and nothing is known of it.
- Its SQLAlchemy store and the polling loop run on SQLite in WAL, with every commit on disk as ours.
- A crash while sending: ours asks the channel's history and sends what is missing, once.
  APScheduler moves a job on before it runs, so what had not run is lost (all of it in memory).
"""
STEPS = """
### Where our time goes

Each step by itself, one after the other over the whole crowd, in µs per due. Planning is what the
other schedulers do; claiming, sending and settling are what makes a crash harmless.

"""
CONDITIONS = """
{machine} The machine's load average was {load} when it began. Rounds: {rounds}, all contenders in
turn, each run in a process of its own; the medians count."""
GROWTH = """
## From ten thousand to a million schedules

Unknot, encrypted, {due:,} due at once, scattered over the file. Start-up opens an existing
database, checks its schema and starts the engine. Memory is the whole process with the whole bot
imported, before any chart was drawn. The file has no history.

"""
PACED = """
## At Discord's pace

Unknot, encrypted, {schedules:,} schedules of which {due:,} are due at once, 45 requests a second
allowed (Discord's limit is 50), each answered after 120 ms. At that pace the processor time per due
above, with prompts composed, takes {share:.1%} of one core.

"""
AGAIN = """
## Again

```sh
make bench                # all of it, about eight minutes; writes this page and its picture
make bench ARGS=--quick   # a twentieth, a minute; prints, writes nothing
```
"""


@dataclass(frozen=True, slots=True)
class Results:
    """Everything there is to report."""

    plan: Plan
    race: Mapping[Entry, Figures]
    steps: Mapping[str, Mapping[str, float]]
    paced: Figures
    others: Sequence[str]
    day: date
    machine: str
    load: str


def page(results: Results, picture: str) -> str:
    """The whole page."""
    plan = results.plan
    first = plan.growth[1]
    sizes = {"due": first.due, "schedules": first.schedules}
    parts = [
        HEAD.format(
            day=f"{results.day:%-d %B %Y}",
            conditions=conditions(results),
            picture=picture,
            **sizes,
        ),
        race_table(results),
        compared(results),
        MEANING,
        STEPS,
        steps_table(results),
        GROWTH.format(due=first.due),
        growth_table(results),
        PACED.format(schedules=plan.paced.schedules, due=plan.paced.due, share=share(results)),
        paced_table(results.paced),
        *results.others,
        AGAIN,
    ]
    return "".join(parts)


def conditions(results: Results) -> str:
    """What it was measured on, and how, in lines of a page's width."""
    rounds = results.plan.rounds
    text = CONDITIONS.format(machine=results.machine, load=results.load, rounds=rounds)
    return textwrap.fill(text.strip().replace("\n", " "), 99)


def race_table(results: Results) -> str:
    """Who took what."""
    head = (
        "",
        "µs per due",
        "CPU",
        "longest stall",
        "late, median",
        "late, p99",
        "memory, in place",
        "at most",
        "arrived",
    )
    rows = []
    for entry in results.plan.race:
        took = results.race[entry]
        rows.append(
            (
                LABELS[entry.name],
                f"{took.per_due_us:,.0f}",
                f"{took.cpu_per_due_us:,.0f}",
                f"{took.stall_ms:,.1f} ms",
                seconds(took.late_median_s),
                seconds(took.late_p99_s),
                f"+{took.held_mib:,.0f} MiB",
                f"+{took.peak_mib:,.0f} MiB",
                f"{took.arrived:,.0f} of {took.due:,.0f}",
            )
        )
    return table(head, rows)


def compared(results: Results) -> str:
    """How many times as much the others' time per due is."""
    by_name = {entry.name: results.race[entry] for entry in results.plan.race}
    head = ("µs per due of others, divided by ours", "encrypted", "not encrypted")
    rows = [
        (
            LABELS[name],
            *(
                f"{by_name[name].per_due_us / by_name[ours].per_due_us:.1f} ×"
                for ours in ("ours", "ours-plain")
            ),
        )
        for name in ("memory", "memory-noted", "sql", "sql-normal", "sql-noted", "polling")
    ]
    return "\n" + table(head, rows)


def steps_table(results: Results) -> str:
    """Ours, step by step."""
    rows = [
        (label, *(f"{took_us:.0f}" for took_us in by_step.values()), f"{sum(by_step.values()):.0f}")
        for label, by_step in results.steps.items()
    ]
    return table(("", *next(iter(results.steps.values())), "together"), rows)


def growth_table(results: Results) -> str:
    """Ours at three sizes."""
    head = ("schedules", "µs per due", "start-up", "longest stall", "whole process", "file")
    first = results.race[results.plan.growth[0]].per_due_us
    rows = []
    for entry in results.plan.growth:
        took = results.race[entry]
        rows.append(
            (
                f"{entry.schedules:,}",
                f"{took.per_due_us:,.0f} ({took.per_due_us / first:.2f} ×)",
                f"{took.start_ms:.1f} ms",
                f"{took.stall_ms:.1f} ms",
                f"{took.whole_mib:.0f} MiB",
                f"{took.file_mib:,.0f} MiB",
            )
        )
    return table(head, rows)


def share(results: Results) -> float:
    """How much of a core sending takes at 45 a second."""
    return results.race[results.plan.named("ours-prompts")].cpu_per_due_us * 45 / 1e6


def paced_table(took: Figures) -> str:
    """How steadily requests left."""
    head = ("messages a second", "most in any second", "longest stall", "arrived")
    arrived = f"{took.arrived:,} of {took.due:,}"
    row = (f"{took.per_second:.2f}", f"{took.most_in_a_second}", f"{took.stall_ms:.1f} ms", arrived)
    return table(head, [row])


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table; all but its first column to the right."""
    aligned = ["---"] + ["---:"] * (len(head) - 1)
    return "".join(f"| {' | '.join(row)} |\n" for row in (head, aligned, *rows))


def seconds(value: float) -> str:
    """Seconds with two digits after the point; a dash for none."""
    return "–" if math.isnan(value) else f"{value:,.2f} s"
