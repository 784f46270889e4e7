"""``unknot erase-member``, typed by the operator."""

from __future__ import annotations

import asyncio

import pytest

from bot.ops.instance_lock import InstanceLock
from bot.store import migrate
from tests.store.opening import opened
from tests.store.whole_life import Person, dump, live, open_clinic, serve

MIA, BEN = Person(1), Person(2)


async def _move_in(clinic) -> None:
    async with opened(clinic.database, clinic.key) as store:
        place = await open_clinic(store)
        ben = await live(store, place, BEN)
        await live(store, place, MIA)
        await serve(store, place, MIA, ben)


async def _dump(clinic) -> str:
    async with opened(clinic.database, clinic.key) as store:
        return repr(await dump(store))


@pytest.fixture
def lived_in(clinic):
    """A clinic with Mia and Ben, whose case she took as staff."""
    asyncio.run(_move_in(clinic))
    return clinic


def kept(clinic) -> str:
    return asyncio.run(_dump(clinic))


def test_it_erases_and_says_what_goes_when_and_what_stays(unknot, lived_in, tmp_path):
    (tmp_path / "config.toml").write_text("[backup]\nkeep = 9")
    assert str(MIA.user) in kept(lived_in)

    result = unknot("erase-member", str(MIA.user), "--yes")

    assert result.exit_code == 0
    assert "nothing is kept about them any more" in result.stdout
    assert "In 3 records of others they are now former staff." in result.stdout
    assert "when it runs next: it does not run now" in result.stdout
    assert "the last 9 daily ones" in result.stdout
    after = kept(lived_in)
    assert str(MIA.user) not in after
    assert MIA.text not in after
    assert BEN.text in after


def test_it_works_while_the_bot_runs_and_says_that_its_messages_go_soon(
    unknot,
    lived_in,
    tmp_path,
):
    with InstanceLock(tmp_path / "unknot.lock"):
        result = unknot("erase-member", str(MIA.user), "--yes")

    assert result.exit_code == 0
    assert "within minutes" in result.stdout
    assert str(MIA.user) not in kept(lived_in)


def test_under_an_older_bot_that_runs_it_leaves_the_database_as_that_one_knows_it(
    unknot,
    clinic,
    tmp_path,
    monkeypatch,
):
    clinic.database.unlink()
    everything = migrate.packaged_migrations()
    with monkeypatch.context() as older:
        older.setattr(migrate, "packaged_migrations", lambda: everything[:-1])
        asyncio.run(clinic.write("a line"))

    with InstanceLock(tmp_path / "unknot.lock"):
        refused = unknot("erase-member", str(MIA.user), "--yes")
    assert refused.exit_code == 2
    assert "restart it" in refused.stderr

    assert unknot("erase-member", str(MIA.user), "--yes").exit_code == 0


@pytest.mark.parametrize(("typed", "code"), [("n\n", 1), ("", 1), ("y\n", 0)])
def test_it_asks_before(unknot, lived_in, typed, code):
    result = unknot("erase-member", str(MIA.user), input=typed)

    assert result.exit_code == code
    assert "There is no way back" in result.output
    assert (str(MIA.user) in kept(lived_in)) is bool(code)


def test_of_a_stranger_it_says_that_nothing_is_kept(unknot, lived_in):
    before = kept(lived_in)

    result = unknot("erase-member", "4711", "--yes")

    assert result.exit_code == 0
    assert "Nothing is kept about them." in result.stdout
    assert "Backups made before" in result.stdout
    assert kept(lived_in) == before


def test_without_a_database_it_makes_none(unknot, tmp_path):
    (tmp_path / "config.toml").touch()

    result = unknot("erase-member", str(MIA.user), "--yes")

    assert result.exit_code == 2
    assert "is not there" in result.stderr
    assert not (tmp_path / "unknot.db").exists()


def test_without_the_key_nothing_is_changed(unknot, lived_in):
    aside = lived_in.key_path.rename(lived_in.key_path.with_name("aside.key"))

    result = unknot("erase-member", str(MIA.user), "--yes")

    assert result.exit_code == 2
    aside.rename(lived_in.key_path)
    assert str(MIA.user) in kept(lived_in)


def test_it_takes_a_number_alone(unknot, lived_in):
    assert unknot("erase-member", "mia", "--yes").exit_code == 2
