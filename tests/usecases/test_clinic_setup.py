"""Drafts of a clinic's settings: saved once, undone once, by managers of that server alone."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.domain.clinic_settings import Setting, Values
from bot.domain.ids import ClinicChangeId, DiscordGuildId, DiscordUserId
from bot.errors import Conflict, InvalidInput, NotAllowed, NotFound
from bot.store.connection import Store
from bot.usecases import clinic_setup as cases
from bot.usecases.clinic_setup import Setup, SetupDraft
from bot.usecases.services import Operator
from bot.usecases.staff import Caller
from tests.fakes import FakeClock
from tests.usecases.people import CLINIC, DEFAULTS

PAT = Caller(DiscordUserId(91), CLINIC, frozenset(), manages_server=True)
OPERATOR = Operator(DEFAULTS, 16)


async def draft(store: Store, clock: FakeClock, by: Caller = PAT, **wanted: object) -> SetupDraft:
    values: Values = wanted  # type: ignore[assignment]
    found = await cases.draft_setup(store, clock, OPERATOR, by, values, locale="de")
    assert isinstance(found, SetupDraft)
    return found


async def shown(store: Store) -> Setup:
    return await cases.show_setup(store, OPERATOR, PAT)


async def test_a_server_that_nobody_set_up_has_the_operators_zone(store: Store) -> None:
    setup = await shown(store)

    assert setup.settings.zone == "Europe/Berlin"
    assert setup.unset == (Setting.EMERGENCY, Setting.CRISIS)


async def test_a_draft_is_saved_once(store: Store, clock: FakeClock) -> None:
    one = await draft(store, clock, emergency="112")

    kept = await cases.save_setup(store, clock, OPERATOR, PAT, one.change_id)
    with pytest.raises(Conflict) as refused:
        await cases.save_setup(store, clock, OPERATOR, PAT, one.change_id)

    assert refused.value.key == "draft.saved"
    assert (kept.before.emergency, kept.after.emergency) == (None, "112")
    assert kept.unset == (Setting.CRISIS,)
    settings = (await shown(store)).settings
    assert (settings.emergency, settings.locale) == ("112", "de")


async def test_a_change_is_undone_once_and_a_draft_not_at_all(
    store: Store, clock: FakeClock
) -> None:
    one = await draft(store, clock, emergency="112")
    with pytest.raises(Conflict):
        await cases.undo_setup(store, clock, OPERATOR, PAT, one.change_id)
    await cases.save_setup(store, clock, OPERATOR, PAT, one.change_id)

    await cases.undo_setup(store, clock, OPERATOR, PAT, one.change_id)
    with pytest.raises(Conflict) as refused:
        await cases.undo_setup(store, clock, OPERATOR, PAT, one.change_id)

    assert refused.value.key == "draft.undone"
    assert (await shown(store)).settings.emergency is None


async def test_after_a_day_a_change_can_not_be_undone(store: Store, clock: FakeClock) -> None:
    one = await draft(store, clock, emergency="112")
    await cases.save_setup(store, clock, OPERATOR, PAT, one.change_id)

    clock.advance(hours=24, seconds=1)
    with pytest.raises(Conflict) as refused:
        await cases.undo_setup(store, clock, OPERATOR, PAT, one.change_id)

    assert refused.value.key == "draft.undo_too_late"


async def test_two_drafts_about_different_things_are_both_saved(
    store: Store, clock: FakeClock
) -> None:
    one, two = await draft(store, clock, emergency="112"), await draft(store, clock, crisis="116")

    await cases.save_setup(store, clock, OPERATOR, PAT, two.change_id)
    await cases.save_setup(store, clock, OPERATOR, PAT, one.change_id)
    await cases.undo_setup(store, clock, OPERATOR, PAT, two.change_id)

    settings = (await shown(store)).settings
    assert (settings.emergency, settings.crisis) == ("112", None)


async def test_another_servers_manager_finds_no_such_draft(store: Store, clock: FakeClock) -> None:
    one = await draft(store, clock, emergency="112")
    other = replace(PAT, guild=DiscordGuildId(22))
    await draft(store, clock, other, crisis="116")

    for case in (cases.save_setup, cases.undo_setup, cases.drafted_setup):
        with pytest.raises(NotFound):
            await case(store, clock, OPERATOR, other, one.change_id)
    with pytest.raises(NotFound):
        await cases.save_setup(store, clock, OPERATOR, PAT, ClinicChangeId(999))


@pytest.mark.parametrize("changes", [{"manages_server": False}, {"guild": None}])
async def test_every_way_in_asks_who_it_is(
    store: Store, clock: FakeClock, changes: dict[str, object]
) -> None:
    one = await draft(store, clock, emergency="112")
    stranger = replace(PAT, **changes)  # type: ignore[arg-type]

    for attempt in (
        cases.show_setup(store, OPERATOR, stranger),
        cases.draft_setup(store, clock, OPERATOR, stranger, {"crisis": "1"}, locale="en"),
        cases.drafted_setup(store, clock, OPERATOR, stranger, one.change_id),
        cases.save_setup(store, clock, OPERATOR, stranger, one.change_id),
        cases.undo_setup(store, clock, OPERATOR, stranger, one.change_id),
    ):
        with pytest.raises(NotAllowed):
            await attempt
    assert (await shown(store)).settings.emergency is None


async def test_the_role_that_everybody_has_is_no_staff_role(store: Store, clock: FakeClock) -> None:
    with pytest.raises(InvalidInput) as refused:
        await draft(store, clock, staff_role=int(CLINIC))

    assert refused.value.key == "setup.everybody"


async def test_what_is_set_already_makes_no_draft(store: Store, clock: FakeClock) -> None:
    found = await cases.draft_setup(
        store, clock, OPERATOR, PAT, {"zone": "Europe/Berlin"}, locale="de"
    )

    assert isinstance(found, Setup)
    assert await store.reads.rows("SELECT 1 FROM clinic_change") == []
