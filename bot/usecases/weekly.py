"""/clinic weekly: one benefit card a week into a channel, on the clinic's wall clock."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.clock import Clock
from bot.domain.ids import ClinicChangeId, ClinicId, OccurrenceId
from bot.domain.local_time import local_of
from bot.domain.rule import Occasion
from bot.domain.upcoming import first_unused, unused
from bot.domain.weekly import WEEKLY, WeeklyWish
from bot.domain.zones import zone
from bot.store import clinic_changes, posts, schedules
from bot.store.clinics import Clinic
from bot.store.connection import Reads, Store, Tx
from bot.store.schedules import Schedule
from bot.usecases.drafts import Way, check_unsaved, find_change, saving, undoing
from bot.usecases.staff import Caller, require_staff

TURNED_OFF = "turned off"
SHOWN_TIMES = 3


@dataclass(frozen=True, slots=True)
class Weekly:
    """What is set, None: nothing comes; and the wall clock of its next times, three at most."""

    zone: str
    wish: WeeklyWish | None
    local_coming: tuple[datetime, ...]


@dataclass(frozen=True, slots=True)
class WeeklyDraft:
    """What would be set; nothing has changed yet."""

    change_id: ClinicChangeId
    weekly: Weekly


@dataclass(frozen=True, slots=True)
class WeeklyKept:
    """What is set from now on: saved, or brought back."""

    change_id: ClinicChangeId
    weekly: Weekly


async def show_weekly(store: Store, clock: Clock, caller: Caller) -> Weekly:
    """What is set for the caller's clinic. Raises NotAllowed for who is not of its staff."""
    reads = store.reads
    clinic = await require_staff(reads, caller)
    wish = await _wish(reads, clinic.id)
    return await _weekly(reads, clinic, wish, clock.now())


async def draft_weekly(
    store: Store, clock: Clock, caller: Caller, wish: WeeklyWish | None
) -> WeeklyDraft | Weekly:
    """Keep what somebody wants to set, to be shown before it is saved; None turns it off.

    What is set already comes back as it is. Raises NotAllowed for who is not of the staff.
    """
    now_at = clock.now()
    async with store.write() as tx:
        clinic = await require_staff(tx, caller)
        before = await _wish(tx, clinic.id)
        weekly = await _weekly(tx, clinic, wish, now_at)
        if wish == before:
            return weekly
        change_id = await clinic_changes.draft(
            tx,
            clinic.id,
            caller.by,
            WEEKLY,
            before=_plain(before),
            after=_plain(wish),
            now_at=now_at,
        )
    return WeeklyDraft(change_id, weekly)


async def drafted_weekly(
    store: Store, clock: Clock, caller: Caller, change_id: ClinicChangeId
) -> WeeklyDraft:
    """A draft once more, to be changed before it is saved. Raises as ``save_weekly``."""
    clinic = await require_staff(store.reads, caller)
    change = await find_change(store.reads, clinic, change_id, WEEKLY)
    check_unsaved(change, clock.now())
    wish = _wish_of(change.after)
    weekly = await _weekly(store.reads, clinic, wish, clock.now())
    return WeeklyDraft(change_id, weekly)


async def save_weekly(
    store: Store, clock: Clock, caller: Caller, change_id: ClinicChangeId
) -> WeeklyKept:
    """Put a draft in force.

    Raises NotAllowed for who is not of the staff; Conflict when it was saved already, is older
    than a day, or somebody changed the same meanwhile.
    """
    return await _turn(store, clock, caller, change_id, saving)


async def undo_weekly(
    store: Store, clock: Clock, caller: Caller, change_id: ClinicChangeId
) -> WeeklyKept:
    """Bring back what a saved change replaced.

    Raises NotAllowed for who is not of the staff; Conflict when it was undone already, is older
    than a day, or somebody changed the same since.
    """
    return await _turn(store, clock, caller, change_id, undoing)


async def _turn(
    store: Store, clock: Clock, caller: Caller, change_id: ClinicChangeId, way: Way
) -> WeeklyKept:
    now_at = clock.now()
    async with store.write() as tx:
        clinic = await require_staff(tx, caller)
        change = await find_change(tx, clinic, change_id, WEEKLY)
        turn = way(change, now_at)
        is_last = change.latest or change.saved_at is None
        if not is_last or _plain(await _wish(tx, clinic.id)) != turn.replaces:
            raise turn.too_late
        wish = _wish_of(turn.puts)
        await _set(tx, clinic.id, wish, zone(clinic.settings.zone), now_at)
        await turn.mark(tx, change_id, now_at)
        weekly = await _weekly(tx, clinic, wish, now_at)
    return WeeklyKept(change_id, weekly)


async def posted_card(store: Store, occurrence_id: OccurrenceId) -> str | None:
    """Which card a post showed; None once its record was cleared away. For everybody."""
    return await posts.item_of(store.reads, occurrence_id, WEEKLY)


async def follow_zone(tx: Tx, clinic_id: ClinicId, zone_name: str, now_at: datetime) -> None:
    """Let the weekly card come by the wall clock of the clinic's new zone."""
    wish = await _wish(tx, clinic_id)
    if wish is not None:
        await _set(tx, clinic_id, wish, zone(zone_name), now_at)


async def _set(
    tx: Tx, clinic_id: ClinicId, wish: WeeklyWish | None, where: ZoneInfo, now_at: datetime
) -> None:
    # The same schedule for good: what it showed last is how the next card is another one.
    schedule = await posts.latest(tx, clinic_id, WEEKLY)
    if wish is None:
        if schedule is not None:
            await schedules.end(tx, schedule.id, TURNED_OFF, now_at)
        return
    following = _next(wish, schedule, where, now_at)
    plain, rule = wish.to_wish(), wish.rule
    if schedule is None:
        await schedules.add(
            tx,
            kind=WEEKLY,
            member_id=None,
            clinic_id=clinic_id,
            wish=plain,
            rule=rule,
            upcoming=following,
            now_at=now_at,
        )
        return
    await schedules.drop_queued(tx, schedule.id, "changed")
    await schedules.revise(
        tx, schedule.id, wish=plain, rule=rule, upcoming=following, now_at=now_at
    )


def _next(
    wish: WeeklyWish, schedule: Schedule | None, where: ZoneInfo, now_at: datetime
) -> Occasion | None:
    last = None if schedule is None else schedule.local_last_slot
    return first_unused(wish.rule, where, now_at, last)


async def _wish(reads: Reads, clinic_id: ClinicId) -> WeeklyWish | None:
    schedule = await posts.latest(reads, clinic_id, WEEKLY)
    if schedule is None or schedule.status == "ended":
        return None
    return WeeklyWish.from_wish(schedule.wish)


def _plain(wish: WeeklyWish | None) -> dict[str, object]:
    return {} if wish is None else wish.to_wish()


def _wish_of(plain: dict[str, object]) -> WeeklyWish | None:
    return WeeklyWish.from_wish(plain) if plain else None


async def _weekly(
    reads: Reads, clinic: Clinic, wish: WeeklyWish | None, now_at: datetime
) -> Weekly:
    where = zone(clinic.settings.zone)
    if wish is None:
        return Weekly(where.key, None, ())
    posting = await posts.latest(reads, clinic.id, WEEKLY)
    last = None if posting is None else posting.local_last_slot
    coming = unused(wish.rule, where, now_at, last, SHOWN_TIMES)
    return Weekly(where.key, wish, tuple(local_of(one.at, where) for one in coming))
