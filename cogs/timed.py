"""/NAME on and /NAME off of every check-in at times of day: /tension on, say."""

from __future__ import annotations

from discord import app_commands

from bot.discord_io.client import UnknotClient
from bot.domain.clock_text import parse_days, parse_times
from bot.domain.days import EVERY_DAY
from bot.domain.times import TimesWish
from bot.kinds.timed import Timed
from bot.ui.changes import off_card
from bot.ui.timed import on_card
from bot.ui.wording import described
from bot.usecases.services import Services
from bot.usecases.switching import turn_off
from bot.usecases.timed import turn_timed_on
from cogs.areas import Areas
from cogs.reply import Interaction, answer, spoken, who


def _add_on_and_off(group: app_commands.Group, services: Services, kind: Timed) -> None:
    english = services.catalogue.language("en")

    @group.command(name="on", description=described(f"cmd.{kind.name}.on", english))
    @app_commands.describe(at=described("cmd.times.at"), days=described("cmd.times.days"))
    async def on(interaction: Interaction, at: str | None = None, days: str | None = None) -> None:
        """Turn them on, or change them."""
        turned_on = await turn_timed_on(
            services.store,
            services.clock,
            services.kinds,
            by=who(interaction),
            kind=kind,
            wish=TimesWish(
                local_times=kind.default_at if at is None else parse_times(at),
                days=EVERY_DAY if days is None else parse_days(days),
            ),
        )
        services.delivering.wake()
        await answer(interaction, on_card(spoken(services, interaction), turned_on))

    @group.command(name="off", description=described(f"cmd.{kind.name}.off", english))
    async def off(interaction: Interaction) -> None:
        """Turn them off."""
        turned_off = await turn_off(
            services.store, services.clock, services.kinds, by=who(interaction), kind=kind.name
        )
        services.delivering.wake()
        await answer(interaction, off_card(spoken(services, interaction), turned_off))


async def setup(client: UnknotClient, services: Services, _areas: Areas) -> None:
    """Add the commands: to a group that a kind has already, or to one of their own."""
    for kind in services.kinds.timed:
        group = client.tree.get_command(kind.name)
        if not isinstance(group, app_commands.Group):
            words = described(f"cmd.{kind.name}", services.catalogue.language("en"))
            group = app_commands.Group(name=kind.name, description=words)
            client.tree.add_command(group)
        _add_on_and_off(group, services, kind)
