"""Whether other times of a day would be answered more often, from which of them were.

Pure and only ever an offer: nothing is moved here. Every time keeps its place in the day's order,
stays inside its window and out of quiet hours, and keeps half an interval to its neighbours.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import time
from itertools import pairwise

from bot.domain.day_minutes import DAY_MIN, time_of
from bot.domain.quiet_hours import QuietHours

# Judgement, all of it. An answer an hour later was not given at that hour.
ANSWERED_WITHIN_MIN = 60
FEWEST_CAME = 20
GRID_MIN = 15
# How far what happened at one time tells of another, and how much it takes to outweigh the mean.
WIDTH_MIN = 40.0
MEAN_WEIGHS = 6.0
LEAST_EVIDENCE = 3.0
# What an hour's move has to bring, in answers a prompt; and all moves together, of what is now.
HOUR_COSTS = 0.06
LEAST_GAIN = 0.2
# The hours that are named hold so many of the answers, in at most so much of the window.
MOST_OF_THEM = 0.75
NARROW = 0.5

_NEVER = -math.inf


@dataclass(frozen=True, slots=True)
class Came:
    """A prompt that came at a wall-clock ``minute`` of the day, 0 to 1439."""

    minute: int
    answered: bool


@dataclass(frozen=True, slots=True)
class DayTimes:
    """The times of a day as they are: ``names`` as asked for, ``minutes`` as they may have moved.

    All of them lie from ``start`` to before ``end``, at most a day later, as a rule counts.
    """

    names: tuple[int, ...]
    minutes: tuple[int, ...]
    start: int
    end: int
    quiet: QuietHours | None

    @property
    def apart_min(self) -> int:
        """How far neighbours have to stay apart: half of the shortest way between two names."""
        gaps = (late - early for early, late in pairwise(self.names))
        return (min(gaps, default=0) + 1) // 2

    def fits(self, minutes: Sequence[int]) -> bool:
        """Whether the times may be moved to these."""
        return (
            len(minutes) == len(self.names)
            and all(map(self.allows, minutes))
            and all(late - early >= self.apart_min for early, late in pairwise(minutes))
        )

    def allows(self, minute: int) -> bool:
        """Whether one of the times may fall on this minute."""
        # The last of a day keeps its distance to the first of the next.
        last = min(self.end - 1, self.start + DAY_MIN - self.apart_min)
        if not self.start <= minute <= last:
            return False
        wall = time_of(minute % DAY_MIN)
        return self.quiet is None or not self.quiet.covers(wall)


@dataclass(frozen=True, slots=True)
class BetterHours:
    """Times to move to. ``local_between`` None: the answers lie in no one part of the window."""

    minutes: tuple[int, ...]
    local_between: tuple[time, time] | None


def better_hours(day: DayTimes, came: Sequence[Came]) -> BetterHours | None:
    """Times that promise clearly more answers; None: there are none, or too little is known."""
    if len(came) < FEWEST_CAME or not any(one.answered for one in came):
        return None
    rates = _Rates(came)
    places = sorted({*day.names, *day.minutes, *range(-(-day.start // 15) * 15, day.end, GRID_MIN)})
    minutes = _best(day, [place for place in places if day.allows(place)], rates)
    if minutes is None:
        return None
    promised, now = (sum(map(rates.rate, times)) for times in (minutes, day.minutes))
    if promised < now * (1 + LEAST_GAIN):
        return None
    return BetterHours(minutes, _answered_between(day, came))


class _Rates:
    """How often a prompt is answered, for each minute of the day, smoothed round the clock."""

    def __init__(self, came: Sequence[Came]) -> None:
        # Counted by minute first: most of them came at the same few times.
        self._all = Counter(one.minute for one in came)
        self._answered = Counter(one.minute for one in came if one.answered)
        self._mean = self._answered.total() / self._all.total()
        self._known: dict[int, tuple[float, float]] = {}

    def rate(self, minute: int) -> float:
        return self._at(minute)[0]

    def is_known(self, minute: int) -> bool:
        return self._at(minute)[1] >= LEAST_EVIDENCE

    def _at(self, minute: int) -> tuple[float, float]:
        wall = minute % DAY_MIN
        if wall not in self._known:
            near = {other: _nearness(wall, other) for other in self._all}
            weight = sum(near[other] * number for other, number in self._all.items())
            answered = sum(near[other] * number for other, number in self._answered.items())
            rate = (answered + MEAN_WEIGHS * self._mean) / (weight + MEAN_WEIGHS)
            self._known[wall] = rate, weight
        return self._known[wall]


def _nearness(minute: int, other: int) -> float:
    apart = abs(minute - other)
    apart = min(apart, DAY_MIN - apart)
    return math.exp(-0.5 * (apart / WIDTH_MIN) ** 2)


def _best(day: DayTimes, places: Sequence[int], rates: _Rates) -> tuple[int, ...] | None:
    """The best place for each time in turn, given the best ones for all before it."""
    if not places:
        return None
    best = [0.0] * len(places)
    came_from: list[list[int]] = []
    for number in range(len(day.names)):
        before = _best_until(day.apart_min if number else 0, places, best)
        came_from.append([index for _, index in before])
        best = [
            so_far + _worth(day, number, place, rates)
            for place, (so_far, _) in zip(places, before, strict=True)
        ]
    index = max(range(len(places)), key=best.__getitem__)
    if best[index] == _NEVER:
        return None
    found = []
    for origins in reversed(came_from):
        found.append(places[index])
        index = origins[index]
    return tuple(reversed(found))


def _best_until(
    apart_min: int, places: Sequence[int], best: Sequence[float]
) -> list[tuple[float, int]]:
    """For each place the best of those at least so far before it, and which one that is."""
    if not apart_min:
        return [(value, index) for index, value in enumerate(best)]
    found: list[tuple[float, int]] = []
    top, index, following = _NEVER, 0, 0
    for place in places:
        while places[following] <= place - apart_min:
            if best[following] > top:
                top, index = best[following], following
            following += 1
        found.append((top, index))
    return found


def _worth(day: DayTimes, number: int, place: int, rates: _Rates) -> float:
    name = day.names[number]
    stays = place in {name, day.minutes[number]}
    if not stays and (place % GRID_MIN or not rates.is_known(place)):
        return _NEVER
    return rates.rate(place) - HOUR_COSTS * abs(place - name) / 60


def _answered_between(day: DayTimes, came: Sequence[Came]) -> tuple[time, time] | None:
    """The shortest part of the window that holds most of the answers, to the quarter of an hour."""
    answered = sorted(
        minute
        for one in came
        if one.answered
        and day.start <= (minute := one.minute + DAY_MIN * (one.minute < day.start)) < day.end
    )
    most = math.ceil(len(answered) * MOST_OF_THEM)
    if not most:
        return None
    spans = zip(answered, answered[most - 1 :], strict=False)
    first, last = min(spans, key=lambda span: span[1] - span[0])
    first -= first % GRID_MIN
    last += GRID_MIN - last % GRID_MIN
    if last - first > (day.end - day.start) * NARROW:
        return None
    return time_of(first % DAY_MIN), time_of(last % DAY_MIN)
