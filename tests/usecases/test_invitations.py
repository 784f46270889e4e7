"""Invitations: wanted or not, of which clinic, and what the settings card knows of them."""

from __future__ import annotations

import pytest

from bot.domain.consent import INVITATIONS, MembershipState, Place
from bot.domain.ids import DiscordGuildId, DiscordUserId, MemberId
from bot.errors import NotAllowed
from bot.kinds import KINDS
from bot.store import clinics
from bot.store.connection import Store
from bot.usecases.settings import set_invitations, settings_card
from tests.fakes import FakeClock
from tests.store.builders import add_client, add_clinic, add_member, set_membership

MIA = DiscordUserId(1001)
GUILD = DiscordGuildId(5001)
OTHER_GUILD = DiscordGuildId(5002)


@pytest.fixture
async def mia(store: Store) -> MemberId:
    return await add_client(store, 1)


async def shown(store: Store, guild: DiscordGuildId | None = GUILD) -> bool | None:
    """What the settings card says, in a server or in a DM."""
    return (await settings_card(store, KINDS, by=MIA, guild=guild)).invitations


async def invite(
    store: Store, clock: FakeClock, *, wanted: bool, guild: DiscordGuildId | None = GUILD
) -> bool:
    return await set_invitations(store, clock, by=MIA, guild=guild, wanted=wanted)


async def lines(store: Store, member: MemberId) -> list[tuple[bool, Place]]:
    ledger = await clinics.ledger(store.reads, member)
    return [(line.given, line.place) for line in ledger if line.kind == INVITATIONS]


async def test_in_a_dm_the_card_knows_the_clinic_only_where_there_is_one(
    store: Store, mia: MemberId
) -> None:
    assert await shown(store, None) is False
    await set_membership(store, mia, await add_clinic(store, 2))

    assert await shown(store, None) is None
    assert await shown(store, GUILD) is False
    assert await shown(store, DiscordGuildId(77)) is None


async def test_a_clinic_that_was_left_does_not_count(store: Store, mia: MemberId) -> None:
    await set_membership(store, mia, await add_clinic(store, 2), MembershipState.LEFT)

    assert await shown(store, None) is False
    assert await shown(store, OTHER_GUILD) is None


async def test_invitations_are_noted_in_the_ledger_where_they_were_wanted(
    store: Store, clock: FakeClock, mia: MemberId
) -> None:
    assert await invite(store, clock, wanted=True)
    assert await shown(store) is True
    assert await invite(store, clock, wanted=False, guild=None)

    assert await shown(store) is False
    assert await lines(store, mia) == [(True, Place.SERVER), (False, Place.DM)]


async def test_wanting_the_same_twice_is_one_line(
    store: Store, clock: FakeClock, mia: MemberId
) -> None:
    assert await invite(store, clock, wanted=True)
    assert not await invite(store, clock, wanted=True)

    assert await lines(store, mia) == [(True, Place.SERVER)]


async def test_invitations_of_a_clinic_not_agreed_with_are_refused(
    store: Store, clock: FakeClock, mia: MemberId
) -> None:
    with pytest.raises(NotAllowed) as refused:
        await invite(store, clock, wanted=True, guild=OTHER_GUILD)

    assert refused.value.key == "consent.needed"
    assert await lines(store, mia) == []


async def test_in_a_dm_of_somebody_with_two_clinics_it_is_not_guessed_which(
    store: Store, clock: FakeClock, mia: MemberId
) -> None:
    await set_membership(store, mia, await add_clinic(store, 2))

    with pytest.raises(NotAllowed) as refused:
        await invite(store, clock, wanted=True, guild=None)

    assert refused.value.key == "server_only"


async def test_somebody_without_any_clinic_is_refused(store: Store, clock: FakeClock) -> None:
    await add_member(store, 1)

    with pytest.raises(NotAllowed):
        await invite(store, clock, wanted=True)
