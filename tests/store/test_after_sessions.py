"""What became of what hung on a session: questions, reminders, cases and scores."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from bot.domain.case import Reason
from bot.domain.ids import ClinicId, DiscordUserId, MemberId
from bot.domain.occurrence import State
from bot.domain.session import Session
from bot.store import checkins, hanging, presses, queue, sessions
from bot.store.columns import to_ms
from bot.store.connection import Store
from tests.store.agenda import DAY, again, book, log
from tests.store.builders import NOW_AT, minutes
from tests.store.hanging import KIND, OTHER_KIND, came, hang

ROSA = DiscordUserId(7)


@pytest.fixture
async def session(store: Store, clinic: ClinicId, mia: MemberId) -> Session:
    return await log(store, clinic, mia)


async def test_what_became_of_each_question_comes_in_its_order(
    store: Store, session: Session
) -> None:
    for day, state in ((3, "queued"), (1, "answered"), (2, "sent")):
        await came(store, await hang(store, session, None), NOW_AT + day * DAY, state)

    found = await hanging.came(store.reads, session.id, KIND)

    assert [one.state for one in found] == [State.ANSWERED, State.SENT, State.QUEUED]
    assert [one.sent_at for one in found] == [NOW_AT + DAY, NOW_AT + 2 * DAY, None]


async def test_sessions_with_silence_are_found_while_it_is_fresh(
    store: Store, clinic: ClinicId, mia: MemberId, session: Session
) -> None:
    await came(store, await hang(store, session, None), NOW_AT)
    answered = await log(store, clinic, mia, NOW_AT - DAY)
    await came(store, await hang(store, answered, None), NOW_AT, "answered")

    async def found(from_at: datetime, until_at: datetime) -> list[int]:
        return await hanging.sessions_unanswered(  # type: ignore[return-value]
            store.reads, KIND, held_from_at=NOW_AT - DAY, from_at=from_at, until_at=until_at
        )

    assert await found(NOW_AT, NOW_AT) == [session.id]
    assert await found(NOW_AT + minutes(1), NOW_AT + DAY) == []
    assert await found(NOW_AT - DAY, NOW_AT - minutes(1)) == []


async def test_reminders_that_came_are_known_by_how_long_before_they_were(
    store: Store, session: Session
) -> None:
    number = await hang(store, session, None, kind=OTHER_KIND, before_min=1440)
    await hang(store, session, kind=OTHER_KIND, before_min=120)
    await came(store, number, NOW_AT)

    assert await hanging.reminded(store.reads, session.id, OTHER_KIND) == {1440}


async def test_what_was_written_down_before_it_began_was_booked(
    store: Store, clinic: ClinicId, mia: MemberId, session: Session
) -> None:
    booked = await book(store, clinic, mia)

    assert await sessions.was_booked(store.reads, booked.id)
    assert not await sessions.was_booked(store.reads, session.id)


async def test_cases_about_a_sessions_time_are_settled_and_no_other(
    store: Store, clinic: ClinicId, mia: MemberId, session: Session
) -> None:
    async with store.write() as tx:
        for reason in (Reason.TOOK_PLACE, Reason.CANT_MAKE_IT, Reason.MOVE, Reason.HURTS):
            await queue.add(tx, clinic, mia, reason.value, NOW_AT, session_id=session.id)
        await queue.add(tx, clinic, mia, Reason.MOVE.value, NOW_AT)
        await queue.settle_cases(tx, session.id, ROSA, NOW_AT)

    rows = await store.reads.rows("SELECT reason, session_id FROM queue_item WHERE state = 'open'")
    assert [tuple(row) for row in rows] == [("hurts", session.id), ("move", None)]
    assert await queue.had_case(store.reads, session.id, Reason.TOOK_PLACE)
    assert not await queue.had_case(store.reads, session.id, Reason.UNANSWERED)


async def test_the_last_score_to_each_question_in_a_time_counts(
    store: Store, mia: MemberId
) -> None:
    async with store.write() as tx:
        for number, (at, value) in enumerate(
            [(NOW_AT, 3), (NOW_AT + minutes(5), 4), (NOW_AT + DAY, 9)], 1
        ):
            await tx.run(
                "INSERT INTO checkin VALUES (?1, ?2, 'tension', 'n' || ?1, ?3, ?3,"
                " '2026-11-23T09:00', ?3)",
                (number, mia, to_ms(at)),
            )
            await tx.run("INSERT INTO score VALUES (?, 'tension', ?)", (number, value))

    found = await checkins.scores_between(
        store.reads, mia, NOW_AT - DAY, NOW_AT + timedelta(hours=1)
    )

    assert found == {"tension": 4}


async def test_another_answer_takes_the_place_of_the_first(store: Store, session: Session) -> None:
    number = await hang(store, session, None, kind=OTHER_KIND)
    await came(store, number, NOW_AT, "answered")
    (row,) = await store.reads.rows("SELECT id FROM occurrence")

    async with store.write() as tx:
        await presses.answer_anew(tx, row["id"], "cant_come", NOW_AT)

    (row,) = await store.reads.rows("SELECT answer FROM occurrence")
    assert row["answer"] == "cant_come"
    assert (await again(store, session.id)).state.value == "held"
