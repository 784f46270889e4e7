"""Queries about clinics and their members: membership as it stands, consent as it came about."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime

from bot.domain.clinic_settings import ClinicSettings
from bot.domain.consent import INVITATIONS, MESSAGES, SHARING, Consent, MembershipState, Place
from bot.domain.ids import ClinicId, DiscordGuildId, MemberId
from bot.store.columns import from_ms, to_ms
from bot.store.connection import Reads, Row, Tx


@dataclass(frozen=True, slots=True)
class Clinic:
    """A server, and what its managers set."""

    id: ClinicId
    discord_id: DiscordGuildId
    settings: ClinicSettings


COLUMNS = """
id, discord_id, zone, staff_role_id, alerts_channel_id, fallback_channel_id, directions,
booking_link, contact_text, emergency_text, crisis_text, comfort, locale"""
GET = f"SELECT {COLUMNS} FROM clinic WHERE id = ?"
FIND = f"SELECT {COLUMNS} FROM clinic WHERE discord_id = ?"
SERVERS = "SELECT id, discord_id FROM clinic"
ADD = f"""
INSERT INTO clinic (discord_id, zone, created_at) VALUES (?, ?, ?)
ON CONFLICT (discord_id) DO UPDATE SET discord_id = excluded.discord_id
RETURNING {COLUMNS}"""


async def find(reads: Reads, discord_id: DiscordGuildId) -> Clinic | None:
    """The clinic of a server, or None if nobody joined or set it up yet."""
    row = await reads.row(FIND, (discord_id,))
    return None if row is None else _clinic(row)


async def get(reads: Reads, clinic_id: ClinicId) -> Clinic | None:
    """A clinic by number."""
    row = await reads.row(GET, (clinic_id,))
    return None if row is None else _clinic(row)


async def servers(reads: Reads) -> dict[ClinicId, DiscordGuildId]:
    """The server of every clinic."""
    found = await reads.rows(SERVERS)
    return {ClinicId(row["id"]): DiscordGuildId(row["discord_id"]) for row in found}


async def find_or_add(
    tx: Tx, discord_id: DiscordGuildId, default_zone: str, now_at: datetime
) -> Clinic:
    """The clinic of a server; a new one begins with the operator's zone."""
    rows = await tx.rows(ADD, (discord_id, default_zone, to_ms(now_at)))
    return _clinic(rows[0])


def _clinic(row: Row) -> Clinic:
    settings = ClinicSettings(
        zone=row["zone"],
        staff_role=row["staff_role_id"],
        alerts=row["alerts_channel_id"],
        fallback=row["fallback_channel_id"],
        directions=row["directions"],
        booking_link=row["booking_link"],
        contact=row["contact_text"],
        emergency=row["emergency_text"],
        crisis=row["crisis_text"],
        comfort=bool(row["comfort"]),
        locale=row["locale"],
    )
    return Clinic(ClinicId(row["id"]), DiscordGuildId(row["discord_id"]), settings)


# A thread lies in the channel it was made in: in another channel members get others.
FORGET_THREADS = """
UPDATE membership SET thread_id = NULL WHERE clinic_id = ?1 AND thread_id IS NOT NULL
    AND (SELECT fallback_channel_id FROM clinic WHERE id = ?1) IS NOT ?2"""
SET = """
UPDATE clinic SET zone = :zone, staff_role_id = :staff_role, alerts_channel_id = :alerts,
    fallback_channel_id = :fallback, directions = :directions, booking_link = :booking_link,
    contact_text = :contact, emergency_text = :emergency, crisis_text = :crisis,
    comfort = :comfort, locale = :locale
WHERE id = :clinic"""


async def set_settings(tx: Tx, clinic_id: ClinicId, settings: ClinicSettings) -> None:
    """Write all of a clinic's settings."""
    await tx.run(FORGET_THREADS, (clinic_id, settings.fallback))
    await tx.run(SET, {"clinic": clinic_id, **asdict(settings)})


@dataclass(frozen=True, slots=True)
class Membership:
    """One member in one clinic, as it stands. ``sharing``: its staff may see their scores."""

    clinic_id: ClinicId
    state: MembershipState
    invitations: bool
    sharing: bool = False


MEMBERSHIPS = """
SELECT clinic_id, state, invitations, sharing FROM membership
WHERE member_id = ? ORDER BY clinic_id"""
CLINICS_OF = f"""
SELECT {COLUMNS} FROM clinic WHERE id IN (
    SELECT clinic_id FROM membership WHERE member_id = ? AND state = 'agreed')
ORDER BY id"""
CLINICS_EVER_OF = f"""
SELECT {COLUMNS} FROM clinic WHERE id IN (SELECT clinic_id FROM membership WHERE member_id = ?)
ORDER BY id"""
SET_MEMBERSHIP = """
INSERT INTO membership (member_id, clinic_id, state, changed_at) VALUES (?, ?, ?, ?)
ON CONFLICT (member_id, clinic_id) DO UPDATE
SET state = excluded.state, changed_at = excluded.changed_at,
    left_at = IIF(excluded.state = 'agreed', NULL, left_at)"""
SWITCHES = {
    INVITATIONS: "UPDATE membership SET invitations = ? WHERE member_id = ? AND clinic_id = ?",
    SHARING: "UPDATE membership SET sharing = ? WHERE member_id = ? AND clinic_id = ?",
}
ADD_CONSENT = """
INSERT INTO consent (member_id, clinic_id, kind, given, version, place, noted_at)
VALUES (?, ?, ?, ?, ?, ?, ?)"""
LEDGER = """
SELECT clinic_id, kind, given, version, place, noted_at FROM consent
WHERE member_id = ? ORDER BY id"""


async def memberships(reads: Reads, member_id: MemberId) -> list[Membership]:
    """Every clinic a member ever agreed with."""
    return [
        Membership(
            ClinicId(row["clinic_id"]),
            MembershipState(row["state"]),
            bool(row["invitations"]),
            bool(row["sharing"]),
        )
        for row in await reads.rows(MEMBERSHIPS, (member_id,))
    ]


async def membership(reads: Reads, member_id: MemberId, clinic_id: ClinicId) -> Membership | None:
    """How a member stands with a clinic; None: they never agreed with it."""
    joined = await memberships(reads, member_id)
    return next((one for one in joined if one.clinic_id == clinic_id), None)


async def clinics_of(reads: Reads, member_id: MemberId) -> list[Clinic]:
    """The clinics that may write to a member."""
    return [_clinic(row) for row in await reads.rows(CLINICS_OF, (member_id,))]


async def clinics_ever_of(reads: Reads, member_id: MemberId) -> list[Clinic]:
    """The clinics a member ever agreed with."""
    return [_clinic(row) for row in await reads.rows(CLINICS_EVER_OF, (member_id,))]


ASKS_COMFORT = """
SELECT 1 FROM membership AS p
JOIN clinic AS c ON c.id = p.clinic_id AND c.comfort
WHERE p.member_id = ? AND p.state = 'agreed' LIMIT 1"""


async def asks_comfort(reads: Reads, member_id: MemberId) -> bool:
    """Whether a clinic that a member agreed with asks about pain."""
    return await reads.row(ASKS_COMFORT, (member_id,)) is not None


async def note_consent(tx: Tx, member_id: MemberId, consent: Consent) -> None:
    """Add a line to the ledger, and let what it says hold from now on."""
    if consent.kind == MESSAGES:
        state = MembershipState.AGREED if consent.given else MembershipState.STOPPED
        row = (member_id, consent.clinic_id, state.value, to_ms(consent.noted_at))
        await tx.run(SET_MEMBERSHIP, row)
    else:
        switch = SWITCHES[consent.kind]
        await tx.run(switch, (consent.given, member_id, consent.clinic_id))
    line = (
        member_id,
        consent.clinic_id,
        consent.kind,
        consent.given,
        consent.version,
        consent.place.value,
        to_ms(consent.noted_at),
    )
    await tx.run(ADD_CONSENT, line)


async def ledger(reads: Reads, member_id: MemberId) -> list[Consent]:
    """Every line of a member's ledger, the oldest first."""
    return [
        Consent(
            clinic_id=ClinicId(row["clinic_id"]),
            kind=row["kind"],
            given=bool(row["given"]),
            version=row["version"],
            place=Place(row["place"]),
            noted_at=from_ms(row["noted_at"]),
        )
        for row in await reads.rows(LEDGER, (member_id,))
    ]
