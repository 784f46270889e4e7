"""Text typed in the DM, and being heard of."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from bot.domain.consent import MembershipState, Place
from bot.store import clinics
from bot.store.connection import Store
from bot.store.members import set_unreachable
from bot.usecases.hearing import STOP_WORDS, hear_of, hear_text, is_stop
from bot.usecases.stopping import stop_everything
from tests.fakes import FakeClock
from tests.usecases.people import (
    LEO,
    MIA,
    join,
    member_of,
    occurrences_of,
    posture_of,
    prompt_that_is,
    turn_on,
    wake_at,
)

ACCENTS = st.sampled_from(["", "\u0301", "\u0302", "\u0308"])
BETWEEN = st.text(alphabet=" .,!?*_~`\n\t-…¡\u200b\u202e0123456789", max_size=5)


@pytest.mark.parametrize(
    "text",
    [
        *sorted(STOP_WORDS),
        "STOP",
        "stop.",
        "¡Para!",
        "ARRÊT",
        "arrêter",
        "S T O P",
        "s.t.o.p.",
        "Stop stop STOP",
        "stop\nstop",
        "ＳＴＯＰ",
        "𝒔𝒕𝒐𝒑",
        "ⓈⓉⓄⓅ",
        "sto\u00adp",
        "\u202estop",
        "STOP" + "!" * 3996,
    ],
)
def test_it_means_stop(text: str) -> None:
    assert is_stop(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "!!!",
        "stops",
        "stopped",
        "bus stop",
        "please stop",
        "stop by tomorrow",
        "don't stop",
        "no pares",
        "parada",
        "altogether",
        "p o t s",
        "💥",
        "s" * 4000,
        "стоп",
    ],
)
def test_it_does_not_mean_stop(text: str) -> None:
    assert not is_stop(text)


@hypothesis_settings(derandomize=True, deadline=None, max_examples=300)
@given(word=st.sampled_from(sorted(STOP_WORDS)), data=st.data())
def test_case_accents_spaces_and_punctuation_never_matter(word: str, data: st.DataObject) -> None:
    typed = data.draw(BETWEEN)
    for letter in word:
        upper = data.draw(st.booleans())
        typed += (letter.upper() if upper else letter) + data.draw(ACCENTS) + data.draw(BETWEEN)

    assert is_stop(typed)


@hypothesis_settings(derandomize=True, deadline=None, max_examples=300)
@given(text=st.text(max_size=60))
def test_no_text_is_too_odd_to_be_looked_at(text: str) -> None:
    assert is_stop(text) in (True, False)


# STOP


async def test_stop_ends_everything_and_queues_one_confirmation(
    store: Store, clock: FakeClock
) -> None:
    member = await join(store, clock)
    await turn_on(store, clock)
    waiting = await prompt_that_is(store, clock, "queued")

    assert await hear_text(store, clock, by=MIA, text="Stop!")

    assert (await member_of(store)).stopped_at == clock.now()
    assert await posture_of(store) is None
    states = {row["id"]: row["state"] for row in await occurrences_of(store)}
    assert states[waiting] == "dropped"
    assert list(states.values()).count("queued") == 1
    (membership,) = await clinics.memberships(store.reads, member.id)
    assert membership.state is MembershipState.STOPPED


async def test_stop_stands_in_the_ledger_with_its_place(store: Store, clock: FakeClock) -> None:
    member = await join(store, clock)

    await hear_text(store, clock, by=MIA, text="stop")

    line = (await clinics.ledger(store.reads, member.id))[-1]
    assert (line.given, line.place, line.noted_at) == (False, Place.DM, clock.now())


async def test_whoever_has_stopped_is_left_in_peace(store: Store, clock: FakeClock) -> None:
    await join(store, clock)
    await stop_everything(store, clock, by=MIA, place=Place.SERVER)
    before = len(await occurrences_of(store))

    for text in ("stop", "hello?"):
        assert not await hear_text(store, clock, by=MIA, text=text)

    assert len(await occurrences_of(store)) == before


async def test_strangers_get_no_message(store: Store, clock: FakeClock) -> None:
    for text in ("stop", "hello?"):
        assert not await hear_text(store, clock, by=LEO, text=text)

    assert await wake_at(store) is None


# Anything else


async def test_other_text_is_answered_at_most_once_an_hour(store: Store, clock: FakeClock) -> None:
    await join(store, clock)

    assert await hear_text(store, clock, by=MIA, text="hello?")
    clock.advance(minutes=59, seconds=59)
    assert not await hear_text(store, clock, by=MIA, text="hello?")
    clock.advance(seconds=1)
    assert await hear_text(store, clock, by=MIA, text="hello?")

    assert len(await occurrences_of(store, "notice")) == len(("welcome", "first", "second"))


async def test_one_members_text_does_not_use_up_anothers_answer(
    store: Store, clock: FakeClock
) -> None:
    await join(store, clock)
    await join(store, clock, LEO)

    assert await hear_text(store, clock, by=MIA, text="hello?")
    assert await hear_text(store, clock, by=LEO, text="hello?")


async def test_what_was_typed_is_kept_nowhere(store: Store, clock: FakeClock) -> None:
    await join(store, clock)

    await hear_text(store, clock, by=MIA, text="my neck hurts")

    tables = await store.reads.rows("SELECT name FROM sqlite_master WHERE type = 'table'")
    for table in tables:
        rows = await store.reads.rows(f"SELECT * FROM {table['name']}")
        assert not any("neck" in str(value) for row in rows for value in tuple(row))


# Heard of again


async def close_dms(store: Store, clock: FakeClock) -> None:
    async with store.write() as tx:
        await set_unreachable(tx, (await member_of(store)).id, clock.now())
        await tx.run("UPDATE occurrence SET state = 'unreachable' WHERE state = 'queued'")


async def test_being_heard_of_lets_what_was_not_delivered_be_tried_again(
    store: Store, clock: FakeClock
) -> None:
    await join(store, clock)
    await close_dms(store, clock)

    assert await hear_of(store, clock, by=MIA, locale="en-US")

    assert (await member_of(store)).unreachable_at is None
    assert [row["state"] for row in await occurrences_of(store)] == ["queued"]


async def test_a_reachable_member_or_a_stranger_changes_nothing(
    store: Store, clock: FakeClock
) -> None:
    await join(store, clock)

    assert not await hear_of(store, clock, by=MIA, locale="en-US")
    assert not await hear_of(store, clock, by=LEO, locale="en-US")


async def test_being_heard_of_in_another_language_notes_it_and_asks_for_no_work(
    store: Store, clock: FakeClock
) -> None:
    await join(store, clock)
    before = store.version

    assert not await hear_of(store, clock, by=MIA, locale="fr")

    assert (await member_of(store)).locale == "fr"
    assert store.version == before


async def test_who_can_write_to_us_can_be_written_to(store: Store, clock: FakeClock) -> None:
    await join(store, clock)
    await hear_text(store, clock, by=MIA, text="hello?")
    await close_dms(store, clock)

    assert await hear_text(store, clock, by=MIA, text="hello?")

    assert (await member_of(store)).unreachable_at is None
    assert [row["state"] for row in await occurrences_of(store)] == ["queued", "queued"]


async def test_a_stop_with_dms_once_closed_is_confirmed_and_brings_nothing_else(
    store: Store, clock: FakeClock
) -> None:
    await join(store, clock)
    await close_dms(store, clock)

    await hear_text(store, clock, by=MIA, text="stop")

    assert (await member_of(store)).unreachable_at is None
    states = [row["state"] for row in await occurrences_of(store)]
    assert states == ["dropped", "queued"]
