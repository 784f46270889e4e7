"""Whatever members do with a reminder, it comes next just when a plain calendar says."""

from __future__ import annotations

import asyncio
import tempfile
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from bot.delivery.planner import plan_due
from bot.domain.ids import ChangeId, DiscordUserId, ScheduleId
from bot.domain.when import Repeat
from bot.domain.zones import zone
from bot.errors import UserError
from bot.kinds import KINDS
from bot.store import schedules
from bot.store.connection import Store
from bot.store.migrate import migrate
from bot.store.schedules import Schedule
from bot.usecases.controlling import Control, control
from bot.usecases.reminding import Asked, change_reminder, remind
from bot.usecases.settings import change_settings
from bot.usecases.undo import undo
from tests.fakes import FakeClock
from tests.property.reminder_calendar import Calendar, Kept, instant, replace_in
from tests.property.wall_clock_model import DAY
from tests.store.builders import add_client
from tests.store.builders import settings as member_settings

MIA = DiscordUserId(1001)
ZONES = ("Europe/Berlin", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe", "UTC")
# A day before the clocks change in Berlin, in New York, on Lord Howe, and at a month's end.
STARTS = ("2026-03-28 20:00", "2026-03-07 20:00", "2026-10-03 10:00", "2026-01-30 12:00")


def typed(local: datetime) -> str:
    return local.strftime("%Y-%m-%d %H:%M")


@dataclass
class World:
    """The bot's schedule and the calendar beside it, under one clock."""

    store: Store
    clock: FakeClock
    calendar: Calendar
    schedule_id: ScheduleId
    last: tuple[ChangeId, Kept, datetime] | None = None

    async def schedule(self) -> Schedule:
        found = await schedules.get(self.store.reads, self.schedule_id)
        assert found is not None
        return found

    async def check(self) -> None:
        """The schedule says just what the calendar says."""
        schedule = await self.schedule()
        assert schedule.status == (
            "ended" if self.calendar.deleted else "paused" if self.calendar.paused else "active"
        )
        if self.calendar.paused or self.calendar.deleted:
            return
        expected = self.calendar.next_after(self.clock.now())
        noted = (schedule.local_next_slot, schedule.next_due_at)
        assert noted == (expected or (None, None))

    async def live_through(self, hours: int) -> None:
        """Time passes; whatever comes is planned just then."""
        until_at = self.clock.now() + timedelta(hours=hours)
        while (expected := self.coming()) is not None and expected[1] <= until_at:
            self.clock.move_to(expected[1])
            assert await plan_due(self.store, KINDS, self.clock.now()) == 1
            self.calendar.sent.add(expected[0])
            await self.check()
        self.clock.move_to(until_at)
        assert await plan_due(self.store, KINDS, until_at) == 0

    def coming(self) -> tuple[datetime, datetime] | None:
        return None if self.calendar.paused else self.calendar.next_after(self.clock.now())

    async def control(self, what: Control) -> None:
        """Pause, resume or delete it, or skip what comes next."""
        calendar, now_at = self.calendar, self.clock.now()
        kept, expected = calendar.keep(), calendar.next_after(now_at)
        slot = None if expected is None else expected[0]
        try:
            done = await control(
                self.store,
                self.clock,
                KINDS,
                by=MIA,
                schedule_id=self.schedule_id,
                what=what,
                local_slot=slot,
            )
        except UserError:
            once = calendar.repeat is Repeat.NONE
            unskippable = what is Control.SKIP and (calendar.paused or once or slot is None)
            unresumable = what is Control.RESUME and calendar.paused and slot is None
            assert calendar.deleted or unskippable or unresumable
            return
        match what:
            case Control.SKIP:
                assert slot is not None
                calendar.skipped |= {slot}
            case Control.DELETE:
                calendar.deleted = True
            case _:
                calendar.paused = what is Control.PAUSE
        if done.change_id is not None:
            self.last = (done.change_id, kept, now_at)

    async def edit(self, ahead: timedelta, at: time, repeat: Repeat) -> None:
        """Give it another time, typed as a date and a time of day."""
        calendar, now_at = self.calendar, self.clock.now()
        kept = calendar.keep()
        first = datetime.combine((now_at.astimezone(calendar.where) + ahead).date(), at)
        asked = Asked("tea", typed(first), repeat, "en", "before")
        edited = replace_in(calendar, repeat, first)
        try:
            done = await change_reminder(
                self.store,
                self.clock,
                KINDS,
                by=MIA,
                schedule_id=self.schedule_id,
                asked=asked,
            )
        except UserError:
            behind = instant(first, calendar.where) <= now_at
            assert calendar.deleted or behind or edited.next_after(now_at) is None
            return
        self.calendar = edited
        assert done.change_id is not None
        self.last = (done.change_id, kept, now_at)

    async def undo(self) -> None:
        """Take the last change back."""
        if self.last is None:
            return
        (change_id, kept, made_at), self.last = self.last, None
        back = replace_in(self.calendar, kept.repeat, kept.first)
        back.bring_back(kept)
        try:
            await undo(self.store, self.clock, KINDS, by=MIA, change_id=change_id)
        except UserError:
            late = self.clock.now() - made_at > timedelta(hours=24)
            assert late or (back.next_after(self.clock.now()) is None and not back.paused)
            return
        self.calendar = back

    async def move(self, name: str) -> None:
        """The member's wall clock is another one."""
        calendar = self.calendar
        before = calendar.next_after(self.clock.now())
        await change_settings(self.store, self.clock, KINDS, by=MIA, zone=zone(name))
        calendar.where = zone(name)
        if before is None or instant(before[0], calendar.where) > self.clock.now():
            return
        if calendar.repeat is Repeat.NONE and not calendar.paused:
            # The clock got past it on the way: it comes at once.
            assert (await self.schedule()).next_due_at == self.clock.now()
            assert await plan_due(self.store, KINDS, self.clock.now()) == 1
            calendar.sent.add(before[0])


# A step: the name of what is done, and with what.
Did = tuple[Any, ...]
REPEATS = st.sampled_from(list(Repeat))
TIMES = st.sampled_from([time(9), time(2, 30), time(0, 5), time(23, 55), time(1, 45)])
STEPS = st.one_of(
    st.builds(lambda hours: ("live_through", hours), st.integers(1, 80)),
    st.builds(lambda what: ("control", what), st.sampled_from(list(Control))),
    st.builds(
        lambda days_ahead, at, repeat: ("edit", timedelta(days=days_ahead), at, repeat),
        st.integers(0, 9),
        TIMES,
        REPEATS,
    ),
    st.just(("undo",)),
    st.builds(lambda name: ("move", name), st.sampled_from(ZONES)),
)


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    start=st.sampled_from(STARTS),
    where=st.sampled_from(ZONES),
    repeat=REPEATS,
    at=TIMES,
    days_ahead=st.integers(1, 3),
    steps=st.lists(STEPS, max_size=12),
)
@example(
    start=STARTS[0],
    where=ZONES[0],
    repeat=Repeat.DAILY,
    at=time(2, 30),
    days_ahead=1,
    steps=[("control", Control.SKIP), ("live_through", 30), ("undo",), ("move", ZONES[1])],
)
@example(
    start=STARTS[0],
    where="UTC",
    repeat=Repeat.NONE,
    at=time(23, 55),
    days_ahead=1,
    steps=[("live_through", 26), ("move", "Asia/Kolkata")],
)
@example(
    start=STARTS[3],
    where="UTC",
    repeat=Repeat.MONTHLY,
    at=time(9),
    days_ahead=1,
    steps=[
        ("control", Control.SKIP),
        ("edit", timedelta(days=3), time(9), Repeat.WEEKLY),
        ("undo",),
    ],
)
def test_after_every_step_a_reminder_comes_next_when_the_calendar_says(
    *,
    start: str,
    where: str,
    repeat: Repeat,
    at: time,
    days_ahead: int,
    steps: list[Did],
) -> None:
    asyncio.run(
        lived(
            start=start,
            where=where,
            repeat=repeat,
            at=at,
            days_ahead=days_ahead,
            steps=steps,
        )
    )


async def lived(
    *,
    start: str,
    where: str,
    repeat: Repeat,
    at: time,
    days_ahead: int,
    steps: list[Did],
) -> None:
    clock = FakeClock(datetime.fromisoformat(start).replace(tzinfo=UTC))
    with tempfile.TemporaryDirectory() as folder:
        store = await Store.open(Path(folder) / "unknot.db", None)
        try:
            await migrate(store, clock.now())
            world = await begun(
                store, clock, zone(where), repeat=repeat, at=at, days_ahead=days_ahead
            )
            await world.check()
            for name, *args in steps:
                await getattr(world, name)(*args)
                await world.check()
        finally:
            await store.close()


async def begun(
    store: Store, clock: FakeClock, where: ZoneInfo, *, repeat: Repeat, at: time, days_ahead: int
) -> World:
    await add_client(store, 1, chosen=member_settings(zone_name=where.key))
    first_day = (clock.now().astimezone(where) + days_ahead * DAY).date()
    first = datetime.combine(first_day, at)
    done = await remind(store, clock, KINDS, by=MIA, asked=Asked("tea", typed(first), repeat, "en"))
    return World(store, clock, Calendar(where, repeat, first, first), done.schedule_id)
