"""Who lives in the house, what they ask for and do, and what can be seen of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from itertools import pairwise
from typing import Any

from bot.domain.consent import MembershipState
from bot.domain.ids import ClinicId, DiscordUserId, MemberId, OccurrenceId, ScheduleId
from bot.domain.local_time import instant_of, local_of
from bot.domain.member import Settings
from bot.domain.occurrence import State, Wish
from bot.domain.quiet_hours import parse_quiet
from bot.domain.rule import Occasion, Rule, Weekdays, next_occasion
from bot.domain.zones import zone
from bot.kinds.registry import Kinds
from bot.store import members, presses, schedules
from bot.store.connection import Row
from tests.engine.mortal import MortalStore
from tests.fakes import FakeClock, FakeMessenger, Stored, What
from tests.store.builders import put_membership

BERLIN = "Europe/Berlin"
EVERY_DAY = Weekdays(frozenset(range(7)))

OCCURRENCES = """
SELECT o.*, s.kind, s.member_id FROM occurrence AS o JOIN schedule AS s ON s.id = o.schedule_id
ORDER BY o.id"""
DELIVERIES = "SELECT * FROM delivery ORDER BY occurrence_id, step"
PAUSE = "UPDATE member SET paused_until_at = ? WHERE id = ?"


def at(local: str, zone_name: str = BERLIN) -> datetime:
    """The instant of a wall time written ``2026-11-23 09:00``."""
    instant = instant_of(datetime.fromisoformat(local), zone(zone_name))
    assert instant is not None
    return instant


@dataclass(frozen=True, slots=True)
class Resident:
    """A member of the house's clinic."""

    id: MemberId
    user: DiscordUserId
    zone: str


class Residents:
    """The part of a house that its members see."""

    clock: FakeClock
    discord: FakeMessenger
    kinds: Kinds
    store: MortalStore
    clinic: ClinicId
    users: Iterator[int]

    async def member(
        self,
        *,
        zone_name: str = BERLIN,
        quiet: str | None = None,
        limit: int = 24,
        discreet: bool = False,
        channel: bool = True,
    ) -> Resident:
        """A member who has agreed. ``channel``: whether their DM channel is known already."""
        user = DiscordUserId(500_000 + next(self.users))
        hours = None if quiet is None else parse_quiet(quiet)
        settings = Settings(zone(zone_name), hours, limit, discreet)
        now_at = self.clock.now()
        async with self.store.write() as tx:
            member = await members.add(tx, user, "en-GB", settings, now_at)
            agreed = MembershipState.AGREED
            await put_membership(tx, member, self.clinic, agreed, now_at)
            if channel:
                await members.set_channel(tx, member, self.discord.channel_with(user))
        return Resident(member, user, zone_name)

    async def daily(
        self, who: Resident, kind: str, *local_times: str, **wish: object
    ) -> ScheduleId:
        """A schedule for every day at these times."""
        minutes = sorted(t.hour * 60 + t.minute for t in map(time.fromisoformat, local_times))
        rule = Rule(EVERY_DAY, tuple(minutes))
        first = next_occasion(rule, zone(who.zone), self.clock.now() - timedelta(milliseconds=1))
        return await self._schedule(who, kind, wish, rule, first)

    async def once(self, who: Resident, kind: str, local: str, **wish: object) -> ScheduleId:
        """A schedule with one slot."""
        slot = datetime.fromisoformat(local)
        return await self._schedule(who, kind, wish, None, Occasion(slot, at(local, who.zone)))

    async def _schedule(
        self, who: Resident, kind: str, wish: Wish, rule: Rule | None, first: Occasion | None
    ) -> ScheduleId:
        async with self.store.write() as tx:
            return await schedules.add(
                tx,
                kind=kind,
                member_id=who.id,
                wish=wish,
                rule=rule,
                upcoming=first,
                now_at=self.clock.now(),
            )

    async def reminder(self, *, channel: bool = True, text: str = "drink water") -> Resident:
        """A member with one reminder, due now."""
        resident = await self.member(channel=channel)
        slot = local_of(self.clock.now(), zone(resident.zone))
        await self.once(resident, "own_reminder", f"{slot:%Y-%m-%d %H:%M}", text=text)
        return resident

    async def reminders(self, number: int = 1) -> list[Resident]:
        """So many members with one reminder each, due now."""
        return [await self.reminder() for _ in range(number)]

    async def right_now(self, who: Resident, kind: str, **wish: object) -> OccurrenceId:
        """An occurrence of this very moment, as a notice has one."""
        schedule = await self._schedule(who, kind, wish, None, None)
        slot = local_of(self.clock.now(), zone(who.zone))
        async with self.store.write() as tx:
            lane = self.kinds.lane(kind)
            return await schedules.add_occurrence_now(tx, schedule, slot, lane, self.clock.now())

    async def settle_with(self, who: Resident, **settings: Any) -> None:
        """Change a member's settings."""
        async with self.store.write() as tx:
            found = await members.get(tx, who.id)
            assert found is not None
            await members.set_settings(tx, who.id, replace(found.settings, **settings))

    async def leave(self, who: Resident) -> None:
        """Take back the consent to the clinic."""
        async with self.store.write() as tx:
            left = MembershipState.STOPPED
            await put_membership(tx, who.id, self.clinic, left, self.clock.now())

    async def stop_all(self, who: Resident) -> None:
        """Stop every message, as the button does, but leave what is queued to the engine."""
        async with self.store.write() as tx:
            await members.set_stopped(tx, who.id, self.clock.now())

    async def pause(self, who: Resident, until: str) -> None:
        """Pause everything."""
        until_ms = int(at(until).timestamp() * 1000)
        async with self.store.write() as tx:
            await tx.run(PAUSE, (until_ms, who.id))

    async def hear_of(self, who: Resident) -> None:
        """The member does something: what could not be delivered is tried again."""
        async with self.store.write() as tx:
            await members.reach_again(tx, who.id, self.clock.now())

    async def press_done(self, occurrence_id: OccurrenceId) -> bool:
        """Answer a message; whether it counted."""
        async with self.store.write() as tx:
            pressed = await presses.find(tx, occurrence_id)
            assert pressed is not None
            return await presses.note_answer(tx, pressed, "done", self.clock.now())

    async def snooze(self, occurrence_id: OccurrenceId, minutes: int = 15) -> bool:
        """Let a message come again; whether it counted."""
        async with self.store.write() as tx:
            pressed = await presses.find(tx, occurrence_id)
            assert pressed is not None
            until_at = self.clock.now() + timedelta(minutes=minutes)
            return await presses.snooze(tx, pressed, until_at)

    # What is seen

    def inbox(self, who: Resident) -> list[Stored]:
        return self.discord.inbox(who.user)

    def times(self, who: Resident) -> list[str]:
        """When a member's messages arrived, by their own wall clock: ``23 09:00``."""
        return [f"{local_of(one.at, zone(who.zone)):%d %H:%M}" for one in self.inbox(who)]

    def seconds_between(self, what: What = "send") -> list[float]:
        """How long it took from each request to the next."""
        moments = [request.at for request in self.discord.asked(what)]
        return [(later - earlier).total_seconds() for earlier, later in pairwise(moments)]

    def titles(self) -> list[str]:
        """The kinds of all messages, in the order in which they were stored."""
        return [one.message.title for one in self.discord.messages]

    async def occurrences(self) -> list[Row]:
        return await self.store.reads.rows(OCCURRENCES)

    async def states(self) -> list[State]:
        """How each occurrence stands, in the order in which they were planned."""
        return [State(row["state"]) for row in await self.occurrences()]

    async def reasons(self) -> list[str | None]:
        """Why each occurrence ended."""
        return [row["end_reason"] for row in await self.occurrences()]

    async def deliveries(self) -> list[Row]:
        return await self.store.reads.rows(DELIVERIES)

    async def last_id(self) -> OccurrenceId:
        """The occurrence that was written last."""
        return OccurrenceId((await self.occurrences())[-1]["id"])
