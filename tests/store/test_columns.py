"""How values stand in the columns, and come back as they were."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest

from bot.store import facts
from bot.store.columns import (
    from_ms,
    from_slot,
    maybe_at,
    maybe_ms,
    to_ms,
    to_slot,
)
from bot.store.connection import Store

AT = datetime(2026, 3, 29, 1, 0, 0, 123_000, tzinfo=UTC)


@pytest.mark.parametrize(
    "at", [AT, datetime(1969, 12, 31, 23, 59, 59, tzinfo=UTC), datetime(9999, 1, 1, tzinfo=UTC)]
)
def test_an_instant_comes_back_to_the_millisecond(at: datetime) -> None:
    assert from_ms(to_ms(at)) == at
    assert from_ms(to_ms(at)).tzinfo is UTC


def test_an_instant_of_another_zone_is_the_same_instant() -> None:
    there = AT.astimezone(timezone(timedelta(hours=-5)))
    assert to_ms(there) == to_ms(AT)


@pytest.mark.parametrize("at", [AT, datetime(1969, 12, 31, 23, 59, 59, tzinfo=UTC)])
def test_what_is_finer_than_a_millisecond_is_rounded_down(at: datetime) -> None:
    assert to_ms(at + timedelta(microseconds=999)) == to_ms(at)


def test_a_naive_instant_is_refused() -> None:
    with pytest.raises(TypeError):
        to_ms(AT.replace(tzinfo=None))


def test_none_stays_none() -> None:
    assert maybe_ms(None) is None
    assert maybe_at(None) is None
    assert maybe_at(maybe_ms(AT)) == AT


def test_a_slot_is_text_that_sorts_as_it_reads() -> None:
    slots = ["2026-11-23T23:59", "2026-11-23T09:05", "2027-01-01T00:00", "2026-11-24T00:00"]
    assert [to_slot(from_slot(slot)) for slot in slots] == slots
    assert sorted(slots) == [to_slot(local) for local in sorted(map(from_slot, slots))]


async def test_a_fact_is_noted_in_place_of_what_it_was(store: Store) -> None:
    assert await facts.fact(store.reads, facts.TZDATA) is None
    for value in ("2026.1", "2026.2"):
        async with store.write() as tx:
            await facts.note_fact(tx, facts.TZDATA, value)
    async with store.write() as tx:
        await facts.note_fact(tx, facts.COMMANDS, "abc")

    assert await facts.fact(store.reads, facts.TZDATA) == "2026.2"
