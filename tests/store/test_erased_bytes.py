"""After an erasing not one byte of the member is left: in no file of the database, in no log."""

from __future__ import annotations

import io
from datetime import timedelta
from pathlib import Path

import pytest

from bot import log
from bot.delivery.pacing import NoPacing
from bot.delivery.taking_away import TakingAway
from bot.store.columns import to_slot
from bot.store.connection import Store
from bot.usecases.erasing import erase_member
from tests.engine.remover import FakeRemover
from tests.fakes import FakeClock
from tests.store.builders import NOW_AT
from tests.store.opening import bytes_in, opened
from tests.store.whole_life import Person, live, open_clinic, remind, serve

MIA, BEN = Person(1), Person(2)
# Enough for pages that split, run over and are freed, with others' rows between.
REMINDERS = 300


@pytest.fixture
def logged(logging_as_it_was: None) -> io.StringIO:
    """Everything that is logged, as a clinic that looks for a fault would have it."""
    stream = io.StringIO()
    log.configure("debug", "json", stream)
    return stream


def traces(person: Person, content: bytes) -> list[str]:
    """Which of somebody's texts and ids are there, the ids as text and as SQLite writes them."""
    ids = (person.user, person.dm, person.thread, person.alert, person.message)
    named = {"text": person.text.encode()}
    for number in ids:
        named |= {f"{number}": f"{number}".encode(), f"{number:#x}": number.to_bytes(8, "big")}
    return [name for name, trace in named.items() if trace in content]


async def life(store: Store) -> None:
    """Mia and Ben, with reminders by turns, long ones and short ones."""
    clinic = await open_clinic(store)
    people = {person: await live(store, clinic, person) for person in (MIA, BEN)}
    await serve(store, clinic, MIA, people[BEN])
    for number in range(REMINDERS):
        for person, member in people.items():
            slot = to_slot(NOW_AT.replace(tzinfo=None) + timedelta(days=1, minutes=number))
            await remind(store, member, person, slot, times=1 + 400 * (number % 7 == 0))


async def test_not_one_byte_is_left(tmp_path: Path, clock: FakeClock, logged: io.StringIO) -> None:
    folder = tmp_path / "clinic"
    folder.mkdir()
    async with opened(folder / "unknot.db") as store:
        await life(store)
        every = traces(MIA, bytes_in(folder))
        assert len(every) > 6
        remover = FakeRemover()
        remover.write(MIA.dm, MIA.message)

        await erase_member(store, clock, by=MIA.user)
        # The list of what is to be taken away is all that is left of them.
        assert traces(MIA, bytes_in(folder)) == [
            f"{number:#x}" for number in (MIA.dm, MIA.thread, MIA.alert)
        ]
        clock.advance(minutes=3)
        await TakingAway(store, clock, remover, NoPacing()).run()

        assert traces(MIA, bytes_in(folder)) == []
        assert len(traces(BEN, bytes_in(folder))) == len(every)
    assert traces(MIA, bytes_in(folder)) == []
    assert "member.erased" in logged.getvalue()
    assert traces(MIA, logged.getvalue().encode()) == []
