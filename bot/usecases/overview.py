"""/clinic overview: the clinic in numbers, and never a number that is one person's."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.charts.drawing import Drawing
from bot.charts.words import OverviewWords
from bot.clock import Clock
from bot.domain.local_time import local_of
from bot.domain.overview import AHEAD, FEWEST, PERIODS, Overview, last_days
from bot.domain.zones import zone
from bot.errors import InvalidInput
from bot.store import overview as numbers
from bot.store.clinics import Clinic
from bot.store.connection import Reads, Store
from bot.usecases.pictures import drawn
from bot.usecases.staff import Caller, require_staff


@dataclass(frozen=True, slots=True)
class Looked:
    """The numbers, and as PNG; None where there is no picture."""

    overview: Overview
    png: bytes | None


async def look_over(
    store: Store,
    clock: Clock,
    drawing: Drawing,
    caller: Caller,
    *,
    period_days: int,
    words: OverviewWords,
) -> Looked:
    """The last 7, 30 or 90 days of the caller's clinic, with ``words`` on the picture.

    The numbers come even if the picture fails. Raises NotAllowed for who is not of the staff,
    InvalidInput for a period that is not on offer.
    """
    if period_days not in PERIODS:
        raise InvalidInput("period.not_offered", choices=", ".join(map(str, PERIODS)))
    clinic = await require_staff(store.reads, caller)
    overview = await overview_of(store.reads, clinic, clock.now(), period_days)
    return Looked(overview, await _picture(drawing, overview, words))


async def overview_of(reads: Reads, clinic: Clinic, now_at: datetime, period_days: int) -> Overview:
    """A clinic's numbers, in the days of its own zone."""
    where = zone(clinic.settings.zone)
    days = last_days(where, local_of(now_at, where).date(), period_days)
    members = await numbers.members(reads, clinic.id)
    shown = members if members >= FEWEST else None
    if shown is None or not await numbers.enough_behind(reads, clinic.id, days[0].from_at):
        return Overview(period_days, shown, enough=False)
    tallies = await numbers.counted(reads, clinic.id, days)
    coming = await numbers.coming(reads, clinic.id, now_at + AHEAD)
    return Overview(
        period_days,
        shown,
        enough=True,
        days=tuple(zip((day.local_day for day in days), tallies, strict=True)),
        coming=tuple(coming),
    )


async def _picture(drawing: Drawing, overview: Overview, words: OverviewWords) -> bytes | None:
    if not overview.enough:
        return None
    return await drawn(drawing.draw_overview(overview, words), "overview.not_drawn")
