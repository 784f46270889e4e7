"""/clinic setup: what managers set for their server, shown first, then saved, undone on a press.

Refuses to touch what members set for themselves.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.clock import Clock
from bot.domain.clinic_settings import NEEDED, ClinicSettings, Setting, Values
from bot.domain.ids import ClinicChangeId, ClinicId, DiscordGuildId
from bot.errors import InvalidInput
from bot.store import clinic_changes, clinics
from bot.store.connection import Reads, Store, Tx
from bot.usecases.drafts import Way, check_unsaved, find_change, saving, undoing
from bot.usecases.services import Operator
from bot.usecases.staff import Caller, require_manager
from bot.usecases.weekly import follow_zone

SUBJECT = "setup"
LOCALE = "locale"


@dataclass(frozen=True, slots=True)
class Setup:
    """What is set. ``unset``: members read our words there, because nobody set the real ones."""

    settings: ClinicSettings
    unset: tuple[Setting, ...]


@dataclass(frozen=True, slots=True)
class SetupDraft:
    """What would change, in this order; nothing has yet. ``unset`` as it would be then."""

    change_id: ClinicChangeId
    before: ClinicSettings
    after: ClinicSettings
    changed: tuple[Setting, ...]
    unset: tuple[Setting, ...]


@dataclass(frozen=True, slots=True)
class SetupKept:
    """What changed, from one to the other: saved, or undone."""

    change_id: ClinicChangeId
    before: ClinicSettings
    after: ClinicSettings
    changed: tuple[Setting, ...]
    unset: tuple[Setting, ...]


async def show_setup(store: Store, operator: Operator, caller: Caller) -> Setup:
    """What is set for the caller's server. Raises NotAllowed for who may not manage it."""
    settings = await _settings(store.reads, require_manager(caller), operator)
    return Setup(settings, _unset(settings, operator))


async def draft_setup(
    store: Store,
    clock: Clock,
    operator: Operator,
    caller: Caller,
    wanted: Values,
    *,
    locale: str,
) -> SetupDraft | Setup:
    """Keep what a manager wants to change, to be shown before it is saved.

    ``wanted`` has values by the names of settings, read already; ``locale`` is who set them's. What
    is set like that already comes back as it is. Raises NotAllowed for who may not manage the
    server, InvalidInput for a staff role that everybody has.
    """
    guild = require_manager(caller)
    if wanted.get(Setting.STAFF_ROLE.value) == guild:
        raise InvalidInput("setup.everybody")
    now_at = clock.now()
    async with store.write() as tx:
        clinic = await clinics.find_or_add(tx, guild, operator.settings.zone.key, now_at)
        before = clinic.settings
        after = before.changed({**wanted, LOCALE: locale})
        changed = before.differing(after)
        unset = _unset(after, operator)
        if not changed:
            return Setup(before, unset)
        names = (*(one.value for one in changed), LOCALE)
        change_id = await clinic_changes.draft(
            tx,
            clinic.id,
            caller.by,
            SUBJECT,
            before=dict(before.only(names)),
            after=dict(after.only(names)),
            now_at=now_at,
        )
    return SetupDraft(change_id, before, after, changed, unset)


async def drafted_setup(
    store: Store, clock: Clock, operator: Operator, caller: Caller, change_id: ClinicChangeId
) -> SetupDraft:
    """A draft once more, over what is set now, to be changed before it is saved.

    Raises as ``save_setup``.
    """
    guild, reads = require_manager(caller), store.reads
    change = await find_change(reads, await clinics.find(reads, guild), change_id, SUBJECT)
    check_unsaved(change, clock.now())
    before = await _settings(reads, guild, operator)
    after = before.changed(change.after)
    return SetupDraft(change_id, before, after, _named(change.after), _unset(after, operator))


async def save_setup(
    store: Store, clock: Clock, operator: Operator, caller: Caller, change_id: ClinicChangeId
) -> SetupKept:
    """Put a draft in force.

    Raises NotAllowed for who may not manage the server; Conflict when it was saved already, is
    older than a day, or somebody changed the same meanwhile.
    """
    return await _turn(store, clock, operator, caller, change_id, way=saving)


async def undo_setup(
    store: Store, clock: Clock, operator: Operator, caller: Caller, change_id: ClinicChangeId
) -> SetupKept:
    """Bring back what a saved change replaced.

    Raises NotAllowed for who may not manage the server; Conflict when it was undone already, is
    older than a day, or somebody changed the same since.
    """
    return await _turn(store, clock, operator, caller, change_id, way=undoing)


async def _turn(
    store: Store,
    clock: Clock,
    operator: Operator,
    caller: Caller,
    change_id: ClinicChangeId,
    *,
    way: Way,
) -> SetupKept:
    guild, now_at = require_manager(caller), clock.now()
    async with store.write() as tx:
        change = await find_change(tx, await clinics.find(tx, guild), change_id, SUBJECT)
        turn = way(change, now_at)
        before = await _settings(tx, guild, operator)
        if _differ(before, turn.replaces):
            raise turn.too_late
        after = before.changed(turn.puts)
        await _put(tx, change.clinic_id, before, after, now_at)
        await turn.mark(tx, change_id, now_at)
    return SetupKept(change_id, before, after, _named(turn.puts), _unset(after, operator))


async def _put(
    tx: Tx, clinic_id: ClinicId, before: ClinicSettings, after: ClinicSettings, now_at: datetime
) -> None:
    await clinics.set_settings(tx, clinic_id, after)
    if after.zone != before.zone:
        await follow_zone(tx, clinic_id, after.zone, now_at)


async def _settings(reads: Reads, guild: DiscordGuildId, operator: Operator) -> ClinicSettings:
    clinic = await clinics.find(reads, guild)
    return ClinicSettings(operator.settings.zone.key) if clinic is None else clinic.settings


def _named(values: dict[str, object]) -> tuple[Setting, ...]:
    return tuple(one for one in Setting if one.value in values)


def _differ(settings: ClinicSettings, values: dict[str, object]) -> bool:
    return any(settings.value(one) != values[one.value] for one in _named(values))


def _unset(settings: ClinicSettings, operator: Operator) -> tuple[Setting, ...]:
    defaults = {Setting.EMERGENCY: operator.emergency_text, Setting.CRISIS: operator.crisis_text}
    return tuple(one for one in NEEDED if settings.value(one) is None and defaults.get(one) is None)
