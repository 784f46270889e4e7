"""What has to be seen to now and then, though nobody presses anything: hourly, in any order."""

from __future__ import annotations

from bot.clock import Clock
from bot.store.connection import Store
from bot.usecases.delivering import Delivering
from bot.usecases.passing import queue_passed_bookings
from bot.usecases.silence import end_silent_plans
from bot.usecases.waiting import drop_waiting


async def look_after_sessions(store: Store, clock: Clock, delivering: Delivering) -> None:
    """Ask about bookings that have passed, end plans nobody answers, drop what waited too long."""
    asked = await queue_passed_bookings(store, clock)
    ended = await end_silent_plans(store, clock)
    dropped = await drop_waiting(store, clock)
    if asked or ended or dropped:
        delivering.wake()
