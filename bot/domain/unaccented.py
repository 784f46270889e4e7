"""Text as it is compared with what the bot knows: however it was typed, in small plain letters."""

from __future__ import annotations

import unicodedata


def unaccented(text: str) -> str:
    """The text without case, accents and styles of letters."""
    letters = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text).casefold())
    return "".join(each for each in letters if not unicodedata.combining(each))
