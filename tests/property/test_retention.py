"""Clearing out changes nothing of what comes next: two lives alike, one of them cleared out."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.domain.habits import Past, habit_after
from bot.domain.ids import ScheduleId
from bot.domain.policy import Patience
from bot.kinds import KINDS
from bot.store import habits
from bot.store.columns import to_slot
from bot.store.connection import Store
from bot.store.migrate import migrate
from bot.usecases.retention import Retention, clear_out
from tests.fakes import FakeClock
from tests.store.builders import NOW_AT, add_client, add_occurrence, add_schedule

DAY = timedelta(days=1)
KEPT_DAYS = 90
COLUMNS: dict[str, dict[str, Any]] = {
    "s": {"state": "sent", "item": "neck"},
    "a": {"state": "answered", "item": "neck", "answer": "done", "answered_at": NOW_AT},
    "z": {"state": "sent", "item": "neck", "step": 2},
    "d": {"state": "dropped"},
    "u": {"state": "unreachable", "item": "neck"},
    "!": {"state": "answered", "item": "?", "answer": "keep", "answered_at": NOW_AT},
    "?": {"state": "sent", "item": "?"},
}
# What comes day after day, then perhaps the question, after which nothing more is delivered.
PASTS = st.builds(
    "{}{}".format,
    st.text("ssssaazdu!", max_size=14),
    st.one_of(st.just(""), st.text("ddu", max_size=8).map("?{}".format)),
)
# What comes afterwards: one more is left or pressed, or the question is answered.
FUTURES = st.text("sap", max_size=8)


@dataclass
class Life:
    """One posture schedule: a day, and what came on it."""

    store: Store
    schedule: ScheduleId
    at: datetime

    async def comes(self, sign: str) -> None:
        self.at += DAY
        if sign == "p":
            async with self.store.write() as tx:
                await habits.close_question(tx, self.schedule, except_for=None, now_at=self.at)
        else:
            await add_occurrence(
                self.store, self.schedule, to_slot(self.at), at=self.at, **COLUMNS[sign]
            )

    async def next_is(self) -> tuple[object, bool]:
        patience = KINDS["posture"].policy.asks_after
        assert isinstance(patience, Patience)
        found = await habits.quiet(self.store.reads, [self.schedule], patience.messages)
        waits = await habits.waits_for_answer(self.store.reads, self.schedule)
        if self.schedule not in found:
            return habit_after([], patience), waits
        quiet = found[self.schedule]
        history = [Past(slot.date(), quiet.waits, pressed=False) for slot in quiet.local_slots]
        return habit_after(history, patience), waits


@asynccontextmanager
async def new_life(past: str, begun_at: datetime) -> AsyncIterator[Life]:
    async with AsyncExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory())
        store = await Store.open(Path(folder) / "unknot.db", None)
        stack.push_async_callback(store.close)
        await migrate(store, NOW_AT)
        life = Life(store, await add_schedule(store, await add_client(store)), begun_at)
        for sign in past:
            await life.comes(sign)
        yield life


async def live(past: str, old: int, future: str) -> bool:
    begun_at = NOW_AT - (KEPT_DAYS + old) * DAY - timedelta(hours=1)
    async with new_life(past, begun_at) as kept, new_life(past, begun_at) as cleared:
        gone = await clear_out(cleared.store, FakeClock(), KINDS, Retention())
        assert await cleared.next_is() == await kept.next_is()
        for sign in future:
            await kept.comes(sign)
            await cleared.comes(sign)
            assert await cleared.next_is() == await kept.next_is()
    return bool(gone.rows)


@settings(derandomize=True, deadline=None, max_examples=80)
@given(PASTS, st.integers(0, 22), FUTURES)
@example("sssss?dddd", 22, "dpsssss")
@example("ssss", 22, "s")
def test_prompts_questions_and_silence_come_as_if_all_were_kept(
    past: str, old: int, future: str
) -> None:
    asyncio.run(live(past, old, future))


def test_the_lives_above_are_cleared_out_at_all() -> None:
    assert asyncio.run(live("asasssdd?dd", 22, "ps"))
