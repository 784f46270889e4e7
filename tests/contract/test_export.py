"""Every table with data of people is in the export, but for columns that are somebody else's."""

from __future__ import annotations

from importlib.resources import files

import pytest

from bot.store import exporting
from bot.store.connection import Store
from bot.store.exporting import OF_MEMBERS, OF_STAFF, export_of
from bot.store.personal import PERSONAL, Erase
from bot.texts.po import read_language
from bot.usecases.exporting import JSON_COLUMNS
from tests.store.whole_life import Person, live, open_clinic, serve

MIA, BEN = Person(1), Person(7)
# Who else is in a row, which is theirs and not the reader's.
OTHERS = {
    "requests": {"staff_id"},
    "staff_requests": {"member_id", "session_id"},
    "staff_looks": {"member_id"},
}


@pytest.fixture
async def found(store: Store) -> dict[str, list[exporting.Record]]:
    """All of Mia, who has a row in every table, as a member and as staff."""
    clinic = await open_clinic(store)
    ben = await live(store, clinic, BEN)
    await serve(store, clinic, MIA, ben)
    await live(store, clinic, MIA)
    return await exporting.records(store.reads, MIA.user)


def test_every_entry_of_the_registry_has_an_export_and_no_export_is_of_nothing() -> None:
    as_staff = {one.table for one in PERSONAL if one.erase is Erase.FORMER_STAFF}
    as_member = {one.table for one in PERSONAL if one.erase is not Erase.FORMER_STAFF}

    assert set(OF_MEMBERS) == as_member
    assert set(OF_STAFF) == as_staff


def test_every_group_has_a_name_of_its_own_and_a_text_that_explains_it() -> None:
    groups = [export_of(one).group for one in PERSONAL]
    texts = read_language(files("bot.texts") / "en", "en")[0]

    assert len(set(groups)) == len(groups)
    explained = {key.rpartition(".")[2] for key in texts if key.startswith("privacy.file.")}
    assert explained == set(groups)


async def test_whoever_has_rows_everywhere_finds_every_group_in_it(
    found: dict[str, list[exporting.Record]],
) -> None:
    assert list(found) == [export_of(one).group for one in PERSONAL]


async def test_no_column_is_left_out_but_those_that_name_somebody_else(
    store: Store, found: dict[str, list[exporting.Record]]
) -> None:
    for one in PERSONAL:
        info = await store.reads.rows("SELECT name FROM pragma_table_info(?)", (one.table,))
        columns = {row["name"] for row in info}
        group = export_of(one).group
        withheld = columns - found[group][0].keys()

        assert withheld == OTHERS.get(group, set()), group


async def test_a_column_with_json_in_it_is_known_as_such(
    found: dict[str, list[exporting.Record]],
) -> None:
    with_json = {
        name
        for rows in found.values()
        for row in rows
        for name, value in row.items()
        if isinstance(value, str) and value.startswith(("{", "["))
    }
    assert with_json <= JSON_COLUMNS
    assert with_json


async def test_nothing_of_another_member_is_in_it_though_one_served_them_as_staff(
    found: dict[str, list[exporting.Record]],
) -> None:
    whole = repr(found)

    assert MIA.text in whole
    for theirs in (BEN.user, BEN.dm, BEN.thread, BEN.alert, BEN.message):
        assert str(theirs) not in whole
    assert BEN.text not in whole
    own = found["settings"][0]["id"]
    assert {row["member_id"] for row in _rows(found) if "member_id" in row} <= {own, None}


def _rows(found: dict[str, list[exporting.Record]]) -> list[exporting.Record]:
    return [row for rows in found.values() for row in rows]
