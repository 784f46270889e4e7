"""What a check-in asks beyond its two taps: the comfort question; where, and what helped."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.domain.check_in import CHOICES
from bot.domain.consent import MembershipState
from bot.domain.ids import DiscordGuildId, OccurrenceId
from bot.domain.safety import Text
from bot.errors import NotFound
from bot.store import clinics
from bot.store.connection import Store
from tests.fakes import FakeClock
from tests.store.builders import put_membership
from tests.usecases.check_ins import answer, how_many, kept, press
from tests.usecases.people import CLINIC, member_of


async def ask_about_pain(store: Store, guild: DiscordGuildId = CLINIC) -> None:
    async with store.write() as tx:
        clinic = await clinics.find_or_add(tx, guild, "Europe/Berlin", FakeClock().now())
        await tx.run("UPDATE clinic SET comfort = 1 WHERE id = ?", (clinic.id,))


# The comfort question


async def test_the_comfort_question_comes_third_where_the_clinic_asks_it(
    store: Store, clock: FakeClock, asked: OccurrenceId
) -> None:
    await ask_about_pain(store)

    assert (await answer(store, clock, asked, "t6", "s8")).asking == "comfort"
    done = await answer(store, clock, asked, "c3")

    assert done.asking is None
    assert done.check_in.scores == {"tension": 6, "stress": 8, "comfort": 3}


async def test_a_clinic_that_the_member_does_not_belong_to_asks_them_nothing(
    store: Store, clock: FakeClock, asked: OccurrenceId
) -> None:
    await ask_about_pain(store, DiscordGuildId(99))

    assert (await answer(store, clock, asked, "t6", "s4")).asking is None


async def test_who_can_not_cope_is_shown_help_instead_of_the_comfort_question(
    store: Store, clock: FakeClock, asked: OccurrenceId
) -> None:
    await ask_about_pain(store)

    result = await answer(store, clock, asked, "t6", "s9")

    assert result.asking is None
    assert result.care.texts == (Text.CRISIS,)


async def test_once_the_question_is_off_an_earlier_answer_to_it_is_not_spoken_of(
    store: Store, clock: FakeClock, asked: OccurrenceId
) -> None:
    await ask_about_pain(store)
    await answer(store, clock, asked, "t6", "s4", "c9")
    async with store.write() as tx:
        await tx.run("UPDATE clinic SET comfort = 0")

    result = await answer(store, clock, asked, "where", values=["jaw"])

    assert result.questions == ("tension", "stress")
    assert result.care.card != "relief"


async def test_leaving_the_clinic_ends_its_comfort_question(
    store: Store, clock: FakeClock, asked: OccurrenceId
) -> None:
    await ask_about_pain(store)
    member = await member_of(store)
    clock.advance(minutes=1)
    async with store.write() as tx:
        clinic = await clinics.find_or_add(tx, CLINIC, "Europe/Berlin", clock.now())
        await put_membership(
            tx, member.id, clinic.id, MembershipState.LEFT, clock.now() + timedelta(minutes=1)
        )

    assert (await answer(store, clock, asked, "t6", "s4")).asking is None


# Where, and what helped


async def test_choices_are_kept_and_change_the_care(
    store: Store, clock: FakeClock, asked: OccurrenceId
) -> None:
    await answer(store, clock, asked, "t3", "s2")

    there = await answer(store, clock, asked, "where", values=["jaw", "head"])
    gone = await answer(store, clock, asked, "where", values=["jaw"])

    assert there.care.texts == (Text.WARNING_SIGNS,)
    assert there.check_in.choices["where"] == {"jaw", "head"}
    assert gone.care.texts == ()
    assert gone.check_in.choices["where"] == {"jaw"}


@pytest.mark.parametrize("values", [["moon"], ["jaw", "x" * 3000], ["'; DROP TABLE choice"]])
async def test_a_choice_from_outside_that_nobody_offered_changes_nothing(
    store: Store, clock: FakeClock, asked: OccurrenceId, values: list[str]
) -> None:
    await answer(store, clock, asked, "t3", "s2")
    before = await answer(store, clock, asked, "where", values=["jaw"])

    with pytest.raises(NotFound):
        await press(store, clock, asked, "where", values=values)

    assert await kept(store, asked) == before.check_in


@pytest.mark.parametrize("action", ["where", "helped", "change"])
async def test_there_is_nothing_to_add_to_before_the_first_answer(
    store: Store, clock: FakeClock, asked: OccurrenceId, action: str
) -> None:
    with pytest.raises(NotFound):
        await press(store, clock, asked, action)

    assert await how_many(store) == 0


@pytest.mark.parametrize("question", CHOICES)
async def test_every_choice_can_be_kept(
    store: Store, clock: FakeClock, asked: OccurrenceId, question: str
) -> None:
    await answer(store, clock, asked, "t3", "s2")

    result = await answer(store, clock, asked, question, values=CHOICES[question])

    assert result.check_in.choices[question] == frozenset(CHOICES[question])
