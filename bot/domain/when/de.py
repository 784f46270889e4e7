"""German."""

from __future__ import annotations

from bot.domain.when.tokens import Kind
from bot.domain.when.words import (
    AFTERNOON,
    DAY,
    EVENING,
    HALVES,
    HOUR,
    MIDDAY,
    MINUTE,
    MONTH,
    MORNING,
    SECOND,
    WEEK,
    YEAR,
    InDays,
    Length,
    Numeric,
    OnWeekday,
    Part,
    Phrases,
    Which,
    Words,
    only,
)

_WEEKDAYS = {
    "Montag": 0, "Dienstag": 1, "Mittwoch": 2, "Donnerstag": 3, "Freitag": 4, "Samstag": 5,
    "Sonnabend": 5, "Sonntag": 6,
}  # fmt: skip
_PARTS = {
    "morgen": MORNING, "früh": MORNING, "vormittag": MORNING, "mittag": MIDDAY,
    "nachmittag": AFTERNOON, "abend": EVENING,
}  # fmt: skip


def _in_one_word() -> dict[str, tuple[InDays | OnWeekday, Part]]:
    """Freitagabend, Samstagnachmittag."""
    return {
        f"{day}{name}|am {day}{name}": (OnWeekday(number), part)
        for day, number in _WEEKDAYS.items()
        for name, part in _PARTS.items()
    }


GERMAN = Words(
    numbers=Phrases({
        "eins|ein|eine|einer|einem|einen": 1, "zwei|zwo": 2, "drei": 3, "vier": 4, "fünf": 5,
        "sechs": 6, "sieben": 7, "acht": 8, "neun": 9, "zehn": 10, "elf": 11, "zwölf": 12,
        "fünfzehn": 15, "zwanzig": 20, "dreißig": 30, "vierzig": 40, "fünfundvierzig": 45,
        "fünfzig": 50, "sechzig": 60, "neunzig": 90,
    }),
    articles=Phrases({}),
    units=Phrases({
        "s|sek|sekunde|sekunden": SECOND, "m|min|minute|minuten": MINUTE,
        "h|std|stunde|stunden": HOUR, "tag|tage|tagen": DAY, "woche|wochen": WEEK,
        "monat|monate|monaten": MONTH, "jahr|jahre|jahren": YEAR,
    }),
    lengths=Phrases({
        "einer halben stunde|eine halbe stunde|halbe stunde|halben stunde": Length(seconds=1800),
        "einer viertelstunde|eine viertelstunde|viertelstunde": Length(seconds=900),
        "einer dreiviertelstunde|eine dreiviertelstunde|dreiviertelstunde": Length(seconds=2700),
        "anderthalb stunden|eineinhalb stunden": Length(seconds=5400),
        "zweieinhalb stunden": Length(seconds=9000),
        "einer halben minute": Length(seconds=30),
        "einem halben jahr|ein halbes jahr": Length(months=6),
        # Said of a week, as well as word for word.
        "acht tage|acht tagen": Length(days=7),
    }),
    other_units=Phrases({"m": MONTH}),
    and_a_half=only(),
    and_=only("und"),
    before_length=Phrases({"in": 1, "vor": -1}),
    after_length=Phrases({"ab jetzt|später": 1}),
    days=Phrases({
        "heute": InDays(0), "morgen": InDays(1), "übermorgen": InDays(2), "gestern": InDays(-1),
        "vorgestern": InDays(-2),
    }),
    days_with_part=Phrases(_in_one_word()),
    weekdays=Phrases({
        **_WEEKDAYS, "Mo": 0, "Di": 1, "Mi": 2, "Do": 3, "Fr": 4, "Sa": 5, "So": 6,
    }),
    before_weekday=Phrases({
        "am": Which.PLAIN, "diesen|an diesem": Which.THIS,
        "nächsten|nächster|kommenden|am nächsten|am kommenden": Which.COMING,
        "letzten|am letzten|vergangenen|am vergangenen": Which.LAST,
    }),
    after_weekday=Phrases({}),
    before_date=only("am", "den", "dem"),
    months=Phrases({
        "Januar|Jänner|Jan": 1, "Februar|Feb": 2, "März|Mär|Mrz": 3, "April|Apr": 4, "Mai": 5,
        "Juni|Jun": 6, "Juli|Jul": 7, "August|Aug": 8, "September|Sep|Sept": 9,
        "Oktober|Okt": 10, "November|Nov": 11, "Dezember|Dez": 12,
    }),
    after_day=only(),
    before_year=only(),
    day_words=Phrases({"ersten|erster": 1}),
    day_may_have_a_dot=True,
    numeric=Numeric(short=frozenset({Kind.DATED, Kind.DOTTED}), with_year=frozenset({Kind.DATED})),
    before_clock=only("um"),
    hour_marks=only("Uhr", "h"),
    halves=Phrases(HALVES),
    am_is_on=True,
    named_clocks=Phrases({"Mittag|mittags|am Mittag|zu Mittag": 720, "Mitternacht": 0}),
    before_hour=Phrases({"halb": -30, "Viertel nach": 15, "Viertel vor": -15}),
    after_hour=Phrases({}),
    parts_after_day=Phrases({
        **_PARTS, "morgens|am morgen|in der früh|vormittags|am vormittag": MORNING,
        "nachmittags|am nachmittag": AFTERNOON, "abends|am abend": EVENING,
    }),
    parts_after_clock=Phrases({
        "morgens|früh|in der früh|am morgen|vormittags|am vormittag": MORNING, "mittags": MIDDAY,
        "nachmittags|am nachmittag": AFTERNOON, "abends|am abend": EVENING,
    }),
    h_is_a_time=False,
    examples=("in 90 Minuten", "morgen um 9:30", "nächsten Freitag um 14 Uhr"),
    past_examples=("vor 2 Stunden", "gestern um 15 Uhr", "letzten Freitag um 10 Uhr"),
)  # fmt: skip
