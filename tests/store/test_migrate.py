"""Migrations: each is kept with its line in the ledger, or not at all."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.errors import DatabaseTooNew, MigrationFailed, StoreError
from bot.store.connection import Store
from bot.store.migrate import Migration, migrate, packaged_migrations
from tests.conftest import KEY
from tests.store.builders import NOW_AT
from tests.store.schema import GOLDEN, schema_of

FIRST = Migration(1, "0001_first", "CREATE TABLE first (a TEXT) STRICT;\n")
SECOND = Migration(2, "0002_second", "CREATE TABLE second (a TEXT) STRICT;\n")
BROKEN = Migration(
    2, "0002_broken", "CREATE TABLE second (a TEXT) STRICT;\nINSERT INTO no VALUES (1);"
)


@pytest.fixture
async def empty(tmp_path: Path) -> AsyncIterator[Store]:
    """A database that was opened and never migrated."""
    opened = await Store.open(tmp_path / "empty.db", KEY)
    try:
        yield opened
    finally:
        await opened.close()


async def ledger(store: Store) -> list[tuple[int, str]]:
    rows = await store.reads.rows("SELECT number, name FROM migration ORDER BY number")
    return [(row["number"], row["name"]) for row in rows]


async def tables(store: Store) -> set[str]:
    sql = "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
    return {row["name"] for row in await store.reads.rows(sql)}


async def test_a_fresh_database_has_the_schema_that_was_reviewed(empty: Store) -> None:
    await migrate(empty, NOW_AT)

    assert await schema_of(empty.reads) == GOLDEN.read_text("utf-8"), (
        "The schema is not what golden_schema.sql says. If that is on purpose, run "
        "`python -m tests.store.schema` and let the new file be reviewed with the migration."
    )


async def test_migrating_says_how_many_were_applied_and_a_second_time_none(empty: Store) -> None:
    assert await migrate(empty, NOW_AT) == len(packaged_migrations())
    before = await schema_of(empty.reads)

    assert await migrate(empty, NOW_AT) == 0

    assert await schema_of(empty.reads) == before


def test_the_packaged_migrations_are_numbered_from_one_without_a_gap() -> None:
    numbers = [migration.number for migration in packaged_migrations()]
    assert numbers == list(range(1, len(numbers) + 1))
    assert numbers


def test_a_packaged_migration_is_named_as_its_file() -> None:
    assert packaged_migrations()[0].name == "0001_initial"


async def test_only_what_is_missing_is_applied(empty: Store) -> None:
    assert await migrate(empty, NOW_AT, (FIRST,)) == 1
    assert await migrate(empty, NOW_AT, (FIRST, SECOND)) == 1
    assert await ledger(empty) == [(1, "0001_first"), (2, "0002_second")]


async def test_a_failing_migration_leaves_no_trace_and_those_before_it_stay(empty: Store) -> None:
    with pytest.raises(
        MigrationFailed, match=r"0002_broken: no such table.*nothing of it was kept"
    ):
        await migrate(empty, NOW_AT, (FIRST, BROKEN))

    assert await tables(empty) == {"migration", "first"}
    assert await ledger(empty) == [(1, "0001_first")]


async def test_a_failing_first_migration_leaves_the_database_empty(empty: Store) -> None:
    with pytest.raises(MigrationFailed):
        await migrate(empty, NOW_AT, (Migration(1, "0001_broken", BROKEN.sql),))

    assert await tables(empty) == set()
    assert await migrate(empty, NOW_AT, (FIRST, SECOND)) == 2


async def test_a_migration_whose_line_cannot_be_written_is_not_kept_either(empty: Store) -> None:
    same_number = Migration(1, "0001_again", SECOND.sql)

    with pytest.raises(MigrationFailed, match="UNIQUE"):
        await migrate(empty, NOW_AT, (FIRST, same_number))

    assert await tables(empty) == {"migration", "first"}
    assert await ledger(empty) == [(1, "0001_first")]


async def test_a_migration_cut_off_in_the_middle_leaves_neither_itself_nor_its_line(
    empty: Store,
) -> None:
    task = asyncio.create_task(migrate(empty, NOW_AT, (FIRST,)))
    for _ in range(4):
        await asyncio.sleep(0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task

    assert await tables(empty) == set()
    assert await migrate(empty, NOW_AT, (FIRST,)) == 1


async def test_the_ledger_remembers_what_was_applied_and_when(empty: Store) -> None:
    await migrate(empty, NOW_AT, (FIRST,))

    row = await empty.reads.row("SELECT * FROM migration")

    assert row is not None
    assert (row["checksum"], row["applied_at"]) == (FIRST.checksum, 1_795_420_800_000)


async def test_an_applied_file_that_has_changed_since_is_refused(empty: Store) -> None:
    await migrate(empty, NOW_AT, (FIRST,))
    changed = Migration(1, "0001_first", FIRST.sql + "-- one more word\n")

    with pytest.raises(MigrationFailed, match="0001_first has changed since"):
        await migrate(empty, NOW_AT, (changed, SECOND))

    assert await tables(empty) == {"migration", "first"}


async def test_a_database_of_a_newer_version_is_refused_by_name(empty: Store) -> None:
    await migrate(empty, NOW_AT, (FIRST, SECOND))

    with pytest.raises(DatabaseTooNew, match="0002_second"):
        await migrate(empty, NOW_AT, (FIRST,))


async def test_both_refusals_are_errors_of_the_store() -> None:
    assert issubclass(DatabaseTooNew, StoreError)
    assert issubclass(MigrationFailed, StoreError)


TRICKY = """-- a comment; with a semicolon;
CREATE TABLE word (
    a TEXT NOT NULL -- another; one
) STRICT;

INSERT INTO word VALUES ('one; two;
three;');

CREATE TRIGGER twice AFTER INSERT ON word WHEN NEW.a = 'once' BEGIN
    INSERT INTO word VALUES ('of; the trigger');
    INSERT INTO word VALUES ('again');
END;
INSERT INTO word VALUES ('once');
-- the end;
"""


async def test_semicolons_in_strings_comments_and_triggers_end_no_statement(empty: Store) -> None:
    await migrate(empty, NOW_AT, (Migration(1, "0001_tricky", TRICKY),))

    rows = await empty.reads.rows("SELECT a FROM word")

    assert [row["a"] for row in rows] == ["one; two;\nthree;", "once", "of; the trigger", "again"]


@pytest.mark.parametrize(
    "sql",
    ["CREATE TABLE half (a TEXT) STRICT", "CREATE TABLE half (a TEXT) STRICT;\nINSERT INTO half"],
)
async def test_a_file_that_ends_in_the_middle_of_a_statement_is_refused(
    empty: Store, sql: str
) -> None:
    with pytest.raises(MigrationFailed, match="middle of a statement"):
        await migrate(empty, NOW_AT, (Migration(1, "0001_half", sql),))

    assert await tables(empty) == set()


async def test_two_statements_on_one_line_are_refused_rather_than_half_applied(
    empty: Store,
) -> None:
    sql = "CREATE TABLE a (a TEXT) STRICT; CREATE TABLE b (b TEXT) STRICT;"

    with pytest.raises(MigrationFailed, match="one statement at a time"):
        await migrate(empty, NOW_AT, (Migration(1, "0001_two", sql),))

    assert await tables(empty) == set()
