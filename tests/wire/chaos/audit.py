"""What Discord's ledger and the bot's database say of the deliveries, and whether they agree."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.store.connection import _open
from tests.loopback.client import Loopback, eventually
from tests.loopback.rates import peak_per_s
from tests.wire.chaos.crowd import Person

READ_ITS_HISTORY = "GET /channels/{channel}/messages"
STATES = "SELECT state, COUNT(*) FROM occurrence GROUP BY state"
IN_DOUBT = """
SELECT COUNT(*) FROM occurrence
WHERE state = 'sending' OR (state = 'queued' AND doubt_since_at IS NOT NULL)"""
DELIVERIES = "SELECT channel_id, message_id FROM delivery"
MOST_PER_S = 50
# The ledger sees requests later than they left, and closer together, when the machine is busy.
LEDGER_SLACK = 10


@dataclass(frozen=True, slots=True)
class Record:
    """The database's side: occurrences by state, how many of them are in doubt, messages."""

    states: dict[str, int]
    in_doubt: int
    delivered: list[tuple[str, str]]


def record(folder: Path) -> Record:
    """Read the bot's database, also while the bot runs."""
    key = bytes.fromhex((folder / "unknot.key").read_text("ascii"))
    connection = _open(folder / "unknot.db", key, 5.0, read_only=True)
    try:
        states = connection.execute(STATES).fetchall()
        ((in_doubt,),) = connection.execute(IN_DOUBT).fetchall()
        rows = connection.execute(DELIVERIES).fetchall()
        return Record(dict(states), in_doubt, [(str(c), str(m)) for c, m in rows])
    finally:
        connection.close()


async def until_all_are_sent(folder: Path, number: int, *, timeout_s: float = 60) -> None:
    """Wait until the database says of so many that they were sent."""

    async def states() -> dict[str, int]:
        return record(folder).states

    await eventually(states, until=lambda s: s.get("sent") == number, timeout_s=timeout_s)


async def sent(loopback: Loopback) -> list[dict[str, Any]]:
    """The messages that the bot sent by itself."""
    return await loopback.messages(source="rest")


async def expect_each_exactly_once(
    loopback: Loopback, folder: Path, people: Sequence[Person], **others: int
) -> None:
    """Each of them has one message, and the database has it on record.

    ``others``: the states of what was not sent, and how many are in each.
    """
    stored = await sent(loopback)
    per_user = Counter(message["user"] for message in stored)
    doubled = {user: number for user, number in per_user.items() if number > 1}
    lost = [person.user for person in people if person.user not in per_user]
    assert (lost, doubled) == ([], {})
    assert len({message["nonce"] for message in stored}) == len(stored) == len(people)

    on_record = record(folder)
    assert on_record.states == {"sent": len(people), **others}
    assert sorted(on_record.delivered) == sorted((m["channel_id"], m["id"]) for m in stored)


async def expect_nothing_doubled(loopback: Loopback) -> None:
    """Nobody has two, whatever is still to come."""
    per_user = Counter(message["user"] for message in await sent(loopback))
    assert {user: number for user, number in per_user.items() if number > 1} == {}


async def requests(loopback: Loopback, route: str) -> list[dict[str, Any]]:
    """The requests that arrived on one route, in order."""
    return [one for one in await loopback.ledger("requests") if one["route"] == route]


async def expect_no_second_too_full(loopback: Loopback, departures_s: list[float]) -> None:
    """At most 50 requests left in any second, answers to interactions not counted."""
    arrivals_s = [one["at"] for one in await loopback.ledger("requests") if one["counted"]]
    assert len(departures_s) >= len(arrivals_s), "some left unseen"
    assert peak_per_s(departures_s) <= MOST_PER_S
    assert peak_per_s(arrivals_s) <= MOST_PER_S + LEDGER_SLACK
