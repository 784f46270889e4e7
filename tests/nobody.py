"""Those who have nothing to say to the engine, where a test is about something else."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import NoReturn

from bot.domain.claim import DropReason
from bot.domain.ids import ChannelId, DiscordUserId, OccurrenceId
from bot.domain.occurrence import Candidate
from bot.store.connection import Tx


async def hold_nothing_back(
    _tx: Tx, _candidates: Sequence[Candidate], _now_at: datetime
) -> Mapping[OccurrenceId, DropReason]:
    return {}


class NobodyTyped:
    """There is nothing to catch up with."""

    async def hear_out(self, _candidate: Candidate) -> None:
        return None


class NoThreads:
    """Nothing here goes to a thread."""

    async def make_thread(self, channel: ChannelId, name: str) -> NoReturn:
        raise AssertionError("no thread is asked for")

    async def enter_thread(self, thread: ChannelId, user: DiscordUserId) -> NoReturn:
        raise AssertionError("no thread is asked for")
