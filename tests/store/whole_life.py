"""A member who has left something in every table, with ids and texts like nobody else's."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.domain.case import CaseId
from bot.domain.consent import MESSAGES, Consent, Place
from bot.domain.ids import (
    ChannelId,
    ClinicId,
    DiscordUserId,
    MemberId,
    MessageId,
    OccurrenceId,
    ScheduleId,
)
from bot.domain.member import Settings
from bot.domain.zones import zone
from bot.store import (
    changes,
    checkins,
    claims,
    clinic_changes,
    clinics,
    fallback,
    looks,
    members,
    queue,
    schedules,
    settlements,
)
from bot.store.connection import Store, Tx
from bot.store.looks import Look
from bot.store.settlements import SentMark
from tests.store.agenda import book
from tests.store.builders import NOW_AT, SLOT, add_clinic, add_occurrence

ALERTS, HALL = ChannelId(811_111_111_111_111_111), ChannelId(822_222_222_222_222_222)
TABLES = """
SELECT name FROM sqlite_schema
WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name"""
OPEN_CLINIC = "UPDATE clinic SET alerts_channel_id = ?, fallback_channel_id = ? WHERE id = ?"
POST_OF = """
SELECT o.id FROM occurrence AS o JOIN schedule AS s ON s.id = o.schedule_id
WHERE s.kind = ? AND s.wish ->> 'client' = ?"""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody by their number from 1 to 99, and where and how they are found in Discord."""

    number: int

    @property
    def user(self) -> DiscordUserId:
        return DiscordUserId(900_000_000_000_000_000 + self.number)

    @property
    def dm(self) -> ChannelId:
        return ChannelId(910_000_000_000_000_000 + self.number)

    @property
    def thread(self) -> ChannelId:
        return ChannelId(920_000_000_000_000_000 + self.number)

    @property
    def alert(self) -> MessageId:
        """The message in the staff's channel that names them."""
        return MessageId(930_000_000_000_000_000 + self.number)

    @property
    def message(self) -> MessageId:
        """The message in their DM."""
        return MessageId(940_000_000_000_000_000 + self.number)

    @property
    def text(self) -> str:
        return f"the pear tree of person-{self.number:02} "


async def open_clinic(store: Store) -> ClinicId:
    """A clinic with both of its channels."""
    clinic = await add_clinic(store)
    async with store.write() as tx:
        await tx.run(OPEN_CLINIC, (ALERTS, HALL, clinic))
    return clinic


async def live(store: Store, clinic: ClinicId, person: Person) -> MemberId:
    """Join, and leave a row in every table in which a client has rows."""
    member = await _join(store, clinic, person)
    await book(store, clinic, member)
    async with store.write() as tx:
        await _check_in(tx, member)
        await queue.add(tx, clinic, member, queue.CONTACT, NOW_AT)
        await looks.add(tx, member, Look(clinic, DiscordUserId(31), scores=True, looked_at=NOW_AT))
        await changes.note(tx, member, "reminder", {"text": person.text}, NOW_AT)
        await claims.note_shown(tx, member, "posture", person.text, NOW_AT)
    reminder = await remind(store, member, person)
    await _reach(store, reminder, person)
    alert = await post_of(store, "alert", person)
    async with store.write() as tx:
        await settlements.settle_sent(tx, [SentMark(alert, 1, ALERTS, person.alert, NOW_AT)])
    return member


async def _join(store: Store, clinic: ClinicId, person: Person) -> MemberId:
    settings = Settings(zone("Europe/Berlin"), None, 8, fallback=True)
    async with store.write() as tx:
        member = await members.add(tx, person.user, "en", settings, NOW_AT)
        consent = Consent(clinic, MESSAGES, Place.SERVER, NOW_AT, given=True)
        await clinics.note_consent(tx, member, consent)
        await members.set_channel(tx, member, person.dm)
    return member


async def _check_in(tx: Tx, member: MemberId) -> None:
    row = await checkins.add(
        tx,
        member,
        kind="tension",
        origin="o1",
        asked_at=NOW_AT,
        answered_at=NOW_AT,
        local_at=NOW_AT.replace(tzinfo=None),
    )
    await checkins.put_score(tx, row, "tension", 7, NOW_AT)
    await checkins.put_choices(tx, row, "areas", ["neck"], NOW_AT)


async def remind(
    store: Store, member: MemberId, person: Person, slot: str = SLOT, *, times: int = 1
) -> OccurrenceId:
    """A reminder with a text so long, whose message is on its way."""
    async with store.write() as tx:
        schedule = await schedules.add(
            tx,
            kind="reminder",
            member_id=member,
            wish={"text": person.text * times},
            rule=None,
            upcoming=None,
            now_at=NOW_AT,
        )
    return await add_occurrence(store, schedule, slot, state="sending")


async def _reach(store: Store, reminder: OccurrenceId, person: Person) -> None:
    """By DM; and, as if that had been closed, by a line in their thread."""
    async with store.write() as tx:
        await settlements.settle_sent(
            tx, [SentMark(reminder, 1, person.dm, person.message, NOW_AT)]
        )
        await fallback.queue_lines(tx, [reminder], NOW_AT)
    post = await post_of(store, "fallback", person)
    async with store.write() as tx:
        row = await tx.row("SELECT schedule_id FROM occurrence WHERE id = ?", (post,))
        assert row is not None
        line = await fallback.target(tx, ScheduleId(row["schedule_id"]))
        assert line is not None
        await fallback.set_thread(tx, line, person.thread)
        sent = SentMark(post, 1, person.thread, MessageId(person.thread + 1), NOW_AT)
        await settlements.settle_sent(tx, [sent])


async def post_of(store: Store, kind: str, person: Person) -> OccurrenceId:
    """What was posted about somebody."""
    row = await store.reads.row(POST_OF, (kind, person.user))
    assert row is not None
    return OccurrenceId(row["id"])


async def serve(store: Store, clinic: ClinicId, person: Person, client: MemberId) -> None:
    """Be of the staff: look at a client's card, see to their case, prepare a setting."""
    async with store.write() as tx:
        row = await tx.row("SELECT id FROM queue_item WHERE member_id = ?", (client,))
        assert row is not None
        await queue.take(tx, CaseId(row["id"]), person.user, NOW_AT)
        await looks.add(tx, client, Look(clinic, person.user, scores=False, looked_at=NOW_AT))
        await clinic_changes.draft(
            tx, clinic, person.user, "setup", before={}, after={"zone": "UTC"}, now_at=NOW_AT
        )


async def dump(store: Store) -> dict[str, list[dict[str, Any]]]:
    """Every row there is, by its table."""
    found = {}
    for table in [row["name"] for row in await store.reads.rows(TABLES)]:
        found[table] = [dict(row) for row in await store.reads.rows(f"SELECT * FROM {table}")]
    return found


async def owned(store: Store, table: str, owner: str, person: Mapping[str, int | None]) -> int:
    """How many rows of a table are somebody's."""
    sql = f"SELECT count(*) AS number FROM {table} WHERE {owner}"
    row = await store.reads.row(sql, person)
    assert row is not None
    return int(row["number"])
