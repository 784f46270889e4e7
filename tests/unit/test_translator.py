"""Descriptions and choices are translated; names never are; what has no key stays English."""

from __future__ import annotations

import discord
import pytest
from discord import app_commands
from discord.app_commands import TranslationContext, TranslationContextLocation, locale_str

from bot.discord_io.translator import CommandTranslator
from bot.texts.catalogue import Catalogue
from bot.ui.wording import described

CATALOGUE = Catalogue.load()


def words(key: str, code: str) -> str:
    return CATALOGUE.language(code).say(key)


async def nothing(interaction: discord.Interaction, topic: str = "") -> None:
    """Never called."""


def tree_of(*codes: str) -> app_commands.CommandTree:
    client = discord.Client(intents=discord.Intents.none(), application_id=1)
    tree = app_commands.CommandTree(client)
    command = app_commands.Command(
        name="benefits", description=described("cmd.benefits"), callback=nothing
    )
    choice = app_commands.Choice(name=described("choice.on"), value="on")
    app_commands.describe(topic=described("cmd.benefits.topic"))(command)
    app_commands.choices(topic=[choice])(command)
    tree.add_command(command)
    return tree


async def payload(*codes: str) -> dict:
    tree = tree_of()
    await tree.set_translator(CommandTranslator(codes, words))
    (command,) = tree.get_commands()
    return await command.get_translated_payload(tree, tree.translator)


async def test_a_description_is_given_in_every_language_discord_has_for_ours() -> None:
    told = (await payload("en", "de", "es", "fr"))["description_localizations"]

    assert set(told) == {"de", "fr", "es-ES", "es-419"}
    assert told["de"] == words("cmd.benefits", "de")
    assert told["es-ES"] == told["es-419"] == words("cmd.benefits", "es")


async def test_an_option_and_its_choices_are_translated_too() -> None:
    (option,) = (await payload("de"))["options"]

    assert option["description_localizations"] == {"de": words("cmd.benefits.topic", "de")}
    assert option["choices"][0]["name_localizations"] == {"de": "an"}
    assert option["choices"][0]["name"] == "on"


async def test_names_stay_english_in_every_language() -> None:
    told = await payload("de", "es", "fr")

    assert not told["name_localizations"]
    assert not told["options"][0].get("name_localizations")


async def test_a_language_that_is_not_there_leaves_the_english_words() -> None:
    assert not (await payload("en"))["description_localizations"]


@pytest.mark.parametrize(
    ("string", "locale", "location"),
    [
        (locale_str("Join"), discord.Locale.german, "command_description"),
        (described("cmd.start"), discord.Locale.japanese, "command_description"),
        (described("cmd.start"), discord.Locale.british_english, "command_description"),
        (described("cmd.start"), discord.Locale.german, "command_name"),
        (described("cmd.start"), discord.Locale.german, "group_name"),
        (described("cmd.start"), discord.Locale.german, "parameter_name"),
        (described("cmd.start"), discord.Locale.german, "other"),
    ],
)
async def test_what_has_no_translation_is_none(
    string: locale_str, locale: discord.Locale, location: str
) -> None:
    context = TranslationContext(TranslationContextLocation[location], data=None)

    assert await CommandTranslator(("de",), words).translate(string, locale, context) is None
