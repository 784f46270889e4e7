"""One bot, put together on the ground that it is given: client, engine and cogs."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field

from bot.app.housekeeping import Housekeeping
from bot.charts.drawing import Drawing
from bot.clock import Clock, steady_s
from bot.content.library import Library
from bot.delivery.caution import CautiousPacer, InvalidRequests
from bot.delivery.claimer import Claimer
from bot.delivery.engine import Engine
from bot.delivery.messenger import Messenger
from bot.delivery.pacing import NoPacing, OpeningGate, Pace, PacedReader, Pacer
from bot.delivery.recovery import Recovery
from bot.delivery.sender import Sender
from bot.delivery.taking_away import TakingAway
from bot.delivery.threads import ThreadFinder
from bot.discord_io.client import UnknotClient
from bot.discord_io.command_sync import sync_if_changed
from bot.discord_io.limit import RequestLimit, hold_back
from bot.discord_io.messenger import DiscordMessenger
from bot.discord_io.outcomes import TROUBLE, read
from bot.discord_io.remover import DiscordRemover
from bot.discord_io.roll import DiscordRoll
from bot.discord_io.translator import CommandTranslator
from bot.discord_io.watching import invalid_request_trace
from bot.domain.ids import DiscordGuildId, DiscordUserId
from bot.errors import UserError
from bot.kinds import KINDS
from bot.kinds.registry import Kinds
from bot.log import get_logger
from bot.store import facts, members
from bot.store.connection import Store
from bot.texts.catalogue import Catalogue
from bot.usecases.catching_up import CatchingUp
from bot.usecases.services import Operator, Services
from bot.usecases.silence import HoldingBack
from bot.usecases.upkeep import put_in_order
from cogs import COGS
from cogs.areas import Areas

log = get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Ground:
    """What an app stands on, chosen by whoever builds it: a real bot, the demo or a test."""

    store: Store
    clock: Clock
    operator: Operator
    catalogue: Catalogue
    library: Library
    pacer: Pacer
    #: for requests that nobody waits for
    background_pacer: Pacer = field(default_factory=NoPacing)
    pace: Pace = field(default_factory=Pace)
    kinds: Kinds = KINDS
    attempt_timeout_s: float = 30.0
    #: a clock that never goes back
    time_s: Callable[[], float] = steady_s
    wrap: Callable[[Messenger], Messenger] = lambda messenger: messenger


class App:
    """One bot: its client, its engine and what the cogs use.

    The engine starts with the client's set-up, after the login: sending needs no gateway.
    """

    def __init__(self, ground: Ground) -> None:
        self._ground = ground
        self._areas = Areas()
        self.invalid_requests = invalid = InvalidRequests(ground.time_s)
        trace = invalid_request_trace(invalid.note)
        hold_back(trace, RequestLimit())
        self.client = UnknotClient(
            on_area=self._areas.route,
            sentence=self._sentence,
            arrived=self._arrived,
            cogs=(self._set_up, self._sync, self._begin),
            http_trace=trace,
        )
        self.engine = self._engine(ground, CautiousPacer(ground.pacer, invalid))
        self.services = Services(
            store=ground.store,
            clock=ground.clock,
            kinds=ground.kinds,
            catalogue=ground.catalogue,
            library=ground.library,
            delivering=self.engine,
            drawing=Drawing(),
            operator=ground.operator,
        )
        self.housekeeping = self._housekeeping(CautiousPacer(ground.background_pacer, invalid))

    def _engine(self, ground: Ground, pacer: Pacer) -> Engine:
        discord_messenger = DiscordMessenger(
            self.client, attempt_timeout_s=ground.attempt_timeout_s
        )
        messenger = ground.wrap(discord_messenger)
        reader = PacedReader(discord_messenger, pacer)
        catch_up = CatchingUp(ground.store, ground.clock, reader)
        self.client.add_listener(_told(catch_up.begin_listening), "on_ready")
        self.client.add_listener(_told(catch_up.lose_session), "on_disconnect")
        self.client.add_listener(_told(catch_up.resume), "on_resumed")
        return Engine(
            store=ground.store,
            clock=ground.clock,
            kinds=ground.kinds,
            claimer=Claimer(
                ground.store, ground.kinds, ground.library, HoldingBack(ground.library)
            ),
            sender=Sender(
                store=ground.store,
                clock=ground.clock,
                messenger=messenger,
                pacer=pacer,
                gate=OpeningGate(ground.time_s),
                kinds=ground.kinds,
                library=ground.library,
                catalogue=ground.catalogue,
                catch_up=catch_up,
                threads=ThreadFinder(ground.store, ground.catalogue, discord_messenger, pacer),
            ),
            recovery=Recovery(ground.store, ground.clock, messenger, pacer),
            pacer=pacer,
            pace=ground.pace,
        )

    def _housekeeping(self, pacer: Pacer) -> Housekeeping:
        services, timeout_s = self.services, self._ground.attempt_timeout_s
        remover = DiscordRemover(self.client, attempt_timeout_s=timeout_s)
        return Housekeeping(
            services,
            self.client,
            DiscordRoll(self.client, attempt_timeout_s=timeout_s),
            TakingAway(services.store, services.clock, remover, pacer),
            pacer,
        )

    async def sync_commands(self) -> None:
        """Tell Discord the commands, if they changed: at the start, and hourly until it takes them.

        Reminders need none, so nothing that is refused here keeps the rest from starting.
        """
        if self.client.application_id is None:
            # Not logged in yet: the set-up after the login sees to it.
            return
        store = self._ground.store

        async def known() -> str | None:
            return await facts.fact(store.reads, facts.COMMANDS)

        async def note(digest: str) -> None:
            async with store.write() as tx:
                await facts.note_fact(tx, facts.COMMANDS, digest)

        try:
            await sync_if_changed(self.client.tree, read_hash=known, write_hash=note)
        except TROUBLE as error:
            log.warning("commands.not_synced", extra={"reason": read(error).what})

    def close(self) -> None:
        """Draw no more. The engine and the client are ended by whoever started them."""
        self.services.drawing.close()

    async def _set_up(self, client: UnknotClient) -> None:
        for cog in COGS:
            await cog(client, self.services, self._areas)

    async def _sync(self, client: UnknotClient) -> None:
        catalogue = self._ground.catalogue

        def words(key: str, code: str) -> str:
            return catalogue.language(code).say(key)

        await client.tree.set_translator(CommandTranslator(catalogue.codes, words))
        await self.sync_commands()

    async def _begin(self, _client: UnknotClient) -> None:
        ground, default_zone = self._ground, self._ground.operator.settings.zone.key
        await put_in_order(ground.store, ground.clock, ground.kinds, default_zone)
        await self.engine.start()

    async def _arrived(self, by: DiscordUserId, guild: DiscordGuildId | None) -> str | None:
        if guild is not None:
            await self.housekeeping.seen(by, guild)
        return await members.chosen_language(self._ground.store.reads, by)

    def _sentence(self, error: UserError, locale: str) -> str:
        return self._ground.catalogue.language(locale).refusal(error)


def _told(call: Callable[[], None]) -> Callable[[], Coroutine[None, None, None]]:
    async def heard() -> None:
        call()

    return heard
