"""What is kept of one person: counted, and read."""

from __future__ import annotations

from bot.domain.ids import DiscordUserId
from bot.store import exporting
from bot.store.connection import Store
from bot.store.personal import PERSONAL
from tests.store.builders import query_plan
from tests.store.whole_life import Person, live, open_clinic, serve

MIA, BEN = Person(1), Person(2)
STRANGER = DiscordUserId(5)


async def test_the_counts_are_those_of_the_rows(store: Store) -> None:
    clinic = await open_clinic(store)
    ben = await live(store, clinic, BEN)
    await live(store, clinic, MIA)
    await serve(store, clinic, MIA, ben)

    found = await exporting.records(store.reads, MIA.user)

    assert await exporting.counts(store.reads, MIA.user) == {
        group: len(rows) for group, rows in found.items()
    }


async def test_of_a_stranger_nothing_is_counted_or_read(store: Store) -> None:
    await live(store, await open_clinic(store), BEN)

    assert set((await exporting.counts(store.reads, STRANGER)).values()) == {0}
    assert await exporting.records(store.reads, STRANGER) == {}


async def test_of_staff_who_never_joined_only_what_they_did_is_read(store: Store) -> None:
    clinic = await open_clinic(store)
    ben = await live(store, clinic, BEN)
    await serve(store, clinic, MIA, ben)

    found = await exporting.records(store.reads, MIA.user)

    assert list(found) == ["staff_requests", "staff_looks", "staff_changes"]
    assert str(BEN.user) not in repr(found)


async def test_a_row_of_a_clinic_names_its_server(store: Store) -> None:
    await live(store, await open_clinic(store), MIA)

    found = await exporting.records(store.reads, MIA.user)

    for group in ("clinics", "consents", "sessions", "requests", "looks"):
        assert [row["server_id"] for row in found[group]] == [5001] * len(found[group]), group


async def test_a_look_says_who_looked_and_a_request_not_who_took_it(store: Store) -> None:
    await live(store, await open_clinic(store), MIA)

    found = await exporting.records(store.reads, MIA.user)

    assert [row["staff_id"] for row in found["looks"]] == [31]
    assert all("staff_id" not in row for row in found["requests"])


async def test_what_is_a_members_own_is_never_searched_for_in_everybodys(store: Store) -> None:
    person = {"member": 1, "discord": 2}
    # The queue is kept for 90 days and is never long; what staff did is asked for by few.
    small = {one.table for one in PERSONAL if "staff_id" in one.owner}
    for one in [one for one in PERSONAL if one.table not in small]:
        plan = await query_plan(store, f"SELECT * FROM {one.table} WHERE {one.owner}", person)
        assert "SCAN" not in plan, one.table
