"""Many members of one clinic, on the loopback and in the bot's database, all due at once."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.domain.consent import MembershipState
from bot.domain.ids import ChannelId, ClinicId, DiscordGuildId, DiscordUserId
from bot.domain.member import Settings
from bot.domain.rule import Occasion, OneDate, Rule
from bot.domain.zones import tzdata_version, zone
from bot.kinds.notice import Notice, notice_wish
from bot.kinds.posture import Posture
from bot.store import clinics, facts, members, schedules
from bot.store.connection import Store, Tx
from bot.store.key_file import load_or_create
from bot.store.migrate import migrate
from tests.loopback.client import Loopback
from tests.store.builders import put_membership

CLINIC = "Clinic"
ASKED_AT_ONCE = 50
KINDS = (Notice.name, Notice.name, Posture.name)
SETTINGS = Settings(zone("UTC"), quiet=None, daily_limit=24)


@dataclass(frozen=True, slots=True)
class Person:
    """A member of the clinic's server. The channel is theirs, whether or not the bot knows it."""

    user: str
    channel: str


@dataclass(frozen=True, slots=True)
class Crowd:
    """The clinic's server, and its people."""

    guild: str
    people: Sequence[Person]

    @classmethod
    async def gather(cls, loopback: Loopback, number: int) -> Crowd:
        """Make a server with so many people in it."""
        guild = (await loopback.guild(CLINIC))["id"]
        turns = asyncio.Semaphore(ASKED_AT_ONCE)

        async def arrive(n: int) -> Person:
            async with turns:
                user = await loopback.user(f"Member {n}", guild=guild)
            return Person(user["id"], user["dm_channel"])

        return cls(guild, await asyncio.gather(*(arrive(n) for n in range(number))))

    def __len__(self) -> int:
        return len(self.people)


async def open_database(folder: Path) -> Store:
    """The bot's own encrypted database, made as the bot makes it where there is none."""
    path = folder / "unknot.db"
    store = await Store.open(path, load_or_create(folder / "unknot.key", path))
    await migrate(store, datetime.now(UTC))
    return store


async def seed(
    folder: Path,
    crowd: Crowd,
    *,
    unopened: int = 0,
    heard: bool = False,
    kinds: Sequence[str] = KINDS,
    due_in_s: float = -1.0,
) -> None:
    """Everybody has agreed and has one reminder, all due together, the ``kinds`` in turn.

    The last ``unopened`` people's DM channel
    is not known to the bot. ``heard``: the bot need not read what they typed meanwhile, as if its
    session had lasted since they were heard.
    """
    store = await open_database(folder)
    now_at = datetime.now(UTC)
    due_at = now_at + timedelta(seconds=due_in_s)
    try:
        async with store.write() as tx:
            # The zones' rules are not new to it: that first start is another test's.
            await facts.note_fact(tx, facts.TZDATA, tzdata_version())
            guild = DiscordGuildId(int(crowd.guild))
            clinic = await clinics.find_or_add(tx, guild, "UTC", now_at)
            for n, person in enumerate(crowd.people):
                knows_channel = n < len(crowd) - unopened
                heard_at = due_at + timedelta(days=2) if heard else now_at
                await _join(tx, clinic.id, person, heard_at, knows_channel=knows_channel)
                await _remind(tx, person, kinds[n % len(kinds)], due_at)
    finally:
        await store.close()


async def _join(
    tx: Tx, clinic: ClinicId, person: Person, heard_at: datetime, *, knows_channel: bool
) -> None:
    user = DiscordUserId(int(person.user))
    member = await members.add(tx, user, "en-US", SETTINGS, heard_at)
    await put_membership(tx, member, clinic, MembershipState.AGREED, heard_at)
    if knows_channel:
        await members.set_channel(tx, member, ChannelId(int(person.channel)))


async def _remind(tx: Tx, person: Person, kind: str, due_at: datetime) -> None:
    member = await members.find(tx, DiscordUserId(int(person.user)))
    assert member is not None
    local_slot = due_at.replace(second=0, microsecond=0, tzinfo=None)
    minute = local_slot.hour * 60 + local_slot.minute
    await schedules.add(
        tx,
        kind=kind,
        member_id=member.id,
        wish=notice_wish("welcome", due_at),
        rule=Rule(OneDate(local_slot.date()), (minute,)),
        upcoming=Occasion(local_slot, due_at),
        now_at=due_at,
    )


GROW_OLD = """
UPDATE occurrence SET due_at = due_at - ?1, send_after_at = send_after_at - ?1,
    ready_at = ready_at - ?1, attempt_at = attempt_at - ?1, doubt_since_at = doubt_since_at - ?1"""


async def let_time_pass(folder: Path, by: timedelta) -> None:
    """Let a stopped bot's deliveries be so much older than they are."""
    store = await open_database(folder)
    try:
        async with store.write() as tx:
            await tx.run(GROW_OLD, (by // timedelta(milliseconds=1),))
    finally:
        await store.close()
