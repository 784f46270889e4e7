"""A rule in words: its days and its times."""

from __future__ import annotations

from bot.domain.day_minutes import DAY_MIN, time_of
from bot.domain.rule import EveryWeeks, MonthDay, OneDate, Rule, Weekdays
from bot.domain.when import keeps_to_the_last_day
from bot.texts.language import Language

# More are not read one by one.
MOST_TIMES = 6


def rhythm_text(language: Language, rule: Rule | None) -> str:
    """How often it comes, as "Mon-Fri, 09:00"; "once" for what does not repeat."""
    if rule is None or isinstance(rule.days, OneDate):
        return language.say("rhythm.once")
    return language.say("rhythm.line", days=_days(language, rule), times=_times(language, rule))


def _days(language: Language, rule: Rule) -> str:
    match rule.days:
        case Weekdays(days):
            return language.weekdays(days)
        case EveryWeeks(first, weeks):
            day = language.weekdays(frozenset({first.weekday()}))
            return language.count("rhythm.weeks", weeks, day=day)
        case MonthDay(day):
            key = "rhythm.month.last" if keeps_to_the_last_day(rule) else "rhythm.month"
            return language.say(key, day=day)
    return ""


def _times(language: Language, rule: Rule) -> str:
    times = [language.time(time_of(minute % DAY_MIN)) for minute in rule.minutes]
    if len(times) <= MOST_TIMES:
        return language.join(times)
    return language.count("rhythm.many", len(times), first=times[0], last=times[-1])
