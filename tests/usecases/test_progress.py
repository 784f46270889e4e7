"""One's own progress: whose scores are read, by which clock, and a picture that fails."""

from __future__ import annotations

import asyncio
import logging
from datetime import UTC, date, datetime, time, timedelta

import pytest

from bot.charts.drawing import Drawing
from bot.charts.words import Words
from bot.domain.consent import Place
from bot.domain.ids import DiscordUserId
from bot.domain.progress import PERIODS, Progress
from bot.domain.zones import zone
from bot.errors import InvalidInput, NotAllowed
from bot.kinds import KINDS
from bot.store import clinics
from bot.store.connection import Store
from bot.texts.catalogue import Catalogue
from bot.ui.progress import picture_words
from bot.usecases.progress import LookBack, look_back, own_progress, picture_of
from bot.usecases.settings import change_settings
from bot.usecases.stopping import stop_everything
from tests.fakes import FakeClock
from tests.store.answers import Answer, a_story, add_answers, add_sessions
from tests.usecases.people import BERLIN, LEO, MIA, join, member_of

TODAY = date(2026, 11, 23)
WORDS = picture_words(Catalogue.load().language("en"))


def evening(ago: int, tension: int) -> Answer:
    return datetime.combine(TODAY - timedelta(days=ago), time(18, 5)), {"tension": tension}


async def answered(store: Store, clock: FakeClock, *answers: Answer) -> None:
    """Mia joins and answers in Berlin."""
    member = await join(store, clock)
    await add_answers(store, member.id, BERLIN, answers)


async def seen(store: Store, clock: FakeClock, days: int = 7, by: DiscordUserId = MIA) -> Progress:
    return await own_progress(store, clock, by=by, period_days=days)


async def test_it_reads_the_askers_answers_and_sessions(store: Store, clock: FakeClock) -> None:
    await answered(store, clock, evening(3, 4), evening(2, 6), evening(1, 5))
    member = await member_of(store, MIA)
    (home,) = await clinics.clinics_of(store.reads, member.id)
    held = [TODAY - timedelta(days=2), TODAY + timedelta(days=2)]
    await add_sessions(store, member.id, home.id, held, where=BERLIN)

    progress = await seen(store, clock)

    assert list(progress.curves[0].days) == [None, None, None, 4, 6, 5, None]
    assert progress.local_sessions == (TODAY - timedelta(days=2),)


async def test_nobody_sees_anybody_elses(store: Store, clock: FakeClock) -> None:
    await answered(store, clock, *a_story(TODAY, 60))
    await join(store, clock, LEO)

    progress = await seen(store, clock, by=LEO)

    assert progress.answers == progress.active_days == progress.active_this_month == 0
    assert not progress.began_before


async def test_somebody_who_never_joined_is_told_how(store: Store, clock: FakeClock) -> None:
    with pytest.raises(NotAllowed) as refused:
        await seen(store, clock, by=LEO)

    assert refused.value.key == "consent.needed"


async def test_after_a_stop_what_is_kept_is_still_theirs_to_see(
    store: Store, clock: FakeClock
) -> None:
    await answered(store, clock, evening(2, 4), evening(1, 6), evening(0, 5))
    await stop_everything(store, clock, by=MIA, place=Place.DM)

    assert (await seen(store, clock)).answers == 3


@pytest.mark.parametrize("days", [0, -7, 8, 31, 365, 10**9])
async def test_a_period_that_is_not_on_offer_is_refused_with_those_that_are(
    store: Store, clock: FakeClock, days: int
) -> None:
    await answered(store, clock)

    with pytest.raises(InvalidInput) as refused:
        await seen(store, clock, days)

    assert refused.value.key == "period.not_offered"
    assert refused.value.params == {"choices": "7, 30, 90"}


@pytest.mark.parametrize("days", PERIODS)
async def test_every_answer_that_a_comparison_needs_is_read(
    store: Store, clock: FakeClock, days: int
) -> None:
    await answered(store, clock, *(evening(ago, 5) for ago in range(200)))

    compared = (await seen(store, clock, days)).curves[0].compared

    assert (compared.before.days, compared.now.days) == (days, days)


async def test_today_is_the_members_own(store: Store, clock: FakeClock) -> None:
    await answered(store, clock)
    clock.move_to(datetime(2026, 11, 23, 22, 59, tzinfo=UTC))
    assert (await seen(store, clock)).local_last == TODAY

    clock.advance(minutes=1)

    assert (await seen(store, clock)).local_last == TODAY + timedelta(days=1)


@pytest.mark.parametrize("elsewhere", ["Pacific/Niue", "Pacific/Kiritimati", "America/New_York"])
async def test_a_change_of_zone_moves_no_answer_to_another_day(
    store: Store, clock: FakeClock, elsewhere: str
) -> None:
    late = datetime.combine(TODAY - timedelta(days=1), time(23, 58))
    early = datetime.combine(TODAY, time(0, 3))
    await answered(store, clock, (late, {"tension": 9}), (early, {"tension": 1}))
    before = await seen(store, clock)

    await change_settings(store, clock, KINDS, by=MIA, zone=zone(elsewhere))
    after = await seen(store, clock)

    shift = (after.local_last - before.local_last).days
    assert before.curves[0].days[-2:] == (9, 1)
    assert after.curves[0].days[5 - shift : 7 - shift] == (9, 1)


async def test_answers_on_the_days_on_which_clocks_change_stay_on_them(
    store: Store, clock: FakeClock
) -> None:
    # 2:30 is skipped in Berlin on the 29th of March and comes twice on the 25th of October.
    for changes in (date(2026, 3, 29), date(2026, 10, 25)):
        clock.move_to(datetime.combine(changes, time(20), UTC))
        days = [changes + timedelta(days=number) for number in (-1, 0)]
        evenings = [(datetime.combine(day, time(0, 1)), {"tension": 4}) for day in days]
        nights = [(datetime.combine(day, time(23, 59)), {"tension": 8}) for day in days]
        member = await join(store, clock)
        await add_answers(store, member.id, BERLIN, evenings + nights)

        assert (await seen(store, clock)).curves[0].days[-2:] == (6, 6)


# The picture


class Broken(Drawing):
    async def draw_progress(self, progress: Progress, words: Words) -> bytes:
        raise RuntimeError(f"cannot draw {progress.curves[0].days}")


@pytest.fixture
async def enough(store: Store, clock: FakeClock) -> Progress:
    await answered(store, clock, evening(2, 4), evening(1, 6), evening(0, 5))
    return await seen(store, clock)


async def test_with_enough_answers_there_is_a_picture(enough: Progress) -> None:
    drawing = Drawing()

    png = await picture_of(drawing, enough, WORDS)
    drawing.close()

    assert png is not None
    assert png.startswith(b"\x89PNG")


async def test_with_too_few_answers_nothing_is_drawn(store: Store, clock: FakeClock) -> None:
    await answered(store, clock, evening(1, 4), evening(0, 6))

    assert await picture_of(Broken(), await seen(store, clock), WORDS) is None


async def test_a_picture_that_fails_is_none_and_the_log_says_where_and_no_score(
    enough: Progress, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        assert await picture_of(Broken(), enough, WORDS) is None

    (record,) = [record for record in caplog.records if record.name.startswith("bot.")]
    assert record.getMessage() == "progress.not_drawn"
    assert vars(record)["error"] == "RuntimeError"
    assert "test_progress.py:" in vars(record)["where"]
    assert record.exc_info is None
    assert "4" not in str(vars(record)["error"])
    assert "cannot draw" not in caplog.text


async def look(store: Store, clock: FakeClock, drawing: Drawing) -> LookBack:
    return await look_back(store, clock, drawing, by=MIA, period_days=7, words=WORDS)


async def test_the_numbers_come_with_the_picture_and_without_it(
    store: Store, clock: FakeClock, enough: Progress
) -> None:
    drawing = Drawing()

    pictured = await look(store, clock, drawing)
    drawing.close()
    plain = await look(store, clock, Broken())

    assert pictured.progress == plain.progress == enough
    assert pictured.png is not None
    assert plain.png is None


async def test_who_asks_at_once_is_counted_one_after_the_other(
    store: Store, clock: FakeClock, enough: Progress
) -> None:
    drawing = Broken()
    await drawing.turn.acquire()
    waiting = [asyncio.ensure_future(look(store, clock, drawing)) for _ in range(5)]
    done, _ = await asyncio.wait(waiting, timeout=0)
    assert not done

    drawing.turn.release()

    assert [each.progress for each in await asyncio.gather(*waiting)] == [enough] * 5
    assert not drawing.turn.locked()


async def test_who_is_refused_gives_up_their_turn(store: Store, clock: FakeClock) -> None:
    drawing = Broken()

    with pytest.raises(NotAllowed):
        await look(store, clock, drawing)

    assert not drawing.turn.locked()


async def test_drawing_after_the_end_of_the_bot_costs_the_picture_alone(enough: Progress) -> None:
    drawing = Drawing()
    drawing.close()

    assert await picture_of(drawing, enough, WORDS) is None
