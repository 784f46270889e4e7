"""What is kept of somebody, who looked, and sharing: theirs alone to see and to decide."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.domain.consent import SHARING, MembershipState, Place
from bot.domain.ids import FORMER_STAFF, DiscordGuildId, DiscordUserId
from bot.domain.member import Member
from bot.errors import InvalidInput, NotAllowed, NotFound
from bot.store import clinics, looks, members
from bot.store.connection import Store
from bot.store.looks import Look
from bot.usecases.erasing import Erased
from bot.usecases.privacy import (
    LOOKS_A_PAGE,
    Sharing,
    delete_everything,
    set_sharing,
    sharing_with,
    what_is_kept,
    who_looked,
)
from bot.usecases.stopping import stop_everything
from tests.fakes import FakeClock
from tests.usecases.people import CLINIC, LEO, MIA, join

ROSA = DiscordUserId(31)
UNKNOWN = DiscordGuildId(99)


@pytest.fixture
async def mia(store: Store, clock: FakeClock) -> Member:
    return await join(store, clock)


async def share(store: Store, clock: FakeClock, *, wanted: bool, place: Place = Place.DM) -> bool:
    return await set_sharing(store, clock, by=MIA, guild=CLINIC, place=place, wanted=wanted)


async def ledger(store: Store, member: Member) -> list[tuple[bool, Place]]:
    lines = await clinics.ledger(store.reads, member.id)
    return [(line.given, line.place) for line in lines if line.kind == SHARING]


async def look_at(
    store: Store, clock: FakeClock, member: Member, staff: DiscordUserId, times: int = 1
) -> None:
    async with store.write() as tx:
        clinic = await clinics.find(tx, CLINIC)
        assert clinic is not None
        for minute in range(times):
            at = clock.now() + timedelta(minutes=minute)
            await looks.add(tx, member.id, Look(clinic.id, staff, scores=False, looked_at=at))


async def test_sharing_is_off_until_the_member_turns_it_on_and_each_turn_is_in_the_ledger(
    store: Store, clock: FakeClock, mia: Member
) -> None:
    assert (await what_is_kept(store, by=MIA)).clinics == (Sharing(CLINIC, on=False, agreed=True),)

    assert await share(store, clock, wanted=True)
    assert (await sharing_with(store, by=MIA, guild=CLINIC)).is_seen
    assert await share(store, clock, wanted=False, place=Place.SERVER)

    assert not (await sharing_with(store, by=MIA, guild=CLINIC)).on
    assert await ledger(store, mia) == [(True, Place.DM), (False, Place.SERVER)]


async def test_what_is_so_already_is_not_noted_again(
    store: Store, clock: FakeClock, mia: Member
) -> None:
    assert not await share(store, clock, wanted=False)
    await share(store, clock, wanted=True)
    assert not await share(store, clock, wanted=True)

    assert len(await ledger(store, mia)) == 1


async def test_after_a_stop_scores_are_not_seen_and_sharing_can_end_but_not_begin(
    store: Store, clock: FakeClock, mia: Member
) -> None:
    await share(store, clock, wanted=True)
    await stop_everything(store, clock, by=MIA, place=Place.DM)
    assert not (await sharing_with(store, by=MIA, guild=CLINIC)).is_seen

    assert await share(store, clock, wanted=False)
    with pytest.raises(NotAllowed):
        await share(store, clock, wanted=True)


@pytest.mark.parametrize("by", [LEO, MIA])
async def test_nobody_shares_with_a_clinic_they_never_agreed_with(
    store: Store, clock: FakeClock, mia: Member, by: DiscordUserId
) -> None:
    guild = CLINIC if by == LEO else UNKNOWN
    with pytest.raises(NotAllowed):
        await set_sharing(store, clock, by=by, guild=guild, place=Place.DM, wanted=True)


async def test_one_members_sharing_is_not_anothers(
    store: Store, clock: FakeClock, mia: Member
) -> None:
    leo = await join(store, clock, LEO)

    await share(store, clock, wanted=True)

    assert not (await sharing_with(store, by=LEO, guild=CLINIC)).on
    assert await ledger(store, leo) == []


async def test_looks_come_page_by_page_and_a_page_too_far_is_the_last(
    store: Store, clock: FakeClock, mia: Member
) -> None:
    await look_at(store, clock, mia, ROSA, LOOKS_A_PAGE + 2)

    first, far = [await who_looked(store, by=MIA, page=page) for page in (1, 99)]

    assert (len(first.looks), first.page, first.pages) == (LOOKS_A_PAGE, 1, 2)
    assert (len(far.looks), far.page) == (2, 2)
    assert [each.looked_at for each in far.looks] == [
        clock.now() + timedelta(minutes=1),
        clock.now(),
    ]
    assert {each.guild for each in first.looks} == {CLINIC}


async def test_whoever_was_erased_since_is_nobody_by_name(
    store: Store, clock: FakeClock, mia: Member
) -> None:
    await look_at(store, clock, mia, FORMER_STAFF)

    (look,) = (await who_looked(store, by=MIA, page=1)).looks

    assert look.staff is None


async def test_the_looks_at_somebody_else_are_not_told(
    store: Store, clock: FakeClock, mia: Member
) -> None:
    await look_at(store, clock, await join(store, clock, LEO), ROSA)

    assert (await who_looked(store, by=MIA, page=1)).looks == ()
    with pytest.raises(NotFound):
        await who_looked(store, by=ROSA, page=1)


@pytest.mark.parametrize("typed", ["LÖSCHEN", "löschen", " Lösch en ", "Lo\u0308SCHEN"])
async def test_the_word_is_taken_however_it_is_written(
    store: Store, clock: FakeClock, mia: Member, typed: str
) -> None:
    erased = await delete_everything(store, clock, by=MIA, typed=typed, word="LÖSCHEN")

    assert isinstance(erased, Erased)
    assert await members.find(store.reads, MIA) is None


@pytest.mark.parametrize("typed", ["", "LOSCHEN", "LÖSCHE", "DELETE", "LÖSCHEN bitte"])
async def test_with_any_other_word_nothing_happens(
    store: Store, clock: FakeClock, mia: Member, typed: str
) -> None:
    with pytest.raises(InvalidInput):
        await delete_everything(store, clock, by=MIA, typed=typed, word="LÖSCHEN")

    assert await members.find(store.reads, MIA) == mia
    joined = await clinics.memberships(store.reads, mia.id)
    assert [one.state for one in joined] == [MembershipState.AGREED]


async def test_deleting_twice_is_told_apart(store: Store, clock: FakeClock, mia: Member) -> None:
    await delete_everything(store, clock, by=MIA, typed="x", word="x")

    with pytest.raises(NotFound, match=r"privacy\.nothing"):
        await delete_everything(store, clock, by=MIA, typed="x", word="x")
    assert (await what_is_kept(store, by=MIA)).is_nothing
