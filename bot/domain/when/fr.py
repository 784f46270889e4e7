"""French."""

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
    Phrases,
    Which,
    Words,
    only,
    units,
)

FRENCH = Words(
    numbers=Phrases({
        "un|une": 1, "deux": 2, "trois": 3, "quatre": 4, "cinq": 5, "six": 6, "sept": 7,
        "huit": 8, "neuf": 9, "dix": 10, "onze": 11, "douze": 12, "quinze": 15, "vingt": 20,
        "trente": 30, "quarante": 40, "quarante-cinq": 45, "cinquante": 50, "soixante": 60,
        "quatre-vingt-dix|nonante": 90,
    }),
    units=units(
        second="s|sec|seconde|secondes", minute="m|min|mins|mn|minute|minutes",
        hour="h|heure|heures", day="j|jour|jours", week="sem|semaine|semaines", month="mois",
        year="an|ans|année|années",
    ),
    lengths=Phrases({
        "une demi-heure|demi-heure|une demie-heure": Length(seconds=1800),
        "un quart d'heure|quart d'heure": Length(seconds=900),
        "trois quarts d'heure": Length(seconds=2700),
        "une demi-minute": Length(seconds=30),
        # Said of one and of two weeks, as well as word for word.
        "huit jours": Length(days=7), "quinze jours": Length(days=14),
    }),
    and_a_half=only("et demie", "et demi"),
    and_=only("et"),
    before_length=Phrases({"dans": 1, "il y a": -1, "y a": -1}),
    after_length=Phrases({"à partir de maintenant|plus tard": 1}),
    days=Phrases({
        "aujourd'hui|aujourdhui|auj": InDays(0), "demain": InDays(1), "après-demain": InDays(2),
        "hier": InDays(-1), "avant-hier": InDays(-2),
    }),
    days_with_part=Phrases({
        "ce soir": (InDays(0), EVENING), "ce matin": (InDays(0), MORNING),
        "cet après-midi|cette après-midi|cet aprem": (InDays(0), AFTERNOON),
        "ce midi": (InDays(0), MIDDAY),
    }),
    weekdays=Phrases(weekday_names.FRENCH),
    # "Le vendredi" is every Friday.
    before_weekday=Phrases({"ce": Which.THIS}),
    after_weekday=Phrases({"prochain|qui vient": Which.COMING, "dernier|passé": Which.LAST}),
    before_date=only("le", "du"),
    months=Phrases({
        "janvier|janv|jan": 1, "février|févr|fév": 2, "mars": 3, "avril|avr": 4, "mai": 5,
        "juin": 6, "juillet|juil": 7, "août": 8, "septembre|sept|sep": 9, "octobre|oct": 10,
        "novembre|nov": 11, "décembre|déc": 12,
    }),
    after_day=only("er", "e"),
    day_words=Phrases({"premier": 1}),
    numeric=Numeric(
        short=frozenset({Kind.SLASHED}),
        with_year=frozenset({Kind.SLASHED, Kind.DASHED, Kind.DATED}),
    ),
    before_clock=only("à"),
    hour_marks=only("h", "heure", "heures"),
    named_clocks=Phrases({"midi": 720, "minuit": 0}),
    after_hour=Phrases({"et demie|et demi": 30, "et quart": 15, "moins le quart|moins quart": -15}),
    parts_after_day=Phrases({
        "matin|au matin|dans la matinée": MORNING,
        "après-midi|l'après-midi|dans l'après-midi|aprem": AFTERNOON,
        "soir|au soir|dans la soirée": EVENING,
    }),
    parts_of_clock=Phrases({
        "du matin": MORNING, "de l'après-midi": AFTERNOON, "du soir": EVENING,
    }),
    h_is_a_time=True,
    examples=("dans 90 minutes", "demain à 9h30", "vendredi prochain à 14h"),
    past_examples=("il y a 2 heures", "hier à 15h", "vendredi dernier à 10h"),
)  # fmt: skip
