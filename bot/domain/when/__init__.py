"""Reads when something shall happen, as people type it in English, Spanish, German and French.

What it refuses to do is guess. A text is read in every way the grammar allows; it counts only if
all of them that are still possible mean the same. What is left over, has two meanings, or is
longer than 80 characters is refused.

Judgement, and for the one who typed it visible in the answer:

* A day without a time means 09:00; its morning 09:00, afternoon 15:00, evening 20:00. "Today"
  alone means nothing yet, and a past day needs its time.
* A weekday, with or without "next", is the first of that name after today.
* A time of day already past means tomorrow; where the past is allowed, it means today.
* A date without a year is the next one, counted by days; a date that is today stays today.
* A number alone may be minutes: "at 9", "9h" and "9:00" are times, "9" is one beside a day only.
  "Friday 11" is refused while the next 11th is a Friday.
* 9 is nine in the morning. An hour from 1 to 6 may be meant for the afternoon as well: it needs
  "am", "pm", a part of the day or a leading zero (05:30), unless one of the two is past.
* Midnight of a named day ("Friday midnight", "Friday 12 am") may be its start or its end; only
  today's is plain. "Friday 00:00" is its start, and "Friday at 12 at night" its end.
* "In 24 h" is 24 hours. "In 1 day" is the same wall time tomorrow, and "in 1 month" on the 31st
  the last day of a shorter month.
"""

from bot.domain.when.read import examples, read_when
from bot.domain.when.repeat import Repeat, keeps_to_the_last_day, rule_for
from bot.domain.when.result import At, Refusal, When

__all__ = [
    "At",
    "Refusal",
    "Repeat",
    "When",
    "examples",
    "keeps_to_the_last_day",
    "read_when",
    "rule_for",
]
