"""What hangs on a session: found, ended, brought back, and what became of it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from bot.domain.case import Reason
from bot.domain.follow_up import WAITING
from bot.domain.ids import ClinicId, DiscordUserId, MemberId, ScheduleId
from bot.domain.local_time import local_of
from bot.domain.occurrence import State
from bot.domain.rule import Occasion, OneDate, Rule
from bot.domain.session import Session
from bot.domain.zones import zone
from bot.store import follow_ups, queue, schedules
from bot.store.columns import to_ms
from bot.store.connection import Store
from tests.store.agenda import DAY, again, book, log
from tests.store.builders import NOW_AT, add_client, add_clinic, add_member, minutes

BERLIN = zone("Europe/Berlin")
KIND, OTHER_KIND = "follow_up", "appointment"
ROSA = DiscordUserId(7)


@pytest.fixture
async def clinic(store: Store) -> ClinicId:
    return await add_clinic(store)


@pytest.fixture
async def mia(store: Store, clinic: ClinicId) -> MemberId:
    return await add_client(store)


@pytest.fixture
async def session(store: Store, clinic: ClinicId, mia: MemberId) -> Session:
    return await log(store, clinic, mia)


async def hang(
    store: Store,
    session: Session,
    at: datetime | None = NOW_AT + DAY,
    *,
    kind: str = KIND,
    held_for: str | None = None,
    **wish: Any,
) -> ScheduleId:
    """Something of a session that comes at an instant; None: it came already."""
    upcoming = None if at is None else Occasion(local_of(at, BERLIN), at)
    local_day = (local_of(at or NOW_AT, BERLIN)).date()
    async with store.write() as tx:
        return await schedules.add(
            tx,
            kind=kind,
            member_id=session.member_id,
            clinic_id=session.clinic_id,
            session_id=session.id,
            wish=wish,
            rule=Rule(OneDate(local_day), (600,)),
            upcoming=upcoming,
            now_at=NOW_AT,
            held_for=held_for,
        )


async def came(store: Store, schedule: ScheduleId, at: datetime, state: str = "sent") -> None:
    """It was due at an instant, and is in a state now."""
    async with store.write() as tx:
        number = await schedules.add_occurrence_now(tx, schedule, local_of(at, BERLIN), 2, at)
        await tx.run(
            "UPDATE occurrence SET state = ?, attempt_at = ? WHERE id = ?",
            (state, to_ms(at), number),
        )
        if state in {"sent", "answered"}:
            await tx.run("INSERT INTO delivery VALUES (?, 1, 1, ?, ?)", (number, number, to_ms(at)))


async def pending(store: Store, session: Session, kind: str = KIND) -> list[ScheduleId]:
    found = await follow_ups.pending_of_session(store.reads, session.id, kind)
    return [one.id for one in found]


async def status(store: Store, schedule: ScheduleId) -> tuple[str, str | None]:
    found = await schedules.get(store.reads, schedule)
    assert found is not None
    return found.status, found.end_reason


async def test_what_is_to_come_is_what_is_ahead_or_waits_to_be_sent(
    store: Store, session: Session
) -> None:
    ahead = await hang(store, session)
    over = await hang(store, session, None)
    waits = await hang(store, session, None)
    held = await hang(store, session, held_for=WAITING)
    await came(store, over, NOW_AT)
    await came(store, waits, NOW_AT, "queued")

    assert await pending(store, session) == [ahead, waits, held]
    assert await pending(store, session, OTHER_KIND) == []


async def test_a_schedule_that_waits_is_paused_for_a_reason_of_ours(
    store: Store, session: Session
) -> None:
    number = await hang(store, session, held_for=WAITING)

    found = await schedules.get(store.reads, number)

    assert found is not None
    assert (found.status, found.held_back, found.session_id) == ("paused", True, session.id)
    assert not (await schedules.get(store.reads, await hang(store, session))).held_back  # type: ignore[union-attr]


async def test_a_clients_plan_is_that_of_one_clinic(
    store: Store, clinic: ClinicId, mia: MemberId, session: Session
) -> None:
    other = await add_clinic(store, 2)
    later = await hang(store, session, NOW_AT + 2 * DAY)
    soon = await hang(store, session, NOW_AT + DAY)
    await hang(store, await log(store, other, mia))

    found = await follow_ups.pending_of_client(store.reads, mia, clinic, KIND)

    assert [one.id for one in found] == [soon, later]


async def test_ending_leaves_what_was_sent_to_be_answered_and_drops_what_waits(
    store: Store, clinic: ClinicId, mia: MemberId, session: Session
) -> None:
    sent, waits = await hang(store, session, None), await hang(store, session, None)
    ahead = await hang(store, session)
    await came(store, sent, NOW_AT)
    await came(store, waits, NOW_AT, "queued")
    async with store.write() as tx:
        found = await follow_ups.pending_of_session(tx, session.id, KIND)
        await follow_ups.end_pending(tx, found, "replaced", NOW_AT)

    assert await status(store, sent) == ("active", None)
    assert await status(store, ahead) == ("ended", "replaced")
    ended = await follow_ups.ended_for(store.reads, mia, clinic, "replaced")
    assert [one.id for one in ended] == [waits, ahead]
    row = await store.reads.row(
        "SELECT state, end_reason FROM occurrence WHERE schedule_id = ?", (waits,)
    )
    assert row is not None
    assert tuple(row) == ("dropped", "replaced")


async def test_a_changed_session_ends_all_that_hangs_on_it_or_one_kind_of_it(
    store: Store, session: Session
) -> None:
    asked = await hang(store, session, None)
    await came(store, asked, NOW_AT)
    reminder = await hang(store, session, kind=OTHER_KIND)

    async with store.write() as tx:
        await follow_ups.end_session(tx, session.id, "moved", NOW_AT, OTHER_KIND)
    assert await status(store, asked) == ("active", None)
    assert await status(store, reminder) == ("ended", "moved")
    async with store.write() as tx:
        await follow_ups.end_session(tx, session.id, "cancelled", NOW_AT)

    assert await status(store, asked) == ("ended", "cancelled")
    assert await status(store, reminder) == ("ended", "over"), "no reason finds it any more"


async def test_a_plan_is_overtaken_by_one_that_was_logged_later_while_its_session_stands(
    store: Store, clinic: ClinicId, mia: MemberId, session: Session
) -> None:
    mine, same = await hang(store, session), await hang(store, session)
    other = await log(store, clinic, mia, NOW_AT - DAY)
    elsewhere = await log(store, await add_clinic(store, 2), mia)
    await hang(store, elsewhere)
    await hang(store, other, kind=OTHER_KIND)
    assert not await follow_ups.is_overtaken(store.reads, mine)

    later = await hang(store, other)

    assert await follow_ups.is_overtaken(store.reads, same)
    assert not await follow_ups.is_overtaken(store.reads, later)
    async with store.write() as tx:
        await tx.run("UPDATE session SET state = 'cancelled' WHERE id = ?", (other.id,))
    assert not await follow_ups.is_overtaken(store.reads, mine)


async def test_what_became_of_each_question_comes_in_its_order(
    store: Store, session: Session
) -> None:
    for day, state in ((3, "queued"), (1, "answered"), (2, "sent")):
        await came(store, await hang(store, session, None), NOW_AT + day * DAY, state)

    found = await follow_ups.came(store.reads, session.id, KIND)

    assert [one.state for one in found] == [State.ANSWERED, State.SENT, State.QUEUED]
    assert [one.sent_at for one in found] == [NOW_AT + DAY, NOW_AT + 2 * DAY, None]


async def test_sessions_with_silence_are_found_while_it_is_fresh(
    store: Store, clinic: ClinicId, mia: MemberId, session: Session
) -> None:
    await came(store, await hang(store, session, None), NOW_AT)
    answered = await log(store, clinic, mia, NOW_AT - DAY)
    await came(store, await hang(store, answered, None), NOW_AT, "answered")

    async def found(from_at: datetime, until_at: datetime) -> list[int]:
        return await follow_ups.sessions_unanswered(  # type: ignore[return-value]
            store.reads, KIND, held_from_at=NOW_AT - DAY, from_at=from_at, until_at=until_at
        )

    assert await found(NOW_AT, NOW_AT) == [session.id]
    assert await found(NOW_AT + minutes(1), NOW_AT + DAY) == []
    assert await found(NOW_AT - DAY, NOW_AT - minutes(1)) == []


async def test_a_client_is_told_of_a_session_once_as_it_stands(
    store: Store, session: Session
) -> None:
    async def is_told(sequence: int) -> bool:
        return await follow_ups.is_told(store.reads, session.id, "booking", sequence)

    assert not await is_told(1)
    number = await hang(store, session, None, kind="booking", sequence=1)
    assert await is_told(1)
    assert not await is_told(2)
    await came(store, number, NOW_AT, "queued")
    async with store.write() as tx:
        await follow_ups.end_session(tx, session.id, "overtaken", NOW_AT)
    assert not await is_told(1), "it never left"


async def test_reminders_that_came_are_known_by_how_long_before_they_were(
    store: Store, session: Session
) -> None:
    number = await hang(store, session, None, kind=OTHER_KIND, before_min=1440)
    await hang(store, session, kind=OTHER_KIND, before_min=120)
    await came(store, number, NOW_AT)

    assert await follow_ups.reminded(store.reads, session.id, OTHER_KIND) == {1440}


async def test_what_was_written_down_before_it_began_was_booked(
    store: Store, clinic: ClinicId, mia: MemberId, session: Session
) -> None:
    booked = await book(store, clinic, mia)

    assert await follow_ups.was_booked(store.reads, booked.id)
    assert not await follow_ups.was_booked(store.reads, session.id)


async def test_cases_about_a_sessions_time_are_settled_and_no_other(
    store: Store, clinic: ClinicId, mia: MemberId, session: Session
) -> None:
    async with store.write() as tx:
        for reason in (Reason.TOOK_PLACE, Reason.CANT_MAKE_IT, Reason.MOVE, Reason.HURTS):
            await queue.add(tx, clinic, mia, reason.value, NOW_AT, session_id=session.id)
        await queue.add(tx, clinic, mia, Reason.MOVE.value, NOW_AT)
        await follow_ups.settle_cases(tx, session.id, ROSA, NOW_AT)

    rows = await store.reads.rows("SELECT reason, session_id FROM queue_item WHERE state = 'open'")
    assert [tuple(row) for row in rows] == [("hurts", session.id), ("move", None)]
    assert await follow_ups.had_case(store.reads, session.id, Reason.TOOK_PLACE)
    assert not await follow_ups.had_case(store.reads, session.id, Reason.UNANSWERED)


async def test_what_waited_too_long_is_of_people_who_have_not_agreed(
    store: Store, clinic: ClinicId, mia: MemberId, session: Session
) -> None:
    stranger = await add_member(store, 2)
    waits = await log(store, clinic, stranger)
    await hang(store, session, held_for="another reason")

    async def waited(until_at: datetime) -> list[int]:
        found = await follow_ups.waited(store.reads, until_at, WAITING, 9)
        return [one.session_id for one in found]

    assert await waited(NOW_AT - minutes(1)) == []
    assert await waited(NOW_AT) == [waits.id]


async def test_deleting_a_session_takes_along_what_hangs_on_it(
    store: Store, session: Session
) -> None:
    number = await hang(store, session)

    async with store.write() as tx:
        await follow_ups.delete_session(tx, session.id)

    assert await schedules.get(store.reads, number) is None


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

    found = await follow_ups.scores_between(
        store.reads, mia, NOW_AT - DAY, NOW_AT + timedelta(hours=1)
    )

    assert found == {"tension": 4}


async def test_another_answer_takes_the_place_of_the_first(store: Store, session: Session) -> None:
    number = await hang(store, session, None, kind=OTHER_KIND)
    await came(store, number, NOW_AT, "answered")
    (row,) = await store.reads.rows("SELECT id FROM occurrence")

    async with store.write() as tx:
        await follow_ups.answer_anew(tx, row["id"], "cant_come", NOW_AT)

    (row,) = await store.reads.rows("SELECT answer FROM occurrence")
    assert row["answer"] == "cant_come"
    assert (await again(store, session.id)).state.value == "held"
