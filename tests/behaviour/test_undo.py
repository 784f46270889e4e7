"""The "Undo" button under a change, as members press it: once, twice, late, and not theirs."""

from __future__ import annotations

import pytest
from simcord.components import walk_components

from bot.ui.custom_ids import AreaPress, parse_area
from tests.behaviour.public import post

TOO_LATE = "That can't be undone any more. Use /settings to change it."


pytestmark = pytest.mark.usefixtures("nothing_but_refusals")


async def kept(clinic, shown):
    """The same "Undo" on a message that stays as it is, however often it is pressed."""
    parts = walk_components(shown.message.components)
    ids = [part["custom_id"] for part in parts if part.get("label") == "Undo"]
    return await post(clinic, Undo=parse_area(ids[0]))


async def limit_of(person):
    text = (await person.slash("settings")).text
    return next(line for line in text.splitlines() if "Daily limit" in line)


async def test_undo_brings_a_setting_back_and_says_which(clinic):
    mia = await clinic.member()
    changed = await mia.slash("settings", daily_limit=5)

    undone = await mia.press("Undo", changed)

    assert undone.text == "**Daily limit:** 8 check-ins a day again."
    assert undone.id == changed.id
    assert undone.buttons == ["Settings"]
    assert "8 check-ins" in await limit_of(mia)


async def test_undo_on_the_settings_card_leaves_the_card_where_it_is(clinic):
    mia = await clinic.member()
    turned = await mia.press("Discreet", await mia.slash("settings"))

    undone = await mia.press("Undo", turned)

    assert undone.text.startswith("**Discreet:** on again.\n### Your settings")
    assert "Undo" not in undone.buttons


async def test_pressed_twice_the_second_says_that_it_was_undone_before(clinic):
    mia = await clinic.member()
    button = await kept(clinic, await mia.slash("settings", daily_limit=5))

    await mia.press("Undo", button)
    again = await mia.press("Undo", button)

    assert again.text.startswith("That was undone before, so nothing has changed.")
    assert "8 check-ins" in await limit_of(mia)


async def test_somebody_elses_change_cannot_be_undone(clinic):
    mia, tom = await clinic.member("mia"), await clinic.member("tom")
    stranger = clinic.person("eve")
    button = await kept(clinic, await mia.slash("settings", daily_limit=5))

    for other in (tom, stranger):
        refused = await other.press("Undo", button)
        assert refused.text.startswith("That button belongs to somebody else.")
        assert other.last.ephemeral

    assert "5 check-ins" in await limit_of(mia)
    assert "8 check-ins" in await limit_of(tom)


async def test_after_a_newer_change_of_the_same_it_is_too_late(clinic):
    mia = await clinic.member()
    first = await mia.slash("settings", daily_limit=5)
    await mia.slash("settings", discreet=False)

    refused = await mia.press("Undo", first)

    assert refused.text == TOO_LATE
    assert "5 check-ins" in await limit_of(mia)


async def test_a_newer_change_of_something_else_does_not_stand_in_the_way(clinic):
    mia = await clinic.member()
    changed = await mia.slash("settings", daily_limit=5)
    await mia.slash("posture on")

    await mia.press("Undo", changed)

    assert "8 check-ins" in await limit_of(mia)


async def test_a_change_can_be_undone_for_a_day_and_not_longer(clinic):
    mia = await clinic.member()
    button = await kept(clinic, await mia.slash("settings", daily_limit=5))
    await clinic.pass_time(hours=23, minutes=59)
    assert "again" in (await mia.press("Undo", button)).text

    button = await kept(clinic, await mia.slash("settings", daily_limit=5))
    await clinic.pass_time(hours=24, minutes=1)
    assert (await mia.press("Undo", button)).text == TOO_LATE
    assert "5 check-ins" in await limit_of(mia)


async def test_after_stop_nothing_can_be_undone(clinic):
    mia = await clinic.member()
    changed = await mia.slash("posture on")
    changed = await kept(clinic, changed)
    await mia.slash("stop")

    assert "/start" in (await mia.press("Undo", changed)).text


async def test_undo_brings_nothing_back_that_stopping_everything_ended(clinic):
    mia = await clinic.member()
    await mia.slash("posture on", every=60)
    changed = await kept(clinic, await mia.slash("posture on", every=120))
    await mia.slash("stop")
    await mia.press("Agree and start", await mia.slash("start"))

    refused = await mia.press("Undo", changed)

    assert refused.text == TOO_LATE
    assert "**Posture check-ins:** off" in (await mia.slash("settings")).text


@pytest.mark.parametrize(
    "press",
    [
        AreaPress("undo", "change"),
        AreaPress("undo", "change", ("x",)),
        AreaPress("undo", "change", ("0",)),
        AreaPress("undo", "change", ("99999",)),
        AreaPress("undo", "change", (str(2**63 - 1),)),
    ],
)
async def test_an_undo_of_nothing_known_is_answered_in_words(clinic, press):
    mia = await clinic.member()

    refused = await mia.press("Undo", await post(clinic, Undo=press))

    assert refused.text in {
        TOO_LATE,
        "That button is from an older message. Use /help to start again.",
    }


# Of posture check-ins.


async def test_undoing_the_first_posture_on_turns_them_off(clinic):
    mia = await clinic.member()
    on = await mia.slash("posture on")

    undone = await mia.press("Undo", on)

    assert undone.text == "Undone. Posture check-ins are off, as they were before."
    await clinic.pass_time(days=2)
    assert len(mia.inbox) == 1


async def test_undoing_posture_off_turns_them_on_again_and_names_the_next_one(clinic):
    mia = await clinic.member()
    await mia.slash("posture on")
    off = await mia.slash("posture off")

    undone = await mia.press("Undo", off)

    assert undone.text == (
        "Undone. Posture check-ins are on, as they were before.\nNext one: Thu 1 Jan, 09:00."
    )
    await clinic.travel_to("2026-01-01 09:01")
    assert mia.inbox_local_times[1:] == ["09:00"]


async def test_undoing_another_rhythm_brings_the_old_one_back(clinic):
    mia = await clinic.member()
    await mia.slash("posture on", every=60)
    changed = await mia.slash("posture on", every=120)

    await mia.press("Undo", changed)

    await clinic.travel_to("2026-01-01 11:30")
    assert mia.inbox_local_times[1:] == ["09:00", "10:00", "11:00"]


async def test_what_came_before_the_undo_does_not_come_again(clinic):
    mia = await clinic.member()
    await mia.slash("posture on")
    await clinic.travel_to("2026-01-01 09:01")
    off = await mia.slash("posture off")

    undone = await mia.press("Undo", off)

    assert "Next one: Thu 1 Jan, 10:30." in undone.text
    await clinic.travel_to("2026-01-01 10:31")
    assert mia.inbox_local_times[1:] == ["09:00", "10:30"]


async def test_undoing_a_raised_limit_spreads_the_check_ins_again(clinic):
    mia = await clinic.member(daily_limit=2)
    on = await mia.slash("posture on")
    raised = await mia.press("Raise my limit", on)

    undone = await mia.press("Undo", raised)

    assert "**Daily limit:** 2 check-ins a day again." in undone.text
    assert "You now get 2 check-ins a day. Before, it was 6 check-ins a day." in undone.text
    await clinic.travel_to("2026-01-01 20:00")
    assert len(mia.inbox) == 1 + 2
