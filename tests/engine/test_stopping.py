"""A stop holds up to the moment a request leaves, and a press proves that one arrived."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from bot.delivery.messenger import RetryAt, RetryReason
from bot.domain.ids import MemberId, OccurrenceId, ScheduleId
from bot.domain.occurrence import Candidate, State
from bot.store import schedules
from tests.engine.conftest import BuildHouse
from tests.engine.house import House
from tests.engine.residents import BERLIN, Resident

Act = Callable[[House, Resident, ScheduleId], Awaitable[None]]


async def stop_all(house: House, who: Resident, schedule: ScheduleId) -> None:
    await house.stop_all(who)


async def take_back_consent(house: House, who: Resident, schedule: ScheduleId) -> None:
    await house.leave(who)


async def pause(house: House, who: Resident, schedule: ScheduleId) -> None:
    await house.pause(who, "2026-11-24 00:00")


async def end_schedule(house: House, who: Resident, schedule: ScheduleId) -> None:
    async with house.store.write() as tx:
        await schedules.end(tx, schedule, "turned off", house.clock.now())


@pytest.mark.parametrize(
    ("act", "reason"),
    [
        (stop_all, "stopped"),
        (take_back_consent, "no consent"),
        (pause, "paused"),
        (end_schedule, "turned off"),
    ],
)
async def test_what_still_waits_is_dropped_for_its_reason(
    engine_house: House, act: Act, reason: str
) -> None:
    mia = await engine_house.member(quiet="08:00-12:00")
    schedule = await engine_house.once(mia, "follow_up", "2026-11-23 09:00")
    await engine_house.run_until_quiet()
    assert await engine_house.states() == [State.QUEUED]

    await act(engine_house, mia, schedule)
    await engine_house.travel_to("2026-11-23 13:00")

    assert await engine_house.states() == [State.DROPPED]
    assert await engine_house.reasons() == [reason]
    assert engine_house.discord.requests == []


async def test_after_a_pause_the_next_one_comes(engine_house: House) -> None:
    mia = await engine_house.member()
    await engine_house.daily(mia, "posture", "10:00")
    await engine_house.pause(mia, "2026-11-24 12:00")

    await engine_house.travel_to("2026-11-25 12:00")

    assert engine_house.times(mia) == ["25 10:00"]


class Corridor:
    """A pacer between the claim and the request, where a test may act."""

    def __init__(self) -> None:
        self.then: Callable[[], Awaitable[None]] | None = None

    async def turn(self) -> None:
        if self.then is not None:
            await self.then()


@pytest.mark.parametrize(("act", "reason"), [(stop_all, "stopped"), (end_schedule, "ended")])
async def test_a_stop_between_the_claim_and_the_request_holds_it_back(
    build_house: BuildHouse, act: Act, reason: str
) -> None:
    corridor = Corridor()
    house = await build_house(pacer=corridor)
    mia = await house.member()
    schedule = await house.once(mia, "own_reminder", "2026-11-23 09:00")

    async def stop_now() -> None:
        assert await house.states() == [State.SENDING]
        await act(house, mia, schedule)

    corridor.then = stop_now
    await house.run_until_quiet()

    assert house.discord.requests == []
    assert await house.states() == [State.DROPPED]
    assert await house.reasons() == [reason]


async def test_a_stop_while_the_channel_is_being_opened_holds_the_message_back(
    engine_house: House,
) -> None:
    mia = await engine_house.member(channel=False)
    await engine_house.once(mia, "own_reminder", "2026-11-23 09:00")
    held = engine_house.discord.hold(to="open")
    engine_house.engine.wake()
    await engine_house.until(lambda: engine_house.discord.asked("open"))

    await engine_house.stop_all(mia)
    held.set_result(None)
    await engine_house.run_until_quiet()

    assert engine_house.discord.asked("send") == []
    assert await engine_house.reasons() == ["stopped"]


class Ears:
    """Hears a stop that was typed while nobody listened, once it can read the channel."""

    def __init__(self, *unreadable: RetryAt) -> None:
        self.house: House | None = None
        self.stopped: set[MemberId] = set()
        self._unreadable = list(unreadable)

    async def hear_out(self, candidate: Candidate) -> RetryAt | None:
        if self._unreadable:
            return self._unreadable.pop()
        if candidate.member_id in self.stopped and self.house is not None:
            who = Resident(candidate.member_id, candidate.discord_id, BERLIN)
            await self.house.stop_all(who)
        return None


async def test_a_stop_typed_while_nobody_listened_holds_the_next_message_back(
    build_house: BuildHouse,
) -> None:
    ears = Ears()
    ears.house = house = await build_house(catch_up=ears)
    mia, ben = await house.member(), await house.member()
    for resident in (mia, ben):
        await house.once(resident, "own_reminder", "2026-11-23 09:00")
    ears.stopped.add(mia.id)

    await house.run_until_quiet()

    assert (len(house.inbox(mia)), len(house.inbox(ben))) == (0, 1)
    assert await house.reasons() == ["stopped", None]


async def test_nothing_is_sent_before_what_was_typed_can_be_read(build_house: BuildHouse) -> None:
    ears = Ears(RetryAt(30, RetryReason.SERVER))
    house = await build_house(catch_up=ears)
    mia = await house.member()
    await house.once(mia, "own_reminder", "2026-11-23 09:00")

    await house.travel(seconds=29)
    assert house.discord.requests == []
    await house.travel(seconds=1)

    assert len(house.inbox(mia)) == 1


async def sent_but_unanswered(house: House) -> tuple[OccurrenceId, asyncio.Future[None]]:
    """A message that Discord has stored while its answer is still on the way."""
    mia = await house.member()
    await house.once(mia, "posture", "2026-11-23 09:00")
    held = house.discord.hold(stores=True)
    house.engine.wake()
    await house.until(lambda: house.inbox(mia))
    return await house.last_id(), held


async def test_a_press_on_a_message_still_being_sent_proves_that_it_arrived(
    engine_house: House,
) -> None:
    occurrence, held = await sent_but_unanswered(engine_house)

    assert await engine_house.press_done(occurrence)
    held.set_result(None)
    await engine_house.run_until_quiet()

    (row,) = await engine_house.occurrences()
    assert (row["state"], row["answer"]) == ("answered", "done")
    assert len(await engine_house.deliveries()) == 1
    assert len(engine_house.discord.messages) == 1


async def test_a_snooze_of_a_message_still_being_sent_is_not_undone_by_its_answer(
    engine_house: House,
) -> None:
    occurrence, held = await sent_but_unanswered(engine_house)

    assert await engine_house.snooze(occurrence)
    held.set_result(None)
    await engine_house.engine.idle()

    (row,) = await engine_house.occurrences()
    assert (row["state"], row["step"]) == ("queued", 2)
    await engine_house.travel(minutes=15)
    assert [one.key.step for one in engine_house.discord.messages] == [1, 2]


async def test_a_press_on_a_message_in_doubt_ends_the_doubt(engine_house: House) -> None:
    mia = await engine_house.member()
    await engine_house.once(mia, "own_reminder", "2026-11-23 09:00")
    engine_house.discord.lose_answer(times=100)
    await engine_house.run_until_quiet()

    assert await engine_house.press_done(await engine_house.last_id())
    await engine_house.travel(hours=1)

    assert await engine_house.states() == [State.ANSWERED]
    assert len(engine_house.discord.requests) == 1


async def test_a_member_erased_while_a_message_is_on_its_way_keeps_nobody_from_theirs(
    engine_house: House,
) -> None:
    mia, ben = await engine_house.member(), await engine_house.member()
    for resident in (mia, ben):
        await engine_house.once(resident, "own_reminder", "2026-11-23 09:00")
    held = engine_house.discord.hold(user=mia.user, stores=True)
    engine_house.engine.wake()
    await engine_house.until(lambda: engine_house.inbox(mia) and engine_house.inbox(ben))

    async with engine_house.store.write() as tx:
        await tx.run("DELETE FROM member WHERE id = ?", (mia.id,))
    held.set_result(None)
    await engine_house.run_until_quiet()

    assert await engine_house.states() == [State.SENT]
    assert len(await engine_house.deliveries()) == 1
