"""/tension now: a check-in at once. On and off are those of every check-in at times of day."""

from __future__ import annotations

from discord import app_commands
from discord.ext import commands

from bot.discord_io.client import UnknotClient
from bot.kinds.tension import Tension
from bot.ui.check_ins import OWN_AREA, check_in_look, of_own, question_look
from bot.ui.custom_ids import AreaPress
from bot.ui.deliveries import no_effect_card
from bot.ui.wording import described
from bot.usecases import tension
from bot.usecases.checking_in import CheckedIn
from bot.usecases.services import Services
from cogs.areas import Areas
from cogs.offering import card_ids, offered_card
from cogs.reply import Interaction, answer, spoken, values_of, who, words


class TensionCog(commands.Cog):
    """How tight, and how stressed."""

    tension = app_commands.Group(name="tension", description=described("cmd.tension"))

    def __init__(self, services: Services, areas: Areas) -> None:
        self._services = services
        for action in Tension.effects:
            areas.add(OWN_AREA, action, self._pressed)

    @tension.command(name="now", description=described("cmd.tension.now"))
    async def now(self, interaction: Interaction) -> None:
        """Ask the first question."""
        await tension.tension_now(self._services.store, by=who(interaction))
        language = spoken(self._services, interaction)
        look = question_look(language, of_own(interaction.id))
        await interaction.response.send_message(**look, ephemeral=True)

    async def _pressed(self, interaction: Interaction, press: AreaPress) -> None:
        """A press in a check-in that the member asked for."""
        services, asked_by = self._services, press.required(0)
        result = await tension.press_own_check_in(
            services.store,
            services.clock,
            services.kinds,
            tension.OwnPress(who(interaction), asked_by, press.action, values_of(interaction)),
            cards=card_ids(services, interaction),
        )
        language, known = spoken(services, interaction), await words(services, interaction)
        if not isinstance(result, CheckedIn):
            await answer(interaction, no_effect_card(language, known, result))
            return
        card = offered_card(services, interaction, result)
        look = check_in_look(language, known, of_own(asked_by), result, card, stops=False)
        await interaction.response.edit_message(**look)


async def setup(client: UnknotClient, services: Services, areas: Areas) -> None:
    """Add the cog."""
    await client.add_cog(TensionCog(services, areas))
