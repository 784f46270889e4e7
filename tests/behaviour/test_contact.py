"""Whom a member may turn to, and asking the clinic for contact."""

from __future__ import annotations

import pytest

from bot.demo.stage import Shown
from bot.discord_io.buttons import Option, PressSelect
from bot.ui.cards import card
from bot.ui.safety import ASK_CONTACT, WHICH_CLINIC
from tests.behaviour.public import only_refusals, post
from tests.behaviour.staff_world import make_manager
from tests.behaviour.tension_world import CONTACT, SHORT, check_in, queued, set_in
from tests.behaviour.world import build_app, selects_of

# Whom to turn to


async def test_the_clinics_own_words_stand_in_the_crisis_text_and_the_notice(clinic, mia):
    await set_in(
        clinic, clinic.guild.id, crisis_text="116 123, day and night", emergency_text="112"
    )

    crisis = await check_in(mia, 5, 10)
    signs = await mia.press("Warning signs", crisis)

    assert "116 123, day and night" in crisis.text
    assert "Contact emergency services now (112)" in signs.text


async def test_warning_signs_say_the_servers_number_to_strangers_too(clinic):
    await set_in(clinic, clinic.guild.id, emergency_text="112")
    leo = clinic.person("leo")

    assert "now (112)" in (await leo.slash("warning-signs")).text


async def test_a_manager_is_not_warned_of_what_the_clinic_has_set(clinic):
    pat = make_manager(clinic)
    before = (await pat.slash("help")).text
    await set_in(clinic, clinic.guild.id, crisis_text="116 123", emergency_text="112")

    after = (await pat.slash("help")).text

    assert "No crisis line is set" in before
    assert "is set" not in after


async def test_asking_for_contact_puts_a_flag_without_a_score_and_says_what_happens_next(
    clinic, mia
):
    await set_in(clinic, clinic.guild.id, contact_text="020 7946 0000")
    done = await check_in(mia, 6, 3)

    said = await mia.press(CONTACT, done)

    assert mia.last.ephemeral
    assert "The clinic will see that you would like to be contacted, and nothing else." in said.text
    assert "020 7946 0000" in said.text
    assert said.buttons == ["Warning signs"]
    assert await queued(clinic) == [(clinic.guild.id, "contact")]
    row = (await clinic.store.reads.rows("SELECT * FROM queue_item"))[0]
    assert not {"value", "score", "tension", "stress"} & set(row.keys())


async def test_asking_twice_says_that_it_is_noted_already(clinic, mia):
    done = await check_in(mia, 6, 3)
    await mia.press(CONTACT, done)

    said = await mia.press(CONTACT, done)

    assert "The clinic already has your request." in said.text
    assert len(await queued(clinic)) == 1


async def test_after_a_crisis_answer_the_crisis_contact_comes_first(mia):
    said = await mia.press(CONTACT, await check_in(mia, 6, 10))

    assert said.text.startswith(SHORT)
    assert said.text.index("crisis line") < said.text.index("Noted.")


@pytest.fixture
async def second(clinic, mia):
    """Another clinic's server, which Mia has joined as well."""
    guild = clinic.env.create_guild("Calm Necks")
    there = guild.add_member(mia.actor.user)
    channel = guild.create_text_channel("welcome")
    result = await there.slash(channel, "start")
    await there.click(result.response, label="Agree and start")
    return guild


async def test_with_two_clinics_a_select_asks_which(clinic, mia, second):
    done = await check_in(mia, 6, 3)

    which = await mia.press(CONTACT, done)
    (select,) = selects_of(which)
    assert [option["label"] for option in select["options"]] == ["Loose Shoulders", "Calm Necks"]
    assert await queued(clinic) == []
    said = await mia.choose("Choose a clinic", ["Calm Necks"], which)

    assert "Noted." in said.text
    assert await queued(clinic) == [(second.id, "contact")]


async def test_the_choice_of_a_clinic_outlives_a_restart(clinic, mia, second):
    which = await mia.press(CONTACT, await check_in(mia, 6, 3))

    await clinic.restart(build_app(clinic.store, clinic.app.services.clock))
    await mia.choose("Choose a clinic", ["Loose Shoulders"], which)

    assert await queued(clinic) == [(clinic.guild.id, "contact")]


async def test_in_one_clinics_server_it_is_that_clinic(clinic, mia, second):
    shown = await mia.slash("tension now")
    done = await mia.press("3", await mia.press("6", shown))

    await mia.press(CONTACT, done)

    assert await queued(clinic) == [(clinic.guild.id, "contact")]


async def test_a_stranger_who_presses_reads_how_to_reach_the_clinic(clinic, mia):
    shown = await post(clinic, contact=ASK_CONTACT, which=WHICH_CLINIC)
    leo = clinic.person("leo")

    said = await leo.press("contact", shown)
    outdated = await leo.press("which", shown)

    assert "Please call or write to your clinic" in said.text
    assert "from an older message" in outdated.text
    only_refusals(clinic.env)
    assert await queued(clinic) == []


@pytest.mark.parametrize("value", ["9" * 20, "0", "-1", "\u0661", "a"])
async def test_a_choice_that_is_no_number_of_a_clinic_is_answered_as_outdated(clinic, mia, value):
    options = [Option(value, "Calm Necks")]
    select = PressSelect.offering(WHICH_CLINIC, "Choose", options, fewest=1, most=1)
    channel = clinic.app.client.get_channel(clinic.channel.id)
    shown = Shown(await channel.send(view=card("for everybody", select=select)))

    outdated = await mia.choose("Choose", ["Calm Necks"], shown)

    assert "from an older message" in outdated.text
    only_refusals(clinic.env)
