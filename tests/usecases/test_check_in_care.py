"""What follows the answers of a check-in, and the presses that keep nothing."""

from __future__ import annotations

from datetime import datetime
from itertools import pairwise

import pytest

from bot.domain.consent import Place
from bot.domain.ids import OccurrenceId
from bot.domain.press import Verdict
from bot.domain.safety import Text
from bot.errors import NotAllowed, NotFound
from bot.kinds import KINDS
from bot.store.connection import Store
from bot.usecases.checking_in import CheckedIn
from bot.usecases.press_results import DidNotCount, StoppedBefore, StoppedThis
from bot.usecases.stopping import stop_everything
from bot.usecases.tension import OwnPress, press_own_check_in
from bot.usecases.undo import undo
from tests.fakes import FakeClock
from tests.usecases.check_ins import (
    answer,
    answer_own,
    arrived,
    how_many,
    kept,
    kept_own,
    press,
    tension_off,
)
from tests.usecases.people import LEO, MIA, join

ASKED_BY = 175928847299117063


def local(text: str) -> datetime:
    return datetime.fromisoformat(text)


# What follows


async def test_a_crisis_answer_within_a_week_of_another_has_the_short_form(
    store: Store, clock: FakeClock, asked: OccurrenceId
) -> None:
    await answer(store, clock, asked, "t3", "s10")
    clock.advance(days=7)
    second = await answer(store, clock, await arrived(store, clock), "t3", "s9")
    clock.advance(days=7, minutes=1)
    third = await answer(store, clock, await arrived(store, clock), "t3", "s9")

    assert second.care.texts == (Text.CRISIS_AGAIN,)
    assert third.care.texts == (Text.CRISIS,)


async def test_correcting_a_check_in_to_nine_is_no_second_crisis(
    store: Store, clock: FakeClock, asked: OccurrenceId
) -> None:
    await answer(store, clock, asked, "t3", "s10")

    assert (await answer(store, clock, asked, "s9")).care.texts == (Text.CRISIS,)


async def test_a_crisis_that_was_corrected_away_leaves_the_next_one_whole(
    store: Store, clock: FakeClock, asked: OccurrenceId
) -> None:
    await answer(store, clock, asked, "t3", "s10", "s1")
    clock.advance(days=1)

    later = await answer(store, clock, await arrived(store, clock), "t3", "s9")

    assert later.care.texts == (Text.CRISIS,)


async def test_no_card_is_offered_in_two_check_ins_in_a_row(
    store: Store, clock: FakeClock, asked: OccurrenceId
) -> None:
    offered = []
    for _ in range(6):
        clock.advance(hours=1)
        done = await answer(store, clock, await arrived(store, clock), "t6", "s4")
        offered.append(done.care.card)

    assert all(card is not None for card in offered)
    assert all(a != b for a, b in pairwise(offered))


async def test_within_one_check_in_the_offer_stays(
    store: Store, clock: FakeClock, asked: OccurrenceId
) -> None:
    done = await answer(store, clock, asked, "t6", "s4")
    clock.advance(minutes=5)

    again = await answer(store, clock, asked, "where", values=["jaw"])

    assert again.care.card == done.care.card == "tension"


async def test_tension_eight_twice_in_a_row_offers_the_card_once_and_the_signs_twice(
    store: Store, clock: FakeClock, asked: OccurrenceId
) -> None:
    first = await answer(store, clock, asked, "t8", "s4")
    clock.advance(hours=1)
    second = await answer(store, clock, await arrived(store, clock), "t9", "s4")

    assert (first.care.card, second.care.card) == ("tension", None)
    assert first.care.offers_warning_signs
    assert second.care.offers_warning_signs


async def test_nothing_that_is_answered_reaches_a_queue_by_itself(
    store: Store, clock: FakeClock, asked: OccurrenceId
) -> None:
    await answer(store, clock, asked, "t10", "s10", "s3", "s10")
    await answer(store, clock, asked, "where", values=["head"])

    assert await store.reads.rows("SELECT * FROM queue_item") == []


# Presses that do not count


async def test_a_strangers_press_is_refused_and_keeps_nothing(
    store: Store, clock: FakeClock, asked: OccurrenceId
) -> None:
    await join(store, clock, LEO)

    for action in ("t6", "s4", "where", "change"):
        with pytest.raises(NotAllowed):
            await press(store, clock, asked, action, by=LEO)

    assert await how_many(store) == 0


@pytest.mark.parametrize(("action", "crisis"), [("t10", False), ("s8", False), ("s9", True)])
async def test_after_everything_was_stopped_nothing_is_kept_but_a_crisis_is_heard(
    store: Store, clock: FakeClock, asked: OccurrenceId, action: str, crisis: bool
) -> None:
    await stop_everything(store, clock, by=MIA, place=Place.DM)

    result = await press(store, clock, asked, action)

    assert result == StoppedBefore(in_crisis=crisis)
    assert await how_many(store) == 0


async def test_after_they_were_turned_off_an_older_message_is_not_active(
    store: Store, clock: FakeClock, asked: OccurrenceId
) -> None:
    await tension_off(store, clock)

    result = await press(store, clock, asked, "s10")

    assert isinstance(result, DidNotCount)
    assert (result.verdict, result.in_crisis) == (Verdict.OUTDATED, True)
    assert await how_many(store) == 0


async def test_stop_ends_them_and_undo_brings_them_back_with_their_place(
    store: Store, clock: FakeClock, asked: OccurrenceId
) -> None:
    stopped = await press(store, clock, asked, "stop")
    assert isinstance(stopped, StoppedThis)
    assert stopped.change_id is not None

    await undo(store, clock, KINDS, by=MIA, change_id=stopped.change_id)

    assert isinstance(await press(store, clock, asked, "t6"), CheckedIn)


async def test_an_answered_check_in_stays_kept_when_they_are_stopped(
    store: Store, clock: FakeClock, asked: OccurrenceId
) -> None:
    await answer(store, clock, asked, "t6", "s4")

    await press(store, clock, asked, "stop")

    found = await kept(store, asked)
    assert found is not None
    assert found.scores == {"tension": 6, "stress": 4}


# One that the member asked for


async def test_a_check_in_of_ones_own_is_kept_like_any_other(
    store: Store, clock: FakeClock
) -> None:
    await join(store, clock)

    done = await answer_own(store, clock, ASKED_BY, "t6", "s4")

    assert done.asking is None
    found = await kept_own(store, ASKED_BY)
    assert found == done.check_in
    assert found.scores == {"tension": 6, "stress": 4}
    assert found.local_at == local("2026-11-23 09:00")


async def test_two_that_are_asked_for_are_two(store: Store, clock: FakeClock) -> None:
    await join(store, clock)

    await answer_own(store, clock, 1, "t6", "s4")
    await answer_own(store, clock, 2, "t6", "s4")

    assert await how_many(store) == 2


async def test_a_check_in_of_ones_own_can_be_corrected_for_a_day(
    store: Store, clock: FakeClock
) -> None:
    await join(store, clock)
    await answer_own(store, clock, ASKED_BY, "t6")
    clock.advance(hours=24)
    await answer_own(store, clock, ASKED_BY, "t5")
    clock.advance(seconds=1)

    result = await press_own_check_in(store, clock, KINDS, OwnPress(MIA, ASKED_BY, "s10"))

    assert isinstance(result, DidNotCount)
    assert (result.verdict, result.in_crisis) == (Verdict.STANDS, True)
    found = await kept_own(store, ASKED_BY)
    assert found is not None
    assert found.scores == {"tension": 5}


async def test_a_crisis_counts_across_both_ways_to_be_asked(
    store: Store, clock: FakeClock, asked: OccurrenceId
) -> None:
    await answer(store, clock, asked, "t3", "s9")
    clock.advance(hours=1)

    own = await answer_own(store, clock, ASKED_BY, "t3", "s9")

    assert own.care.texts == (Text.CRISIS_AGAIN,)


async def test_before_consent_and_after_stop_nothing_of_ones_own_is_kept(
    store: Store, clock: FakeClock
) -> None:
    pressed = OwnPress(MIA, ASKED_BY, "s9")
    with pytest.raises(NotAllowed):
        await press_own_check_in(store, clock, KINDS, pressed)
    await join(store, clock)
    await stop_everything(store, clock, by=MIA, place=Place.DM)

    result = await press_own_check_in(store, clock, KINDS, pressed)

    assert result == StoppedBefore(in_crisis=True)
    assert await how_many(store) == 0


@pytest.mark.parametrize("action", ["stop", "done", "t11", "x1", ""])
async def test_a_button_that_no_check_in_has_is_refused(
    store: Store, clock: FakeClock, action: str
) -> None:
    await join(store, clock)

    with pytest.raises(NotFound):
        await press_own_check_in(store, clock, KINDS, OwnPress(MIA, ASKED_BY, action))
