"""What Discord shows beside a command to members who use it in another language.

Descriptions and choices are translated. The names of commands and options are not, in any
language: the product fixes them in English, and the bot's texts refer to them ("/posture on").
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

import discord
from discord import app_commands
from discord.app_commands import TranslationContextLocation as Location

#: The words of a text's key in a language, by its code.
Words = Callable[[str, str], str]

#: Discord's locales by the code of the language that serves them. English has none: it is what
#: Discord shows wherever a translation is missing. Source: Discord, its list of locales.
LOCALES: Mapping[discord.Locale, str] = {
    discord.Locale.german: "de",
    discord.Locale.french: "fr",
    discord.Locale.spain_spanish: "es",
    discord.Locale.latin_american_spanish: "es",
}

_TRANSLATED = frozenset(
    {
        Location.command_description,
        Location.group_description,
        Location.parameter_description,
        Location.choice_name,
    }
)


class CommandTranslator(app_commands.Translator):
    """Translates what bot.ui.wording described, which carries its key; leaves the rest as it is.

    ``codes`` are the languages there are, ``words`` finds a text in one of them.
    """

    def __init__(self, codes: Iterable[str], words: Words) -> None:
        self._codes = frozenset(codes)
        self._words = words

    async def translate(
        self,
        string: app_commands.locale_str,
        locale: discord.Locale,
        context: app_commands.TranslationContextTypes,
    ) -> str | None:
        """The words for ``locale``; None where the English ones stay."""
        code = LOCALES.get(locale)
        key = string.extras.get("key")
        if code not in self._codes or key is None or context.location not in _TRANSLATED:
            return None
        return self._words(key, code)
