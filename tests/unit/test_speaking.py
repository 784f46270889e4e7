"""In which language an interaction is answered."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import discord
import pytest

from bot.discord_io.speaking import locale_of, look_up, speak
from bot.domain.ids import DiscordGuildId, DiscordUserId


def interaction(locale: str = "es-ES", guild: int | None = None) -> Any:
    """As much of one as the language needs."""
    user = SimpleNamespace(id=11)
    return SimpleNamespace(extras={}, user=user, guild_id=guild, locale=discord.Locale(locale))


def chose(code: str | None, asked: list[tuple[int, int | None]] | None = None) -> Any:
    async def chosen(by: DiscordUserId, guild: DiscordGuildId | None) -> str | None:
        if asked is not None:
            asked.append((by, guild))
        return code

    return chosen


def test_before_anybody_looked_it_is_the_clients() -> None:
    assert locale_of(interaction()) == "es-ES"


@pytest.mark.parametrize(("code", "locale"), [("fr", "fr"), (None, "es-ES")])
async def test_a_choice_comes_before_the_client(code: str | None, locale: str) -> None:
    asked: list[tuple[int, int | None]] = []
    one = interaction()

    await look_up(one, chose(code, asked))

    assert locale_of(one) == locale
    assert locale_of(one) == locale
    assert asked == [(11, None)]


async def test_it_is_told_in_which_server_somebody_acts() -> None:
    asked: list[tuple[int, int | None]] = []

    await look_up(interaction(guild=22), chose(None, asked))

    assert asked == [(11, 22)]


async def test_what_is_chosen_in_the_interaction_holds_for_its_answer() -> None:
    one = interaction()
    await look_up(one, chose("fr"))

    speak(one, "de")
    assert locale_of(one) == "de"
    speak(one, None)

    assert locale_of(one) == "es-ES"
