"""Names and descriptions of commands, from the catalogue.

The English text is what Discord shows to everybody without a translation.
"""

from __future__ import annotations

from functools import cache

from discord import app_commands

from bot.texts.catalogue import Catalogue
from bot.texts.language import Language


@cache
def _english() -> Language:
    return Catalogue.load().language("en")


def described(key: str, english: Language | None = None) -> app_commands.locale_str:
    """The description of a command or an option; the translator finds its key beside it.

    ``english``: whose words these are; None: those that are shipped.
    """
    return app_commands.locale_str((english or _english()).say(key), key=key)
