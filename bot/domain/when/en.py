"""English."""

from __future__ import annotations

from bot.domain import weekday_names
from bot.domain.when.words import (
    AFTERNOON,
    EVENING,
    MIDDAY,
    MORNING,
    InDays,
    Length,
    Numeric,
    Phrases,
    Which,
    Words,
    only,
    units,
)

ENGLISH = Words(
    numbers=Phrases({
        "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
        "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "fifteen": 15, "twenty": 20,
        "thirty": 30, "forty": 40, "forty-five": 45, "fifty": 50, "sixty": 60, "ninety": 90,
    }),
    articles=Phrases({"a|an": 1}),
    units=units(
        second="s|sec|secs|second|seconds", minute="m|min|mins|minute|minutes",
        hour="h|hr|hrs|hour|hours", day="d|day|days", week="w|wk|wks|week|weeks",
        month="month|months", year="y|yr|yrs|year|years",
    ),
    lengths=Phrases({
        "half an hour|a half hour|half hour": Length(seconds=1800),
        "a quarter of an hour|quarter of an hour|a quarter hour": Length(seconds=900),
        "three quarters of an hour": Length(seconds=2700),
        "half a minute": Length(seconds=30), "half a year": Length(months=6),
        "a fortnight": Length(days=14),
    }),
    other_units=Phrases({}),
    and_a_half=only("and a half"),
    and_=only("and"),
    before_length=Phrases({"in": 1}),
    after_length=Phrases({"from now|later": 1, "ago": -1}),
    days=Phrases({
        "today": InDays(0), "tomorrow|tmrw|tmr|tomorow|tommorow|tommorrow": InDays(1),
        "the day after tomorrow|day after tomorrow": InDays(2),
        "yesterday": InDays(-1), "the day before yesterday|day before yesterday": InDays(-2),
    }),
    days_with_part=Phrases({
        "tonight|this evening": (InDays(0), EVENING), "this morning": (InDays(0), MORNING),
        "this afternoon": (InDays(0), AFTERNOON), "last night": (InDays(-1), EVENING),
    }),
    weekdays=Phrases(weekday_names.ENGLISH),
    before_weekday=Phrases({
        "on": Which.PLAIN, "next|on next|coming|this coming|on the coming": Which.COMING,
        "this|on this": Which.THIS, "last|on last": Which.LAST,
    }),
    before_date=only("on", "on the", "the"),
    months=Phrases({
        "january|jan": 1, "february|feb": 2, "march|mar": 3, "april|apr": 4, "may": 5,
        "june|jun": 6, "july|jul": 7, "august|aug": 8, "september|sep|sept": 9,
        "october|oct": 10, "november|nov": 11, "december|dec": 12,
    }),
    after_day=only("st", "nd", "rd", "th", "of", "st of", "nd of", "rd of", "th of"),
    day_words=Phrases({"first": 1}),
    # 9/5 is May in London and September in Boston.
    numeric=Numeric(short=frozenset(), with_year=frozenset()),
    before_clock=only("at"),
    hour_marks=only("o'clock", "oclock", "h"),
    named_clocks=Phrases({"noon|midday": 720, "midnight": 0}),
    before_hour=Phrases({
        "half past": 30, "quarter past|a quarter past": 15, "quarter to|a quarter to": -15,
    }),
    parts_after_day=Phrases({
        "morning|in the morning": MORNING, "afternoon|in the afternoon": AFTERNOON,
        "evening|in the evening|night|at night": EVENING,
    }),
    parts_of_clock=Phrases({
        "in the morning": MORNING, "noon|midday": MIDDAY, "in the afternoon": AFTERNOON,
        "in the evening|at night": EVENING,
    }),
    examples=("in 90 minutes", "tomorrow at 9:30", "next Friday at 2 pm"),
    past_examples=("2 hours ago", "yesterday at 15:00", "last Friday at 10 am"),
)  # fmt: skip
