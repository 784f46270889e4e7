"""What goes to a channel of a clinic's server: no consent, quiet hours or limit stand before it."""

from __future__ import annotations

from datetime import time, timedelta
from itertools import pairwise

import pytest

from bot.delivery.messenger import RetryAt, RetryReason
from bot.domain.days import Weekdays
from bot.domain.ids import ChannelId, DiscordUserId
from bot.domain.occurrence import State
from bot.domain.rule import Rule, next_occasion
from bot.domain.zones import zone
from bot.store import schedules
from tests.engine.house import BERLIN, House

# Larger than a float can tell from its neighbour.
CHANNEL = ChannelId(1_152_921_504_606_846_977)
EVERYBODY = DiscordUserId(1)


@pytest.fixture
async def house(engine_house: House) -> House:
    """With a channel that the bot may write to."""
    engine_house.discord.add_channel(CHANNEL, EVERYBODY)
    return engine_house


async def post(house: House, local: time, *, days: int = 7) -> None:
    rule = Rule(Weekdays(frozenset(range(days))), (local.hour * 60 + local.minute,))
    upcoming = next_occasion(rule, zone(BERLIN), house.clock.now() - timedelta(seconds=1))
    async with house.store.write() as tx:
        wish: dict[str, object] = {"channel": CHANNEL}
        await schedules.add(
            tx,
            kind="weekly",
            member_id=None,
            clinic_id=house.clinic,
            wish=wish,
            rule=rule,
            upcoming=upcoming,
            now_at=house.clock.now(),
        )


async def test_a_post_arrives_in_its_channel_at_the_clinics_own_hour(house: House) -> None:
    await post(house, time(10))

    await house.travel_to("2026-11-24 12:00")

    assert [one.channel for one in house.discord.messages] == [CHANNEL, CHANNEL]
    assert [f"{one.at:%H:%M}" for one in house.discord.messages] == ["09:00", "09:00"]
    assert await house.states() == [State.SENT, State.SENT]


async def test_a_post_at_night_does_not_wait_for_anybody(house: House) -> None:
    await post(house, time(23, 30))

    await house.travel_to("2026-11-23 23:30")

    assert await house.states() == [State.SENT]


async def test_no_post_shows_what_the_one_before_it_showed(house: House) -> None:
    await post(house, time(10))

    await house.travel_to("2026-12-13 12:00")

    shown = [one.message.body for one in house.discord.messages]
    assert len(shown) == 21
    assert all(one != other for one, other in pairwise(shown))


async def test_a_post_to_a_channel_that_is_gone_is_given_up(house: House) -> None:
    await post(house, time(10))
    house.discord.answer(RetryAt(0, RetryReason.CHANNEL_GONE))

    await house.travel_to("2026-11-23 12:00")

    assert await house.states() == [State.FAILED]
    assert await house.reasons() == ["channel gone"]


async def test_a_post_whose_answer_was_lost_in_a_crash_is_found_in_the_channels_history(
    house: House,
) -> None:
    await post(house, time(10))
    house.discord.lose_answer(times=9)
    await house.travel_to("2026-11-23 10:00")

    house.discord.forget_nonces()
    await house.reopen(minutes=5)
    await house.run_until_quiet()

    assert len(house.discord.messages) == 1
    assert await house.states() == [State.SENT]
    first, (looked,) = house.discord.asked("send")[0], house.discord.asked("find")
    assert looked.since_at is not None
    assert first.at - looked.since_at == timedelta(minutes=2)
