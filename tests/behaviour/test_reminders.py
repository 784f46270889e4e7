"""/reminders: all that comes, page by page, and buttons that have become stale."""

from __future__ import annotations

import pytest

from bot.ui.custom_ids import AreaPress
from tests.behaviour.public import post
from tests.behaviour.reminders_world import (
    GONE,
    kept,
    next_of,
    open_entry,
    opened,
    sections,
    titles,
)

OUTDATED = "That button is from an older message. Use /help to start again."


pytestmark = pytest.mark.usefixtures("nothing_but_refusals")


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
