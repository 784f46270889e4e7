"""What the days of the week are called in the bot's languages, 0 for Monday.

Names of one day have ``|`` between them. No name means two days, in whichever language.
"""

from __future__ import annotations

ENGLISH = {
    "monday|mon": 0, "tuesday|tue|tues": 1, "wednesday|wed|weds": 2,
    "thursday|thu|thur|thurs": 3, "friday|fri": 4, "saturday|sat": 5, "sunday|sun": 6,
}  # fmt: skip
SPANISH = {
    "lunes|lun": 0, "martes|mar": 1, "miércoles|mié": 2, "jueves|jue": 3, "viernes|vie": 4,
    "sábado|sáb": 5, "domingo|dom": 6,
}  # fmt: skip
GERMAN_IN_FULL = {
    "Montag": 0, "Dienstag": 1, "Mittwoch": 2, "Donnerstag": 3, "Freitag": 4, "Samstag": 5,
    "Sonnabend": 5, "Sonntag": 6,
}  # fmt: skip
GERMAN = {
    **GERMAN_IN_FULL, "Mo": 0, "Di": 1, "Mi": 2, "Do": 3, "Fr": 4, "Sa": 5, "So": 6,
}  # fmt: skip
FRENCH = {
    "lundi|lun": 0, "mardi|mar": 1, "mercredi|mer": 2, "jeudi|jeu": 3, "vendredi|ven": 4,
    "samedi|sam": 5, "dimanche|dim": 6,
}  # fmt: skip
