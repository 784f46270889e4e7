"""What is put right at a start."""

from __future__ import annotations

from datetime import UTC, datetime, time

import pytest

from bot.domain.consent import Place
from bot.domain.ids import DiscordGuildId, DiscordUserId
from bot.domain.member import Settings
from bot.domain.posture import PostureWish
from bot.domain.quiet_hours import DEFAULT_QUIET
from bot.domain.zones import tzdata_version, zone
from bot.kinds import KINDS
from bot.store import clinics, facts, members, schedules
from bot.store.columns import to_ms
from bot.usecases.joining import agree
from bot.usecases.posture import turn_posture_on
from bot.usecases.upkeep import follow_zones, put_in_order

MIA = DiscordUserId(7)
OFFICE = PostureWish(60, time(9), time(17), frozenset(range(5)))
WRONG_AT = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)


@pytest.fixture
async def mia(store, clock):
    defaults = Settings(zone("Europe/Berlin"), DEFAULT_QUIET, 8)
    agreed = await agree(
        store,
        clock,
        by=MIA,
        guild=DiscordGuildId(1),
        place=Place.SERVER,
        locale="en-GB",
        defaults=defaults,
    )
    await turn_posture_on(store, clock, KINDS, by=MIA, wish=OFFICE)
    return agreed.member


async def next_due(store, member):
    schedule = await schedules.live_of_kind(store.reads, member.id, "posture")
    return schedule.next_due_at


async def put_off(store, member):
    schedule = await schedules.live_of_kind(store.reads, member.id, "posture")
    async with store.write() as tx:
        sql = "UPDATE schedule SET next_due_at = ? WHERE id = ?"
        await tx.run(sql, (to_ms(WRONG_AT), schedule.id))


async def test_next_times_are_worked_out_anew_when_the_zones_rules_changed(store, clock, mia):
    await put_off(store, mia)

    moved = await follow_zones(store, clock, KINDS, "2099.1")

    assert moved == 1
    assert await next_due(store, mia) == datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
    assert await facts.fact(store.reads, facts.TZDATA) == "2099.1"


async def test_nothing_is_touched_while_the_rules_are_the_same(store, clock, mia):
    await follow_zones(store, clock, KINDS, "2099.1")
    await put_off(store, mia)

    assert await follow_zones(store, clock, KINDS, "2099.1") == 0
    assert await next_due(store, mia) == WRONG_AT


async def test_a_start_notes_the_rules_in_use(store, clock):
    await put_in_order(store, clock, KINDS)

    assert await facts.fact(store.reads, facts.TZDATA) == tzdata_version()


async def test_a_schedule_of_a_kind_this_version_lacks_is_paused_and_said(
    store, clock, mia, caplog
):
    async with store.write() as tx:
        await schedules.add(
            tx,
            kind="hydration",
            member_id=mia.id,
            wish={},
            rule=None,
            upcoming=None,
            now_at=clock.now(),
        )

    await put_in_order(store, clock, KINDS)

    found = {one.kind: one.status for one in await schedules.live(store.reads, mia.id)}
    assert found["hydration"] == "paused"
    assert found["posture"] == "active"
    assert "schedule.kind_unknown" in caplog.text


async def test_a_clinic_keeps_its_zone_whatever_the_operator_says_later(store, clock, mia):
    async with store.write() as tx:
        again = await clinics.find_or_add(tx, DiscordGuildId(1), "Asia/Tokyo", clock.now())

    assert again.settings.zone == "Europe/Berlin"
    assert (await members.get(store.reads, mia.id)).settings.zone.key == "Europe/Berlin"
