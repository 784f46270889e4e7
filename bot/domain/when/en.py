"""English."""

from __future__ import annotations

from bot.domain.when.words import (
    AFTERNOON,
    DAY,
    EVENING,
    HALVES,
    HOUR,
    MINUTE,
    MONTH,
    MORNING,
    SECOND,
    WEEK,
    YEAR,
    InDays,
    Length,
    Numeric,
    Phrases,
    Which,
    Words,
    only,
)

ENGLISH = Words(
    numbers=Phrases({
        "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
        "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "fifteen": 15, "twenty": 20,
        "thirty": 30, "forty": 40, "forty-five": 45, "fifty": 50, "sixty": 60, "ninety": 90,
    }),
    articles=Phrases({"a|an": 1}),
    units=Phrases({
        "s|sec|secs|second|seconds": SECOND, "m|min|mins|minute|minutes": MINUTE,
        "h|hr|hrs|hour|hours": HOUR, "d|day|days": DAY, "w|wk|wks|week|weeks": WEEK,
        "month|months": MONTH, "y|yr|yrs|year|years": YEAR,
    }),
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
    weekdays=Phrases({
        "monday|mon": 0, "tuesday|tue|tues": 1, "wednesday|wed|weds": 2,
        "thursday|thu|thur|thurs": 3, "friday|fri": 4, "saturday|sat": 5, "sunday|sun": 6,
    }),
    before_weekday=Phrases({
        "on": Which.PLAIN, "next|on next|coming|this coming|on the coming": Which.COMING,
        "this|on this": Which.THIS, "last|on last": Which.LAST,
    }),
    after_weekday=Phrases({}),
    before_date=only("on", "on the", "the"),
    months=Phrases({
        "january|jan": 1, "february|feb": 2, "march|mar": 3, "april|apr": 4, "may": 5,
        "june|jun": 6, "july|jul": 7, "august|aug": 8, "september|sep|sept": 9,
        "october|oct": 10, "november|nov": 11, "december|dec": 12,
    }),
    after_day=only("st", "nd", "rd", "th", "of", "st of", "nd of", "rd of", "th of"),
    before_year=only(),
    day_words=Phrases({}),
    day_may_have_a_dot=False,
    # 9/5 is May in London and September in Boston.
    numeric=Numeric(short=frozenset(), with_year=frozenset()),
    before_clock=only("at"),
    hour_marks=only("o'clock", "oclock", "h"),
    halves=Phrases(HALVES),
    am_is_on=False,
    named_clocks=Phrases({"noon|midday": 720, "midnight": 0}),
    before_hour=Phrases({
        "half past": 30, "quarter past|a quarter past": 15, "quarter to|a quarter to": -15,
    }),
    after_hour=Phrases({}),
    parts_after_day=Phrases({
        "morning|in the morning": MORNING, "afternoon|in the afternoon": AFTERNOON,
        "evening|in the evening|night|at night": EVENING,
    }),
    parts_after_clock=Phrases({
        "in the morning": MORNING, "in the afternoon": AFTERNOON,
        "in the evening|at night": EVENING,
    }),
    h_is_a_time=False,
    examples=("in 90 minutes", "tomorrow at 9:30", "next Friday at 2 pm"),
    past_examples=("2 hours ago", "yesterday at 15:00", "last Friday at 10 am"),
)  # fmt: skip
