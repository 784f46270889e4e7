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
from bot.store import clinics, facts, members, schedules, sessions
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
    await put_in_order(store, clock, KINDS, "Europe/Berlin")

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

    await put_in_order(store, clock, KINDS, "Europe/Berlin")

    found = {one.kind: one.status for one in await schedules.live(store.reads, mia.id)}
    assert found["hydration"] == "paused"
    assert found["posture"] == "active"
    assert "schedule.kind_unknown" in caplog.text


LOST = "US/Pacific-New"


async def lose_zone(store, *tables):
    async with store.write() as tx:
        for table in tables:
            await tx.run(f"UPDATE {table} SET zone = ?", (LOST,))


async def zones_of(store, table):
    return [row["zone"] for row in await store.reads.rows(f"SELECT zone FROM {table}")]


async def test_who_has_a_zone_that_the_data_lacks_gets_their_clinics(store, clock, mia, caplog):
    await put_in_order(store, clock, KINDS, "Asia/Tokyo")
    await lose_zone(store, "member")

    await put_in_order(store, clock, KINDS, "Asia/Tokyo")

    assert await zones_of(store, "member") == ["Europe/Berlin"]
    told = [(each.levelname, each.zone) for each in caplog.records if each.msg == "zone.gone"]
    assert told == [("WARNING", LOST)]


async def test_a_clinic_and_its_sessions_get_the_operators_zone_and_its_members_follow(
    store, clock, mia
):
    await put_in_order(store, clock, KINDS, "Asia/Tokyo")
    async with store.write() as tx:
        clinic = await clinics.find_or_add(tx, DiscordGuildId(1), "Europe/Berlin", clock.now())
        await sessions.book(
            tx,
            clinic.id,
            mia.id,
            local_at=datetime.fromisoformat("2026-12-01 10:00"),
            zone=LOST,
            starts_at=datetime(2026, 12, 1, 18, tzinfo=UTC),
            length_min=60,
            now_at=clock.now(),
        )
    await lose_zone(store, "clinic", "member")

    await put_in_order(store, clock, KINDS, "Asia/Tokyo")

    for table in ("clinic", "member", "session"):
        assert await zones_of(store, table) == ["Asia/Tokyo"]
    (booked,) = await sessions.all_booked(store.reads, clock.now())
    assert booked.starts_at == datetime(2026, 12, 1, 1, tzinfo=UTC)
    assert await next_due(store, mia) == datetime(2026, 11, 24, 0, 0, tzinfo=UTC)


async def test_a_zone_that_the_data_has_is_left_alone(store, clock, mia, caplog):
    await put_in_order(store, clock, KINDS, "Asia/Tokyo")

    assert await zones_of(store, "member") == await zones_of(store, "clinic") == ["Europe/Berlin"]
    assert "zone.gone" not in caplog.messages


async def test_a_clinic_keeps_its_zone_whatever_the_operator_says_later(store, clock, mia):
    async with store.write() as tx:
        again = await clinics.find_or_add(tx, DiscordGuildId(1), "Asia/Tokyo", clock.now())

    assert again.settings.zone == "Europe/Berlin"
    assert (await members.get(store.reads, mia.id)).settings.zone.key == "Europe/Berlin"
