"""The language a member is spoken to in: their client's, until they choose."""

from __future__ import annotations

import pytest

from bot.ui.custom_ids import AreaPress
from tests.behaviour.public import post
from tests.behaviour.reminders_world import opened

pytestmark = pytest.mark.usefixtures("nothing_but_refusals")


async def test_the_answer_to_the_choice_is_the_first_in_the_new_language(clinic):
    mia = await clinic.member()

    changed = await mia.slash("settings", language="fr")

    assert "Français" in changed.text
    assert changed.buttons[0] != "Undo"
    assert "Réglages" in changed.text + "".join(changed.buttons)


async def test_commands_buttons_modals_and_refusals_follow_the_choice(clinic):
    mia = await clinic.member(language="de")

    shown = await mia.slash("remind", what="Tee", when="morgen um 9 Uhr")
    assert "Fr" in shown.text
    assert "Your reminder" not in shown.text
    refused = await mia.slash("remind", what="Tee", when="irgendwann")
    assert "We can't" not in refused.text
    detail = await opened(mia, "Tee")
    assert "Delete" not in detail.buttons
    await mia.press(detail.buttons[0], detail)
    assert mia.last.modal["title"] != "Change your reminder"
    again = await mia.fill({"text": "Tee", "when": "nie", "repeat": ["none"]})

    assert "We can't" not in again.text


async def test_what_arrives_by_itself_follows_the_choice(clinic):
    mia = await clinic.member(language="es")
    await mia.slash("remind", what="té", when="en 5 minutos")

    await clinic.pass_time(minutes=6)

    assert "You asked" not in mia.inbox[-1].body
    assert "Snooze" not in mia.inbox[-1].buttons


async def test_undo_brings_the_old_language_back_and_answers_in_it(clinic):
    mia = await clinic.member()
    changed = await mia.slash("settings", language="fr")

    undone = await mia.press(changed.buttons[0], changed)

    assert undone.text == "**Language:** as in Discord again."


async def test_the_card_offers_every_language_in_its_own_name_and_discords(clinic):
    mia = await clinic.member()
    shown = await mia.slash("settings")

    shown = await mia.choose("Language", ["Deutsch"], shown)
    assert "**Sprache:**" in shown.text
    shown = await mia.choose("Sprache", ["English"], shown)

    assert "**Language:** changed from Deutsch to English." in shown.text
    back = await mia.choose("Language", ["as in Discord"], shown)
    assert "**Language:** as in Discord" in back.text


async def test_the_choice_is_one_persons(clinic):
    mia, tom = await clinic.member("mia", language="fr"), await clinic.member("tom")

    assert "Your settings" in (await tom.slash("settings")).text
    assert "Your settings" not in (await mia.slash("settings")).text


async def test_everybody_may_press_a_button_in_their_own_language(clinic):
    mia, tom = await clinic.member("mia", language="fr"), clinic.person("tom")
    button = await post(clinic, Show=AreaPress("safety", "warning_signs"))

    assert (await mia.press("Show", button)).text != (await tom.press("Show", button)).text
