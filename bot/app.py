"""Wires the house: store, engine, Discord and cogs. Only the command line and the demo use it."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http import HTTPStatus

from bot.clock import Clock, steady_s
from bot.config import Config
from bot.content.library import Library
from bot.delivery.caution import CautiousPacer, InvalidRequests
from bot.delivery.claimer import Claimer
from bot.delivery.engine import Engine, Pace
from bot.delivery.messenger import Messenger
from bot.delivery.pacing import OpeningGate, PacedReader, Pacer, SteadyPacer
from bot.delivery.recovery import Recovery
from bot.delivery.sender import Sender
from bot.discord_io.client import DmText, Pressing, UnknotClient, configure_addresses
from bot.discord_io.command_sync import sync_if_changed
from bot.discord_io.limit import RequestLimit, hold_back
from bot.discord_io.messenger import DiscordMessenger
from bot.discord_io.supervise import Ended, EndReason, Supervisor
from bot.discord_io.watching import invalid_request_trace
from bot.domain.member import Settings
from bot.domain.zones import zone
from bot.errors import UserError
from bot.kinds import KINDS
from bot.kinds.registry import Kinds
from bot.log import get_logger
from bot.ops.instance_lock import InstanceLock
from bot.ops.watched_clock import WatchedClock
from bot.scheduling.maintenance import Maintenance
from bot.store import facts
from bot.store.connection import Store
from bot.store.key_file import load_or_create
from bot.store.migrate import migrate
from bot.texts.catalogue import Catalogue
from bot.ui.custom_ids import OccurrencePress
from bot.usecases.catching_up import CatchingUp
from bot.usecases.services import Operator, Services
from bot.usecases.upkeep import put_in_order
from cogs import COGS
from cogs.areas import Areas
from cogs.deliveries import Deliveries

log = get_logger(__name__)

STOPPED = 0
FAULT = 1
MENDABLE = 2


@dataclass(frozen=True, slots=True)
class Ground:
    """What an app stands on, chosen by whoever builds it: a real bot, the demo or a test."""

    store: Store
    clock: Clock
    operator: Operator
    catalogue: Catalogue
    library: Library
    pacer: Pacer
    pace: Pace = field(default_factory=Pace)
    kinds: Kinds = KINDS
    attempt_timeout_s: float = 30.0
    wrap: Callable[[Messenger], Messenger] = lambda messenger: messenger


class App:
    """One bot: its client, its engine and what the cogs use.

    The engine starts with the client's set-up, after the login: sending needs no gateway.
    """

    def __init__(self, ground: Ground) -> None:
        self._ground = ground
        self._areas = Areas()
        invalid = InvalidRequests(steady_s)
        trace = invalid_request_trace(invalid.note)
        hold_back(trace, RequestLimit())
        self.client = UnknotClient(
            on_press=self._on_press,
            on_area=self._areas.route,
            on_dm_text=self._on_dm_text,
            sentence=self._sentence,
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
            operator=ground.operator,
        )
        self._deliveries = Deliveries(self.services)

    def _engine(self, ground: Ground, pacer: Pacer) -> Engine:
        discord_messenger = DiscordMessenger(
            self.client, attempt_timeout_s=ground.attempt_timeout_s
        )
        messenger = ground.wrap(discord_messenger)
        reader = PacedReader(discord_messenger, pacer)
        catch_up = CatchingUp(ground.store, ground.clock, reader)
        self.client.add_listener(_on_new_session(catch_up), "on_ready")
        started_at = ground.clock.now()
        return Engine(
            store=ground.store,
            clock=ground.clock,
            kinds=ground.kinds,
            claimer=Claimer(ground.store, ground.kinds, ground.library),
            sender=Sender(
                store=ground.store,
                clock=ground.clock,
                messenger=messenger,
                pacer=pacer,
                gate=OpeningGate(),
                kinds=ground.kinds,
                library=ground.library,
                catalogue=ground.catalogue,
                catch_up=catch_up,
            ),
            recovery=Recovery(ground.store, ground.clock, messenger, pacer, started_at),
            pacer=pacer,
            pace=ground.pace,
        )

    async def _set_up(self, client: UnknotClient) -> None:
        for cog in COGS:
            await cog(client, self.services, self._areas)

    async def _sync(self, client: UnknotClient) -> None:
        store = self._ground.store

        async def read() -> str | None:
            return await facts.fact(store.reads, facts.COMMANDS)

        async def write(digest: str) -> None:
            async with store.write() as tx:
                await facts.note_fact(tx, facts.COMMANDS, digest)

        await sync_if_changed(client.tree, read_hash=read, write_hash=write)

    async def _begin(self, _client: UnknotClient) -> None:
        await put_in_order(self._ground.store, self._ground.clock, self._ground.kinds)
        await self.engine.start()

    async def _on_press(self, pressing: Pressing, press: OccurrencePress) -> None:
        await self._deliveries.pressed(pressing, press)

    async def _on_dm_text(self, message: DmText) -> None:
        await self._deliveries.typed(message)

    def _sentence(self, error: UserError, locale: str) -> str:
        return self._ground.catalogue.language(locale).refusal(error)


def _on_new_session(catch_up: CatchingUp) -> Callable[[], Coroutine[None, None, None]]:
    async def began() -> None:
        catch_up.begin_listening()

    return began


async def serve(config: Config, clock: Clock, *, build: Callable[[Ground], App] = App) -> int:
    """Run the bot until a signal stops it or Discord refuses it for good; the exit code.

    ``build`` makes the app, for whoever puts something between it and its ground.
    Raises ConfigError, Busy and StoreError for what the operator can mend before it starts.
    """
    catalogue = Catalogue.load(config.content.folder)
    library = Library.load(config.content.folder)
    configure_addresses(config.discord.api_base, config.discord.gateway)
    with InstanceLock(config.database.lock_file):
        store = await open_store(config, clock)
        try:
            ground = Ground(
                store=store,
                clock=WatchedClock(clock, steady_s),
                operator=operator_of(config),
                catalogue=catalogue,
                library=library,
                pacer=SteadyPacer(config.delivery.per_second),
                pace=pace_of(config),
                attempt_timeout_s=config.delivery.attempt_timeout_s,
            )
            return await _run(build(ground), config, store)
        finally:
            await store.close()


async def open_store(config: Config, clock: Clock) -> Store:
    """Open the database, make it where there is none, and bring it up to date."""
    database = config.database
    key = load_or_create(database.key_file, database.path) if database.encrypted else None
    if key is None:
        log.warning("database.not_encrypted")
    store = await Store.open(database.path, key)
    try:
        await migrate(store, clock.now())
    except BaseException:
        await store.close()
        raise
    return store


async def _run(app: App, config: Config, store: Store) -> int:
    supervisor = Supervisor(app.client, config.discord.token.get_secret_value())
    maintenance = Maintenance(store)
    maintenance.start()
    log.info("bot.started")
    end = _End(app, supervisor)
    app.engine.when_token_refused(end.token_refused)
    try:
        with _signals(end.asked):
            ended = await supervisor.run()
            await end.finish()
    finally:
        maintenance.stop()
    await store.checkpoint()
    return _exit_code(end.refused or ended)


class _End:
    """How the bot ends: asked once in peace, asked twice at once, or refused by Discord."""

    def __init__(self, app: App, supervisor: Supervisor) -> None:
        self._app = app
        self._supervisor = supervisor
        self._stopping: asyncio.Task[None] | None = None
        self.refused: Ended | None = None

    def asked(self) -> None:
        """A signal has come."""
        if self._stopping is None:
            log.info("bot.stopping")
            self._stopping = asyncio.create_task(self._stop())
        else:
            # What was being sent is asked about at the next start.
            log.warning("bot.stopping_at_once")
            self._stopping.cancel()
            self._supervisor.stop()

    def token_refused(self) -> None:
        """Discord no longer takes the token."""
        self.refused = Ended(EndReason.TOKEN, HTTPStatus.UNAUTHORIZED)
        self._supervisor.stop()

    async def finish(self) -> None:
        """Whatever ended the connection: let the engine end in peace, unless asked twice."""
        if self._stopping is None:
            self._stopping = asyncio.create_task(self._stop())
        try:
            await self._stopping
        except asyncio.CancelledError:
            await self._app.engine.stop(within_s=0)

    async def _stop(self) -> None:
        # First the engine, so that what is being sent still arrives; then the connection.
        await self._app.engine.stop()
        self._supervisor.stop()


@contextmanager
def _signals(call: Callable[[], None]) -> Iterator[None]:
    loop = asyncio.get_running_loop()
    asked_to_stop = (signal.SIGTERM, signal.SIGINT)
    for one in asked_to_stop:
        loop.add_signal_handler(one, call)
    try:
        yield
    finally:
        for one in asked_to_stop:
            loop.remove_signal_handler(one)


def _exit_code(ended: Ended) -> int:
    if ended.reason is EndReason.STOPPED:
        log.info("bot.stopped")
        return STOPPED
    log.error("bot.refused", extra={"reason": ended.reason.value, "code": ended.code})
    return MENDABLE


def operator_of(config: Config) -> Operator:
    """What the operator set for every clinic."""
    defaults = config.defaults
    return Operator(
        settings=Settings(
            zone=zone(defaults.zone),
            quiet=defaults.quiet_hours,
            daily_limit=defaults.daily_limit,
        ),
        minimum_age=defaults.minimum_age,
        emergency_text=defaults.emergency_text,
        crisis_text=defaults.crisis_text,
        contact=defaults.contact,
        privacy_link=defaults.privacy_link,
    )


def pace_of(config: Config) -> Pace:
    """The engine's pace, as the operator set it."""
    delivery = config.delivery
    return Pace(
        batch=delivery.per_second,
        workers=delivery.workers,
        settle_every_s=delivery.settle_every_ms / 1000,
        safety_tick_s=delivery.safety_tick_s,
    )
