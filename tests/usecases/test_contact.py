"""Whom somebody may turn to, and the flag that asks a clinic to contact them."""

from __future__ import annotations

import pytest

from bot.domain.consent import Place
from bot.domain.ids import DiscordGuildId, DiscordUserId
from bot.store import clinics
from bot.store.connection import Row, Store
from bot.usecases.contact import ContactNoted, NoClinic, WhichClinic, ask_for_contact, words_for
from bot.usecases.joining import agree
from bot.usecases.services import Operator
from bot.usecases.stopping import stop_everything
from tests.fakes import FakeClock
from tests.usecases.check_ins import answer_own
from tests.usecases.people import CLINIC, DEFAULTS, LEO, MIA, join

OTHER, STRANGE = DiscordGuildId(22), DiscordGuildId(23)
OPERATOR = Operator(DEFAULTS, 16, emergency_text="112", crisis_text="the line", contact="mail us")


async def join_other(store: Store, clock: FakeClock, by: DiscordUserId = MIA) -> None:
    await agree(
        store,
        clock,
        by=by,
        guild=OTHER,
        place=Place.SERVER,
        locale="en-US",
        defaults=DEFAULTS,
    )


async def set_texts(store: Store, guild: DiscordGuildId, **texts: str) -> None:
    async with store.write() as tx:
        clinic = await clinics.find_or_add(tx, guild, "Europe/Berlin", FakeClock().now())
        for column, text in texts.items():
            await tx.run(f"UPDATE clinic SET {column} = ? WHERE id = ?", (text, clinic.id))


async def words(
    store: Store, by: DiscordUserId = MIA, guild: DiscordGuildId | None = None
) -> tuple[str | None, str | None, str | None]:
    found = await words_for(store.reads, OPERATOR, by=by, guild=guild)
    return found.emergency_text, found.crisis_text, found.contact


async def queued(store: Store) -> list[Row]:
    return await store.reads.rows(
        "SELECT c.discord_id AS guild, q.reason, q.state FROM queue_item AS q"
        " JOIN clinic AS c ON c.id = q.clinic_id ORDER BY q.id"
    )


# Words


async def test_the_operators_words_hold_until_a_clinic_sets_its_own(
    store: Store, clock: FakeClock
) -> None:
    await join(store, clock)
    assert await words(store) == ("112", "the line", "mail us")

    await set_texts(store, CLINIC, crisis_text="116 123")

    assert await words(store) == ("112", "116 123", "mail us")


async def test_of_several_clinics_the_first_that_set_a_text_gives_it(
    store: Store, clock: FakeClock
) -> None:
    await join(store, clock)
    await join_other(store, clock)
    await set_texts(store, OTHER, crisis_text="other line", contact_text="other desk")
    await set_texts(store, CLINIC, contact_text="front desk")

    assert await words(store) == ("112", "other line", "front desk")


async def test_in_a_server_that_clinics_words_come_first(store: Store, clock: FakeClock) -> None:
    await join(store, clock)
    await join_other(store, clock)
    await set_texts(store, CLINIC, emergency_text="999")
    await set_texts(store, OTHER, emergency_text="144")

    assert (await words(store, guild=OTHER))[0] == "144"
    assert (await words(store, guild=None))[0] == "999"


async def test_a_stranger_in_a_server_reads_that_clinics_words(store: Store) -> None:
    await set_texts(store, CLINIC, emergency_text="999")

    assert (await words(store, by=LEO, guild=CLINIC))[0] == "999"
    assert (await words(store, by=LEO, guild=STRANGE))[0] == "112"
    assert (await words(store, by=LEO))[0] == "112"


async def test_who_has_stopped_still_reads_the_words_of_their_clinic(
    store: Store, clock: FakeClock
) -> None:
    await join(store, clock)
    await set_texts(store, CLINIC, emergency_text="999", crisis_text="116 123")
    await stop_everything(store, clock, by=MIA, place=Place.DM)

    assert (await words(store))[:2] == ("999", "116 123")


async def test_what_a_managers_other_clinic_set_is_not_this_servers(
    store: Store, clock: FakeClock
) -> None:
    await join(store, clock)
    await set_texts(store, CLINIC, emergency_text="999")
    await set_texts(store, OTHER, crisis_text="144")

    found = await words_for(store.reads, OPERATOR, by=None, guild=OTHER)

    assert (found.emergency_text, found.crisis_text) == ("112", "144")


async def test_an_empty_text_is_none(store: Store, clock: FakeClock) -> None:
    await join(store, clock)
    await set_texts(store, CLINIC, emergency_text="")

    assert (await words(store))[0] == "112"


# The flag


async def test_the_flag_goes_to_the_members_clinic_and_carries_a_reason_alone(
    store: Store, clock: FakeClock
) -> None:
    await join(store, clock)

    asked = await ask_for_contact(store, clock, by=MIA, guild=None)

    assert asked == ContactNoted(is_new=True, in_crisis=False)
    assert [tuple(row) for row in await queued(store)] == [(CLINIC, "contact", "open")]


async def test_asking_again_says_that_it_is_noted_already(store: Store, clock: FakeClock) -> None:
    await join(store, clock)
    await ask_for_contact(store, clock, by=MIA, guild=None)

    asked = await ask_for_contact(store, clock, by=MIA, guild=CLINIC)

    assert asked == ContactNoted(is_new=False, in_crisis=False)
    assert len(await queued(store)) == 1


async def test_with_two_clinics_it_is_asked_which_and_only_that_one_is_told(
    store: Store, clock: FakeClock
) -> None:
    await join(store, clock)
    await join_other(store, clock)

    which = await ask_for_contact(store, clock, by=MIA, guild=None)
    assert which == WhichClinic((CLINIC, OTHER), in_crisis=False)
    assert await queued(store) == []

    assert isinstance(await ask_for_contact(store, clock, by=MIA, guild=OTHER), ContactNoted)
    assert [row["guild"] for row in await queued(store)] == [OTHER]


async def test_a_clinic_the_member_does_not_belong_to_is_never_told(
    store: Store, clock: FakeClock
) -> None:
    await join(store, clock)
    await join_other(store, clock)
    await set_texts(store, STRANGE, contact_text="x")

    asked = await ask_for_contact(store, clock, by=MIA, guild=STRANGE)

    assert isinstance(asked, WhichClinic)
    assert await queued(store) == []


@pytest.mark.parametrize("by", [MIA, LEO])
async def test_who_belongs_to_no_clinic_is_told_that_nobody_would_read_it(
    store: Store, clock: FakeClock, by: DiscordUserId
) -> None:
    await join(store, clock)
    await stop_everything(store, clock, by=MIA, place=Place.DM)

    assert await ask_for_contact(store, clock, by=by, guild=CLINIC) == NoClinic()
    assert await queued(store) == []


async def test_after_a_crisis_answer_the_crisis_contact_goes_along_for_a_day(
    store: Store, clock: FakeClock
) -> None:
    await join(store, clock)
    await answer_own(store, clock, 1, "t3", "s9")
    clock.advance(hours=24)

    fresh = await ask_for_contact(store, clock, by=MIA, guild=None)
    clock.advance(seconds=1)
    later = await ask_for_contact(store, clock, by=MIA, guild=None)

    assert fresh == ContactNoted(is_new=True, in_crisis=True)
    assert later == ContactNoted(is_new=False, in_crisis=False)
