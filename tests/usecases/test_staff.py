"""Who may act for a clinic."""

from __future__ import annotations

import logging
from dataclasses import replace

import pytest

from bot.domain.ids import DiscordGuildId
from bot.errors import NotAllowed
from bot.store.connection import Store
from bot.usecases.staff import is_staff, require_manager, require_staff
from tests.fakes import FakeClock
from tests.usecases.people import CLINIC
from tests.usecases.practice import ROLE, STAFF, open_clinic

OTHER = DiscordGuildId(22)


async def test_whoever_has_the_role_acts_for_the_clinic_of_that_server(
    store: Store, clock: FakeClock
) -> None:
    await open_clinic(store, clock)

    assert (await require_staff(store.reads, STAFF)).discord_id == CLINIC
    assert await is_staff(store.reads, STAFF)


@pytest.mark.parametrize(
    ("caller", "reason"),
    [
        (replace(STAFF, role_ids=frozenset({5})), "errors.staff.only"),
        (replace(STAFF, role_ids=frozenset()), "errors.staff.only"),
        (replace(STAFF, role_ids=frozenset({5}), manages_server=True), "errors.staff.only"),
        (replace(STAFF, guild=None), "server_only"),
        (replace(STAFF, guild=OTHER), "errors.staff.no_role_set"),
    ],
    ids=["another role", "no role", "a manager", "in a DM", "another server"],
)
async def test_everybody_else_is_refused(
    store: Store, clock: FakeClock, caller: object, reason: str
) -> None:
    await open_clinic(store, clock)

    with pytest.raises(NotAllowed) as refused:
        await require_staff(store.reads, caller)  # type: ignore[arg-type]

    assert refused.value.key == reason
    assert not await is_staff(store.reads, caller)  # type: ignore[arg-type]


async def test_the_role_of_one_clinic_is_no_role_in_another(store: Store, clock: FakeClock) -> None:
    await open_clinic(store, clock)
    await open_clinic(store, clock, OTHER, role=ROLE + 1)

    with pytest.raises(NotAllowed):
        await require_staff(store.reads, replace(STAFF, guild=OTHER))


async def test_where_no_role_is_set_nobody_is_staff(store: Store, clock: FakeClock) -> None:
    await open_clinic(store, clock, role=None)

    with pytest.raises(NotAllowed) as refused:
        await require_staff(store.reads, STAFF)

    assert refused.value.key == "errors.staff.no_role_set"
    assert not await is_staff(store.reads, replace(STAFF, role_ids=frozenset()))


def test_a_manager_may_manage_their_server_and_nobody_else_may() -> None:
    assert require_manager(replace(STAFF, manages_server=True)) == CLINIC
    for caller in (STAFF, replace(STAFF, guild=None, manages_server=True)):
        with pytest.raises(NotAllowed):
            require_manager(caller)


async def test_a_refusal_is_logged_with_row_numbers_only(
    store: Store, clock: FakeClock, caplog: pytest.LogCaptureFixture
) -> None:
    await open_clinic(store, clock)
    caplog.set_level(logging.INFO)

    with pytest.raises(NotAllowed):
        await require_staff(store.reads, replace(STAFF, role_ids=frozenset()))

    (record,) = caplog.records
    said = vars(record)
    assert (record.getMessage(), said["clinic"]) == ("staff.refused", 1)
    assert said["reason"] == "errors.staff.only"
    assert not {STAFF.by, STAFF.guild} & {value for value in said.values() if value != 1}
