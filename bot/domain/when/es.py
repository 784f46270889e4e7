"""Spanish."""

from __future__ import annotations

from bot.domain import weekday_names
from bot.domain.when.tokens import Kind
from bot.domain.when.words import (
    EVENING,
    MIDDAY,
    MORNING,
    InDays,
    Length,
    Numeric,
    Part,
    Phrases,
    Which,
    Words,
    only,
    units,
)

# "Las 8 de la tarde" are said in Spain.
TARDE = Part(12 * 60, 20 * 60 + 59, 15 * 60)
MADRUGADA = Part(60, 6 * 60 + 59, 5 * 60)

SPANISH = Words(
    numbers=Phrases({
        "uno|una|un": 1, "dos": 2, "tres": 3, "cuatro": 4, "cinco": 5, "seis": 6, "siete": 7,
        "ocho": 8, "nueve": 9, "diez": 10, "once": 11, "doce": 12, "quince": 15, "veinte": 20,
        "treinta": 30, "cuarenta": 40, "cuarenta y cinco": 45, "cincuenta": 50, "sesenta": 60,
        "noventa": 90,
    }),
    units=units(
        second="s|seg|segundo|segundos", minute="m|min|mins|minuto|minutos",
        hour="h|hs|hr|hrs|hora|horas", day="día|días", week="sem|semana|semanas",
        month="mes|meses", year="año|años",
    ),
    lengths=Phrases({
        "media hora": Length(seconds=1800), "hora y media": Length(seconds=5400),
        "un cuarto de hora": Length(seconds=900), "tres cuartos de hora": Length(seconds=2700),
        "medio minuto": Length(seconds=30), "medio año": Length(months=6),
        # Said of one and of two weeks, as well as word for word.
        "ocho días": Length(days=7), "quince días": Length(days=14),
    }),
    and_a_half=only("y media"),
    and_=only("y"),
    before_length=Phrases({"en|dentro de|de aquí a": 1, "hace": -1}),
    after_length=Phrases({"desde ahora|a partir de ahora": 1, "atrás": -1}),
    days=Phrases({
        "hoy": InDays(0), "mañana": InDays(1), "pasado mañana": InDays(2), "ayer": InDays(-1),
        "anteayer|antier|antes de ayer": InDays(-2),
    }),
    days_with_part=Phrases({
        "esta noche": (InDays(0), EVENING), "esta tarde": (InDays(0), TARDE),
        "esta mañana": (InDays(0), MORNING), "anoche": (InDays(-1), EVENING),
    }),
    weekdays=Phrases(weekday_names.SPANISH),
    before_weekday=Phrases({
        "el|del": Which.PLAIN, "próximo|el próximo|del próximo": Which.COMING, "este": Which.THIS,
        "el pasado": Which.LAST,
    }),
    after_weekday=Phrases({"que viene|próximo": Which.COMING, "pasado": Which.LAST}),
    before_date=only("el", "del", "el día", "del día"),
    months=Phrases({
        "enero|ene": 1, "febrero|feb": 2, "marzo|mar": 3, "abril|abr": 4, "mayo|may": 5,
        "junio|jun": 6, "julio|jul": 7, "agosto|ago": 8, "septiembre|setiembre|sep|sept|set": 9,
        "octubre|oct": 10, "noviembre|nov": 11, "diciembre|dic": 12,
    }),
    after_day=only("de", "o de", "ro de", "ero de"),
    before_year=only("de", "del"),
    day_words=Phrases({"primero": 1}),
    numeric=Numeric(
        short=frozenset({Kind.SLASHED}), with_year=frozenset({Kind.SLASHED, Kind.DASHED})
    ),
    before_clock=only("a las", "a la", "las", "la"),
    hour_marks=only("h", "hs", "hr", "hrs", "hora", "horas", "en punto"),
    named_clocks=Phrases({
        "mediodía|al mediodía|a mediodía|medio día|al medio día|a medio día": 720,
        "medianoche|a medianoche|a la medianoche|media noche|a media noche": 0,
    }),
    after_hour=Phrases({"y media": 30, "y cuarto": 15, "menos cuarto": -15}),
    parts_after_day=Phrases({
        "por la mañana|en la mañana|a la mañana": MORNING,
        "por la tarde|en la tarde|a la tarde": TARDE,
        "por la noche|en la noche|a la noche": EVENING,
    }),
    parts_of_clock=Phrases({
        "de la mañana|por la mañana": MORNING, "del mediodía": MIDDAY,
        "de la tarde|por la tarde": TARDE,
        "de la noche|por la noche": EVENING, "de la madrugada": MADRUGADA,
    }),
    h_is_a_time=True,
    examples=("en 90 minutos", "mañana a las 9:30", "el viernes a las 14:00"),
    past_examples=("hace 2 horas", "ayer a las 15:00", "el viernes pasado a las 10:00"),
)  # fmt: skip
