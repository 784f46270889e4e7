"""A restore brings nobody back who was erased since, and takes no stop back."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot.cli.restore import Mending
from bot.domain.consent import (
    INVITATIONS,
    MESSAGES,
    SHARING,
    Consent,
    MembershipState,
    Place,
)
from bot.domain.ids import ClinicId, DiscordUserId, MemberId
from bot.store import clinics, members, schedules
from bot.store import restore as restoring
from bot.store.backup import make
from bot.store.connection import Store
from bot.usecases.erasing import erase_member
from bot.usecases.stopping import stop_everything
from tests.fakes import FakeClock
from tests.store.backups import Clinic
from tests.store.builders import NOW_AT, add_clinic, add_member, add_schedule, settings
from tests.store.opening import opened
from tests.store.whole_life import Person, dump, live, open_clinic, serve

LATER_AT = NOW_AT + timedelta(days=1)
MIA, TOM, ANN, LEO, ZOE = (DiscordUserId(1000 + number) for number in (1, 2, 3, 4, 5))


@pytest.fixture
async def clinic(tmp_path: Path) -> Clinic:
    """Three members who agree to everything, and a backup of that."""
    made = Clinic(tmp_path)
    async with opened(made.database, made.key) as store:
        where = await add_clinic(store)
        for number in (1, 2, 3):
            await agree(store, await add_member(store, number), where)
    made.back_up()
    return made


async def agree(store: Store, member: MemberId, where: ClinicId) -> None:
    await add_schedule(store, member)
    async with store.write() as tx:
        for kind in (MESSAGES, SHARING, INVITATIONS):
            consent = Consent(where, kind, Place.SERVER, NOW_AT, given=True)
            await clinics.note_consent(tx, member, consent)


async def take_back(store: Store, user: DiscordUserId, kind: str, at: datetime) -> None:
    member = await members.find(store.reads, user)
    assert member is not None
    async with store.write() as tx:
        consent = Consent(ClinicId(1), kind, Place.DM, at, given=False)
        await clinics.note_consent(tx, member.id, consent)


async def put_back(clinic: Clinic, backup: Path | None = None, at: datetime = LATER_AT) -> Mending:
    mending = Mending(clinic.database, FakeClock(at))
    chosen = backup or clinic.backup
    await asyncio.to_thread(
        restoring.restore, chosen, clinic.database, clinic.key_path, at, mend=mending
    )
    return mending


async def join(clinic: Clinic, user: DiscordUserId, at: datetime = LATER_AT) -> None:
    async with opened(clinic.database, clinic.key) as store, store.write() as tx:
        await members.add(tx, discord_id=user, locale="en", settings=settings(), now_at=at)


def back_up_again(clinic: Clinic, at: datetime = LATER_AT) -> Path:
    newer = clinic.backup.with_name(f"{at:%m%d}.backup")
    make(clinic.database, clinic.key, newer, at)
    return newer


async def people(store: Store) -> set[DiscordUserId]:
    found = {user: await members.find(store.reads, user) for user in (MIA, TOM, ANN, LEO, ZOE)}
    return {user for user, member in found.items() if member is not None}


async def test_whoever_was_erased_since_is_erased_again(clinic: Clinic) -> None:
    async with opened(clinic.database, clinic.key) as store:
        await erase_member(store, FakeClock(LATER_AT), by=MIA)

    mending = await put_back(clinic)

    async with opened(clinic.database, clinic.key) as store:
        assert await people(store) == {TOM, ANN}
    assert mending.words.startswith("Erased again, because they were since: 1 people.")


async def test_whoever_was_erased_and_joined_again_has_to_join_once_more(clinic: Clinic) -> None:
    async with opened(clinic.database, clinic.key) as store:
        await erase_member(store, FakeClock(LATER_AT), by=MIA)
        async with store.write() as tx:
            await members.add(tx, discord_id=MIA, locale="en", settings=settings(), now_at=LATER_AT)

    await put_back(clinic)

    async with opened(clinic.database, clinic.key) as store:
        assert await people(store) == {TOM, ANN}


async def test_a_stop_stays_a_stop(clinic: Clinic) -> None:
    async with opened(clinic.database, clinic.key) as store:
        await stop_everything(store, FakeClock(LATER_AT), by=TOM, place=Place.DM)

    mending = await put_back(clinic)

    async with opened(clinic.database, clinic.key) as store:
        tom, ann = [await members.find(store.reads, user) for user in (TOM, ANN)]
        assert tom is not None
        assert ann is not None
        assert tom.stopped_at == LATER_AT
        assert await schedules.live(store.reads, tom.id) == []
        assert (await clinics.ledger(store.reads, tom.id))[-1].given is False
        assert ann.stopped_at is None
        assert len(await schedules.live(store.reads, ann.id)) == 1
    assert "Consents taken back again: 1." in mending.words


@pytest.mark.parametrize(("kind", "left"), [(SHARING, (False, True)), (INVITATIONS, (True, False))])
async def test_a_consent_that_was_taken_back_stays_so(
    clinic: Clinic, kind: str, left: tuple[bool, bool]
) -> None:
    async with opened(clinic.database, clinic.key) as store:
        await take_back(store, TOM, kind, LATER_AT)

    await put_back(clinic)

    async with opened(clinic.database, clinic.key) as store:
        tom = await members.find(store.reads, TOM)
        assert tom is not None
        (joined,) = await clinics.memberships(store.reads, tom.id)
        assert (joined.sharing, joined.invitations) == left
        assert joined.state is MembershipState.AGREED


async def test_what_was_given_again_later_is_not_taken_back(clinic: Clinic) -> None:
    async with opened(clinic.database, clinic.key) as store:
        await take_back(store, TOM, SHARING, LATER_AT)
        tom = await members.find(store.reads, TOM)
        assert tom is not None
        async with store.write() as tx:
            again = Consent(ClinicId(1), SHARING, Place.DM, LATER_AT, given=True)
            await clinics.note_consent(tx, tom.id, again)

    await put_back(clinic)

    async with opened(clinic.database, clinic.key) as store:
        (joined,) = await clinics.memberships(store.reads, tom.id)
        assert joined.sharing


async def test_a_database_of_another_life_says_nothing_about_anybody(clinic: Clinic) -> None:
    clinic.database.unlink()
    async with opened(clinic.database, clinic.key):
        pass

    mending = await put_back(clinic)

    async with opened(clinic.database, clinic.key) as store:
        assert await people(store) == {MIA, TOM, ANN}
    assert mending.words.endswith("they are back.")


async def test_one_that_cannot_be_read_keeps_nothing_from_being_restored(clinic: Clinic) -> None:
    clinic.database.write_bytes(b"no database" * 1000)

    mending = await put_back(clinic)

    async with opened(clinic.database, clinic.key) as store:
        assert await people(store) == {MIA, TOM, ANN}
    assert mending.words.endswith("they are back.")


async def test_who_joined_before_the_newer_of_two_backups_is_not_erased_for_the_older_one(
    clinic: Clinic,
) -> None:
    await join(clinic, LEO)
    newer = back_up_again(clinic)
    await put_back(clinic, at=LATER_AT + timedelta(days=1))
    async with opened(clinic.database, clinic.key) as store:
        assert await people(store) == {MIA, TOM, ANN}
        await erase_member(store, FakeClock(LATER_AT + timedelta(days=2)), by=MIA)

    await put_back(clinic, newer, LATER_AT + timedelta(days=3))

    async with opened(clinic.database, clinic.key) as store:
        assert await people(store) == {TOM, ANN, LEO}


async def test_whoever_joined_and_was_erased_after_a_restore_is_erased_again(
    clinic: Clinic,
) -> None:
    await put_back(clinic)
    await join(clinic, LEO, LATER_AT + timedelta(days=1))
    newer = back_up_again(clinic, LATER_AT + timedelta(days=2))
    async with opened(clinic.database, clinic.key) as store:
        await erase_member(store, FakeClock(LATER_AT + timedelta(days=3)), by=LEO)

    await put_back(clinic, newer, LATER_AT + timedelta(days=4))

    async with opened(clinic.database, clinic.key) as store:
        assert await people(store) == {MIA, TOM, ANN}


@pytest.mark.parametrize("goes_on", [False, True])
async def test_a_database_older_than_the_backup_erases_nobody_who_joined_in_between(
    clinic: Clinic, *, goes_on: bool
) -> None:
    older = clinic.database.read_bytes()
    await join(clinic, LEO)
    newer = back_up_again(clinic)
    clinic.database.write_bytes(older)
    if goes_on:
        await join(clinic, ZOE, LATER_AT + timedelta(days=1))

    await put_back(clinic, newer, LATER_AT + timedelta(days=2))

    async with opened(clinic.database, clinic.key) as store:
        assert await people(store) == {MIA, TOM, ANN, LEO}


async def test_the_only_member_stays_erased_too(tmp_path: Path) -> None:
    alone = Clinic(tmp_path)
    await join(alone, MIA, NOW_AT)
    alone.back_up()
    async with opened(alone.database, alone.key) as store:
        await erase_member(store, FakeClock(LATER_AT), by=MIA)

    await put_back(alone)

    async with opened(alone.database, alone.key) as store:
        assert await people(store) == set()


async def test_staff_who_were_erased_since_stay_former_staff(tmp_path: Path) -> None:
    served = Clinic(tmp_path)
    rosa, ben = Person(8), Person(9)
    async with opened(served.database, served.key) as store:
        place = await open_clinic(store)
        client = await live(store, place, ben)
        await serve(store, place, rosa, client)
    served.back_up()
    async with opened(served.database, served.key) as store:
        await erase_member(store, FakeClock(LATER_AT), by=rosa.user)

    await put_back(served)

    async with opened(served.database, served.key) as store:
        kept = repr(await dump(store))
    assert str(rosa.user) not in kept
    assert str(ben.user) in kept
