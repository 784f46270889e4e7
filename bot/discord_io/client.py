"""The Discord client: two intents, nothing cached that can be asked for, every error answered.

Decides nothing. Cogs and who answers presses are handed to it as callables. It starts no task of
its own and waits for nothing: keeping it connected is bot.discord_io.supervise.

One process and one shard: Discord asks for a second one from 2,500 servers on. Sharding would
change the base class to ``AutoShardedBot`` and nothing else here, because direct messages arrive on
shard 0 and sending is REST, which has no shards.
"""

from __future__ import annotations

import sys
from collections import deque
from collections.abc import Awaitable, Callable, Iterable
from typing import Any, cast

import aiohttp
import discord
import yarl
from discord import app_commands
from discord.ext import commands

from bot.discord_io.buttons import OnArea, OnPress, PressButton, PressSelect
from bot.discord_io.failures import Sentence, answer_failure, withheld
from bot.discord_io.speaking import Arrived, look_up
from bot.domain.ids import DiscordGuildId, DiscordUserId
from bot.log import get_logger

#: Longer waits come back as an error instead of holding the request.
MAX_RATELIMIT_TIMEOUT_S = 60.0

_log = get_logger(__name__)


def configure_addresses(api_base: str | None, gateway: str | None) -> None:
    """Point discord.py at another API and gateway (a proxy, a test server), for this process.

    ``api_base`` includes the version: ``http://127.0.0.1:8080/api/v10``. What is None stays as the
    library has it.
    """
    if api_base is not None:
        discord.http.Route.BASE = api_base.rstrip("/")
    if gateway is not None:
        discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(gateway)


async def nobody_chose(_by: DiscordUserId, _guild: DiscordGuildId | None) -> None:
    """Where there is nobody to ask, everybody's own client decides."""


class AnsweringTree(app_commands.CommandTree["UnknotClient"]):
    """A command tree that never leaves a member without an answer, in their language."""

    async def interaction_check(self, interaction: discord.Interaction[UnknotClient], /) -> bool:
        """Find out in which language to answer. Every command may run."""
        await look_up(interaction, self.client.arrived)
        return True

    async def on_error(
        self,
        interaction: discord.Interaction[UnknotClient],
        error: app_commands.AppCommandError,
        /,
    ) -> None:
        """Answer, and log what the member cannot mend: the command's name, none of its options."""
        command = interaction.command
        name = command.qualified_name if command is not None else "unknown"
        await answer_failure(interaction, error, "command.failed", command=name)


class UnknotClient(commands.Bot):
    """The bot as Discord sees it.

    ``cogs`` are awaited in order, each once, after the login and before any event; one that raised
    is tried again at the next login. ``on_area`` gets the presses on our buttons, except those on
    deliveries: these go to ``on_press``, which a cog sets. ``sentence`` gives the words for errors;
    ``arrived`` is told who acts where, and gives the language they chose.
    """

    on_press: OnPress

    def __init__(
        self,
        *,
        on_area: OnArea,
        sentence: Sentence,
        arrived: Arrived = nobody_chose,
        cogs: Iterable[Callable[[UnknotClient], Awaitable[None]]] = (),
        http_trace: aiohttp.TraceConfig | None = None,
    ) -> None:
        _quiet_voice()
        super().__init__(
            command_prefix=commands.when_mentioned,
            help_command=None,
            tree_cls=AnsweringTree,
            # Members use the commands in their DM with the bot too, never in other people's chats.
            allowed_contexts=app_commands.AppCommandContext(
                guild=True, dm_channel=True, private_channel=False
            ),
            allowed_installs=app_commands.AppInstallationType(guild=True, user=False),
            intents=discord.Intents(guilds=True, dm_messages=True),
            allowed_mentions=discord.AllowedMentions.none(),
            member_cache_flags=discord.MemberCacheFlags.none(),
            chunk_guilds_at_startup=False,
            # Our own reminders come back as events; nobody reads them here.
            max_messages=None,
            max_ratelimit_timeout=MAX_RATELIMIT_TIMEOUT_S,
            # The library takes None, and says it does not.
            http_trace=cast("aiohttp.TraceConfig", http_trace),
        )
        self.on_area = on_area
        self.sentence = sentence
        self.arrived = arrived
        self._to_set_up = deque(cogs)

    async def setup_hook(self) -> None:
        """Called by discord.py at each login."""
        self.add_dynamic_items(PressButton, PressSelect)
        while self._to_set_up:
            await self._to_set_up[0](self)
            self._to_set_up.popleft()

    async def on_connect(self) -> None:
        """Called for each new session: at the start, and after an end that could not be mended."""
        _log.info("gateway.connected")

    async def on_resumed(self) -> None:
        """Called when a session goes on where it was interrupted."""
        _log.info("gateway.resumed")

    async def on_message(self, _message: discord.Message, /) -> None:
        """Look for no command in what is typed, as the library would: there are none by prefix."""

    async def on_error(self, event_method: str, /, *_args: Any, **_kwargs: Any) -> None:  # noqa: ANN401
        """Log what an event's listener raised, without the event: it holds what people wrote."""
        error = sys.exception()
        standing = withheld(error) if error is not None else None
        _log.error("event.failed", exc_info=standing, extra={"event_name": event_method})


def _quiet_voice() -> None:
    # The library warns about voice, which this bot has not.
    discord.VoiceClient.warn_nacl = False
    discord.VoiceClient.warn_dave = False
