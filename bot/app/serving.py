"""Runs the bot from a configuration: lock, database, connection, and the end of all three."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from bot.app.ending import End, exit_code, stop_signals
from bot.app.house import App, Ground
from bot.app.measuring import measure
from bot.app.reloading import reload_signal
from bot.clock import Clock, steady_s
from bot.config import Config
from bot.content.library import Library
from bot.delivery.pacing import Pace, SteadyPacer
from bot.discord_io.client import configure_addresses
from bot.discord_io.supervise import Supervisor
from bot.domain.member import Settings
from bot.domain.zones import zone
from bot.log import get_logger
from bot.ops.health import health
from bot.ops.instance_lock import InstanceLock
from bot.ops.pulse import Pulse
from bot.ops.sd_notify import Notifier
from bot.ops.watched_clock import WatchedClock
from bot.scheduling.daily_backup import BackupPlan, DailyBackup
from bot.scheduling.maintenance import Maintenance
from bot.store import key_file, rekey
from bot.store.connection import Store
from bot.store.migrate import migrate
from bot.texts.catalogue import Catalogue
from bot.usecases.retention import Retention
from bot.usecases.services import Operator

log = get_logger(__name__)

# Source: product; what nobody waits for leaves the rest of Discord's 50 to messages.
BACKGROUND_PER_S = 1.0


async def serve(
    config: Config,
    clock: Clock,
    *,
    build: Callable[[Ground], App] = App,
    notifier: Notifier | None = None,
) -> int:
    """Run the bot until a signal stops it or Discord refuses it for good; the exit code.

    ``build`` makes the app, for whoever puts something between it and its ground; ``notifier``
    tells systemd how it is.
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
                background_pacer=SteadyPacer(BACKGROUND_PER_S),
                pace=pace_of(config),
                attempt_timeout_s=config.delivery.attempt_timeout_s,
            )
            daily = DailyBackup(backup_plan(config), store, clock)
            with reload_signal(library, config.content.folder):
                return await _run(build(ground), config, store, daily, notifier or Notifier())
        finally:
            await store.close()


async def open_store(config: Config, clock: Clock) -> Store:
    """Open the database, make it where there is none, and bring it up to date."""
    database = config.database
    key = key_of(config)
    if key is None:
        log.warning("database.not_encrypted")
    store = await Store.open(database.path, key)
    try:
        await migrate(store, clock.now())
    except BaseException:
        await store.close()
        raise
    return store


def key_of(config: Config) -> bytes | None:
    """The database's key, made where there is none yet; None: it is not encrypted.

    A change of the key that was cut off is brought to its end, or taken back.
    """
    database = config.database
    if not database.encrypted:
        return None
    if rekey.finish(database.path, database.key_file):
        log.warning("key.change_finished")
    return key_file.load_or_create(database.key_file, database.path)


async def _run(
    app: App, config: Config, store: Store, daily: DailyBackup, notifier: Notifier
) -> int:
    supervisor = Supervisor(app.client, config.discord.token.get_secret_value())
    maintenance = Maintenance(store, daily)
    maintenance.hourly(app.housekeeping.look_after)
    maintenance.hourly(app.housekeeping.clear_out, minute=29)
    maintenance.hourly(app.housekeeping.look_for_members, minute=41)
    maintenance.hourly(app.sync_commands, minute=53)
    maintenance.minutely(app.housekeeping.take_away_remnants)
    pulse = Pulse(notifier, lambda: app.engine.quiet_s)
    end = End(app.engine, supervisor)
    app.engine.when_token_refused(end.token_refused)
    metrics = measure(app, daily)

    def asked_to_stop() -> None:
        pulse.end()
        end.asked()

    try:
        async with health(config.health.port, lambda: pulse.is_well, metrics.page):
            maintenance.start()
            pulse.look()
            log.info("bot.started")
            with stop_signals(asked_to_stop):
                ended = await supervisor.run()
                await end.finish()
    finally:
        pulse.end()
        maintenance.stop()
        app.close()
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
        backups_kept=config.backup.keep,
        retention=retention_of(config),
    )


def backup_plan(config: Config) -> BackupPlan:
    """The daily backup, as the operator set it."""
    return BackupPlan(
        database=config.database.path,
        key_path=config.database.key_file if config.database.encrypted else None,
        folder=config.backup.folder,
        keep=config.backup.keep,
        local_hour=config.backup.local_hour,
        zone=zone(config.defaults.zone),
    )


def retention_of(config: Config) -> Retention:
    """How long things are kept, as the operator set it."""
    keep = config.retention
    return Retention(
        check_ins_months=keep.check_ins_months,
        deliveries=timedelta(days=keep.deliveries_days),
        left=timedelta(days=keep.left_days),
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
