"""Small rows for the store's tests: a member, a clinic, a schedule, an occurrence in any state."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from bot.domain.consent import MembershipState
from bot.domain.ids import (
    ClinicId,
    DiscordGuildId,
    DiscordUserId,
    MemberId,
    OccurrenceId,
    ScheduleId,
)
from bot.domain.member import Settings
from bot.domain.occurrence import Candidate, Claimed, Pressed
from bot.domain.quiet_hours import QuietHours
from bot.domain.rule import Occasion, Rule
from bot.domain.zones import zone
from bot.store import claims, clinics, members, presses, schedules
from bot.store.columns import from_slot, to_ms
from bot.store.connection import Row, Store, Tx

NOW_AT = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
LONG_AGO_AT = datetime(2000, 1, 1, tzinfo=UTC)
SLOT = "2026-11-23T09:00"


def minutes(number: float) -> timedelta:
    return timedelta(minutes=number)


def settings(
    *, zone_name: str = "Europe/Berlin", quiet: QuietHours | None = None, daily_limit: int = 8
) -> Settings:
    return Settings(zone(zone_name), quiet, daily_limit)


async def add_member(store: Store, number: int = 1, *, chosen: Settings | None = None) -> MemberId:
    """A member who has agreed with nobody yet."""
    async with store.write() as tx:
        return await members.add(
            tx, DiscordUserId(1000 + number), "en", chosen or settings(), NOW_AT
        )


async def add_clinic(store: Store, number: int = 1) -> ClinicId:
    async with store.write() as tx:
        found = await clinics.find_or_add(
            tx, DiscordGuildId(5000 + number), "Europe/Berlin", NOW_AT
        )
    return found.id


async def put_membership(
    tx: Tx,
    member: MemberId,
    clinic: ClinicId,
    state: MembershipState = MembershipState.AGREED,
    at: datetime = NOW_AT,
) -> None:
    """How a member stands, with no line in the ledger."""
    await tx.run(clinics.SET_MEMBERSHIP, (member, clinic, state.value, to_ms(at)))


async def set_membership(
    store: Store,
    member: MemberId,
    clinic: ClinicId,
    state: MembershipState = MembershipState.AGREED,
) -> None:
    async with store.write() as tx:
        await put_membership(tx, member, clinic, state)


async def add_client(store: Store, number: int = 1, *, chosen: Settings | None = None) -> MemberId:
    """A member who has agreed with the one clinic there is."""
    member = await add_member(store, number, chosen=chosen)
    await set_membership(store, member, await add_clinic(store))
    return member


async def add_schedule(
    store: Store,
    member: MemberId,
    *,
    kind: str = "posture",
    rule: Rule | None = None,
    upcoming: Occasion | None = None,
    clinic: ClinicId | None = None,
) -> ScheduleId:
    async with store.write() as tx:
        return await schedules.add(
            tx,
            kind=kind,
            member_id=member,
            wish={"asked": kind},
            rule=rule,
            upcoming=upcoming,
            now_at=NOW_AT,
            clinic_id=clinic,
        )


def at_slot(slot: str, at: datetime) -> Occasion:
    return Occasion(from_slot(slot), at)


async def add_occurrence(
    store: Store,
    schedule: ScheduleId,
    slot: str = SLOT,
    *,
    at: datetime = NOW_AT,
    **columns: Any,
) -> OccurrenceId:
    """An occurrence, queued and ready at ``at`` unless ``columns`` say otherwise."""
    values: dict[str, Any] = {
        "schedule_id": schedule,
        "slot": slot,
        "due_at": at,
        "send_after_at": at,
        "ready_at": at,
        "lane": 4,
        "state": "queued",
        **columns,
    }
    if values["state"] == "sending":
        values.setdefault("attempt_at", at)
    names, marks = ", ".join(values), ", ".join("?" * len(values))
    row = [to_ms(v) if isinstance(v, datetime) else v for v in values.values()]
    async with store.write() as tx:
        written = await tx.rows(
            f"INSERT INTO occurrence ({names}) VALUES ({marks}) RETURNING id", row
        )
    return OccurrenceId(written[0]["id"])


async def occurrence(store: Store, occurrence_id: OccurrenceId) -> Row:
    row = await store.reads.row("SELECT * FROM occurrence WHERE id = ?", (occurrence_id,))
    assert row is not None
    return row


async def state_of(store: Store, occurrence_id: OccurrenceId) -> str:
    state: str = (await occurrence(store, occurrence_id))["state"]
    return state


async def deliveries(store: Store, occurrence_id: OccurrenceId) -> list[tuple[int, int | None]]:
    """The step and the message of each message that is on record."""
    sql = "SELECT step, message_id FROM delivery WHERE occurrence_id = ? ORDER BY step"
    return [(r["step"], r["message_id"]) for r in await store.reads.rows(sql, (occurrence_id,))]


async def ready(
    store: Store,
    now_at: datetime = NOW_AT,
    *,
    doubt_from_at: datetime = LONG_AGO_AT,
    at_most: int = 50,
) -> list[Candidate]:
    async with store.write() as tx:
        found, unreadable = await claims.ready(tx, now_at, doubt_from_at, at_most)
    assert unreadable == []
    return found


async def ready_ids(store: Store, now_at: datetime = NOW_AT) -> list[OccurrenceId]:
    return [candidate.id for candidate in await ready(store, now_at)]


async def claim(
    store: Store,
    candidates: Sequence[Candidate],
    now_at: datetime = NOW_AT,
    item: str | None = None,
) -> list[Claimed]:
    """Mark candidates as being sent."""
    claimed = [Claimed(candidate, item, now_at) for candidate in candidates]
    async with store.write() as tx:
        await claims.mark_sending(tx, claimed)
    return claimed


async def pressed(store: Store, occurrence_id: OccurrenceId) -> Pressed:
    found = await presses.find(store.reads, occurrence_id)
    assert found is not None
    return found


async def query_plan(store: Store, sql: str, parameters: object = ()) -> str:
    """How SQLite would run a query, one step a line."""
    rows = await store.reads.rows(f"EXPLAIN QUERY PLAN {sql}", parameters)  # type: ignore[arg-type]
    return "\n".join(row["detail"] for row in rows)
