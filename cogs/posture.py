"""/posture: on, off, and one move right now."""

from __future__ import annotations

from discord import app_commands
from discord.ext import commands

from bot.discord_io.client import UnknotClient
from bot.domain.clock_text import parse_days, parse_end_time, parse_time_of_day
from bot.domain.posture import (
    DEFAULT_DAYS,
    DEFAULT_EVERY_MIN,
    DEFAULT_FROM,
    DEFAULT_UNTIL,
    EVERY_MIN_CHOICES,
    PostureWish,
)
from bot.ui import posture as cards
from bot.ui.changes import off_card
from bot.ui.custom_ids import AreaPress
from bot.ui.wording import described
from bot.usecases import posture
from bot.usecases.services import Services
from bot.usecases.switching import turn_off
from cogs.areas import Areas
from cogs.reply import Interaction, answer, answer_in_place, spoken, who

EVERY = [app_commands.Choice(name=str(minutes), value=minutes) for minutes in EVERY_MIN_CHOICES]


class Posture(commands.Cog):
    """Small moves through the day."""

    posture = app_commands.Group(name="posture", description=described("cmd.posture"))

    def __init__(self, services: Services, areas: Areas) -> None:
        self._services = services
        areas.add(cards.AREA, "raise", self._pressed_raise)

    @posture.command(name="on", description=described("cmd.posture.on"))
    @app_commands.rename(from_="from")
    @app_commands.describe(
        every=described("cmd.posture.on.every"),
        from_=described("cmd.posture.on.from"),
        until=described("cmd.posture.on.until"),
        days=described("cmd.posture.on.days"),
    )
    @app_commands.choices(every=EVERY)
    async def on(
        self,
        interaction: Interaction,
        every: int = DEFAULT_EVERY_MIN,
        from_: str | None = None,
        until: str | None = None,
        days: str | None = None,
    ) -> None:
        """Turn them on, or change them."""
        wish = PostureWish(
            every_min=every,
            local_from=DEFAULT_FROM if from_ is None else parse_time_of_day(from_),
            local_until=DEFAULT_UNTIL if until is None else parse_end_time(until),
            days=DEFAULT_DAYS if days is None else parse_days(days),
        )
        services = self._services
        turned_on = await posture.turn_posture_on(
            services.store, services.clock, services.kinds, by=who(interaction), wish=wish
        )
        services.delivering.wake()
        await answer(interaction, cards.on_card(spoken(services, interaction), turned_on))

    @posture.command(name="off", description=described("cmd.posture.off"))
    async def off(self, interaction: Interaction) -> None:
        """Turn them off."""
        services = self._services
        turned_off = await turn_off(
            services.store, services.clock, services.kinds, by=who(interaction), kind=posture.KIND
        )
        services.delivering.wake()
        await answer(interaction, off_card(spoken(services, interaction), turned_off))

    @posture.command(name="now", description=described("cmd.posture.now"))
    async def now(self, interaction: Interaction) -> None:
        """Show one movement."""
        services = self._services
        language = spoken(services, interaction)
        prompt = await posture.posture_now(
            services.store,
            services.clock,
            services.library,
            by=who(interaction),
            locale=language.code,
        )
        await answer(interaction, cards.now_card(language, prompt))

    async def _pressed_raise(self, interaction: Interaction, _press: AreaPress) -> None:
        services = self._services
        raised = await posture.raise_limit_for_posture(
            services.store, services.clock, services.kinds, by=who(interaction)
        )
        services.delivering.wake()
        await answer_in_place(interaction, cards.raised_card(spoken(services, interaction), raised))


async def setup(client: UnknotClient, services: Services, areas: Areas) -> None:
    """Add the cog."""
    await client.add_cog(Posture(services, areas))
