"""/progress as a member sees it, in the server and in the DM."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

import pytest

from bot.charts import drawing
from bot.demo.stage import Shown
from bot.store import clinics, members
from bot.ui.custom_ids import AreaPress
from tests.behaviour.public import post
from tests.behaviour.world import BERLIN
from tests.store.answers import a_story, add_answers, add_sessions

TODAY = date(2026, 1, 5)


@pytest.fixture
async def mia(clinic):
    """Has agreed, and sees ten in the evening of a Monday."""
    await clinic.travel_to("2026-01-05 22:00")
    return await clinic.member()


pytestmark = pytest.mark.usefixtures("nothing_but_refusals")


async def answered(person, answers, sessions: Iterable[date] = ()):
    """Let somebody have answered, and had sessions."""
    store = person.clinic.store
    member = await members.find(store.reads, person.id)
    await add_answers(store, member.id, BERLIN, answers)
    (home,) = await clinics.clinics_of(store.reads, member.id)
    await add_sessions(store, member.id, home.id, sessions, where=BERLIN)


def evenings(*values):
    """One tension a day, the last of them today."""
    last = datetime.combine(TODAY, time(18))
    return [
        (last - timedelta(days=ago), {"tension": value})
        for ago, value in enumerate(reversed(values))
    ]


def title_of(shown: Shown) -> str:
    return shown.text.splitlines()[0].removeprefix("### ")


def callbacks(env) -> list[int]:
    """The types of the first answers to interactions, in their order."""
    return [
        request.json["type"] for request in env.http_requests if request.path.endswith("/callback")
    ]


# With enough answers


async def test_words_come_first_and_then_the_picture_with_its_alt_text(mia):
    await answered(mia, a_story(TODAY, 100), [TODAY - timedelta(days=12)])

    shown = await mia.slash("progress")

    assert title_of(shown) == "Your last 30 days"
    assert "**Tension: " in shown.text
    (card,) = shown.message.components
    kinds = [part["type"] for part in card["components"]]
    assert kinds == [10] * (len(kinds) - 2) + [12, 1]
    (item,) = card["components"][-2]["items"]
    assert item["description"].startswith("Two plots of days and weekly medians, from Sun 7 Dec")
    (attachment,) = shown.message.attachments
    assert attachment.filename == "picture.png"
    assert item["media"]["url"] == attachment.url


async def test_the_answer_is_promised_at_once_and_is_for_the_asker_alone(clinic, mia):
    await answered(mia, a_story(TODAY, 100))
    clinic.env.http_requests.clear()

    await mia.slash("progress")

    assert callbacks(clinic.env) == [5]
    assert mia.last.ephemeral


@pytest.mark.parametrize("days", [7, 30, 90])
async def test_a_member_chooses_how_far_to_look_back(mia, days):
    await answered(mia, a_story(TODAY, 400))

    shown = await mia.slash("progress", days=days)

    assert title_of(shown) == f"Your last {days} days"
    assert f"days of {days}" not in shown.text
    assert f"of {days}. Days active this month" in shown.text


async def test_the_buttons_switch_the_period_on_the_same_card_each_with_one_picture(mia):
    await answered(mia, a_story(TODAY, 400))
    shown = await mia.slash("progress")
    first = shown

    for days in (90, 7, 30, 30):
        shown = await mia.press(f"{days} days", shown)
        assert title_of(shown) == f"Your last {days} days"
        assert shown.id == first.id
        assert len(shown.message.attachments) == 1
        assert shown.buttons == ["7 days", "30 days", "90 days"]


async def test_it_works_in_the_dm_as_in_the_server(mia):
    await answered(mia, a_story(TODAY, 100))

    here, there = await mia.slash("progress"), await mia.slash("progress", dm=True)

    assert here.text == there.text
    assert len(there.message.attachments) == 1
    shown = await mia.press("7 days", there)
    assert title_of(shown) == "Your last 7 days"


async def test_sessions_are_told_and_the_massage_gets_no_credit(mia):
    values = [7] * 14 + [3] * 7
    await answered(mia, evenings(*values), [TODAY - timedelta(days=7)])

    text = (await mia.slash("progress", days=30)).text

    assert "Mon 29 Dec: Tension 7 before, 3 after (lower)" in text
    for word in ("improved", "better", "massage", "helped"):
        assert word not in text


async def test_after_a_move_every_answer_stays_on_its_day(mia):
    late = datetime(2026, 1, 4, 23, 58)  # noqa: DTZ001 - a wall clock
    early = datetime(2026, 1, 5, 0, 2)  # noqa: DTZ001 - a wall clock
    await answered(mia, [(late, {"tension": 9}), (early, {"tension": 1}), *evenings(4, 4, 4)])
    before = await mia.slash("progress", days=7)

    await mia.slash("settings", zone="America/New_York")
    after = await mia.slash("progress", days=7)

    for shown in (before, after):
        (card,) = shown.message.components
        alt = card["components"][-2]["items"][0]["description"]
        assert "lowest day 2.5, highest day 6.5, answers on 3 of 7 days" in alt


# With few


async def test_with_no_answer_the_words_are_kind_and_there_is_no_picture(mia):
    shown = await mia.slash("progress")

    assert "no answers to show yet, and that is fine" in shown.text
    assert shown.message.attachments == []
    assert shown.buttons == ["7 days", "30 days", "90 days"]


async def test_the_third_answer_brings_the_picture(mia):
    await answered(mia, evenings(5, 6))
    shown = await mia.slash("progress")
    assert "You have 2 answers in these days, thank you." in shown.text
    assert shown.message.attachments == []

    await answered(mia, [(datetime.combine(TODAY, time(21)), {"tension": 4})])

    assert len((await mia.press("30 days", shown)).message.attachments) == 1


async def test_going_to_a_period_with_few_answers_takes_the_picture_away(mia):
    await answered(mia, [(at - timedelta(days=10), scores) for at, scores in evenings(5, 6, 7)])
    shown = await mia.slash("progress", days=30)
    assert len(shown.message.attachments) == 1

    shown = await mia.press("7 days", shown)

    assert "There are answers from before. Press a longer time to see them." in shown.text
    assert shown.message.attachments == []


# Who


async def test_somebody_who_has_not_joined_is_told_how(clinic):
    tom = clinic.person("tom")

    shown = await tom.slash("progress")

    assert shown.text.startswith("You have not joined yet")
    assert tom.last.ephemeral


async def test_nobody_sees_anybody_elses_scores_even_by_pressing_their_button(clinic, mia):
    await answered(mia, evenings(9, 9, 9))
    leo = await clinic.member("leo")
    await answered(leo, evenings(2, 2, 2))
    public = await post(clinic, Open=AreaPress("progress", "show", ("7",)))

    shown = await leo.press("Open", public)

    assert "**Tension: 2.**" in shown.text
    assert "9" not in shown.text.replace("29 Dec", "")
    assert shown.id != public.id
    assert leo.last.ephemeral


@pytest.mark.parametrize("args", [(), ("0",), ("8",), ("x",), ("30", "2"), ("9" * 18,)])
async def test_a_button_that_names_no_period_is_answered_in_words(clinic, mia, args):
    await answered(mia, evenings(5, 5, 5))
    odd = await post(clinic, Open=AreaPress("progress", "show", args))

    shown = await mia.press("Open", odd)

    if args == ("30", "2"):
        assert title_of(shown) == "Your last 30 days"
    else:
        assert shown.text.startswith(("That button is from an older", "We can't look back that"))


async def test_a_button_still_works_after_a_month(clinic, mia):
    await answered(mia, evenings(5, 5, 5))
    shown = await mia.slash("progress")
    await clinic.pass_time(days=30)

    shown = await mia.press("90 days", shown)

    assert "Wed 4 Feb" in shown.text


# When drawing fails


async def test_when_drawing_fails_the_words_are_all_there(mia, monkeypatch, caplog):
    await answered(mia, evenings(3, 3, 3))
    monkeypatch.setattr(drawing, "_draw_progress", broken)

    with caplog.at_level(logging.DEBUG):
        shown = await mia.slash("progress")

    assert "**Tension: 3.**" in shown.text
    assert "The picture could not be drawn this time." in shown.text
    assert shown.message.attachments == []
    assert [r.getMessage() for r in caplog.records if r.levelno >= logging.ERROR] == [
        "progress.not_drawn"
    ]
    assert "a score" not in caplog.text


def broken(_progress, _words):
    raise ValueError("a score of 3")


async def test_no_score_and_no_word_of_it_is_in_the_log(mia, caplog):
    with caplog.at_level(logging.DEBUG, logger="bot"), caplog.at_level(logging.WARNING):
        await answered(mia, a_story(TODAY, 60))
        await mia.slash("progress")

    ours = [record for record in caplog.records if record.name.startswith(("bot", "cogs"))]
    assert [record for record in ours if "progress" in record.getMessage()] == []
