"""What members choose for themselves, at once and with a way back."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.clock import Clock
from bot.domain.consent import CONSENT_VERSION, INVITATIONS, Consent, MembershipState, Place
from bot.domain.ids import ChangeId, ClinicId, DiscordGuildId, DiscordUserId
from bot.domain.member import DAILY_LIMIT_RANGE, Member, Settings
from bot.domain.quiet_hours import QuietHours
from bot.domain.zones import zone as zone_named
from bot.errors import InvalidInput, NotAllowed
from bot.kinds.registry import Kinds
from bot.store import changes, clinics, members, schedules
from bot.store.connection import Reads, Store, Tx
from bot.store.rows import quiet_columns, quiet_of
from bot.usecases.member import require_member, reschedule

SUBJECT = "settings"


class _Unset:
    """Stands for a setting that is left as it is, where None is a choice."""


UNSET = _Unset()


@dataclass(frozen=True, slots=True)
class Changed:
    """Settings before and after, and what comes next. ``change_id`` None: nothing differs."""

    before: Settings
    after: Settings
    local_next: datetime | None
    change_id: ChangeId | None


@dataclass(frozen=True, slots=True)
class SettingsCard:
    """What the card shows. ``invitations`` None: not asked from within one clinic."""

    member: Member
    invitations: bool | None
    posture_on: bool


async def change_settings(
    store: Store,
    clock: Clock,
    kinds: Kinds,
    *,
    by: DiscordUserId,
    zone: ZoneInfo | None = None,
    quiet: QuietHours | _Unset | None = UNSET,
    daily_limit: int | None = None,
    discreet: bool | None = None,
    fallback: bool | None = None,
) -> Changed:
    """Change what is given and fit every schedule to it; the rest stays.

    Raises NotAllowed before consent, InvalidInput for a limit out of range.
    """
    if daily_limit is not None and daily_limit not in DAILY_LIMIT_RANGE:
        lowest, highest = DAILY_LIMIT_RANGE.start, DAILY_LIMIT_RANGE.stop - 1
        raise InvalidInput("limit.out_of_range", lowest=lowest, highest=highest)
    now_at = clock.now()
    async with store.write() as tx:
        member = await require_member(tx, by)
        before = member.settings
        after = Settings(
            zone=zone or before.zone,
            quiet=before.quiet if isinstance(quiet, _Unset) else quiet,
            daily_limit=before.daily_limit if daily_limit is None else daily_limit,
            discreet=before.discreet if discreet is None else discreet,
            fallback=before.fallback if fallback is None else fallback,
        )
        change_id = None
        if after != before:
            change_id = await changes.note(tx, member.id, SUBJECT, to_json(before), now_at)
            await put_settings(tx, kinds, member, after, now_at)
        local_next = await _next(tx, member, after)
    return Changed(before, after, local_next, change_id)


async def put_settings(
    tx: Tx, kinds: Kinds, member: Member, settings: Settings, now_at: datetime
) -> None:
    """Write settings and fit the member's schedules to them."""
    await members.set_settings(tx, member.id, settings)
    await reschedule(tx, kinds, replace(member, settings=settings), now_at)


async def settings_card(
    store: Store, *, by: DiscordUserId, guild: DiscordGuildId | None
) -> SettingsCard:
    """What the card shows. Raises NotAllowed before consent."""
    reads = store.reads
    member = await require_member(reads, by)
    clinic_id = await _joined_clinic(reads, member, guild)
    invitations = None
    if clinic_id is not None:
        joined = await clinics.memberships(reads, member.id)
        invitations = next(one.invitations for one in joined if one.clinic_id == clinic_id)
    posture = await schedules.live_of_kind(reads, member.id, "posture")
    return SettingsCard(member, invitations, posture is not None)


async def set_invitations(
    store: Store, clock: Clock, *, by: DiscordUserId, guild: DiscordGuildId, wanted: bool
) -> None:
    """Note in the ledger whether a member wants invitations to book from this clinic.

    Raises NotAllowed before consent, or where the member has not joined this clinic.
    """
    now_at = clock.now()
    async with store.write() as tx:
        member = await require_member(tx, by)
        clinic_id = await _joined_clinic(tx, member, guild)
        if clinic_id is None:
            raise NotAllowed("consent.needed")
        await clinics.set_invitations(tx, member.id, clinic_id, wanted=wanted)
        line = Consent(clinic_id, INVITATIONS, CONSENT_VERSION, Place.SERVER, now_at, given=wanted)
        await clinics.add_consent(tx, member.id, line)


async def _joined_clinic(
    reads: Reads, member: Member, guild: DiscordGuildId | None
) -> ClinicId | None:
    joined = [
        one.clinic_id
        for one in await clinics.memberships(reads, member.id)
        if one.state is MembershipState.AGREED
    ]
    if guild is None:
        return joined[0] if len(joined) == 1 else None
    clinic = await clinics.find(reads, guild)
    return clinic.id if clinic is not None and clinic.id in joined else None


async def _next(reads: Reads, member: Member, settings: Settings) -> datetime | None:
    live = await schedules.live(reads, member.id)
    due = [one.next_due_at for one in live if one.next_due_at is not None]
    return min(due).astimezone(settings.zone).replace(tzinfo=None) if due else None


def to_json(settings: Settings) -> dict[str, object]:
    """Settings as a change keeps them."""
    quiet_from, quiet_until = quiet_columns(settings.quiet)
    return {
        "zone": settings.zone.key,
        "quiet_from": quiet_from,
        "quiet_until": quiet_until,
        "daily_limit": settings.daily_limit,
        "discreet": settings.discreet,
        "fallback": settings.fallback,
    }


def from_json(kept: dict[str, object]) -> Settings:
    """Back from what ``to_json`` made. Raises ValueError for anything else."""
    match kept:
        case {
            "zone": str(name),
            "quiet_from": quiet_from,
            "quiet_until": quiet_until,
            "daily_limit": int(daily_limit),
            "discreet": bool(discreet),
            "fallback": bool(fallback),
        }:
            quiet = quiet_of(_minute(quiet_from), _minute(quiet_until))
            return Settings(zone_named(name), quiet, daily_limit, discreet, fallback)
    raise ValueError("not kept settings")


def _minute(value: object) -> int | None:
    return value if isinstance(value, int) else None
