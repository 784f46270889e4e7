"""/reminders: all that comes, page by page, and what can be done about each."""

from __future__ import annotations

import pytest

from bot.ui.custom_ids import AreaPress, parse_area
from tests.behaviour.public import only_refusals, post
from tests.behaviour.reminders_world import open_entry, opened, sections, titles
from tests.behaviour.world import buttons_of

GONE = "That one is no longer there. Use /reminders to see what comes to you."
OUTDATED = "That button is from an older message. Use /help to start again."


@pytest.fixture(autouse=True)
async def nothing_but_refusals(clinic):
    yield
    only_refusals(clinic.env)


async def next_of(someone, title):
    """What the list says of when one comes."""
    text = next(text for text, _ in sections(await someone.slash("reminders")) if title in text)
    return text.splitlines()[1].split(" (<t:")[0]


async def kept(clinic, shown, label):
    """The same button on a message that stays, however often it is pressed."""
    return await post(clinic, Press=parse_area(buttons_of(shown)[label]))


# The list.


async def test_with_nothing_to_come_it_says_how_to_begin(clinic):
    mia = await clinic.member()

    shown = await mia.slash("reminders")

    assert "Nothing comes to you right now." in shown.text
    assert shown.buttons == []
    assert mia.last.ephemeral


async def test_everything_of_every_kind_is_there_soonest_first(clinic):
    mia = await clinic.member()
    await mia.slash("tension on")
    await mia.slash("remind", what="bins", when="Monday 7:00 am", repeat="weekly")
    await mia.slash("remind", what="tea", when="in 90 min")
    await mia.slash("posture on")

    shown = await mia.slash("reminders")

    assert titles(shown) == ["tea", "Posture check-ins", "Tension check-ins", "bins"]
    assert "**bins**\nNext: Mon 5 Jan, 07:00 (<t:1767592800:R>)\n-# every week, Mon, 07:00" in (
        shown.text
    )


async def test_what_quiet_hours_hold_back_is_listed_for_when_they_end(clinic):
    mia = await clinic.member(quiet="17:00-19:00")
    await mia.slash("tension on")

    assert await next_of(mia, "Tension check-ins") == "Next: Thu 1 Jan, 19:00"


async def test_posture_that_quiet_hours_take_away_is_listed_and_says_so(clinic):
    mia = await clinic.member(quiet="08:00-20:00")
    await mia.slash("posture on")

    assert "so none will come" in (await mia.slash("reminders")).text


async def test_posture_that_waits_for_an_answer_says_so(clinic):
    mia = await clinic.member()
    await mia.slash("posture on")
    await clinic.travel_to("2026-01-03 08:00")

    shown = await mia.slash("reminders")

    assert "Waits for your answer. Press any button on the last one to go on." in shown.text


async def test_fifty_are_paged_and_each_is_reached_by_its_button(clinic):
    mia = await clinic.member()
    wanted = {f"thing {number:02}" for number in range(50)}
    for what in sorted(wanted):
        await mia.slash("remind", what=what, when="tomorrow 9:00")

    shown, found, pages = await mia.slash("reminders"), set(), 1
    while True:
        for title in titles(shown):
            detail = await mia.press_id(dict(zipped(shown))[title], shown)
            assert title in detail.text
            found.add(title)
            shown = await mia.press("All of them", detail)
        if "Next" not in shown.buttons:
            break
        shown, pages = await mia.press("Next", shown), pages + 1

    assert found == wanted
    assert pages == 7
    back = await mia.press("Previous", shown)
    assert "page 6 of 7" in back.text


def zipped(shown):
    ids = [id_ for _, id_ in sections(shown)]
    return zip(titles(shown), ids, strict=True)


async def test_the_longest_texts_fill_a_page_without_breaking_it(clinic):
    mia = await clinic.member()
    for _ in range(9):
        await mia.slash("remind", what="*" * 200, when="tomorrow 9:00", repeat="monthly")

    shown = await mia.slash("reminders")

    assert len(sections(shown)) == 8
    detail = await mia.press_id(sections(shown)[0][1], shown)
    assert detail.text.count(r"\*") == 200


@pytest.mark.parametrize("args", [("99",), ("0",), ("x",), (), (str(2**63 - 1),)])
async def test_a_page_there_is_not_gives_way_to_one_there_is(clinic, args):
    mia = await clinic.member()
    for number in range(10):
        await mia.slash("remind", what=f"thing {number}", when="tomorrow 9:00")
    button = await post(clinic, Page=AreaPress("reminders", "show", args))

    shown = await mia.press("Page", button)

    assert titles(shown)


async def test_the_list_is_the_pressers_own(clinic):
    mia, tom = await clinic.member("mia"), await clinic.member("tom")
    await mia.slash("remind", what="secret", when="tomorrow")
    button = await post(clinic, Page=AreaPress("reminders", "show", ("1",)))

    assert "secret" not in (await tom.press("Page", button)).text


# What did not arrive.


async def test_what_closed_dms_kept_away_is_told_in_words(clinic):
    mia = await clinic.member()
    await mia.slash("remind", what="tea", when="in 5 min")
    clinic.close_dms_of(mia)
    await clinic.pass_time(minutes=10)

    # Being there, the member is tried again: how far that got when the list is read is chance.
    said = (await mia.slash("reminders")).text.rpartition("\n")[2]

    tried = ("your DMs were closed.", "we are trying again.")
    assert said in {f"- tea, Thu 1 Jan, 01:05: {why}" for why in tried}
    clinic.open_dms()
    await mia.slash("help")
    await clinic.pass_time(minutes=1)
    assert mia.inbox[-1].body.startswith("You asked to be reminded\ntea")


async def test_what_fell_in_a_pause_and_came_once_is_told(clinic):
    mia = await clinic.member()
    await mia.slash("remind", what="tea", when="in 5 min")
    await mia.slash("posture on")
    await mia.slash("pause")
    await clinic.travel_to("2026-01-01 12:00")

    shown = await mia.slash("reminders")

    assert "- tea, Thu 1 Jan, 01:05: everything was paused." in shown.text
    assert "Posture check-ins, " not in shown.text


# Each of them.


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


# Stale and foreign buttons.


async def test_a_page_of_before_acts_on_what_it_showed(clinic):
    mia = await clinic.member()
    await mia.slash("remind", what="first", when="9:00")
    page = await mia.slash("reminders")
    await mia.slash("remind", what="sooner", when="08:00")

    assert "first" in (await open_entry(mia, page, "first")).text


async def test_what_is_gone_says_so_whatever_is_pressed(clinic):
    mia = await clinic.member()
    await mia.slash("remind", what="tea", when="9:00", repeat="daily")
    detail = await opened(mia, "tea")
    stale = {label: await kept(clinic, detail, label) for label in ("Skip next", "Pause", "Edit")}
    await mia.press("Delete", detail)

    for button in stale.values():
        assert (await mia.press("Press", button)).text == GONE


async def test_one_that_has_come_is_gone_for_a_page_of_before(clinic):
    mia = await clinic.member()
    await mia.slash("remind", what="tea", when="9:00")
    detail = await opened(mia, "tea")
    await clinic.travel_to("2026-01-01 09:01")

    for label in ("Pause", "Delete", "Edit"):
        assert (await mia.press("Press", await kept(clinic, detail, label))).text == GONE
    assert titles(await mia.slash("reminders")) == []


async def test_nobody_reaches_what_is_somebody_elses(clinic):
    mia, tom = await clinic.member("mia"), await clinic.member("tom")
    await mia.slash("remind", what="secret", when="9:00", repeat="daily")
    detail = await opened(mia, "secret")

    for label in ("Skip next", "Pause", "Edit", "Delete"):
        assert (await tom.press("Press", await kept(clinic, detail, label))).text == GONE

    assert await next_of(mia, "secret") == "Next: Thu 1 Jan, 09:00"


@pytest.mark.parametrize("action", ["open", "pause", "resume", "skip", "delete", "edit"])
@pytest.mark.parametrize("args", [(), ("x",), ("99999",), ("1", "nonsense")])
async def test_a_button_of_nothing_known_is_answered_in_words(clinic, action, args):
    mia = await clinic.member()
    button = await post(clinic, Press=AreaPress("reminders", action, args))

    assert (await mia.press("Press", button)).text in {GONE, OUTDATED}
