"""Reminders for the tests of use cases: set, changed and undone; come, and pressed."""

from __future__ import annotations

from bot.delivery.planner import plan_due
from bot.domain.ids import ChangeId, ChannelId, DiscordUserId, MessageId, OccurrenceId, ScheduleId
from bot.domain.when import Repeat
from bot.kinds import KINDS
from bot.store import schedules
from bot.store.connection import Store
from bot.store.schedules import Schedule
from bot.usecases.controlling import Control, Controlled, control
from bot.usecases.press_results import PressResult
from bot.usecases.pressing import Press, press_button
from bot.usecases.reminding import Asked, Reminded, change_reminder, remind
from bot.usecases.undo import Undone, undo
from tests.fakes import FakeClock

MIA, TOM = DiscordUserId(1001), DiscordUserId(1002)
CHANNEL, MESSAGE = ChannelId(31), MessageId(41)

SENT = "UPDATE occurrence SET state = 'sent' WHERE id = ?"
OF_SCHEDULE = "SELECT id FROM occurrence WHERE schedule_id = ? ORDER BY id DESC LIMIT 1"


async def set_one(
    store: Store, clock: FakeClock, when: str = "tomorrow 9:00", repeat: Repeat = Repeat.NONE
) -> Reminded:
    asked = Asked("tea", when, repeat, "en")
    return await remind(store, clock, KINDS, by=MIA, asked=asked)


async def change(
    store: Store,
    clock: FakeClock,
    one: ScheduleId,
    when: str,
    *,
    text: str = "tea",
    repeat: Repeat = Repeat.NONE,
    when_before: str | None = None,
) -> Reminded:
    asked = Asked(text, when, repeat, "en", when_before)
    return await change_reminder(store, clock, KINDS, by=MIA, schedule_id=one, asked=asked)


async def do(
    store: Store, clock: FakeClock, one: ScheduleId, what: Control, *, by: DiscordUserId = MIA
) -> Controlled:
    return await control(store, clock, KINDS, by=by, schedule_id=one, what=what)


async def undone(store: Store, clock: FakeClock, change_id: ChangeId | None) -> Undone:
    assert change_id is not None
    return await undo(store, clock, KINDS, by=MIA, change_id=change_id)


async def found(store: Store, one: ScheduleId) -> Schedule:
    schedule = await schedules.get(store.reads, one)
    assert schedule is not None
    return schedule


async def arrived(
    store: Store, clock: FakeClock, repeat: Repeat = Repeat.NONE
) -> tuple[ScheduleId, OccurrenceId]:
    """A reminder that has just come: at 09:05 in Berlin, if it was nine."""
    one = (await set_one(store, clock, "in 5 min", repeat)).schedule_id
    return one, await next_comes(store, clock, one)


async def next_comes(store: Store, clock: FakeClock, schedule_id: ScheduleId) -> OccurrenceId:
    """What is due in five minutes has been sent."""
    clock.advance(minutes=5)
    await plan_due(store, KINDS, clock.now())
    row = await store.reads.row(OF_SCHEDULE, (schedule_id,))
    assert row is not None
    async with store.write() as tx:
        await tx.run(SENT, (row["id"],))
    return OccurrenceId(row["id"])


async def press(
    store: Store,
    clock: FakeClock,
    one: OccurrenceId,
    action: str,
    *values: str,
    by: DiscordUserId = MIA,
) -> PressResult:
    pressing = Press(by, one, 1, action, CHANNEL, MESSAGE, values, "en")
    return await press_button(store, clock, KINDS, pressing)
