"""What outlasts a restore: whoever was erased since the backup stays erased, a stop stays a stop.

The database that a restore replaces says who. Where it cannot be read, where it never had somebody,
or where it and the backup parted before they joined, nothing is concluded.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.clock import Clock
from bot.domain.consent import MESSAGES, Consent, Place
from bot.domain.ids import DiscordGuildId, DiscordUserId, MemberId
from bot.store import clinics, facts, members, taken_back
from bot.store.connection import Store, Tx
from bot.store.taken_back import People, Since
from bot.usecases.erasing import erase_member
from bot.usecases.stopping import end_everything


@dataclass(frozen=True, slots=True)
class Outlasted:
    """How many people were erased again, and how many consents are taken back again."""

    erased: int
    taken_back: int


async def outlast(store: Store, clock: Clock, since: Since) -> Outlasted | None:
    """Do again in a restored database what people did since; None: the two have nobody in common.

    Whoever was erased and joined again since has to join once more.
    """
    here = await taken_back.on_record(store.reads)
    known = _known(here, await facts.fact(store.reads, facts.RESTORED), since)
    staff = await taken_back.named_in(store.reads, since.former)
    if here and not known and not staff:
        return None
    gone = {here[one][0] for one in known if one not in since.members} | staff
    for user in gone:
        await erase_member(store, clock, by=user)
    again = 0
    for user, guild, kind in since.taken_back:
        async with store.write() as tx:
            again += await _take_back(tx, clock, user, guild, kind)
    return Outlasted(len(gone), again)


async def note_restore(store: Store, clock: Clock, made_at: datetime) -> None:
    """Note from which backup a database was restored, for the next ``outlast``."""
    async with store.write() as tx:
        moments = f"{made_at.isoformat()} {clock.now().isoformat()}"
        await facts.note_fact(tx, facts.RESTORED, moments)


def _known(here: People, restored: str | None, since: Since) -> list[MemberId]:
    """Of whom the replaced database must have known, unless they were erased in it."""
    common = here.keys() & since.members.keys()
    parted = (one for one in common if here[one] != since.members[one])
    until = min(parted, default=since.last_member + 1)
    known = (one for one in here if one < until)
    if since.restored in {None, restored}:
        return list(known)
    # It goes back to an earlier backup: whoever joined after that one joined in another life.
    made_at = datetime.fromisoformat(since.restored.split()[0])
    return [one for one in known if here[one][1] <= made_at]


async def _take_back(
    tx: Tx, clock: Clock, user: DiscordUserId, guild: DiscordGuildId, kind: str
) -> bool:
    member, clinic = await members.find(tx, user), await clinics.find(tx, guild)
    if member is None or clinic is None:
        return False
    if kind == MESSAGES:
        if member.stopped_at is not None:
            return False
        await end_everything(tx, member, Place.DM, clock.now())
        return True
    consent = Consent(clinic.id, kind, Place.DM, clock.now(), given=False)
    await clinics.note_consent(tx, member.id, consent)
    return True
