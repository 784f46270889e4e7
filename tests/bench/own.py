"""The smaller benchmarks that have a module of their own, as sections of the report."""

from __future__ import annotations

import statistics

from tests.bench import overview, progress, rules
from tests.bench.report import table

RULES = """
## One step of a rule

Microseconds from one occasion to the next.

"""
ENGINE = """
## {number:,} members in four lanes, all due at once

On an encrypted database with every message composed; Discord answers at once.

"""


def sections(*, quick: bool) -> list[str]:
    """A section each; the engine's is left out where its tests are not there."""
    return [
        *_engine(quick=quick),
        overview.section(quick=quick),
        progress.section(quick=quick),
        _rules(),
    ]


def _rules() -> str:
    took_us: dict[str, dict[str, float]] = {}
    for label, median_us in rules.measure().items():
        rule, _, zone = label.rpartition(", ")
        took_us.setdefault(rule, {})[zone] = median_us
    rows = [
        (rule, *(f"{by_zone[zone]:.1f}" for zone in rules.ZONES))
        for rule, by_zone in took_us.items()
    ]
    return RULES + table(("", *rules.ZONES), rows)


def _engine(*, quick: bool) -> list[str]:
    try:
        from tests.bench import engine
    except ImportError:
        return []
    number = 500 if quick else engine.NUMBER
    rounds = engine.measure(number)
    per_due_us = statistics.median(each.per_due_us for each in rounds)
    stall_ms = statistics.median(each.longest_stall_s for each in rounds) * 1e3
    head = ("µs per due", "messages a second", "longest stall")
    row = (f"{per_due_us:,.0f}", f"{1e6 / per_due_us:,.0f}", f"{stall_ms:.1f} ms")
    return [ENGINE.format(number=number) + table(head, [row])]
