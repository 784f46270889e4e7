"""The picture of /clinic overview: a bar a day, as high as what was sent, filled as answered."""

from __future__ import annotations

from datetime import date

from bot.charts.paper import FAINT, QUIET, Paper
from bot.charts.words import OverviewWords
from bot.domain.overview import Overview

HEIGHT = 230
LEFT, RIGHT, TOP, FOOT = 58, 374, 48, 164
DATES, KEY = 182, 210
SMALL, LARGE = 13, 16
HAIR = 1
#: Source: Okabe and Ito, "Color Universal Design", 2008; the bars differ in width as well.
SENT, ANSWERED = "#56b4e9", "#f0e442"
#: So many days at most with a date at every so-manieth of them.
_STEPS = ((7, 1), (30, 7), (90, 21))
_NICE = (1, 2, 3, 4, 5, 6, 8)


def draw(overview: Overview, words: OverviewWords) -> bytes:
    """The picture, as PNG: 1,000 pixels wide."""
    paper = Paper(HEIGHT)
    paper.text((LEFT, TOP - 26), words.title, LARGE, bold=True)
    top = nice_top(max((tally.sent for _, tally in overview.days), default=0))
    _draw_scale(paper, words, top)
    width = (RIGHT - LEFT) / len(overview.days)
    for number, (_, tally) in enumerate(overview.days):
        across = LEFT + (number + 0.5) * width
        _bar(paper, across, tally.sent / top, SENT, width * 0.76)
        _bar(paper, across, tally.answered / top, ANSWERED, width * 0.38)
    _draw_dates(paper, words, [day for day, _ in overview.days], width)
    _draw_key(paper, words)
    return paper.png()


def nice_top(most: int) -> int:
    """The end of a scale on which ``most`` stands: an even number that is easily halved."""
    size = 1
    while True:
        for step in _NICE:
            if 2 * step * size >= most:
                return 2 * step * size
        size *= 10


def _bar(paper: Paper, across: float, part: float, colour: str, width: float) -> None:
    if part > 0:
        paper.line([(across, FOOT), (across, FOOT - (FOOT - TOP) * part)], colour, width, layer=2)


def _draw_scale(paper: Paper, words: OverviewWords, top: int) -> None:
    for value in (0, top // 2, top):
        height = FOOT - (FOOT - TOP) * value / top
        paper.line([(LEFT, height), (RIGHT, height)], FAINT, HAIR, layer=0)
        paper.text((LEFT - 6, height), words.number(value), SMALL, colour=QUIET, side="right")


def _draw_dates(paper: Paper, words: OverviewWords, days: list[date], width: float) -> None:
    step = next(step for most, step in _STEPS if len(days) <= most)
    for number in range(len(days) - 1, -1, -step):
        across = LEFT + (number + 0.5) * width
        name = words.weekday(days[number]) if step == 1 else words.day(days[number])
        paper.line([(across, FOOT), (across, FOOT + 5)], QUIET, HAIR)
        paper.text((across, DATES), name, SMALL, colour=QUIET, side="center")


def _draw_key(paper: Paper, words: OverviewWords) -> None:
    along = float(LEFT)
    for colour, name, width in ((SENT, words.sent, 10), (ANSWERED, words.answered, 5)):
        paper.line([(along + 5, KEY + 6), (along + 5, KEY - 6)], colour, width)
        along += 18 + paper.text((along + 16, KEY), name, SMALL, colour=QUIET) + 16
