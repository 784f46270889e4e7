"""Clinics: how a member stands with each, and how their consent came about."""

from __future__ import annotations

import pytest

from bot.domain.clinic_settings import ClinicSettings
from bot.domain.consent import INVITATIONS, MESSAGES, SHARING, Consent, MembershipState, Place
from bot.domain.ids import ClinicId, DiscordGuildId, MemberId
from bot.errors import StoreError
from bot.store import clinics
from bot.store.clinics import Clinic, Membership
from bot.store.connection import Store
from tests.store.builders import (
    NOW_AT,
    add_client,
    add_clinic,
    add_member,
    minutes,
    query_plan,
    set_membership,
)

AGREED, STOPPED, LEFT = MembershipState.AGREED, MembershipState.STOPPED, MembershipState.LEFT


async def test_a_new_clinic_begins_with_the_operators_zone_and_texts(store: Store) -> None:
    async with store.write() as tx:
        added = await clinics.find_or_add(tx, DiscordGuildId(5), "Europe/Zurich", NOW_AT)

    assert added == Clinic(ClinicId(1), DiscordGuildId(5), ClinicSettings("Europe/Zurich"))
    assert await clinics.find(store.reads, DiscordGuildId(5)) == added
    assert await clinics.find(store.reads, DiscordGuildId(6)) is None


async def test_a_clinic_that_is_there_keeps_what_its_managers_set(store: Store) -> None:
    one = await add_clinic(store)
    async with store.write() as tx:
        await tx.run("UPDATE clinic SET zone = 'Asia/Tokyo', crisis_text = 'call us'")
        found = await clinics.find_or_add(tx, DiscordGuildId(5001), "Europe/Zurich", NOW_AT)

    assert (found.id, found.settings.zone, found.settings.crisis) == (one, "Asia/Tokyo", "call us")


async def test_a_members_clinics_are_told_with_how_they_stand(store: Store) -> None:
    member = await add_member(store)
    ids = [await add_clinic(store, number) for number in (1, 2, 3, 4)]
    for clinic, state in zip(ids, (AGREED, STOPPED, LEFT), strict=False):
        await set_membership(store, member, clinic, state)

    assert await clinics.memberships(store.reads, member) == [
        Membership(ids[0], AGREED, invitations=False),
        Membership(ids[1], STOPPED, invitations=False),
        Membership(ids[2], LEFT, invitations=False),
    ]
    assert [each.id for each in await clinics.clinics_of(store.reads, member)] == ids[:1]
    assert [each.id for each in await clinics.clinics_ever_of(store.reads, member)] == ids[:3]
    assert await clinics.memberships(store.reads, MemberId(99)) == []


def invited(clinic: ClinicId) -> Consent:
    return Consent(clinic, INVITATIONS, Place.DM, NOW_AT, given=True)


async def test_a_consent_is_noted_and_holds_from_then_on(store: Store) -> None:
    member, clinic = await add_member(store), await add_clinic(store)
    lines = [
        Consent(clinic, MESSAGES, Place.PANEL, NOW_AT, given=True),
        Consent(clinic, SHARING, Place.DM, NOW_AT, given=True),
        Consent(clinic, MESSAGES, Place.DM, NOW_AT, given=False),
    ]

    async with store.write() as tx:
        for line in lines:
            await clinics.note_consent(tx, member, line)

    assert await clinics.memberships(store.reads, member) == [
        Membership(clinic, STOPPED, invitations=False, sharing=True)
    ]
    assert await clinics.ledger(store.reads, member) == lines


async def test_a_membership_changes_in_place_and_keeps_its_switch(store: Store) -> None:
    member, clinic = await add_member(store), await add_clinic(store)
    await set_membership(store, member, clinic)
    async with store.write() as tx:
        await clinics.note_consent(tx, member, invited(clinic))

    await set_membership(store, member, clinic, STOPPED)
    await set_membership(store, member, clinic, AGREED)

    assert await clinics.memberships(store.reads, member) == [
        Membership(clinic, AGREED, invitations=True)
    ]


async def test_a_switch_is_one_clinics_own(store: Store) -> None:
    member = await add_member(store)
    one, other = await add_clinic(store, 1), await add_clinic(store, 2)
    await set_membership(store, member, one)
    await set_membership(store, member, other)

    async with store.write() as tx:
        await clinics.note_consent(tx, member, invited(other))

    found = await clinics.memberships(store.reads, member)
    assert [each.invitations for each in found] == [False, True]


async def test_a_membership_needs_its_member_and_its_clinic(store: Store) -> None:
    with pytest.raises(StoreError, match="FOREIGN KEY"):
        await set_membership(store, MemberId(99), await add_clinic(store))


async def test_the_ledger_keeps_every_line_in_the_order_it_was_written(store: Store) -> None:
    member, other = await add_member(store, 1), await add_member(store, 2)
    clinic = await add_clinic(store)
    lines = [
        Consent(clinic, MESSAGES, given=True, version=1, place=Place.PANEL, noted_at=NOW_AT),
        Consent(clinic, INVITATIONS, given=True, version=1, place=Place.DM, noted_at=NOW_AT),
        # The clock was set back in between.
        Consent(
            clinic,
            MESSAGES,
            given=False,
            version=2,
            place=Place.SERVER,
            noted_at=NOW_AT - minutes(5),
        ),
    ]
    async with store.write() as tx:
        for line in lines:
            await clinics.note_consent(tx, member, line)
        await clinics.note_consent(tx, other, lines[0])

    assert await clinics.ledger(store.reads, member) == lines
    assert await clinics.ledger(store.reads, other) == lines[:1]


@pytest.mark.parametrize("sql", [clinics.FIND, clinics.MEMBERSHIPS, clinics.CLINICS_OF])
async def test_a_clinic_is_never_searched_for(store: Store, sql: str) -> None:
    assert "SCAN" not in await query_plan(store, sql, (1,))


# The comfort question


async def comfort(store: Store, clinic: ClinicId, *, asked: bool = True) -> None:
    async with store.write() as tx:
        await tx.run("UPDATE clinic SET comfort = ? WHERE id = ?", (asked, clinic))


async def test_pain_is_asked_about_where_one_of_a_members_clinics_turned_it_on(
    store: Store,
) -> None:
    mia, two = await add_client(store), await add_clinic(store, 2)
    assert not await clinics.asks_comfort(store.reads, mia)
    await comfort(store, two)
    assert not await clinics.asks_comfort(store.reads, mia)

    await set_membership(store, mia, two)

    assert await clinics.asks_comfort(store.reads, mia)
    await comfort(store, two, asked=False)
    assert not await clinics.asks_comfort(store.reads, mia)


async def test_a_clinic_that_a_member_left_or_stopped_asks_nothing_more(store: Store) -> None:
    mia, clinic = await add_client(store), await add_clinic(store)
    await comfort(store, clinic)
    assert await clinics.asks_comfort(store.reads, mia)

    for state in (MembershipState.LEFT, MembershipState.STOPPED):
        await set_membership(store, mia, clinic, state)
        assert not await clinics.asks_comfort(store.reads, mia)
