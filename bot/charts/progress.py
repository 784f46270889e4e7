"""The picture of /progress: a small plot a question, one above the other, sharing their days.

Two small plots in place of one, so that nothing depends on telling colours apart. A week's median
is a wide bar and the days lie over it as marks. A day without an answer stays empty: lines end
there, and nothing is put in its place.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from bot.charts.paper import FAINT, INK, QUIET, Paper, Point
from bot.charts.words import Words
from bot.domain.check_in import STRESS, TENSION
from bot.domain.progress import WEEK, Curve, Progress, Week

HEIGHT = 360
LEFT, RIGHT = 36, 367
TOPS, TALL = (46, 198), 104
DATES, KEY = 319, 343
HIGHEST = 10
SMALL, LARGE = 13, 16
BAR, LINE, HAIR = 6, 1.2, 1
SMALLEST_MARK, LARGEST_MARK = 4.5, 8.5
#: Source: Okabe and Ito, "Color Universal Design", 2008. The shapes differ too: circle, diamond.
LOOKS = {TENSION: ("#56b4e9", "o", 1.0), STRESS: ("#e69f00", "D", 0.85)}
_DAY = timedelta(days=1)
#: Days between two dates below the plot, for plots of at most so many days.
_STEPS = ((8, 1), (5 * WEEK, WEEK), (8 * WEEK, 2 * WEEK), (math.inf, 4 * WEEK))
#: Half of what a number takes up, and how far above or below its bar it may stand.
_ROOM_ACROSS, _ROOM_DOWN, _AWAY = 15, 9, 14
#: Where a number may stand along its week: in the middle, or so much of the week off it.
_ALONG = (0, -0.15, 0.15, -0.3, 0.3)


@dataclass(frozen=True, slots=True)
class _Plot:
    """One question's plot: where days and values lie on the paper."""

    paper: Paper
    words: Words
    progress: Progress
    curve: Curve
    top: float

    @property
    def day_width(self) -> float:
        return (RIGHT - LEFT) / len(self.curve.days)

    @property
    def foot(self) -> float:
        return self.top + TALL

    def number(self, local_day: date) -> int:
        return (local_day - self.progress.local_first).days

    def across(self, day: float) -> float:
        return LEFT + (day + 0.5) * self.day_width

    def down(self, value: float) -> float:
        return self.top + TALL * (1 - value / HIGHEST)

    @property
    def points(self) -> list[Point]:
        """A point for each day, with no height where there is no answer."""
        return [
            (self.across(day), math.nan if value is None else self.down(value))
            for day, value in enumerate(self.curve.days)
        ]

    @property
    def taken(self) -> list[Point]:
        """What a number should keep away from: days, the lines between them, and sessions."""
        between = [((a + c) / 2, (b + d) / 2) for (a, b), (c, d) in pairwise(self.points)]
        lines = [self.across(self.number(day)) for day in self.progress.local_sessions]
        sessions = [(line, self.top + down) for line in lines for down in range(0, TALL, 8)]
        return sessions + [one for one in self.points + between if not math.isnan(one[1])]


def draw(progress: Progress, words: Words) -> bytes:
    """The picture, as PNG: 1,000 pixels wide, less than 300 KiB."""
    paper = Paper(HEIGHT)
    plots = [
        _Plot(paper, words, progress, curve, top)
        for top, curve in zip(TOPS, progress.curves, strict=True)
    ]
    for plot in plots:
        title = words.titles[plot.curve.question]
        paper.text((LEFT, plot.top - 25), title, LARGE, bold=True)
        _draw_scale(plot)
        _draw_sessions(plot)
        _draw_weeks(plot)
        _draw_days(plot)
    _draw_dates(plots[-1])
    _draw_key(paper, progress, words)
    return paper.png()


def _draw_scale(plot: _Plot) -> None:
    for value in (0, HIGHEST // 2, HIGHEST):
        height = plot.down(value)
        plot.paper.line([(LEFT, height), (RIGHT, height)], FAINT, HAIR, layer=0)
        plot.paper.text((LEFT - 8, height), str(value), SMALL, colour=QUIET, side="right")


def _draw_sessions(plot: _Plot) -> None:
    for local_day in plot.progress.local_sessions:
        across = plot.across(plot.number(local_day))
        plot.paper.line([(across, plot.top - 6), (across, plot.foot)], QUIET, HAIR, dashed=True)
        plot.paper.marks([(across, plot.top - 9)], "v", INK, LARGEST_MARK)


def _draw_days(plot: _Plot) -> None:
    if not plot.curve.compared.now.days:
        middle = ((LEFT + RIGHT) / 2, plot.down(HIGHEST / 4))
        plot.paper.text(middle, plot.words.nothing, SMALL, colour=QUIET, side="center")
        return
    _, shape, part = LOOKS[plot.curve.question]
    size = min(LARGEST_MARK, max(SMALLEST_MARK, plot.day_width * 0.7))
    plot.paper.line(plot.points, INK, LINE, layer=3)
    plot.paper.marks(plot.points, shape, INK, size * part, layer=5)


def _draw_weeks(plot: _Plot) -> None:
    colour, *_ = LOOKS[plot.curve.question]
    known = list(_known_weeks(plot.curve))
    for week, value in known:
        left, right = _ends(plot, week)
        height = plot.down(value)
        plot.paper.line([(left, height), (right, height)], colour, BAR, layer=2)
        # Where weeks are narrow the first and the last number have to do.
        if plot.day_width * WEEK > 3 * _ROOM_ACROSS or (week, value) in (known[0], known[-1]):
            at = _room(plot, left, right, height)
            text = plot.words.number(value)
            plot.paper.text(at, text, SMALL, colour=colour, bold=True, side="center")


def _known_weeks(curve: Curve) -> Iterator[tuple[Week, float]]:
    for week in curve.weeks:
        if (value := week.middle.enough) is not None:
            yield week, value


def _ends(plot: _Plot, week: Week) -> tuple[float, float]:
    """From a week's first day with an answer to its last: a bar fills no gap at either end."""
    first, last = plot.number(week.local_first), plot.number(week.local_last)
    answered = [day for day in range(first, last + 1) if plot.curve.days[day] is not None]
    half = plot.day_width * 0.4
    return plot.across(answered[0]) - half, plot.across(answered[-1]) + half


def _room(plot: _Plot, left: float, right: float, height: float) -> Point:
    """Above or below a bar, where a number covers the least; the first of equal places."""
    places = [
        ((left + right) / 2 + along * (right - left), height + away)
        for along in _ALONG
        for away in (-_AWAY, _AWAY)
        if plot.top <= height + away <= plot.foot - _ROOM_DOWN
    ]

    taken = plot.taken

    def freedom(place: Point) -> float:
        distances = (
            max(abs(place[0] - across) / _ROOM_ACROSS, abs(place[1] - down) / _ROOM_DOWN)
            for across, down in taken
        )
        return min(1.0, *distances)

    return max(places, key=freedom)


def _draw_dates(plot: _Plot) -> None:
    days = len(plot.curve.days)
    step = next(step for most, step in _STEPS if days <= most)
    for day in range(days - 1, -1, -step):
        across = plot.across(day)
        local_day = plot.progress.local_first + day * _DAY
        name = plot.words.weekday(local_day) if step == 1 else plot.words.day(local_day)
        plot.paper.line([(across, plot.foot), (across, plot.foot + 5)], QUIET, HAIR)
        plot.paper.text((across, DATES), name, SMALL, colour=QUIET, side="center")


def _draw_key(paper: Paper, progress: Progress, words: Words) -> None:
    along = float(LEFT)
    for number, (_, shape, part) in enumerate(LOOKS.values()):
        paper.marks([(along + 4 + 10 * number, KEY)], shape, INK, LARGEST_MARK * part)
    along += 24 + paper.text((along + 24, KEY), words.each_day, SMALL, colour=QUIET) + 16
    for number, (colour, *_) in enumerate(LOOKS.values()):
        height = KEY - 4 + 8 * number
        paper.line([(along, height), (along + 18, height)], colour, BAR)
    along += 24 + paper.text((along + 24, KEY), words.weekly, SMALL, colour=QUIET) + 16
    if progress.local_sessions:
        paper.marks([(along + 4, KEY)], "v", INK, LARGEST_MARK)
        paper.text((along + 14, KEY), words.session, SMALL, colour=QUIET)
