"""A STOP that no session brought is heard before the next message, whatever the clock did."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from bot.delivery.messenger import Refused, RetryAt
from bot.domain.ids import ChannelId, DiscordUserId
from bot.domain.occurrence import Candidate
from bot.usecases.catching_up import CatchingUp
from tests.engine.conftest import BuildHouse
from tests.engine.house import House


@dataclass
class Dm:
    """What was typed into a DM, with Discord's own time on it; ``meanwhile`` runs as it is read."""

    typed: list[tuple[str, datetime]] = field(default_factory=list)
    meanwhile: Callable[[], None] = lambda: None

    async def texts(
        self, _channel: ChannelId, _user: DiscordUserId, since_at: datetime
    ) -> tuple[str, ...]:
        found = tuple(text for text, at in reversed(self.typed) if at > since_at)
        self.meanwhile()
        return found


class Ears:
    """The real ones, for a house that stands already when they are made."""

    def open(self, house: House, dm: Dm) -> None:
        self.real = CatchingUp(house.store, house.clock, dm)

    async def hear_out(self, candidate: Candidate) -> RetryAt | Refused | None:
        return await self.real.hear_out(candidate)


async def test_a_stop_is_heard_though_the_clock_ran_ahead_when_the_member_was_heard_last(
    build_house: BuildHouse,
) -> None:
    ears, dm = Ears(), Dm()
    house = await build_house(catch_up=ears)
    house.clock.advance(hours=3)
    mia = await house.member()
    house.clock.advance(hours=-3)
    await house.daily(mia, "own_reminder", "11:00")
    ears.open(house, dm)

    house.clock.advance(minutes=30)
    dm.typed.append(("STOP", house.clock.now()))
    house.clock.advance(minutes=10)
    ears.real.begin_listening()
    house.sleep_until("2026-11-23 11:00")
    await house.run_until_quiet()

    assert house.titles() == []


async def test_a_stop_typed_while_the_channel_is_read_is_heard_before_the_next_message(
    build_house: BuildHouse,
) -> None:
    ears, dm = Ears(), Dm()
    house = await build_house(catch_up=ears)
    mia = await house.member()
    await house.daily(mia, "own_reminder", "09:05", "10:00")
    ears.open(house, dm)
    house.sleep_until("2026-11-23 09:05")
    ears.real.begin_listening()

    def type_stop() -> None:
        house.clock.advance(seconds=1)
        dm.typed.append(("STOP", house.clock.now()))
        house.clock.advance(seconds=1)
        dm.meanwhile = lambda: None

    dm.meanwhile = type_stop
    await house.run_until_quiet()
    house.clock.advance(seconds=5)
    ears.real.begin_listening()
    house.sleep_until("2026-11-23 10:00")
    await house.run_until_quiet()

    assert house.times(mia) == ["23 09:05"]
