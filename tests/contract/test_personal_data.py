"""Every table with data of people is known to erasing and export, and erasing leaves nothing."""

from __future__ import annotations

from typing import Any

import pytest

from bot.domain.ids import FORMER_STAFF, MemberId
from bot.store.connection import Store
from bot.store.personal import NOT_PERSONAL, PERSONAL, Erase, Personal, whose
from bot.usecases.erasing import Erased, NothingKept, erase_member
from tests.fakes import FakeClock
from tests.store.whole_life import TABLES, Person, dump, live, open_clinic, owned, serve

MIA, BEN = Person(1), Person(2)
# Columns that name a person or a place of theirs in Discord, and what erasing does about each. One
# that is new belongs into bot.store.personal, or into the remnants (bot.store.erasing), first.
PLACES = {
    "clinic.discord_id": "a server",
    "clinic.alerts_channel_id": "a server's",
    "clinic.fallback_channel_id": "a server's",
    "member.discord_id": "goes with the row",
    "member.dm_channel_id": "a remnant",
    "membership.thread_id": "a remnant",
    "delivery.channel_id": "goes with the row",
    "delivery.message_id": "a remnant, if it names them in a server's channel",
    "remnant.channel_id": "goes with what is there",
    "remnant.message_id": "goes with what is there",
    "queue_item.staff_id": "former staff",
    "look.staff_id": "former staff",
    "clinic_change.staff_id": "former staff",
}


async def columns(store: Store) -> set[str]:
    found = set()
    for table in [row["name"] for row in await store.reads.rows(TABLES)]:
        rows = await store.reads.rows("SELECT name FROM pragma_table_info(?)", (table,))
        found |= {f"{table}.{row['name']}" for row in rows}
    return found


def entries(erase: Erase) -> set[str]:
    return {part.table for part in PERSONAL if part.erase is erase}


async def test_every_table_is_somebodys_or_says_why_it_is_nobodys(store: Store) -> None:
    tables = {row["name"] for row in await store.reads.rows(TABLES)}

    personal = {part.table for part in PERSONAL}
    assert personal | set(NOT_PERSONAL) == tables
    assert personal.isdisjoint(NOT_PERSONAL)


async def test_every_column_that_names_somebody_is_known(store: Store) -> None:
    telling = ("discord_id", "channel_id", "thread_id", "message_id", "staff_id", "user_id")
    naming = {name for name in await columns(store) if name.endswith(telling)}

    assert naming == set(PLACES)


async def test_every_table_with_members_or_staff_has_them_in_its_entry(store: Store) -> None:
    named = await columns(store)

    assert {name.split(".")[0] for name in named if name.endswith(".staff_id")} == entries(
        Erase.FORMER_STAFF
    )
    with_members = {name.split(".")[0] for name in named if name.endswith(".member_id")}
    assert with_members <= entries(Erase.CASCADE) | entries(Erase.DELETE)


@pytest.fixture
async def before(store: Store) -> dict[str, list[dict[str, Any]]]:
    """All there is before Mia lives here: Ben's life, and what she did for him as staff."""
    clinic = await open_clinic(store)
    ben = await live(store, clinic, BEN)
    await serve(store, clinic, MIA, ben)
    found = await dump(store)
    await live(store, clinic, MIA)
    return found


async def kept(store: Store, part: Personal, member: MemberId | None) -> int:
    return await owned(store, part.table, part.owner, whose(member, MIA.user))


async def test_the_test_itself_fills_every_table_and_all_of_it_is_erased(
    store: Store, clock: FakeClock, before: object
) -> None:
    row = await store.reads.row("SELECT id FROM member WHERE discord_id = ?", (MIA.user,))
    assert row is not None
    empty = [part for part in PERSONAL if not await kept(store, part, row["id"])]
    assert empty == []

    await erase_member(store, clock, by=MIA.user)

    assert [part for part in PERSONAL if await kept(store, part, row["id"])] == []


async def test_what_is_others_stays_as_it_was_but_for_the_name_of_former_staff(
    store: Store, clock: FakeClock, before: dict[str, list[dict[str, Any]]]
) -> None:
    await erase_member(store, clock, by=MIA.user)

    after = await dump(store)
    for rows in before.values():
        for row in rows:
            if row.get("staff_id") == MIA.user:
                row["staff_id"] = FORMER_STAFF
    del after["remnant"], before["remnant"]
    assert after == before


async def test_no_id_and_no_text_is_left_in_any_row(
    store: Store, clock: FakeClock, before: object
) -> None:
    assert MIA.text in repr(await dump(store))

    await erase_member(store, clock, by=MIA.user)

    left = await dump(store)
    del left["remnant"]
    assert [
        one for one in (MIA.user, MIA.dm, MIA.thread, MIA.alert) if str(one) in repr(left)
    ] == []
    assert MIA.text not in repr(left)


async def test_the_remnants_name_what_is_in_discord_and_not_whose_it_was(
    store: Store, clock: FakeClock, before: object
) -> None:
    erased = await erase_member(store, clock, by=MIA.user)

    assert erased == Erased(dms=True, elsewhere=2, records=3)
    rows = await store.reads.rows("SELECT what, channel_id, message_id FROM remnant ORDER BY what")
    assert [(row["what"], row["channel_id"]) for row in rows[:1]] == [("dm", MIA.dm)]
    assert rows[1]["message_id"] == MIA.alert
    assert (rows[2]["what"], rows[2]["channel_id"]) == ("thread", MIA.thread)


@pytest.mark.parametrize(
    "forgotten",
    [
        # The clinic chose another channel, or the line was kept for long enough.
        "UPDATE membership SET thread_id = NULL",
        "DELETE FROM schedule WHERE kind = 'fallback'",
    ],
)
async def test_a_thread_is_found_by_its_lines_and_by_its_member(
    store: Store, clock: FakeClock, before: object, forgotten: str
) -> None:
    async with store.write() as tx:
        await tx.run(forgotten)

    await erase_member(store, clock, by=MIA.user)

    threads = await store.reads.rows("SELECT channel_id FROM remnant WHERE what = 'thread'")
    assert [row["channel_id"] for row in threads] == [MIA.thread]


async def test_somebody_of_the_staff_who_never_joined_becomes_former_staff(
    store: Store, clock: FakeClock
) -> None:
    clinic = await open_clinic(store)
    ben = await live(store, clinic, BEN)
    await serve(store, clinic, MIA, ben)

    assert await erase_member(store, clock, by=MIA.user) == Erased(False, 0, 3)
    assert str(MIA.user) not in repr(await dump(store))


async def test_of_a_stranger_nothing_is_kept(store: Store, clock: FakeClock) -> None:
    await live(store, await open_clinic(store), BEN)
    before = await dump(store)

    assert await erase_member(store, clock, by=MIA.user) == NothingKept()
    assert await dump(store) == before


async def test_a_second_time_there_is_nothing_left(
    store: Store, clock: FakeClock, before: object
) -> None:
    await erase_member(store, clock, by=MIA.user)

    assert await erase_member(store, clock, by=MIA.user) == NothingKept()
