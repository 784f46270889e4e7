"""What the presses of a check-in keep, and what each leads to."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta

import pytest

from bot.domain.check_in import CHOICES
from bot.domain.consent import MembershipState
from bot.domain.ids import DiscordGuildId, OccurrenceId
from bot.domain.press import Verdict
from bot.domain.safety import Text
from bot.domain.zones import zone
from bot.errors import NotFound
from bot.kinds import KINDS
from bot.store import clinics
from bot.store.connection import Store
from bot.usecases.pressing import DidNotCount
from bot.usecases.settings import change_settings
from tests.fakes import FakeClock
from tests.usecases.check_ins import (
    answer,
    answer_own,
    arrived,
    how_many,
    kept,
    press,
    tension_on,
)
from tests.usecases.people import CLINIC, MIA, join, member_of, occurrences_of

TOKYO = zone("Asia/Tokyo")
ASKED_BY = 175928847299117063


def local(text: str) -> datetime:
    return datetime.fromisoformat(text)


async def ask_about_pain(store: Store, guild: DiscordGuildId = CLINIC) -> None:
    async with store.write() as tx:
        clinic = await clinics.find_or_add(tx, guild, "Europe/Berlin", FakeClock().now())
        await tx.run("UPDATE clinic SET comfort = 1 WHERE id = ?", (clinic.id,))


@pytest.fixture
async def asked(store: Store, clock: FakeClock) -> OccurrenceId:
    """Mia's check-in has just arrived: Monday 23 November, nine o'clock."""
    await join(store, clock)
    await tension_on(store, clock)
    return await arrived(store, clock)


# Two taps


async def test_two_taps_keep_one_check_in_and_then_there_is_nothing_left_to_ask(
    store: Store, clock: FakeClock, asked: OccurrenceId
) -> None:
    first = await answer(store, clock, asked, "t6")
    second = await answer(store, clock, asked, "s4")

    assert (first.asking, second.asking) == ("stress", None)
    assert second.check_in == await kept(store, asked)
    assert second.check_in.scores == {"tension": 6, "stress": 4}
    assert second.check_in.local_at == local("2026-11-23 09:00")
    assert await how_many(store) == 1


async def test_the_first_tap_alone_is_kept_and_answers_the_message(
    store: Store, clock: FakeClock, asked: OccurrenceId
) -> None:
    clock.advance(minutes=3)

    result = await answer(store, clock, asked, "t0")

    assert result.check_in.scores == {"tension": 0}
    (noted,) = await occurrences_of(store, "tension")
    assert noted["state"] == "answered"
    assert noted["answered_at"] == int(clock.now().timestamp() * 1000)


async def test_the_message_itself_remembers_no_score(
    store: Store, clock: FakeClock, asked: OccurrenceId
) -> None:
    await answer(store, clock, asked, "t7")

    (noted,) = await occurrences_of(store, "tension")
    assert noted["answer"] == "tension"


async def test_a_press_proves_that_a_message_still_being_sent_arrived(
    store: Store, clock: FakeClock
) -> None:
    await join(store, clock)
    await tension_on(store, clock)
    sending = await arrived(store, clock, "sending")

    await answer(store, clock, sending, "t6")

    deliveries = await store.reads.rows("SELECT message_id FROM delivery")
    assert [row["message_id"] for row in deliveries] == [41]


async def test_the_same_press_twice_is_one_answer(
    store: Store, clock: FakeClock, asked: OccurrenceId
) -> None:
    one = await answer(store, clock, asked, "t6")
    two = await answer(store, clock, asked, "t6")

    assert one == two
    assert await how_many(store) == 1


async def test_two_presses_in_flight_at_once_are_one_check_in(
    store: Store, clock: FakeClock, asked: OccurrenceId
) -> None:
    results = await asyncio.gather(*(answer(store, clock, asked, f"t{n}") for n in (6, 7, 6, 7)))

    assert [result.asking for result in results] == ["stress"] * 4
    assert await how_many(store) == 1
    found = await kept(store, asked)
    assert found == results[-1].check_in


async def test_two_first_presses_of_ones_own_check_in_at_once_are_one(
    store: Store, clock: FakeClock
) -> None:
    await join(store, clock)

    await asyncio.gather(*(answer_own(store, clock, ASKED_BY, "t6") for _ in range(4)))

    assert await how_many(store) == 1


# Corrections and late answers


async def test_within_a_day_a_press_corrects_and_keeps_the_date(
    store: Store, clock: FakeClock, asked: OccurrenceId
) -> None:
    await answer(store, clock, asked, "t6", "s4")
    clock.advance(hours=24)

    result = await answer(store, clock, asked, "t2")

    assert result.check_in.scores == {"tension": 2, "stress": 4}
    assert result.check_in.local_at == local("2026-11-23 09:00")
    assert result.asking == "stress"
    assert await how_many(store) == 1


async def test_after_a_day_the_answer_stands(
    store: Store, clock: FakeClock, asked: OccurrenceId
) -> None:
    await answer(store, clock, asked, "t6")
    clock.advance(hours=24, seconds=1)

    for action in ("t2", "s4", "where", "change"):
        result = await press(store, clock, asked, action)
        assert isinstance(result, DidNotCount)
        assert result.verdict is Verdict.STANDS

    found = await kept(store, asked)
    assert found is not None
    assert found.scores == {"tension": 6}


async def test_change_brings_the_first_question_back_and_touches_nothing(
    store: Store, clock: FakeClock, asked: OccurrenceId
) -> None:
    before = await answer(store, clock, asked, "t6", "s4")

    result = await answer(store, clock, asked, "change")

    assert result.asking == "tension"
    assert result.check_in == before.check_in


async def test_a_late_answer_counts_for_the_day_on_which_it_was_given(
    store: Store, clock: FakeClock, asked: OccurrenceId
) -> None:
    clock.advance(days=3, hours=2)

    result = await answer(store, clock, asked, "t6", "s4")

    assert result.check_in.local_at == local("2026-11-26 11:00")
    assert result.late
    assert result.local_asked == local("2026-11-23 09:00")


async def test_an_answer_on_the_same_day_is_not_called_late(
    store: Store, clock: FakeClock, asked: OccurrenceId
) -> None:
    clock.advance(hours=14)

    assert not (await answer(store, clock, asked, "t6")).late


async def test_the_day_is_that_of_the_members_own_clock(
    store: Store, clock: FakeClock, asked: OccurrenceId
) -> None:
    await change_settings(store, clock, KINDS, by=MIA, zone=TOKYO)
    clock.advance(hours=8)

    result = await answer(store, clock, asked, "t6")

    assert result.check_in.local_at == local("2026-11-24 01:00")


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
        await clinics.set_membership(
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
