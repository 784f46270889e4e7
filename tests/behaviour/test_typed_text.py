"""What members type into the DM: STOP, and anything else."""

from __future__ import annotations

import logging

import pytest

MONDAY = "2026-01-05"
STOPS = [
    "STOP",
    "stop",
    "Stop.",
    "  sToP !!! ",
    "s t o p",
    "stop, stop!",
    "STOP" + "!" * 60,
    "stopp",
    "alto",
    "para",
    "¡Para!",
    "Parar",
    "arrêt",
    "ARRÊT",
    "arret",
    "arrêter",
    "Arreter...",
    "ＳＴＯＰ",
    "𝐒𝐓𝐎𝐏",
    "*stop*",
    "st\u200bop",
]
OTHER = ["please stop by the clinic", "nonstop", "stopped", "?", "hello", "don't stop", "s"]


@pytest.fixture
async def mia(clinic):
    """Gets posture prompts, and has got none yet."""
    await clinic.travel_to(f"{MONDAY} 08:30")
    someone = await clinic.member()
    await someone.slash("posture on", every=60)
    return someone


def titles(person):
    return [shown.body.splitlines()[0] for shown in person.inbox]


@pytest.mark.parametrize("text", STOPS)
async def test_stop_ends_everything_with_one_confirmation_and_nothing_more(clinic, mia, text):
    await mia.types(text)

    assert titles(mia) == ["Welcome", "You've stopped everything."]
    assert "If you want to come back, use /start." in mia.inbox[-1].body
    await clinic.pass_time(days=8)
    assert len(mia.inbox) == 2


async def test_stop_at_night_is_confirmed_at_once(clinic, mia):
    await clinic.travel_to("2026-01-06 03:00")

    await mia.types("stop")

    assert titles(mia)[-1] == "You've stopped everything."


async def test_stop_twice_is_confirmed_once(clinic, mia):
    await mia.types("STOP")
    await mia.types("STOP")
    await mia.types("are you still there?")
    await clinic.pass_time(days=2)

    assert len(mia.inbox) == 2


async def test_stop_takes_a_snoozed_prompt_along(clinic, mia):
    await clinic.travel_to(f"{MONDAY} 09:02")
    await mia.press("Snooze 15 min", mia.inbox[-1])

    await mia.types("stop")
    await clinic.travel_to(f"{MONDAY} 12:00")

    assert titles(mia)[-1] == "You've stopped everything."
    assert len(mia.inbox) == 3


async def test_the_confirmation_keeps_a_way_to_the_warning_signs_and_no_more(mia):
    await mia.types("stop")
    confirmation = mia.inbox[-1]
    assert confirmation.buttons == ["Warning signs"]

    shown = await mia.press("Warning signs", confirmation)

    assert mia.last.ephemeral
    assert "Contact emergency services now" in shown.text


async def test_after_a_typed_stop_the_buttons_of_earlier_messages_explain_themselves(clinic, mia):
    await clinic.travel_to(f"{MONDAY} 09:02")
    prompt = mia.inbox[-1]
    await mia.types("stop")

    for label in ("Done", "Snooze 15 min", "Skip today", "Stop"):
        shown = await mia.press(label, prompt)
        assert mia.last.ephemeral
        assert "You had already stopped" in shown.text

    await clinic.pass_time(days=1)
    assert len(mia.inbox) == 3


async def test_start_after_a_typed_stop_offers_what_there_was(clinic, mia):
    await mia.types("stop")

    joined = await mia.press("Agree and start", await mia.slash("start"))
    await mia.press("Bring back what I had", joined)
    await clinic.travel_to(f"{MONDAY} 09:30")

    assert titles(mia)[-1] == "Time to move a little"


@pytest.mark.parametrize("text", OTHER)
async def test_any_other_text_is_told_that_nobody_reads_and_stops_nothing(clinic, mia, text):
    await mia.types(text)

    told = mia.inbox[-1]
    assert told.body.startswith("Nobody reads messages here.")
    assert told.buttons == ["Warning signs", "Talk to the clinic", "Stop"]
    await clinic.travel_to(f"{MONDAY} 09:30")
    assert titles(mia)[-1] == "Time to move a little"


async def test_text_is_answered_at_most_once_an_hour(clinic, mia):
    for minute in (0, 1, 29):
        await clinic.travel_to(f"{MONDAY} 08:{30 + minute}")
        await mia.types("hello?")
    assert titles(mia) == ["Welcome", "Nobody reads messages here."]

    await clinic.travel_to(f"{MONDAY} 09:31")
    await mia.types("hello?")

    assert titles(mia).count("Nobody reads messages here.") == 2


async def test_the_answers_warning_signs_button_shows_them(mia):
    await mia.types("hello?")

    shown = await mia.press("Warning signs", mia.inbox[-1])

    assert mia.last.ephemeral
    assert "Stop and get help" in shown.text
    assert mia.inbox[-1].buttons == ["Warning signs", "Talk to the clinic", "Stop"]


async def test_the_answers_talk_button_says_how_to_reach_the_clinic(mia):
    await mia.types("hello?")

    shown = await mia.press("Talk to the clinic", mia.inbox[-1])

    assert mia.last.ephemeral
    assert "Please call or write to your clinic" in shown.text
    assert "Warning signs" in shown.buttons


async def test_the_answers_stop_button_leads_to_stopping_everything(clinic, mia):
    await mia.types("hello?")

    shown = await mia.press("Stop", mia.inbox[-1])
    assert shown.buttons == ["Stop everything"]
    assert mia.inbox[-1].buttons == ["Warning signs", "Talk to the clinic", "Stop"]
    await mia.press("Stop everything", shown)
    await clinic.pass_time(days=2)

    assert titles(mia) == ["Welcome", "Nobody reads messages here."]


async def test_the_answers_buttons_work_a_month_later(clinic, mia):
    await mia.types("hello?")
    told = mia.inbox[-1]
    await mia.slash("posture off")
    await clinic.pass_time(days=30)

    shown = await mia.press("Warning signs", told)

    assert "Stop and get help" in shown.text


async def test_who_has_not_joined_gets_no_message_whatever_they_type(clinic):
    leo = clinic.person("leo")

    for text in ("stop", "hello?", "start"):
        await leo.types(text)
    await clinic.pass_time(days=1)

    assert leo.inbox == []


async def test_who_types_with_dms_once_closed_is_written_to_again(clinic, mia):
    clinic.close_dms_of(mia)
    await clinic.travel_to(f"{MONDAY} 09:05")
    clinic.open_dms()

    await mia.types("is this on?")

    assert sorted(titles(mia)[1:]) == ["Nobody reads messages here.", "Time to move a little"]


async def test_what_is_typed_in_a_server_stops_nothing(clinic, mia):
    bot = clinic.app.client.user

    await mia.actor.send(clinic.channel, f"<@{bot.id}> STOP")
    await clinic.pass_time(minutes=61)

    assert titles(mia)[0] == "Welcome"
    assert len(mia.inbox) == 2


async def test_what_is_typed_stands_in_no_log(clinic, mia, caplog):
    with caplog.at_level(logging.DEBUG, logger="bot"), caplog.at_level(logging.DEBUG, "cogs"):
        await mia.types("my neck really hurts")
        await mia.types("stop")

    assert caplog.records
    assert "neck" not in caplog.text
    assert "hurts" not in caplog.text
