"""/settings: with options it changes them, without it shows the card that changes each."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from discord import app_commands
from discord.ext import commands

from bot.discord_io.client import UnknotClient
from bot.discord_io.guarded import guarded_autocomplete
from bot.discord_io.speaking import speak
from bot.domain.member import DAILY_LIMIT_RANGE
from bot.domain.quiet_hours import parse_quiet
from bot.domain.zones import matching_zones
from bot.domain.zones import zone as zone_named
from bot.errors import NotFound
from bot.texts.language import own_name_of
from bot.ui import changes
from bot.ui import settings as cards
from bot.ui.custom_ids import AreaPress
from bot.ui.settings import AS_CLIENT, LANGUAGES, ON_CARD, Setting
from bot.ui.wording import described
from bot.usecases import settings as cases
from bot.usecases.services import Services
from cogs.areas import Areas
from cogs.reply import Interaction, answer, answer_in_place, spoken, values_of, where, who

Wanted = dict[Setting, Any]

READ: dict[Setting, Callable[[str], Any]] = {
    Setting.ZONE: zone_named,
    Setting.QUIET: parse_quiet,
    Setting.LIMIT: cases.limit_typed,
}

SPEAKING = [app_commands.Choice(name=own_name_of(code), value=code) for code in LANGUAGES]

Limit = app_commands.Range[int, DAILY_LIMIT_RANGE.start, DAILY_LIMIT_RANGE.stop - 1]


class SettingsCog(commands.Cog):
    """What members choose for themselves."""

    def __init__(self, services: Services, areas: Areas) -> None:
        self._services = services
        areas.add(cards.AREA, "card", self._pressed_card)
        for action in cards.ASKING.values():
            areas.add(cards.AREA, action, self._pressed_ask)
        for switch in (Setting.DISCREET, Setting.FALLBACK):
            areas.add(cards.AREA, switch.value, self._pressed_switch)
        areas.add(cards.AREA, Setting.LANGUAGE.value, self._chose_language)
        areas.add(cards.AREA, Setting.INVITATIONS.value, self._pressed_invitations)

    @app_commands.command(name="settings", description=described("cmd.settings"))
    @app_commands.describe(
        zone=described("cmd.settings.zone"),
        language=described("cmd.settings.language"),
        quiet=described("cmd.settings.quiet"),
        daily_limit=described("cmd.settings.daily_limit"),
        discreet=described("cmd.settings.discreet"),
        fallback=described("cmd.settings.fallback"),
    )
    @app_commands.choices(language=SPEAKING)
    async def settings(  # noqa: PLR0917 - discord.py reads options from parameters
        self,
        interaction: Interaction,
        zone: str | None = None,
        language: str | None = None,
        quiet: str | None = None,
        daily_limit: Limit | None = None,
        discreet: bool | None = None,  # noqa: FBT001 - an option of the command
        fallback: bool | None = None,  # noqa: FBT001 - an option of the command
    ) -> None:
        """Change what is given, or show the card."""
        typed = {
            Setting.ZONE: zone,
            Setting.QUIET: quiet,
            Setting.LIMIT: None if daily_limit is None else str(daily_limit),
        }
        wanted: Wanted = {
            name: READ[name](text) for name, text in typed.items() if text is not None
        }
        switches = {Setting.DISCREET: discreet, Setting.FALLBACK: fallback}
        wanted |= {name: turned for name, turned in switches.items() if turned is not None}
        if language is not None:
            wanted[Setting.LANGUAGE] = language
        if wanted:
            changed = await self._change(interaction, wanted)
            words = spoken(self._services, interaction)
            await answer(interaction, changes.changed_view(words, changed, tuple(wanted)))
        else:
            words = spoken(self._services, interaction)
            await answer(interaction, cards.settings_view(words, await self._card(interaction)))

    @settings.autocomplete("zone")
    @guarded_autocomplete
    async def _zones(
        self, _interaction: Interaction, current: str
    ) -> list[app_commands.Choice[str]]:
        return [app_commands.Choice(name=name, value=name) for name in matching_zones(current)]

    async def _change(self, interaction: Interaction, wanted: Wanted) -> cases.Changed:
        services = self._services
        changed = await cases.change_settings(
            services.store,
            services.clock,
            services.kinds,
            by=who(interaction),
            **{name.value: value for name, value in wanted.items()},
        )
        services.delivering.wake()
        # The answer is the first thing in a new language.
        speak(interaction, changed.after.language)
        return changed

    async def _card(self, interaction: Interaction) -> cases.SettingsCard:
        services = self._services
        return await cases.settings_card(
            services.store, services.kinds, by=who(interaction), guild=where(interaction)
        )

    async def _pressed_card(self, interaction: Interaction, _press: AreaPress) -> None:
        language = spoken(self._services, interaction)
        await answer(interaction, cards.settings_view(language, await self._card(interaction)))

    async def _pressed_ask(self, interaction: Interaction, press: AreaPress) -> None:
        setting = next(one for one, action in cards.ASKING.items() if action == press.action)
        shown = await self._card(interaction)
        language = spoken(self._services, interaction)

        async def on_filled(submitted: Interaction, filled: dict[str, str]) -> None:
            wanted: Wanted = {setting: READ[setting](filled[cards.FIELD])}
            await self._answer_change(submitted, wanted, on_card=ON_CARD in press.args)

        form = cards.ask_form(language, setting, shown.member.settings, on_filled)
        await interaction.response.send_modal(form)

    async def _pressed_switch(self, interaction: Interaction, press: AreaPress) -> None:
        wanted: Wanted = {Setting(press.action): cards.turned(press.args)}
        await self._answer_change(interaction, wanted, on_card=True)

    async def _chose_language(self, interaction: Interaction, _press: AreaPress) -> None:
        chosen = values_of(interaction)
        if len(chosen) != 1 or chosen[0] not in {AS_CLIENT, *LANGUAGES}:
            raise NotFound("button.outdated")
        wanted: Wanted = {Setting.LANGUAGE: None if chosen[0] == AS_CLIENT else chosen[0]}
        await self._answer_change(interaction, wanted, on_card=True)

    async def _answer_change(
        self, interaction: Interaction, wanted: Wanted, *, on_card: bool
    ) -> None:
        changed = await self._change(interaction, wanted)
        language = spoken(self._services, interaction)
        if not on_card:
            await answer(interaction, changes.changed_view(language, changed, tuple(wanted)))
            return
        view = cards.settings_view(
            language,
            await self._card(interaction),
            intro=changes.changed_blocks(language, changed, tuple(wanted)),
            extra=changes.undo_buttons(language, changed.change_id, on_card=True),
        )
        await answer_in_place(interaction, view)

    async def _pressed_invitations(self, interaction: Interaction, press: AreaPress) -> None:
        services, wanted = self._services, cards.turned(press.args)
        is_new = await cases.set_invitations(
            services.store,
            services.clock,
            by=who(interaction),
            guild=where(interaction),
            wanted=wanted,
        )
        language = spoken(services, interaction)
        intro = changes.invited_blocks(language, wanted=wanted, is_new=is_new)
        view = cards.settings_view(language, await self._card(interaction), intro=intro)
        await answer_in_place(interaction, view)


async def setup(client: UnknotClient, services: Services, areas: Areas) -> None:
    """Add the cog."""
    await client.add_cog(SettingsCog(services, areas))
