"""What can be done in /reminders about each thing that comes."""

from __future__ import annotations

import pytest

from tests.behaviour.reminders_world import (
    GONE,
    kept,
    next_of,
    opened,
    titles,
)

pytestmark = pytest.mark.usefixtures("nothing_but_refusals")


async def test_skip_next_leaves_one_out_and_undo_brings_it_back(clinic):
    mia = await clinic.member()
    await mia.slash("remind", what="stretch", when="9:00", repeat="daily")

    skipped = await mia.press("Skip next", await opened(mia, "stretch"))
    assert skipped.text == ("Skipped: “stretch” on Thu 1 Jan, 09:00. Next one: Fri 2 Jan, 09:00.")
    await mia.press("Undo", skipped)

    assert await next_of(mia, "stretch") == "Next: Thu 1 Jan, 09:00"
    await clinic.travel_to("2026-01-02 09:01")
    assert mia.inbox_local_times[1:] == ["09:00", "09:00"]


async def test_a_skip_pressed_twice_skips_once(clinic):
    mia = await clinic.member()
    await mia.slash("remind", what="stretch", when="9:00", repeat="daily")
    button = await kept(clinic, await opened(mia, "stretch"), "Skip next")

    await mia.press("Press", button)
    again = await mia.press("Press", button)

    assert again.text.startswith("That time is no longer next, so nothing was skipped.")
    assert await next_of(mia, "stretch") == "Next: Fri 2 Jan, 09:00"


async def test_a_skipped_time_stays_skipped_when_the_zone_changes(clinic):
    mia = await clinic.member()
    await mia.slash("remind", what="stretch", when="9:00", repeat="daily")
    await mia.press("Skip next", await opened(mia, "stretch"))

    await mia.slash("settings", zone="Europe/London")

    assert await next_of(mia, "stretch") == "Next: Fri 2 Jan, 09:00"


async def test_what_comes_once_cannot_be_skipped_only_deleted(clinic):
    mia = await clinic.member()
    await mia.slash("remind", what="tea", when="tomorrow 9:00")

    assert (await opened(mia, "tea")).buttons == ["Edit", "Pause", "Delete", "All of them"]


async def test_paused_it_does_not_come_and_resumed_it_goes_on(clinic):
    mia = await clinic.member()
    await mia.slash("remind", what="stretch", when="9:00", repeat="daily")

    paused = await mia.press("Pause", await opened(mia, "stretch"))
    assert paused.text == "Paused: “stretch”. Nothing of it comes until you resume it."
    await clinic.travel_to("2026-01-02 12:00")
    assert len(mia.inbox) == 1
    resumed = await mia.press("Resume", await opened(mia, "stretch"))

    assert resumed.text == "“stretch” is on again. Next one: Sat 3 Jan, 09:00."
    await clinic.travel_to("2026-01-03 09:01")
    assert mia.inbox_local_times[1:] == ["09:00"]


async def test_pause_pressed_twice_and_its_undo(clinic):
    mia = await clinic.member()
    await mia.slash("remind", what="stretch", when="9:00", repeat="daily")
    button = await kept(clinic, await opened(mia, "stretch"), "Pause")

    first = await mia.press("Press", button)
    again = await mia.press("Press", button)
    assert "was paused before, so nothing has changed" in again.text
    assert "Undo" not in again.buttons
    undone = await mia.press("Undo", first)

    assert undone.text == "Undone. “stretch” is as it was before.\nNext one: Thu 1 Jan, 09:00."
    assert await next_of(mia, "stretch") == "Next: Thu 1 Jan, 09:00"


async def test_one_whose_time_went_by_in_its_pause_asks_for_a_new_one(clinic):
    mia = await clinic.member()
    await mia.slash("remind", what="tea", when="9:00")
    await mia.press("Pause", await opened(mia, "tea"))
    await clinic.travel_to("2026-01-01 12:00")

    detail = await opened(mia, "tea")
    refused = await mia.press("Resume", detail)
    assert (
        refused.text == "Its time went by while it was paused. Press “Edit” to give it a new one."
    )
    await mia.press("Edit", await opened(mia, "tea"))
    await mia.fill({"text": "tea", "when": "16:00", "repeat": ["none"]})

    assert await next_of(mia, "tea") == "Next: Thu 1 Jan, 16:00"


async def test_deleted_it_is_gone_and_undo_brings_it_back(clinic):
    mia = await clinic.member()
    await mia.slash("remind", what="stretch", when="9:00", repeat="daily")
    detail = await opened(mia, "stretch")
    button = await kept(clinic, detail, "Delete")

    deleted = await mia.press("Press", button)
    assert deleted.text == "Deleted: “stretch”. It will not come again."
    assert (await mia.press("Press", button)).text == GONE
    assert titles(await mia.slash("reminders")) == []
    await mia.press("Undo", deleted)

    assert await next_of(mia, "stretch") == "Next: Thu 1 Jan, 09:00"


async def test_deleting_what_was_snoozed_ends_it_and_undo_lets_it_come(clinic):
    mia = await clinic.member()
    await mia.slash("remind", what="tea", when="in 5 min")
    await clinic.pass_time(minutes=6)
    await mia.press("Tomorrow", await mia.press("Snooze", mia.inbox[-1]))
    assert await next_of(mia, "tea") == "Waits until Fri 2 Jan, 09:00"

    deleted = await mia.press("Delete", await opened(mia, "tea"))
    assert titles(await mia.slash("reminders")) == []
    await mia.press("Undo", deleted)

    await clinic.travel_to("2026-01-02 09:01")
    assert len(mia.inbox) == 3


async def test_edit_begins_with_it_as_it_is_and_really_changes_it(clinic):
    mia = await clinic.member()
    await mia.slash("remind", what="strech", when="9:00", repeat="daily")

    await mia.press("Edit", await opened(mia, "strech"))
    fields = [part["component"] for part in mia.last.modal["components"]]
    assert [fields[0]["value"], fields[1]["value"]] == ["strech", "2026-01-01 09:00"]
    chosen = [option["value"] for option in fields[2]["options"] if option["default"]]
    assert chosen == ["daily"]
    changed = await mia.fill({"text": "stretch", "when": "10:30", "repeat": ["weekdays"]})

    assert changed.text.startswith("### Your reminder has changed\n> stretch\n**Mon-Fri, 10:30**")
    await clinic.travel_to("2026-01-01 10:31")
    assert mia.inbox_local_times[1:] == ["10:30"]
    assert mia.inbox[-1].body.endswith("stretch")


async def test_a_new_text_alone_leaves_the_time_and_undo_brings_the_old_one_back(clinic):
    mia = await clinic.member()
    await mia.slash("remind", what="strech", when="in 90 min")
    await mia.press("Edit", await opened(mia, "strech"))

    changed = await mia.fill({"text": "stretch", "when": "2026-01-01 02:30", "repeat": ["none"]})
    assert "even if you change your time zone" in changed.text
    assert titles(await mia.slash("reminders")) == ["stretch"]
    await mia.press("Undo", changed)

    assert titles(await mia.slash("reminders")) == ["strech"]
    assert await next_of(mia, "strech") == "Next: Thu 1 Jan, 02:30"


async def test_an_edit_that_changes_nothing_says_so(clinic):
    mia = await clinic.member()
    await mia.slash("remind", what="tea", when="9:00")
    await mia.press("Edit", await opened(mia, "tea"))

    same = await mia.fill({"text": "tea", "when": "2026-01-01 09:00", "repeat": ["none"]})

    assert "Nothing was different, so nothing has changed." in same.text
    assert "Undo" not in same.buttons


async def test_an_edit_that_is_not_understood_changes_nothing(clinic):
    mia = await clinic.member()
    await mia.slash("remind", what="tea", when="9:00")
    await mia.press("Edit", await opened(mia, "tea"))

    refused = await mia.fill({"text": "coffee", "when": "whenever", "repeat": ["none"]})

    assert "We can't tell for sure" in refused.text
    assert titles(await mia.slash("reminders")) == ["tea"]


async def test_posture_and_tension_are_edited_paused_and_deleted_in_the_same_place(clinic):
    mia = await clinic.member()
    await mia.slash("posture on")
    await mia.slash("tension on")

    await mia.press("Edit", await opened(mia, "Posture"))
    await mia.fill({"every": ["60"], "from": "10:00", "until": "12:00", "days": "mon-fri"})
    await mia.press("Edit", await opened(mia, "Tension"))
    await mia.fill({"at": "9:00, 18:00", "days": "every day"})
    assert await next_of(mia, "Posture") == "Next: Thu 1 Jan, 10:00"
    assert await next_of(mia, "Tension") == "Next: Thu 1 Jan, 09:00"

    await mia.press("Pause", await opened(mia, "Posture"))
    deleted = await mia.press("Delete", await opened(mia, "Tension"))
    await clinic.travel_to("2026-01-01 19:00")
    assert len(mia.inbox) == 1
    undone = await mia.press("Undo", deleted)

    assert "Tension check-ins are on, as they were before." in undone.text
    assert await next_of(mia, "Tension") == "Next: Fri 2 Jan, 09:00"
