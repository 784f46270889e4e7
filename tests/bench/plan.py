"""What is measured: who races, at which size, and how each is called in the report."""

from __future__ import annotations

from dataclasses import dataclass

from tests.bench.race import Entry

QUICK = 20


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything one ``make bench`` runs."""

    race: tuple[Entry, ...]
    growth: tuple[Entry, ...]
    paced: Entry
    rounds: int

    @property
    def entries(self) -> tuple[Entry, ...]:
        """Each once."""
        return tuple(dict.fromkeys((*self.race, *self.growth)))

    def named(self, name: str) -> Entry:
        """The racer of that name."""
        return next(entry for entry in self.race if entry.name == name)


# Where our time goes.
STEPS = ("ours", "ours-plain", "ours-prompts")

LABELS = {
    "ours": "Unknot, encrypted",
    "ours-plain": "Unknot, not encrypted",
    "ours-prompts": "Unknot, encrypted, with its prompts composed",
    "memory": "APScheduler, memory store",
    "memory-noted": "APScheduler, memory store, each message noted before and after",
    "memory-default": "APScheduler, memory store, default misfire grace",
    "memory-interval": "APScheduler, memory store, every 24 h (shifts with the clocks)",
    "sql": "APScheduler, SQLAlchemy store, WAL",
    "sql-noted": "APScheduler, SQLAlchemy store, WAL, each message noted before and after",
    "sql-default": "APScheduler, SQLAlchemy store, WAL, default misfire grace",
    "sql-normal": "APScheduler, SQLAlchemy store, WAL, synchronous NORMAL",
    "polling": "polling every 30 s",
}


def full() -> Plan:
    """As documented: about eight minutes."""
    return _plan(1, rounds=3)


def quick() -> Plan:
    """A twentieth of everything, once: to see that it works."""
    return _plan(QUICK, rounds=1)


def _plan(part: int, rounds: int) -> Plan:
    due, schedules = 5_000 // part, 100_000 // part
    sizes = (10_000 // part, schedules, 1_000_000 // part)
    return Plan(
        race=tuple(Entry(name, schedules, due) for name in LABELS),
        growth=tuple(Entry("ours", size, due) for size in sizes),
        paced=Entry("ours-paced", schedules, 1_000 // part),
        rounds=rounds,
    )
