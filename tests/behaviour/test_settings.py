"""The settings card as members use it, and typing a zone."""

from __future__ import annotations

import pytest

from tests.behaviour.settings_world import lines_of, type_into
from tests.behaviour.world import build_app

TYPED = {"Time zone": "zone", "Quiet hours": "quiet", "Daily limit": "limit"}
SWITCHES = ["Discreet", "Invitations to book", "Private thread if my DMs are closed"]


pytestmark = pytest.mark.usefixtures("nothing_but_refusals")


# The card.


async def test_without_an_option_the_card_shows_every_setting_and_changes_each(clinic):
    mia = await clinic.member()

    shown = await mia.slash("settings")

    assert shown.buttons == [*TYPED, *SWITCHES]
    assert mia.last.ephemeral
    assert await lines_of(mia) == {
        "Time zone": "Europe/Berlin",
        "Language": "as in Discord",
        "Quiet hours": "20:00-08:00",
        "Daily limit": "8 check-ins a day",
        "Posture check-ins": "off",
        "Tension check-ins": "off",
        "Discreet": "on",
        "Invitations to book": "off",
        "Private thread if my DMs are closed": "off",
    }


async def test_both_switches_are_off_for_somebody_who_just_agreed(clinic):
    mia = clinic.person()

    joined = await mia.press("Agree and start", await mia.slash("start"))

    assert "**Invitations to book:** off" in joined.text
    assert "**Private thread if my DMs are closed:** off" in joined.text
    assert set(SWITCHES) <= set(joined.buttons)


async def test_the_card_says_when_the_next_posture_check_in_comes(clinic):
    mia = await clinic.member()
    assert "Turn them on with /posture on." in (await mia.slash("settings")).text

    await mia.slash("posture on")

    shown = (await mia.slash("settings")).text
    assert "**Posture check-ins:** on\n-# Next one: Thu 1 Jan, 09:00." in shown


async def test_the_card_says_so_when_every_check_in_lies_in_quiet_hours(clinic):
    mia = await clinic.member(quiet="08:00-20:00")
    await mia.slash("posture on")

    assert "so none will come" in (await mia.slash("settings")).text


async def test_the_card_works_in_the_dm(clinic):
    mia = await clinic.member()
    shown = await mia.slash("settings", dm=True)

    shown = await mia.press("Discreet", shown)
    shown = await mia.press("Invitations to book", shown)

    assert "**Invitations to book:** changed from off to on." in shown.text
    assert (await lines_of(mia))["Discreet"] == "off"


async def test_settings_opens_from_the_button_of_another_card(clinic):
    mia = await clinic.member()
    already_in = await mia.slash("start")

    shown = await mia.press("Settings", already_in)

    assert "Your settings" in shown.text
    assert mia.last.ephemeral


@pytest.mark.parametrize("label", SWITCHES)
async def test_a_switch_turns_and_turns_back_on_the_same_card(clinic, label):
    mia = await clinic.member()
    before = (await lines_of(mia))[label]

    turned = await mia.press(label, await mia.slash("settings"))
    assert f"**{label}:** changed from {before}" in turned.text
    assert (await lines_of(mia))[label] != before
    back = await mia.press(label, turned)

    assert back.id == turned.id
    assert (await lines_of(mia))[label] == before


@pytest.mark.parametrize("label", SWITCHES)
async def test_a_switch_pressed_twice_on_an_old_card_turns_once(clinic, label):
    mia = await clinic.member()
    first, second = await mia.slash("settings"), await mia.slash("settings")
    turned = (await mia.press(label, first)) and (await lines_of(mia))[label]

    again = await mia.press(label, second)

    assert f"**{label}:** already {turned}, so nothing has changed." in again.text
    assert "Undo" not in again.buttons
    assert (await lines_of(mia))[label] == turned


@pytest.mark.parametrize("label", TYPED)
async def test_a_modal_begins_with_the_setting_as_it_is(clinic, label):
    mia = await clinic.member(quiet="off", daily_limit=5)

    await mia.press(label, await mia.slash("settings"))

    field = mia.last.modal["components"][0]["component"]
    expected = {"Time zone": "Europe/Berlin", "Quiet hours": "off", "Daily limit": "5"}
    assert field["value"] == expected[label]
    assert await mia.fill({"value": field["value"]})
    assert (await lines_of(mia))["Daily limit"] == "5 check-ins a day"


async def test_what_is_typed_into_a_modal_changes_the_setting_and_the_card(clinic):
    mia = await clinic.member()

    shown = await type_into(mia, "Time zone", "tokyo")
    shown = await type_into(mia, "Quiet hours", "10pm to 6am", shown)
    shown = await type_into(mia, "Daily limit", " 3 ", shown)

    assert "**Daily limit:** changed from 8 check-ins a day to 3 check-ins a day." in shown.text
    lines = await lines_of(mia)
    assert lines["Time zone"] == "Asia/Tokyo"
    assert lines["Quiet hours"] == "22:00-06:00"
    assert lines["Daily limit"] == "3 check-ins a day"


@pytest.mark.parametrize("typed", ["0", "abc", "9999999999", "-3", "1.5", "9" * 100, "²", "2 5"])
async def test_a_limit_that_is_none_is_refused_in_words_and_changes_nothing(clinic, typed):
    mia = await clinic.member()

    refused = await type_into(mia, "Daily limit", typed)

    assert refused.text == "A daily limit goes from 1 to 24. Choose a number in between."
    assert mia.last.ephemeral
    assert (await lines_of(mia))["Daily limit"] == "8 check-ins a day"


async def test_a_faulty_zone_or_time_in_a_modal_is_refused_in_words(clinic):
    mia = await clinic.member()

    zone = await type_into(mia, "Time zone", "Atlantis" * 12)
    quiet = await type_into(mia, "Quiet hours", "25-99")

    assert zone.text.startswith("We don't know the time zone “Atlantis")
    assert quiet.text.startswith("We can't read “25-99” as quiet hours.")
    lines = await lines_of(mia)
    assert (lines["Time zone"], lines["Quiet hours"]) == ("Europe/Berlin", "20:00-08:00")


async def test_two_members_with_the_same_modal_open_change_their_own(clinic):
    mia, tom = await clinic.member("mia"), await clinic.member("tom")
    await mia.press("Daily limit", await mia.slash("settings"))
    await tom.press("Daily limit", await tom.slash("settings"))

    await mia.fill({"value": "2"})
    await tom.fill({"value": "9"})

    assert (await lines_of(mia))["Daily limit"] == "2 check-ins a day"
    assert (await lines_of(tom))["Daily limit"] == "9 check-ins a day"


async def test_a_card_still_works_a_week_later_and_after_a_restart(clinic, sim_clock):
    mia = await clinic.member()
    shown = await mia.slash("settings")
    await clinic.pass_time(days=7)
    await clinic.app.engine.stop()
    await clinic.restart(build_app(clinic.store, sim_clock))

    shown = await mia.press("Discreet", shown)
    shown = await type_into(mia, "Quiet hours", "off", shown)

    lines = await lines_of(mia)
    assert (lines["Discreet"], lines["Quiet hours"]) == ("off", "off")


async def test_an_old_card_after_stop_changes_nothing_and_names_the_way_back(clinic):
    mia = await clinic.member()
    shown = await mia.slash("settings")
    await mia.slash("stop")

    for label in (*TYPED, *SWITCHES):
        refused = await mia.press(label, shown)
        assert "/start" in refused.text, label
        assert mia.last.modal is None


# Typing a zone.


async def test_typing_a_city_offers_its_zone(clinic):
    mia = await clinic.member()

    offered = await mia.actor.autocomplete(clinic.channel, "settings", "zone", "ber")

    assert offered[0] == {"name": "Europe/Berlin", "value": "Europe/Berlin"}


@pytest.mark.parametrize(
    "typed",
    [
        "",
        " ",
        "e",
        "America/",
        "../../etc/passwd",
        "\x00",
        "é" * 100,
        "🙂" * 50,
        "x" * 1000,
        "%s{0}",
    ],
)
async def test_zones_are_offered_for_anything_typed_25_at_most_and_even_to_strangers(clinic, typed):
    tom = clinic.person("tom")

    offered = await tom.actor.autocomplete(clinic.channel, "settings", "zone", typed)

    assert len(offered) <= 25
    assert all(1 <= len(choice["name"]) <= 100 for choice in offered)
