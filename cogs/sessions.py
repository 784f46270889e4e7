"""/session, and "Log a session" in the menu of a member."""

from __future__ import annotations

import discord
from discord import app_commands
from discord.ext import commands

from bot.discord_io.client import UnknotClient
from bot.discord_io.guarded import guarded_autocomplete
from bot.domain.ids import DiscordUserId
from bot.ui.bookings import list_card
from bot.ui.sessions import suggestions
from bot.ui.wording import described
from bot.usecases.clients import Named
from bot.usecases.listing import list_sessions
from bot.usecases.services import Services
from bot.usecases.staff import is_staff
from cogs.areas import Areas
from cogs.bookings import Bookings
from cogs.clinic_group import IN_SERVERS
from cogs.reply import Interaction, answer, caller, spoken
from cogs.session_logs import SessionLogs

LOG = "Log a session"
# Source: judgement; the store takes no other.
SHORTEST_MIN, LONGEST_MIN = 5, 480


class Sessions(commands.Cog):
    """What staff do with sessions."""

    session = app_commands.Group(
        name="session", description=described("cmd.session"), allowed_contexts=IN_SERVERS
    )

    def __init__(self, client: UnknotClient, services: Services, areas: Areas) -> None:
        self._services = services
        self._logs = SessionLogs(services, areas)
        self._bookings = Bookings(services, areas)
        menu = app_commands.ContextMenu(
            name=LOG, callback=self._log_of, allowed_contexts=IN_SERVERS
        )
        client.tree.add_command(menu)

    @session.command(name="log", description=described("cmd.session.log"))
    @app_commands.describe(
        client=described("cmd.session.log.client"),
        when=described("cmd.session.log.when"),
        plan=described("cmd.session.log.plan"),
    )
    async def log(
        self,
        interaction: Interaction,
        client: discord.User,
        when: str | None = None,
        plan: str | None = None,
    ) -> None:
        """Preview a log."""
        await self._logs.preview(interaction, named(client), when, plan)

    @log.autocomplete("plan")
    @guarded_autocomplete
    async def _plans(self, interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
        services = self._services
        if not await is_staff(services.store.reads, caller(interaction)):
            return []
        plans = services.library.plans(spoken(services, interaction).code)
        return [
            app_commands.Choice(name=title, value=plan_id)
            for title, plan_id in suggestions(plans, typed)
        ]

    async def _log_of(self, interaction: Interaction, member: discord.Member) -> None:
        await self._logs.preview(interaction, named(member), None, None)

    @session.command(name="book", description=described("cmd.session.book"))
    @app_commands.describe(
        client=described("cmd.session.book.client"),
        when=described("cmd.session.book.when"),
        length=described("cmd.session.book.length"),
    )
    async def book(
        self,
        interaction: Interaction,
        client: discord.User,
        when: str,
        length: app_commands.Range[int, SHORTEST_MIN, LONGEST_MIN] | None = None,
    ) -> None:
        """Preview a booking."""
        await self._bookings.preview_booking(interaction, named(client), when, length)

    @session.command(name="move", description=described("cmd.session.move"))
    @app_commands.describe(
        client=described("cmd.session.move.client"), when=described("cmd.session.move.when")
    )
    async def move(self, interaction: Interaction, client: discord.User, when: str) -> None:
        """Preview a move."""
        await self._bookings.move(interaction, DiscordUserId(client.id), when)

    @session.command(name="cancel", description=described("cmd.session.cancel"))
    @app_commands.describe(client=described("cmd.session.cancel.client"))
    async def cancel(self, interaction: Interaction, client: discord.User) -> None:
        """Cancel what is booked."""
        await self._bookings.cancel(interaction, DiscordUserId(client.id))

    @session.command(name="list", description=described("cmd.session.list"))
    @app_commands.describe(client=described("cmd.session.list.client"))
    async def list(self, interaction: Interaction, client: discord.User | None = None) -> None:
        """Show what is booked."""
        services, language = self._services, spoken(self._services, interaction)
        listed = await list_sessions(
            services.store,
            services.clock,
            caller=caller(interaction),
            client=None if client is None else DiscordUserId(client.id),
        )
        await answer(interaction, list_card(language, listed))


def named(user: discord.User | discord.Member) -> Named:
    """Whom staff named, as Discord knows them here."""
    is_here = isinstance(user, discord.Member)
    return Named(DiscordUserId(user.id), is_here=is_here, is_bot=user.bot)


async def setup(client: UnknotClient, services: Services, areas: Areas) -> None:
    """Add the cog."""
    await client.add_cog(Sessions(client, services, areas))
