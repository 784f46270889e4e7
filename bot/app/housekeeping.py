"""What is seen to though nobody presses anything: by the clock, and as servers come and go."""

from __future__ import annotations

from bot.delivery.pacing import Pacer
from bot.delivery.taking_away import TakingAway
from bot.discord_io.client import UnknotClient
from bot.discord_io.roll import DiscordRoll
from bot.domain.ids import DiscordGuildId, DiscordUserId
from bot.errors import StoreError
from bot.log import get_logger
from bot.usecases import leaving
from bot.usecases.passing import queue_passed_bookings
from bot.usecases.retention import clear_out_daily
from bot.usecases.services import Services
from bot.usecases.silence import end_silent_plans
from bot.usecases.waiting import drop_waiting

log = get_logger(__name__)

# Which of the second and third comes to a server that lets the bot in again is Discord's to say.
SERVER_EVENTS = ("on_ready", "on_guild_join", "on_guild_available", "on_guild_remove")


class Housekeeping:
    """Keeps no more than the operator says. ``pacer`` lets through the requests of a look."""

    def __init__(
        self,
        services: Services,
        client: UnknotClient,
        roll: DiscordRoll,
        taking_away: TakingAway,
        pacer: Pacer,
    ) -> None:
        self._services = services
        self._keep = services.operator.retention
        self._client = client
        self._roll = roll
        self._taking_away = taking_away
        self._pacer = pacer
        for event in SERVER_EVENTS:
            client.add_listener(self._servers_changed, event)

    async def look_after(self) -> None:
        """Ask about bookings that passed, end silent plans, drop what waited too long: hourly."""
        store, clock = self._services.store, self._services.clock
        asked = await queue_passed_bookings(store, clock)
        ended = await end_silent_plans(store, clock)
        dropped = await drop_waiting(store, clock)
        if asked or ended or dropped:
            self._services.delivering.wake()

    async def take_away_remnants(self) -> None:
        """Delete what is left in Discord of who was erased: every minute."""
        await self._taking_away.run()

    async def clear_out(self) -> None:
        """Clear away what was kept for long enough: asked hourly, done once a day."""
        store, clock = self._services.store, self._services.clock
        if await clear_out_daily(store, clock, self._services.kinds, self._keep) is not None:
            await leaving.erase_strangers(store, clock, self._keep.left)

    async def look_for_members(self) -> None:
        """Look for members in their clinics' servers, and forget who is gone: hourly."""
        if not self._client.is_ready():
            # Which servers it was let into again while it was off is not known yet.
            return
        await self._servers_changed()
        store, clock, left = self._services.store, self._services.clock, self._keep.left
        await leaving.forget_the_gone(store, clock, left)
        if await leaving.look_for_members(store, clock, self._is_in, left):
            self._services.delivering.wake()

    async def seen(self, by: DiscordUserId, guild: DiscordGuildId) -> None:
        """Somebody does something in a server: they are in it."""
        store, clock = self._services.store, self._services.clock
        try:
            is_back = await leaving.see_in_server(store, clock, by=by, guild=guild)
        except StoreError:
            # What they want may need nothing written, such as the warning signs.
            log.warning("member.not_noted", exc_info=True)
            return
        if is_back:
            self._services.delivering.wake()

    async def _is_in(self, guild: DiscordGuildId, user: DiscordUserId) -> bool | None:
        await self._pacer.turn()
        return await self._roll.is_in(guild, user)

    async def _servers_changed(self, *_guild: object) -> None:
        # Those in an outage are among them: the bot was not removed from these.
        here = [DiscordGuildId(guild.id) for guild in self._client.guilds]
        store, clock = self._services.store, self._services.clock
        application = str(self._client.application_id)
        if await leaving.note_servers(store, clock, here, application=application):
            self._services.delivering.wake()
