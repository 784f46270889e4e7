"""What the presses of a check-in keep, and what each leads to."""

from __future__ import annotations

import asyncio
from datetime import datetime

from bot.domain.ids import OccurrenceId
from bot.domain.press import Verdict
from bot.domain.zones import zone
from bot.kinds import KINDS
from bot.store.connection import Store
from bot.usecases.press_results import DidNotCount
from bot.usecases.settings import change_settings
from tests.fakes import FakeClock
from tests.usecases.check_ins import answer, answer_own, arrived, how_many, kept, press, tension_on
from tests.usecases.people import MIA, join, occurrences_of

TOKYO = zone("Asia/Tokyo")
ASKED_BY = 175928847299117063


def local(text: str) -> datetime:
    return datetime.fromisoformat(text)


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
