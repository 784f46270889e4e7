"""Who is in which server, as a test says, and what becomes of those who are not."""

from __future__ import annotations

from datetime import timedelta

from bot.domain.consent import Place
from bot.domain.ids import DiscordGuildId, DiscordUserId, MemberId
from bot.store import clinics, facts, looks, queue
from bot.store.claims import ready
from bot.store.connection import Store
from bot.store.looks import Look
from bot.usecases.joining import agree
from bot.usecases.leaving import look_for_members, note_servers
from tests.fakes import FakeClock
from tests.usecases.people import CLINIC, DEFAULTS, MIA, join
from tests.usecases.practice import ROSA, log, open_clinic

OTHER = DiscordGuildId(22)
BOT = "1001"
LEFT = timedelta(days=30)
Asked = tuple[DiscordGuildId, DiscordUserId]


class Discord:
    """Who is in which server, as a test says; and about whom it was asked."""

    def __init__(self) -> None:
        self.gone: set[Asked] = set()
        self.silent: set[Asked] = set()
        self.asked: list[Asked] = []

    async def is_in(self, guild: DiscordGuildId, user: DiscordUserId) -> bool | None:
        self.asked.append((guild, user))
        return None if (guild, user) in self.silent else (guild, user) not in self.gone


async def look(store: Store, clock: FakeClock, discord: Discord) -> bool:
    return await look_for_members(store, clock, discord.is_in, LEFT)


async def join_other(store: Store, clock: FakeClock, by: DiscordUserId = MIA) -> None:
    await agree(
        store, clock, by=by, guild=OTHER, place=Place.SERVER, locale="en", defaults=DEFAULTS
    )


async def leave(store: Store, clock: FakeClock, discord: Discord, days: float = 0) -> None:
    """Mia leaves the clinic's server, which is noticed, and stays away for so many days more."""
    discord.gone.add((CLINIC, MIA))
    clock.advance(days=7)
    await look(store, clock, discord)
    clock.advance(days=days)
    await look(store, clock, discord)


async def be_in(store: Store, clock: FakeClock, *here: DiscordGuildId) -> None:
    """The bot, which the clinics know, turns out to be in these servers alone."""
    async with store.write() as tx:
        await facts.note_fact(tx, facts.APPLICATION, BOT)
    await note_servers(store, clock, here, application=BOT)


async def standing(store: Store, by: DiscordUserId = MIA) -> dict[int, tuple[str, bool]]:
    """How a member stands with each server's clinic, and whether they are not in it."""
    rows = await store.reads.rows(
        "SELECT c.discord_id, p.state, p.left_at IS NOT NULL AS left FROM membership AS p"
        " JOIN clinic AS c ON c.id = p.clinic_id JOIN member AS m ON m.id = p.member_id"
        " WHERE m.discord_id = ?",
        (by,),
    )
    return {row["discord_id"]: (row["state"], bool(row["left"])) for row in rows}


async def agreed_of(store: Store, clock: FakeClock) -> dict[str, bool]:
    """Of each kind that is ready, whether it may be sent."""
    async with store.write() as tx:
        found, _ = await ready(tx, clock.now(), clock.now() - timedelta(days=9999), 50)
        return {one.kind: one.agreed and not one.unreachable for one in found}


async def number_of(store: Store, table: str) -> int:
    return len(await store.reads.rows(f"SELECT 1 FROM {table}"))


async def fill(store: Store, clock: FakeClock, by: DiscordUserId = MIA) -> MemberId:
    """Let the clinic have something of a member in every table, a thread and an alert among it."""
    await open_clinic(store, clock)
    member = await join(store, clock, by)
    await log(store, clock, client=by)
    clinic = await clinics.find(store.reads, CLINIC)
    assert clinic is not None
    async with store.write() as tx:
        await tx.run("UPDATE clinic SET alerts_channel_id = 8 WHERE id = ?", (clinic.id,))
        await looks.add(tx, member.id, Look(clinic.id, ROSA, scores=False, looked_at=clock.now()))
        await queue.add(tx, clinic.id, member.id, "contact", clock.now())
        await tx.run("UPDATE membership SET thread_id = 9 WHERE clinic_id = ?", (clinic.id,))
        await tx.run(
            "INSERT INTO delivery SELECT o.id, 1, 8, 88, 0 FROM occurrence AS o"
            " JOIN schedule AS s ON s.id = o.schedule_id WHERE s.kind = 'alert'"
        )
    return member.id
