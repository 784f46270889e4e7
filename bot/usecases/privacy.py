"""What is kept of somebody, who looked, and whether their scores are shared: theirs to decide.

About the one who asks and nobody else; also after they have stopped.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.clock import Clock
from bot.domain.consent import SHARING, Consent, MembershipState, Place
from bot.domain.ids import FORMER_STAFF, DiscordGuildId, DiscordUserId
from bot.domain.member import Member
from bot.domain.pages import page_within
from bot.errors import InvalidInput, NotAllowed, NotFound
from bot.store import clinics, exporting, looks, members
from bot.store.clinics import Clinic, Membership
from bot.store.connection import Reads, Store
from bot.usecases.erasing import Erased, NothingKept, erase_member

LOOKS_A_PAGE = 10


@dataclass(frozen=True, slots=True)
class Sharing:
    """Whether a clinic's staff may see somebody's scores. ``agreed``: they are with it now."""

    guild: DiscordGuildId
    on: bool
    agreed: bool

    @property
    def is_seen(self) -> bool:
        """Whether the scores are on their card there, as things stand."""
        return self.on and self.agreed

    @property
    def can_turn(self) -> bool:
        """Whether there is anything to switch."""
        return self.on or self.agreed


@dataclass(frozen=True, slots=True)
class Kept:
    """How much is kept, by the groups of the export, and the clinics somebody agreed with."""

    counts: Mapping[str, int]
    clinics: tuple[Sharing, ...]

    @property
    def is_nothing(self) -> bool:
        """Whether nothing at all is kept of them."""
        return not any(self.counts.values())


async def what_is_kept(store: Store, *, by: DiscordUserId) -> Kept:
    """What is kept of the one who asks."""
    counts = await exporting.counts(store.reads, by)
    member = await members.find(store.reads, by)
    return Kept(counts, () if member is None else await _sharing(store.reads, member))


async def require_kept(store: Store, *, by: DiscordUserId) -> None:
    """Raises NotFound where nothing is kept of the one who asks."""
    if (await what_is_kept(store, by=by)).is_nothing:
        raise NotFound("privacy.nothing")


@dataclass(frozen=True, slots=True)
class Looked:
    """One look at a member's card. ``staff`` None: somebody who was erased since."""

    guild: DiscordGuildId
    staff: DiscordUserId | None
    scores: bool
    looked_at: datetime


@dataclass(frozen=True, slots=True)
class Looks:
    """One page of who looked, counted from 1."""

    looks: tuple[Looked, ...]
    page: int
    pages: int


async def who_looked(store: Store, *, by: DiscordUserId, page: int) -> Looks:
    """Who of the staff looked at the asker's card, the latest first.

    A page there is not gives way to the last. Raises NotFound for somebody who is no member.
    """
    reads = store.reads
    member = await members.find(reads, by)
    if member is None:
        raise NotFound("privacy.nothing")
    page, pages = page_within(page, await looks.number(reads, member.id), LOOKS_A_PAGE)
    servers = await clinics.servers(reads)
    skipped = (page - 1) * LOOKS_A_PAGE
    found = (
        Looked(
            guild=servers[look.clinic_id],
            staff=None if look.staff_id == FORMER_STAFF else look.staff_id,
            scores=look.scores,
            looked_at=look.looked_at,
        )
        for look in await looks.latest(reads, member.id, LOOKS_A_PAGE, skipped=skipped)
    )
    return Looks(tuple(found), page, pages)


async def sharing_with(store: Store, *, by: DiscordUserId, guild: DiscordGuildId) -> Sharing:
    """Whether the asker shares their scores with a clinic.

    Raises NotAllowed for a clinic they never agreed with.
    """
    _, _, sharing = await _sharing_with(store.reads, by, guild)
    return sharing


async def set_sharing(
    store: Store,
    clock: Clock,
    *,
    by: DiscordUserId,
    guild: DiscordGuildId,
    place: Place,
    wanted: bool,
) -> bool:
    """Note in the ledger whether a clinic's staff may see the asker's scores; whether that is new.

    It can be taken back at any time, and be given to a clinic they are with: NotAllowed otherwise.
    """
    now_at = clock.now()
    async with store.write() as tx:
        member, clinic, sharing = await _sharing_with(tx, by, guild)
        if sharing.on is wanted:
            return False
        if not sharing.can_turn:
            raise NotAllowed("consent.needed")
        consent = Consent(clinic.id, SHARING, place, now_at, given=wanted)
        await clinics.note_consent(tx, member.id, consent)
    return True


async def delete_everything(
    store: Store, clock: Clock, *, by: DiscordUserId, typed: str, word: str
) -> Erased:
    """Erase the one who typed ``word``, however they wrote it.

    Raises InvalidInput for any other word, NotFound where nothing is kept of them.
    """
    if _plain(typed) != _plain(word):
        raise InvalidInput("privacy.wrong_word", word=word)
    erased = await erase_member(store, clock, by=by)
    if isinstance(erased, NothingKept):
        raise NotFound("privacy.nothing")
    return erased


def _plain(typed: str) -> str:
    """Without capitals and spaces; an umlaut is one however it was typed."""
    return "".join(unicodedata.normalize("NFKC", typed).casefold().split())


async def _sharing(reads: Reads, member: Member) -> tuple[Sharing, ...]:
    servers = await clinics.servers(reads)
    joined = await clinics.memberships(reads, member.id)
    return tuple(_sharing_of(servers[one.clinic_id], one) for one in joined)


async def _sharing_with(
    reads: Reads, by: DiscordUserId, guild: DiscordGuildId
) -> tuple[Member, Clinic, Sharing]:
    member, clinic = await members.find(reads, by), await clinics.find(reads, guild)
    if member is None or clinic is None:
        raise NotAllowed("consent.needed")
    joined = await clinics.membership(reads, member.id, clinic.id)
    if joined is None:
        raise NotAllowed("consent.needed")
    return member, clinic, _sharing_of(guild, joined)


def _sharing_of(guild: DiscordGuildId, joined: Membership) -> Sharing:
    return Sharing(guild, on=joined.sharing, agreed=joined.state is MembershipState.AGREED)
