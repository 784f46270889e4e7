"""What a member's own scores come to, in numbers and in a picture. Nobody else's are ever read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

from bot.charts.drawing import Drawing
from bot.charts.words import Words
from bot.clock import Clock
from bot.domain.ids import DiscordUserId
from bot.domain.local_time import local_of
from bot.domain.progress import PERIODS, Progress, earliest_needed, progress_of
from bot.errors import InvalidInput, NotAllowed
from bot.store import members
from bot.store import progress as answers
from bot.store.connection import Store
from bot.usecases.pictures import drawn

_A_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class LookBack:
    """Somebody's days in numbers, and as PNG; None where there is no picture."""

    progress: Progress
    png: bytes | None


async def look_back(
    store: Store,
    clock: Clock,
    drawing: Drawing,
    *,
    by: DiscordUserId,
    period_days: int,
    words: Words,
) -> LookBack:
    """The asker's own days up to today, 7, 30 or 90 of them, with ``words`` on the picture.

    The numbers come even if the picture fails. Raises as ``own_progress``.
    """
    async with drawing.turn:
        progress = await own_progress(store, clock, by=by, period_days=period_days)
    return LookBack(progress, await picture_of(drawing, progress, words))


async def own_progress(
    store: Store, clock: Clock, *, by: DiscordUserId, period_days: int
) -> Progress:
    """What the asker's own days come to.

    Also for somebody who has stopped: what is kept of them is theirs to see. Raises NotAllowed for
    somebody who never joined, InvalidInput for a period that is not on offer.
    """
    if period_days not in PERIODS:
        raise InvalidInput("period.not_offered", choices=", ".join(map(str, PERIODS)))
    now_at, reads = clock.now(), store.reads
    member = await members.find(reads, by)
    if member is None:
        raise NotAllowed("consent.needed")
    local_today = local_of(now_at, member.settings.zone).date()
    earliest = datetime.combine(earliest_needed(local_today, period_days), time.min, UTC)
    # A day earlier, because a local day may begin before that day does in UTC.
    since_at = earliest - _A_DAY
    return progress_of(
        await answers.scores_since(reads, member.id, since_at),
        await answers.local_sessions_held(reads, member.id, since_at, now_at),
        local_today=local_today,
        period_days=period_days,
        local_began=await answers.local_beginning(reads, member.id),
    )


async def picture_of(drawing: Drawing, progress: Progress, words: Words) -> bytes | None:
    """The picture, as PNG; None where there is too little to show, or drawing failed."""
    if not progress.is_enough:
        return None
    return await drawn(drawing.draw_progress(progress, words), "progress.not_drawn")
