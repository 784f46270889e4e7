"""Our engine as it runs in the bot, on a messenger that answers at once, or as fast as Discord.

The database has a member for each schedule, and no history. Those who are due lie scattered in it.
The clock is the machine's own, moved to just before the crowd is due.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from datetime import time as time_of_day
from pathlib import Path

import bot.app  # noqa: F401 - so that what the whole bot takes is counted
from bot.clock import steady_s
from bot.content.library import Library
from bot.delivery.claimer import Claimer
from bot.delivery.engine import Engine
from bot.delivery.messenger import DeliveryKey, Lookup, NotFound, Opened, Opening, Sent
from bot.delivery.pacing import NoPacing, OpeningGate, Pace, Pacer, SteadyPacer
from bot.delivery.recovery import Recovery
from bot.delivery.sender import Sender
from bot.delivery.threads import ThreadFinder
from bot.domain.day_minutes import window_minutes
from bot.domain.ids import ChannelId, DiscordGuildId, DiscordUserId, MessageId
from bot.domain.message import Message
from bot.domain.rule import OneDate, Rule, Weekdays, rule_to_json
from bot.kinds import KINDS
from bot.kinds.kind import ComposeFacts
from bot.kinds.posture import Posture
from bot.kinds.registry import Kinds
from bot.store import clinics
from bot.store.columns import to_ms
from bot.store.connection import Store, Tx
from bot.store.migrate import migrate
from bot.texts.catalogue import Catalogue
from tests.bench.contender import LEAD_S, Call, Contender, Scale
from tests.bench.probes import Arrivals
from tests.nobody import NobodyTyped, NoThreads, hold_nothing_back

KEY = bytes(range(32))
# Nine o'clock in Berlin, on a Monday and a Tuesday.
WARM_UP_AT = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
CROWD_AT = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)
SEEDED_AT = WARM_UP_AT - timedelta(hours=3)

MEMBERS = """
WITH RECURSIVE numbers (n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM numbers WHERE n + 1 < ?1)
INSERT INTO member (discord_id, dm_channel_id, locale, zone, quiet_from_min, quiet_until_min,
    daily_limit, discreet, heard_at, created_at)
SELECT 100000000 + n, 200000000 + n, 'en-GB', 'Europe/Berlin', 1200, 480, 8, 1, ?2, ?2
FROM numbers"""
MEMBERSHIPS = """
INSERT INTO membership (member_id, clinic_id, state, changed_at)
SELECT id, ?, 'agreed', ? FROM member"""
# One in so many is due on Monday, for a warm-up and only once, one on Tuesday, the others later.
SCHEDULES = """
INSERT INTO schedule (kind, member_id, wish, rule, status, next_slot, next_due_at, created_at,
    changed_at)
SELECT 'posture', m.id, :wish,
    CASE m.id % :every WHEN 1 THEN :once ELSE :rules ->> (m.id / :every % 4) END,
    'active',
    CASE m.id % :every WHEN 1 THEN '2026-11-23T09:00' WHEN 0 THEN '2026-11-24T09:00'
        ELSE '2026-11-25T09:00' END,
    CASE m.id % :every WHEN 1 THEN :monday WHEN 0 THEN :tuesday
        ELSE :tuesday + 86400000 + m.id % 3600000 END,
    :now, :now
FROM member AS m"""
WISH = '{"days":[0,1,2,3,4],"every_min":90,"from_min":540,"until_min":1020}'


class MovedClock:
    """The machine's clock, moved."""

    def __init__(self, now_at: datetime) -> None:
        self.move_to(now_at)

    def move_to(self, now_at: datetime) -> None:
        self._ahead = now_at - datetime.now(UTC)

    def now(self) -> datetime:
        return datetime.now(UTC) + self._ahead


class Bare(Posture):
    """Planned and claimed as a posture prompt is, but its message is always the same one."""

    MESSAGE = Message(content="Time to move a little", body="Roll your shoulders.")

    def items(self, library: Library, locale: str) -> Sequence[str]:
        return ()

    def message(self, facts: ComposeFacts) -> Message:
        return self.MESSAGE


class Answering:
    """Discord, as fast as can be: ``latency_s`` 0 answers at once."""

    def __init__(self, arrivals: Arrivals, latency_s: float = 0.0) -> None:
        self._arrivals = arrivals
        self._latency_s = latency_s

    async def open_channel(self, user: DiscordUserId) -> Opening:
        return Opened(ChannelId(user))

    async def send(self, channel: ChannelId, key: DeliveryKey, message: Message) -> Sent:
        self._arrivals.arrive()
        if self._latency_s:
            await asyncio.sleep(self._latency_s)
        return Sent(MessageId(key.occurrence_id))

    async def find(self, channel: ChannelId, key: DeliveryKey, since_at: datetime) -> Lookup:
        return NotFound()


class Ours(Contender):
    """The engine on an encrypted database; what it sends costs nothing to compose."""

    key: bytes | None = KEY
    kinds = Kinds((Bare(),))
    latency_s = 0.0
    pace = Pace()

    def __init__(self, scale: Scale, folder: Path, round_number: int = 0) -> None:
        super().__init__(scale, folder, round_number)
        self.catalogue, self.library = Catalogue.load(), Library.load()

    def pacer(self) -> Pacer:
        return NoPacing()

    @classmethod
    async def seed(cls, scale: Scale, folder: Path) -> None:
        store = await Store.open(folder / "unknot.db", cls.key)
        try:
            await migrate(store, SEEDED_AT)
            async with store.write() as tx:
                await _fill(tx, scale)
            await store.checkpoint()
        finally:
            await store.close()

    async def begin(self) -> None:
        self.clock = MovedClock(SEEDED_AT)
        messenger, pacer = Answering(self.arrivals, self.latency_s), self.pacer()
        self.store = await Store.open(self.folder / "unknot.db", self.key)
        await migrate(self.store, self.clock.now())
        self.engine = Engine(
            store=self.store,
            clock=self.clock,
            kinds=self.kinds,
            claimer=Claimer(self.store, self.kinds, self.library, hold_nothing_back),
            sender=Sender(
                store=self.store,
                clock=self.clock,
                messenger=messenger,
                pacer=pacer,
                gate=OpeningGate(steady_s),
                kinds=self.kinds,
                library=self.library,
                catalogue=self.catalogue,
                catch_up=NobodyTyped(),
                threads=ThreadFinder(self.store, self.catalogue, NoThreads(), pacer),
            ),
            recovery=Recovery(self.store, self.clock, messenger, pacer),
            pacer=pacer,
            pace=self.pace,
        )
        await self.engine.start()

    async def call_up(self, *, warm_up: bool) -> Call:
        due_at = WARM_UP_AT if warm_up else CROWD_AT
        due_s = time.time() + LEAD_S
        self.clock.move_to(due_at - timedelta(seconds=LEAD_S))
        self.engine.wake()
        return Call(due_s, due_s)

    async def settled(self) -> None:
        await self.arrivals.all_in()
        await self.engine.idle()

    async def end(self) -> None:
        await self.engine.stop()
        await self.store.close()


class OursPaced(Ours):
    """As against Discord: 45 requests a second, each answered after 120 ms."""

    latency_s = 0.12
    pace = Pace(batch=45)

    def pacer(self) -> Pacer:
        return SteadyPacer(45)


class OursPlain(Ours):
    """Without encryption."""

    key = None


class OursPrompts(Ours):
    """With posture prompts chosen and composed, as members get them."""

    kinds = KINDS


async def _fill(tx: Tx, scale: Scale) -> None:
    now_ms = to_ms(SEEDED_AT)
    server = DiscordGuildId(1)
    clinic = (await clinics.find_or_add(tx, server, "Europe/Berlin", SEEDED_AT)).id
    await tx.run(MEMBERS, (scale.schedules, now_ms))
    await tx.run(MEMBERSHIPS, (clinic, now_ms))
    parameters = {
        "wish": WISH,
        "every": scale.schedules // scale.due,
        "once": rule_to_json(Rule(OneDate(date(2026, 11, 23)), (9 * 60,))),
        "rules": _rules(),
        "monday": to_ms(WARM_UP_AT),
        "tuesday": to_ms(CROWD_AT),
        "now": now_ms,
    }
    await tx.run(SCHEDULES, parameters)


def _rules() -> str:
    start, end, days = time_of_day(9), time_of_day(17), Weekdays(frozenset(range(5)))
    rules = (Rule(days, window_minutes(every, start, end)) for every in (45, 60, 90, 120))
    return "[" + ",".join(rule_to_json(rule) for rule in rules) + "]"
