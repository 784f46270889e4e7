"""Runs the bot from a configuration: lock, database, connection, and the end of all three."""

from __future__ import annotations

from collections.abc import Callable

from bot.app.ending import End, exit_code, stop_signals
from bot.app.house import App, Ground
from bot.clock import Clock, steady_s
from bot.config import Config
from bot.content.library import Library
from bot.delivery.engine import Pace
from bot.delivery.pacing import SteadyPacer
from bot.discord_io.client import configure_addresses
from bot.discord_io.supervise import Supervisor
from bot.domain.member import Settings
from bot.domain.zones import zone
from bot.log import get_logger
from bot.ops.instance_lock import InstanceLock
from bot.ops.watched_clock import WatchedClock
from bot.scheduling.maintenance import Maintenance
from bot.store.connection import Store
from bot.store.key_file import load_or_create
from bot.store.migrate import migrate
from bot.texts.catalogue import Catalogue
from bot.usecases.services import Operator

log = get_logger(__name__)


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
    end = End(app.engine, supervisor)
    app.engine.when_token_refused(end.token_refused)
    try:
        with stop_signals(end.asked):
            ended = await supervisor.run()
            await end.finish()
    finally:
        maintenance.stop()
    await store.checkpoint()
    return exit_code(end.refused or ended)


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
