"""Members for the tests of use cases, on a real database; and what is on its way to them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.domain.consent import Place
from bot.domain.ids import DiscordGuildId, DiscordUserId, OccurrenceId
from bot.domain.local_time import local_of
from bot.domain.member import Member, Settings
from bot.domain.posture import DEFAULT_DAYS, DEFAULT_FROM, DEFAULT_UNTIL, PostureWish
from bot.domain.quiet_hours import DEFAULT_QUIET
from bot.domain.zones import zone
from bot.kinds import KINDS
from bot.kinds.registry import Kinds
from bot.store import members, planning, schedules
from bot.store.columns import to_ms
from bot.store.connection import Row, Store
from bot.store.schedules import Schedule
from bot.usecases.joining import agree
from bot.usecases.posture import PostureOn, turn_posture_on
from bot.usecases.switching import SwitchedOff, turn_off
from tests.fakes import FakeClock

MIA, LEO = DiscordUserId(11), DiscordUserId(12)
CLINIC = DiscordGuildId(21)
BERLIN = zone("Europe/Berlin")
DEFAULTS = Settings(BERLIN, DEFAULT_QUIET, 8)

EVERYTHING = """
SELECT o.*, s.kind, s.wish FROM occurrence AS o JOIN schedule AS s ON s.id = o.schedule_id
WHERE s.member_id = ? ORDER BY o.id"""
SET_STATE = "UPDATE occurrence SET state = ?, attempt_at = send_after_at WHERE id = ?"
SET_DOUBT = "UPDATE occurrence SET doubt_since_at = ? WHERE id = ?"


async def join(
    store: Store, clock: FakeClock, by: DiscordUserId = MIA, settings: Settings = DEFAULTS
) -> Member:
    """Agree with the clinic. The welcome is left queued."""
    agreed = await agree(
        store, clock, by=by, guild=CLINIC, place=Place.SERVER, locale="en-US", defaults=settings
    )
    return agreed.member


def wish(
    every_min: int = 60,
    start: str | None = None,
    end: str | None = None,
    days: Sequence[int] = tuple(DEFAULT_DAYS),
) -> PostureWish:
    """What somebody asks for; nine to five on weekdays unless said otherwise."""
    return PostureWish(
        every_min,
        DEFAULT_FROM if start is None else datetime.fromisoformat(f"2026-01-01 {start}").time(),
        DEFAULT_UNTIL if end is None else datetime.fromisoformat(f"2026-01-01 {end}").time(),
        frozenset(days),
    )


async def turn_on(
    store: Store, clock: FakeClock, wanted: PostureWish | None = None, kinds: Kinds = KINDS
) -> PostureOn:
    """Turn Mia's posture check-ins on."""
    return await turn_posture_on(store, clock, kinds, by=MIA, wish=wanted or wish())


async def posture_off(store: Store, clock: FakeClock, *, by: DiscordUserId = MIA) -> SwitchedOff:
    """Turn them off."""
    return await turn_off(store, clock, KINDS, by=by, kind="posture")


async def member_of(store: Store, by: DiscordUserId = MIA) -> Member:
    found = await members.find(store.reads, by)
    assert found is not None
    return found


async def posture_of(store: Store, by: DiscordUserId = MIA) -> Schedule | None:
    """The live posture schedule."""
    return await schedules.live_of_kind(store.reads, (await member_of(store, by)).id, "posture")


async def next_of(store: Store, by: DiscordUserId = MIA) -> str | None:
    """The next posture time by the wall clock, as 2026-11-23 10:00; None: none comes."""
    schedule = await posture_of(store, by)
    if schedule is None or schedule.next_due_at is None:
        return None
    return f"{local_of(schedule.next_due_at, BERLIN):%Y-%m-%d %H:%M}"


async def occurrences_of(
    store: Store, kind: str | None = None, by: DiscordUserId = MIA
) -> list[Row]:
    """Every occurrence of a member, of one kind if given, the oldest first."""
    rows = await store.reads.rows(EVERYTHING, ((await member_of(store, by)).id,))
    return [row for row in rows if kind in (None, row["kind"])]


async def prompt_that_is(
    store: Store,
    clock: FakeClock,
    state: str = "sent",
    *,
    in_doubt: bool = False,
    by: DiscordUserId = MIA,
) -> OccurrenceId:
    """A posture occurrence of this very moment, in a state."""
    schedule = await posture_of(store, by)
    assert schedule is not None
    local_slot = local_of(clock.now(), BERLIN)
    async with store.write() as tx:
        occurrence = await schedules.add_occurrence_now(
            tx, schedule.id, local_slot, KINDS.lane("posture"), clock.now()
        )
        await tx.run(SET_STATE, (state, occurrence))
        if in_doubt:
            await tx.run(SET_DOUBT, (to_ms(clock.now()), occurrence))
    return occurrence


async def wake_at(store: Store) -> datetime | None:
    """When the engine has something to do next."""
    return await planning.next_wake_at(store.reads)


def coming(on: PostureOn) -> list[str]:
    """The next times of what is on, by Berlin's clock, as Mon 10:00."""
    return [f"{local_of(one.at, BERLIN):%a %H:%M}" for one in on.coming]
