"""/start and /stop, the panel's button, and coming back."""

from __future__ import annotations

from typing import assert_never

from discord import app_commands
from discord.ext import commands

from bot.discord_io.client import UnknotClient
from bot.domain.consent import Place
from bot.domain.ids import DiscordGuildId
from bot.errors import NotFound
from bot.texts.language import Language
from bot.ui import joining as cards
from bot.ui.custom_ids import AreaPress
from bot.ui.settings import settings_view
from bot.ui.wording import described
from bot.usecases import coming_back, joining, settings, stopping
from bot.usecases.joining import Agreed, AlreadyIn, Offer, WelcomeClosed
from bot.usecases.services import Services
from cogs.areas import Areas
from cogs.reply import Interaction, answer, place_of, replace, server_name, spoken, where, who

MOST_CLINICS = 25


class Joining(commands.Cog):
    """Consent first."""

    def __init__(self, services: Services, areas: Areas) -> None:
        self._services = services
        areas.add(cards.AREA, "start", self._pressed_start)
        areas.add(cards.AREA, "offer", self._pressed_offer)
        areas.add(cards.AREA, "agree", self._pressed_agree)
        areas.add(cards.AREA, "not_now", self._pressed_not_now)
        areas.add(cards.AREA, "again", self._pressed_again)
        areas.add(cards.AREA, "back", self._pressed_back)
        areas.add(cards.AREA, "stop_all", self._pressed_stop_all)

    @app_commands.command(name="start", description=described("cmd.start"))
    async def start(self, interaction: Interaction) -> None:
        """Join."""
        await self._offer(interaction, place_of(interaction))

    @app_commands.command(name="stop", description=described("cmd.stop"))
    async def stop(self, interaction: Interaction) -> None:
        """Stop everything."""
        await answer(interaction, cards.stopped_card(*await self._stop(interaction)))

    async def _stop(self, interaction: Interaction) -> tuple[Language, stopping.Stopping]:
        services = self._services
        stopped = await stopping.stop_everything(
            services.store, services.clock, by=who(interaction), place=place_of(interaction)
        )
        return spoken(services, interaction), stopped

    async def _offer(self, interaction: Interaction, place: Place) -> None:
        services = self._services
        language = spoken(services, interaction)
        found = await joining.start(services.store, by=who(interaction), guild=where(interaction))
        match found:
            case AlreadyIn():
                view = cards.already_in_card(language)
            case Offer(()):
                view = cards.plain_card(language.say("join.unknown_here"))
            case Offer((guild,)):
                name = server_name(interaction, guild)
                view = cards.offer_card(language, services.operator, guild, name, place)
            case Offer(guilds):
                named = [
                    (guild, server_name(interaction, guild)) for guild in guilds[:MOST_CLINICS]
                ]
                view = cards.choice_card(language, named)
            case never:
                assert_never(never)
        await answer(interaction, view)

    async def _pressed_start(self, interaction: Interaction, _press: AreaPress) -> None:
        await self._offer(interaction, Place.PANEL)

    async def _pressed_offer(self, interaction: Interaction, press: AreaPress) -> None:
        guild = DiscordGuildId(press.required(0))
        language = spoken(self._services, interaction)
        name = server_name(interaction, guild)
        view = cards.offer_card(language, self._services.operator, guild, name, Place.DM)
        await replace(interaction, view)

    async def _pressed_agree(self, interaction: Interaction, press: AreaPress) -> None:
        guild, place = _agreement(interaction, press)
        services = self._services
        # The welcome may take up to ten seconds; Discord waits three.
        await interaction.response.defer()
        agreed = await joining.agree(
            services.store,
            services.clock,
            by=who(interaction),
            guild=guild,
            place=place,
            locale=str(interaction.locale),
            defaults=services.operator.settings,
        )
        outcome = await joining.welcome(services.delivering, agreed)
        await self._show_joined(interaction, agreed, outcome)

    async def _show_joined(
        self, interaction: Interaction, agreed: Agreed, outcome: joining.Welcome
    ) -> None:
        services = self._services
        language = spoken(services, interaction)
        if isinstance(outcome, WelcomeClosed):
            await replace(interaction, cards.dm_failed_card(language, again=False))
            return
        shown = await settings.settings_card(
            services.store, services.kinds, by=who(interaction), guild=where(interaction)
        )
        view = settings_view(
            language,
            shown,
            intro=cards.joined_blocks(language, outcome, agreed.had),
            extra=cards.joined_buttons(language, agreed.had),
        )
        await replace(interaction, view)

    async def _pressed_not_now(self, interaction: Interaction, _press: AreaPress) -> None:
        await replace(interaction, cards.declined_card(spoken(self._services, interaction)))

    async def _pressed_again(self, interaction: Interaction, _press: AreaPress) -> None:
        services = self._services
        await interaction.response.defer()
        outcome = await joining.try_again(
            services.store, services.clock, services.delivering, by=who(interaction)
        )
        await replace(interaction, cards.tried_again_card(spoken(services, interaction), outcome))

    async def _pressed_back(self, interaction: Interaction, _press: AreaPress) -> None:
        services = self._services
        language = spoken(services, interaction)
        back = await coming_back.bring_back(
            services.store, services.clock, services.kinds, by=who(interaction)
        )
        services.delivering.wake()
        await answer(interaction, cards.brought_back_card(language, back))

    async def _pressed_stop_all(self, interaction: Interaction, _press: AreaPress) -> None:
        await answer(interaction, cards.stopped_card(*await self._stop(interaction)))


def _agreement(interaction: Interaction, press: AreaPress) -> tuple[DiscordGuildId, Place]:
    guild = DiscordGuildId(press.required(0))
    here = where(interaction)
    if len(press.args) != len(("guild", "place")) or (here is not None and here != guild):
        raise NotFound("button.outdated")
    if here is None:
        return guild, Place.DM
    return guild, Place.PANEL if press.args[1] == Place.PANEL.value else Place.SERVER


async def setup(client: UnknotClient, services: Services, areas: Areas) -> None:
    """Add the cog."""
    await client.add_cog(Joining(services, areas))
