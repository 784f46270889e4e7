"""A press on a prompt, for the tests of what it does."""

from __future__ import annotations

from datetime import datetime

from bot.domain.ids import ChannelId, DiscordUserId, MessageId, OccurrenceId
from bot.kinds import KINDS
from bot.kinds.registry import Kinds
from bot.store.connection import Row, Store
from bot.usecases.press_results import PressResult
from bot.usecases.pressing import Press, press_button
from tests.fakes import FakeClock
from tests.usecases.people import (
    MIA,
    join,
    occurrences_of,
    prompt_that_is,
    turn_on,
)

CHANNEL, MESSAGE = ChannelId(31), MessageId(41)


def local(text: str) -> datetime:
    """A wall time, as 2026-11-23 10:00."""
    return datetime.fromisoformat(text)


async def press(
    store: Store,
    clock: FakeClock,
    occurrence_id: OccurrenceId,
    action: str = "done",
    *,
    step: int = 1,
    by: DiscordUserId = MIA,
    kinds: Kinds = KINDS,
) -> PressResult:
    """What a press on a prompt does; by Mia, unless said otherwise."""
    pressed = Press(by, occurrence_id, step, action, CHANNEL, MESSAGE)
    return await press_button(store, clock, kinds, pressed)


async def row(store: Store, occurrence_id: OccurrenceId, by: DiscordUserId = MIA) -> Row:
    """An occurrence as it stands."""
    return next(one for one in await occurrences_of(store, by=by) if one["id"] == occurrence_id)


async def prompt_at_nine(store: Store, clock: FakeClock) -> OccurrenceId:
    """Mia's nine o'clock prompt, just arrived; the next would come at ten."""
    await join(store, clock)
    await turn_on(store, clock)
    return await prompt_that_is(store, clock)
