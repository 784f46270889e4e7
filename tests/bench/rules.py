"""How long one step of a rule takes, for rules and zones of different kinds.

Run ``python -m tests.bench.rules`` for a table.
"""

from __future__ import annotations

import statistics
from datetime import UTC, date, datetime, time
from itertools import product
from time import perf_counter

from bot.domain.rule import EveryWeeks, MonthDay, Rule, Weekdays, next_occasion, window_minutes
from bot.domain.zones import zone

ZONES = ("Europe/Berlin", "America/New_York", "Africa/Casablanca", "UTC")
RULES = {
    "daily": Rule(Weekdays(frozenset(range(7))), (540,)),
    "weekly": Rule(Weekdays(frozenset({2})), (540,)),
    "every 45 min": Rule(Weekdays(frozenset(range(5))), window_minutes(45, time(9), time(17))),
    "overnight": Rule(Weekdays(frozenset(range(7))), window_minutes(20, time(22), time(6))),
    "moved times": Rule(
        Weekdays(frozenset(range(5))), (540, 600, 660), (540, 630, 720), date(2026, 11, 25)
    ),
    "every 2 weeks": Rule(EveryWeeks(date(2026, 11, 23), 2), (540,)),
    "monthly": Rule(MonthDay(31), (540,)),
}
START_AT = datetime(2026, 11, 23, tzinfo=UTC)


def measure(steps: int = 200, rounds: int = 9) -> dict[str, float]:
    """Return the median µs of one ``next_occasion`` for each pair of rule and zone."""
    spent: dict[str, list[float]] = {}
    # Rounds go over all pairs in turn, so that a slow moment of the machine hits them alike.
    for _ in range(rounds):
        for (label, rule), name in product(RULES.items(), ZONES):
            spent.setdefault(f"{label}, {name}", []).append(_step_us(rule, name, steps))
    return {label: statistics.median(times) for label, times in spent.items()}


def _step_us(rule: Rule, name: str, steps: int) -> float:
    in_zone, at = zone(name), START_AT
    started = perf_counter()
    for _ in range(steps):
        occasion = next_occasion(rule, in_zone, at)
        assert occasion is not None
        at = occasion.at
    return (perf_counter() - started) / steps * 1e6


if __name__ == "__main__":
    for label, median_us in measure().items():
        print(f"{label:32} {median_us:6.1f} µs")
