"""/privacy: what is kept of somebody, and what is theirs to decide about it."""

from __future__ import annotations

from functools import partial

from discord import app_commands
from discord.ext import commands

from bot.discord_io.client import UnknotClient
from bot.discord_io.guarded import GuardedLayout
from bot.domain.ids import DiscordGuildId
from bot.ui import joining
from bot.ui import privacy as cards
from bot.ui.custom_ids import AreaPress
from bot.ui.settings import turned
from bot.ui.wording import described
from bot.usecases import privacy as cases
from bot.usecases.exporting import export_everything
from bot.usecases.services import Services
from cogs.areas import Areas
from cogs.reply import (
    Interaction,
    answer,
    answer_in_place,
    chosen_number,
    defer_in_place,
    place_of,
    server_name,
    spoken,
    who,
)


class Privacy(commands.Cog):
    """About the one who asks, and nobody else."""

    def __init__(self, services: Services, areas: Areas) -> None:
        self._services = services
        # The offer's and the panel's button.
        areas.add(joining.AREA, joining.PRIVACY.action, self._pressed_privacy)
        areas.add(cards.AREA, "card", self._pressed_card)
        areas.add(cards.AREA, "looks", self._pressed_looks)
        areas.add(cards.AREA, "which", self._chose_clinic)
        areas.add(cards.AREA, "share", self._pressed_share)
        areas.add(cards.AREA, "export", self._pressed_export)
        areas.add(cards.AREA, "delete", self._pressed_delete)

    @app_commands.command(name="privacy", description=described("cmd.privacy"))
    async def privacy(self, interaction: Interaction) -> None:
        """Show the card."""
        await answer(interaction, await self._card(interaction))

    async def _card(self, interaction: Interaction) -> GuardedLayout:
        services = self._services
        kept = await cases.what_is_kept(services.store, by=who(interaction))
        language, name_of = spoken(services, interaction), partial(server_name, interaction)
        return cards.privacy_card(language, services.operator, kept, name_of)

    async def _pressed_privacy(self, interaction: Interaction, _press: AreaPress) -> None:
        await answer(interaction, await self._card(interaction))

    async def _pressed_card(self, interaction: Interaction, _press: AreaPress) -> None:
        await answer_in_place(interaction, await self._card(interaction))

    async def _pressed_looks(self, interaction: Interaction, press: AreaPress) -> None:
        services = self._services
        looks = await cases.who_looked(
            services.store, by=who(interaction), page=press.number(0) or 1
        )
        language, name_of = spoken(services, interaction), partial(server_name, interaction)
        await answer_in_place(interaction, cards.looks_card(language, looks, name_of))

    async def _chose_clinic(self, interaction: Interaction, _press: AreaPress) -> None:
        guild = DiscordGuildId(chosen_number(interaction))
        await self._show_sharing(interaction, guild, is_new=False)

    async def _pressed_share(self, interaction: Interaction, press: AreaPress) -> None:
        services, guild = self._services, DiscordGuildId(press.required(0))
        is_new = await cases.set_sharing(
            services.store,
            services.clock,
            by=who(interaction),
            guild=guild,
            place=place_of(interaction),
            wanted=turned(press.args[1:]),
        )
        await self._show_sharing(interaction, guild, is_new=is_new)

    async def _show_sharing(
        self, interaction: Interaction, guild: DiscordGuildId, *, is_new: bool
    ) -> None:
        services = self._services
        sharing = await cases.sharing_with(services.store, by=who(interaction), guild=guild)
        language, name = spoken(services, interaction), server_name(interaction, guild)
        view = cards.sharing_card(language, sharing, name, is_new=is_new)
        await answer_in_place(interaction, view)

    async def _pressed_export(self, interaction: Interaction, _press: AreaPress) -> None:
        services, language = self._services, spoken(self._services, interaction)
        # Beside the card, which stays; packing takes its time, and Discord waits three seconds.
        await interaction.response.defer(ephemeral=True, thinking=True)
        packed = await export_everything(
            services.store,
            services.clock,
            by=who(interaction),
            readme=partial(cards.readme_text, language),
        )
        await interaction.edit_original_response(
            view=cards.export_card(language), attachments=[cards.export_file(packed)]
        )

    async def _pressed_delete(self, interaction: Interaction, _press: AreaPress) -> None:
        services, language = self._services, spoken(self._services, interaction)
        await cases.require_kept(services.store, by=who(interaction))
        word = language.say("privacy.delete.word")

        async def on_filled(submitted: Interaction, filled: dict[str, str]) -> None:
            await defer_in_place(submitted)
            erased = await cases.delete_everything(
                services.store,
                services.clock,
                by=who(submitted),
                typed=filled[cards.WORD],
                word=word,
            )
            view = cards.deleted_card(language, services.operator, erased)
            await answer_in_place(submitted, view)

        await interaction.response.send_modal(cards.delete_form(language, word, on_filled))


async def setup(client: UnknotClient, services: Services, areas: Areas) -> None:
    """Add the cog."""
    await client.add_cog(Privacy(services, areas))
