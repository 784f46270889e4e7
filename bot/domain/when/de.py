"""German."""

from __future__ import annotations

from bot.domain import weekday_names
from bot.domain.when.tokens import Kind
from bot.domain.when.words import (
    AFTERNOON,
    EVENING,
    MIDDAY,
    MORNING,
    InDays,
    Length,
    Numeric,
    OnWeekday,
    Part,
    Phrases,
    Which,
    Words,
    only,
    units,
)

_PARTS = {
    "morgen": MORNING, "früh": MORNING, "vormittag": MORNING, "mittag": MIDDAY,
    "nachmittag": AFTERNOON, "abend": EVENING,
}  # fmt: skip


def _in_one_word() -> dict[str, tuple[InDays | OnWeekday, Part]]:
    """Freitagabend, Samstagnachmittag."""
    return {
        f"{day}{name}|am {day}{name}": (OnWeekday(number), part)
        for day, number in weekday_names.GERMAN_IN_FULL.items()
        for name, part in _PARTS.items()
    }


GERMAN = Words(
    numbers=Phrases({
        "eins|ein|eine|einer|einem|einen": 1, "zwei|zwo": 2, "drei": 3, "vier": 4, "fünf": 5,
        "sechs": 6, "sieben": 7, "acht": 8, "neun": 9, "zehn": 10, "elf": 11, "zwölf": 12,
        "fünfzehn": 15, "zwanzig": 20, "dreißig": 30, "vierzig": 40, "fünfundvierzig": 45,
        "fünfzig": 50, "sechzig": 60, "neunzig": 90,
    }),
    units=units(
        second="s|sek|sekunde|sekunden", minute="m|min|minute|minuten",
        hour="h|std|stunde|stunden", day="tag|tage|tagen", week="woche|wochen",
        month="monat|monate|monaten", year="jahr|jahre|jahren",
    ),
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
    and_=only("und"),
    before_length=Phrases({"in": 1, "vor": -1}),
    after_length=Phrases({"ab jetzt|später": 1}),
    days=Phrases({
        "heute": InDays(0), "morgen": InDays(1), "übermorgen": InDays(2), "gestern": InDays(-1),
        "vorgestern": InDays(-2),
    }),
    days_with_part=Phrases(_in_one_word()),
    weekdays=Phrases(weekday_names.GERMAN),
    before_weekday=Phrases({
        "am": Which.PLAIN, "diesen|dieser|an diesem": Which.THIS,
        "nächsten|nächster|kommenden|am nächsten|am kommenden": Which.COMING,
        "letzten|am letzten|vergangenen|am vergangenen": Which.LAST,
    }),
    before_date=only("am", "den", "dem"),
    months=Phrases({
        "Januar|Jänner|Jan": 1, "Februar|Feb": 2, "März|Mär|Mrz": 3, "April|Apr": 4, "Mai": 5,
        "Juni|Jun": 6, "Juli|Jul": 7, "August|Aug": 8, "September|Sep|Sept": 9,
        "Oktober|Okt": 10, "November|Nov": 11, "Dezember|Dez": 12,
    }),
    day_words=Phrases({"ersten|erster": 1}),
    day_may_have_a_dot=True,
    numeric=Numeric(short=frozenset({Kind.DATED, Kind.DOTTED}), with_year=frozenset({Kind.DATED})),
    before_clock=only("um"),
    hour_marks=only("Uhr", "h"),
    am_is_on=True,
    named_clocks=Phrases({"Mittag|mittags|am Mittag|zu Mittag": 720, "Mitternacht": 0}),
    before_hour=Phrases({"halb": -30, "Viertel nach": 15, "Viertel vor": -15}),
    parts_after_day=Phrases({
        **_PARTS, "morgens|am morgen|in der früh|vormittags|am vormittag": MORNING,
        "nachmittags|am nachmittag": AFTERNOON, "abends|am abend": EVENING,
    }),
    parts_of_clock=Phrases({
        "morgens|früh|in der früh|am morgen|vormittags|am vormittag": MORNING, "mittags": MIDDAY,
        "nachmittags|am nachmittag": AFTERNOON, "abends|am abend": EVENING,
    }),
    examples=("in 90 Minuten", "morgen um 9:30", "nächsten Freitag um 14 Uhr"),
    past_examples=("vor 2 Stunden", "gestern um 15 Uhr", "letzten Freitag um 10 Uhr"),
)  # fmt: skip
