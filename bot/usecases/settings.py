"""What members choose for themselves, at once and with a way back."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.clock import Clock
from bot.domain.consent import INVITATIONS, Consent, MembershipState, Place
from bot.domain.ids import ChangeId, ClinicId, DiscordGuildId, DiscordUserId, MemberId
from bot.domain.local_time import local_of
from bot.domain.member import DAILY_LIMIT_RANGE, Member, Settings
from bot.domain.quiet_hours import QuietHours
from bot.domain.zones import zone as zone_named
from bot.errors import InvalidInput, NotAllowed
from bot.kinds.posture import Posture
from bot.kinds.registry import Kinds
from bot.store import changes, clinics, members, schedules
from bot.store.connection import Reads, Store, Tx
from bot.store.rows import quiet_columns, quiet_of
from bot.usecases.habits import is_silent
from bot.usecases.member import require_member
from bot.usecases.rescheduling import reschedule

SUBJECT = "settings"
_LONGEST_LIMIT = 4


class _Unset:
    """Stands for a setting that is left as it is, where None is a choice."""


UNSET = _Unset()


@dataclass(frozen=True, slots=True)
class Rhythm:
    """What comes by itself at these settings.

    ``times`` is how often in one day, of all that quiet hours and the daily limit shape;
    ``local_next`` what comes next of anything; ``moved``, whether some of it comes at other times
    than were asked for, because it is answered then; ``fixed``, how much of it keeps its instant in
    any zone.
    """

    times: int
    local_next: datetime | None
    moved: bool = False
    fixed: int = 0


@dataclass(frozen=True, slots=True)
class Changed:
    """Settings before and after, and what moves with them. ``change_id`` None: nothing differs.

    ``local_now`` is the wall clock in the zone that holds now.
    """

    before: Settings
    after: Settings
    rhythm_before: Rhythm
    rhythm: Rhythm
    local_now: datetime
    change_id: ChangeId | None


@dataclass(frozen=True, slots=True)
class CheckIns:
    """Check-ins of one kind: whether they are on, and the next; None, though on: none would come.

    ``waits``: none come until somebody answers whether they shall go on.
    """

    kind: str
    on: bool = False
    local_next: datetime | None = None
    waits: bool = False


@dataclass(frozen=True, slots=True)
class SettingsCard:
    """What the card shows. ``invitations`` None: not asked from within one clinic."""

    member: Member
    invitations: bool | None
    check_ins: tuple[CheckIns, ...]


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
    language: str | _Unset | None = UNSET,
) -> Changed:
    """Change what is given and fit every schedule to it; the rest stays.

    ``language`` None: that of the member's client.
    Raises NotAllowed before consent, InvalidInput for a limit out of range.
    """
    if daily_limit is not None and daily_limit not in DAILY_LIMIT_RANGE:
        raise _limit_out_of_range()
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
            language=before.language if isinstance(language, _Unset) else language,
        )
        changed = await _put(tx, kinds, member, after, now_at)
        if after == before:
            return changed
        change_id = await changes.note(tx, member.id, SUBJECT, to_json(before), now_at)
    return replace(changed, change_id=change_id)


async def restore_settings(
    tx: Tx, kinds: Kinds, member: Member, kept: dict[str, object], now_at: datetime
) -> Changed:
    """Bring back settings that a change kept, in the transaction that undoes it."""
    return await _put(tx, kinds, member, from_json(kept), now_at)


async def _put(tx: Tx, kinds: Kinds, member: Member, after: Settings, now_at: datetime) -> Changed:
    before = member.settings
    rhythm_before = await _rhythm(tx, kinds, member.id, before)
    await members.set_settings(tx, member.id, after)
    # A rule worked out anew begins after now; what does not touch times must not cost a slot
    # that has just come.
    if _times_of(before) != _times_of(after):
        await reschedule(tx, kinds, replace(member, settings=after), now_at)
    rhythm = await _rhythm(tx, kinds, member.id, after)
    return Changed(before, after, rhythm_before, rhythm, local_of(now_at, after.zone), None)


def _times_of(settings: Settings) -> tuple[object, ...]:
    return settings.zone.key, settings.quiet, settings.daily_limit


def limit_typed(text: str) -> int:
    """The daily limit that was typed. Raises InvalidInput."""
    typed = text.strip()
    # Looked at before int(), which is slow for thousands of digits, and refuses them.
    if not typed.isdecimal() or len(typed) > _LONGEST_LIMIT or int(typed) not in DAILY_LIMIT_RANGE:
        raise _limit_out_of_range()
    return int(typed)


def _limit_out_of_range() -> InvalidInput:
    lowest, highest = DAILY_LIMIT_RANGE.start, DAILY_LIMIT_RANGE.stop - 1
    return InvalidInput("limit.out_of_range", lowest=lowest, highest=highest)


async def settings_card(
    store: Store, kinds: Kinds, *, by: DiscordUserId, guild: DiscordGuildId | None
) -> SettingsCard:
    """What the card shows. Raises NotAllowed before consent."""
    reads = store.reads
    member = await require_member(reads, by)
    clinic_id = await _joined_clinic(reads, member, guild)
    shown = (Posture.name, *(kind.name for kind in kinds.timed))
    return SettingsCard(
        member=member,
        invitations=None if clinic_id is None else await _invited(reads, member, clinic_id),
        check_ins=tuple([await _check_ins(reads, member, kind) for kind in shown]),
    )


async def _check_ins(reads: Reads, member: Member, kind: str) -> CheckIns:
    schedule = await schedules.live_of_kind(reads, member.id, kind)
    if schedule is None:
        return CheckIns(kind)
    due_at = schedule.next_due_at
    local_next = None if due_at is None else local_of(due_at, member.settings.zone)
    return CheckIns(kind, on=True, local_next=local_next, waits=await is_silent(reads, schedule))


async def set_invitations(
    store: Store,
    clock: Clock,
    *,
    by: DiscordUserId,
    guild: DiscordGuildId | None,
    wanted: bool,
) -> bool:
    """Note in the ledger whether a member wants invitations to book; whether that is new.

    ``guild`` None: asked in a DM, about the one clinic they belong to. Raises NotAllowed before
    consent, or where the member has not joined this clinic, or it is not clear which.
    """
    now_at = clock.now()
    async with store.write() as tx:
        member = await require_member(tx, by)
        clinic_id = await _joined_clinic(tx, member, guild)
        if clinic_id is None:
            raise NotAllowed("consent.needed" if guild is not None else "server_only")
        if await _invited(tx, member, clinic_id) is wanted:
            return False
        place = Place.DM if guild is None else Place.SERVER
        consent = Consent(clinic_id, INVITATIONS, place, now_at, given=wanted)
        await clinics.note_consent(tx, member.id, consent)
    return True


async def _invited(reads: Reads, member: Member, clinic_id: ClinicId) -> bool:
    joined = await clinics.memberships(reads, member.id)
    return any(one.invitations for one in joined if one.clinic_id == clinic_id)


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


async def _rhythm(reads: Reads, kinds: Kinds, member_id: MemberId, settings: Settings) -> Rhythm:
    active = [one for one in await schedules.live(reads, member_id) if one.status == "active"]
    shaped = [
        one.rule
        for one in active
        if one.rule is not None and one.kind in kinds and kinds[one.kind].rule_follows_settings
    ]
    speaking = [one for one in active if not await is_silent(reads, one)]
    due = [one.next_due_at for one in speaking if one.next_due_at is not None]
    return Rhythm(
        times=sum(len(rule.minutes) for rule in shaped),
        local_next=local_of(min(due), settings.zone) if due else None,
        moved=any(rule.is_moved for rule in shaped),
        fixed=sum(one.rule is None and one.next_due_at is not None for one in active),
    )


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
        "language": settings.language,
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
            # What was kept before there were languages has none.
            language = kept.get("language")
            return Settings(
                zone_named(name),
                quiet,
                daily_limit,
                discreet,
                fallback,
                language if isinstance(language, str) else None,
            )
    raise ValueError("not kept settings")


def _minute(value: object) -> int | None:
    return value if isinstance(value, int) else None
