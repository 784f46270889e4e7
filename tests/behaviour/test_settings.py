"""/settings and the settings card, as members use them."""

from __future__ import annotations

import pytest

from bot.ui.custom_ids import AreaPress
from tests.behaviour.public import only_refusals, post
from tests.behaviour.world import build_app

TYPED = {"Time zone": "zone", "Quiet hours": "quiet", "Daily limit": "limit"}
SWITCHES = ["Discreet", "Invitations to book", "Private thread if my DMs are closed"]


@pytest.fixture(autouse=True)
async def nothing_but_refusals(clinic):
    yield
    only_refusals(clinic.env)


async def lines_of(person):
    """The lines of the settings card: name and value."""
    text = (await person.slash("settings")).text
    lines = [line for line in text.splitlines() if line.startswith("**")]
    return dict(line.replace("**", "").split(": ", 1) for line in lines)


async def type_into(person, label, typed, on=None):
    await person.press(label, on or await person.slash("settings"))
    return await person.fill({"value": typed})


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


# The command's options.


async def test_the_answer_to_a_change_names_old_and_new_and_offers_undo(clinic):
    mia = await clinic.member()

    changed = await mia.slash("settings", daily_limit=5)

    assert changed.text == "**Daily limit:** changed from 8 check-ins a day to 5 check-ins a day."
    assert changed.buttons == ["Undo", "Settings"]
    assert mia.last.ephemeral


async def test_a_new_zone_is_answered_with_the_time_that_it_is_there(clinic):
    mia = await clinic.member()

    changed = await mia.slash("settings", zone="asia/tokyo")

    assert "**Time zone:** changed from Europe/Berlin to Asia/Tokyo." in changed.text
    assert "Your times now follow Asia/Tokyo. It is Thu 1 Jan, 09:00 there." in changed.text


async def test_several_options_are_one_change_with_one_undo(clinic):
    mia = await clinic.member()
    before = await lines_of(mia)

    changed = await mia.slash(
        "settings", zone="Lisbon", quiet="off", daily_limit=3, discreet=False, fallback=True
    )
    assert changed.buttons.count("Undo") == 1
    assert await lines_of(mia) != before
    undone = await mia.press("Undo", changed)

    assert undone.text.count(" again.") == 5
    assert await lines_of(mia) == before


async def test_one_wrong_value_among_several_changes_nothing(clinic):
    mia = await clinic.member()
    before = await lines_of(mia)

    refused = await mia.slash("settings", daily_limit=3, discreet=False, quiet="25-99")

    assert refused.text.startswith("We can't read “25-99” as quiet hours.")
    assert await lines_of(mia) == before


async def test_a_value_that_holds_already_is_no_change_and_has_no_undo(clinic):
    mia = await clinic.member()

    same = await mia.slash("settings", zone="Berlin", quiet="20:00-08:00", discreet=True)

    assert same.text.count("so nothing has changed.") == 3
    assert same.buttons == ["Settings"]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("Lisbn", "Try one like Europe/Lisbon."),
        ("EST", "America/Panama"),
        ("../../etc/passwd", "Type a city near you"),
        ("/etc/localtime", "Type a city near you"),
        ("x" * 100, "Type a city near you"),
        ("Europe/" * 500, "Type a city near you"),
        ("@everyone <@1> `x`", "Type a city near you"),
        ("\u202e\x00 ", "Type a city near you"),
    ],
)
async def test_a_zone_that_does_not_exist_is_refused_with_suggestions(clinic, typed, expected):
    mia = await clinic.member()

    refused = await mia.slash("settings", zone=typed)

    assert refused.text.startswith("We don't know the time zone")
    assert expected in refused.text
    assert "@everyone" not in refused.text
    assert len(refused.text) < 300
    assert (await lines_of(mia))["Time zone"] == "Europe/Berlin"


async def test_somebody_who_has_not_joined_is_told_of_start(clinic):
    tom = clinic.person("tom")

    for options in ({}, {"daily_limit": 3}, {"zone": "Berlin"}):
        refused = await tom.slash("settings", **options)
        assert "Use /start first." in refused.text
        assert tom.last.ephemeral


async def test_a_stranger_who_presses_settings_buttons_is_told_of_start(clinic):
    tom = clinic.person("tom")
    public = await post(
        clinic,
        card=AreaPress("settings", "card"),
        quiet=AreaPress("settings", "quiet"),
        discreet=AreaPress("settings", "discreet", ("off",)),
        invitations=AreaPress("settings", "invitations", ("on",)),
    )

    for label in public.buttons:
        assert "/start" in (await tom.press(label, public)).text


async def test_a_button_that_others_see_is_answered_to_the_presser_alone(clinic):
    mia = await clinic.member()
    public = await post(clinic, Discreet=AreaPress("settings", "discreet", ("off",)))

    answered = await mia.press("Discreet", public)

    assert answered.id != public.id
    assert mia.last.ephemeral
    assert "Your settings" in answered.text


@pytest.mark.parametrize(
    "press",
    [
        AreaPress("settings", "discreet"),
        AreaPress("settings", "discreet", ("maybe",)),
        AreaPress("settings", "fallback", ("on", "on")),
        AreaPress("settings", "language"),
    ],
)
async def test_a_button_that_this_version_does_not_have_is_called_outdated(clinic, press):
    mia = await clinic.member()

    answered = await mia.press("Old", await post(clinic, Old=press))

    assert answered.text == "That button is from an older message. Use /help to start again."


# What moves with a change.


async def test_a_new_zone_moves_the_next_check_in_and_says_so(clinic):
    mia = await clinic.member()
    await mia.slash("posture on")

    changed = await mia.slash("settings", zone="America/New_York")

    assert "Next one: Thu 1 Jan, 09:00." in changed.text
    await clinic.travel_to("2026-01-01 14:59")
    assert len(mia.inbox) == 1
    await clinic.travel_to("2026-01-01 15:01")
    assert mia.inbox_local_times[1:] == ["15:00"]


async def test_a_zone_further_east_brings_the_next_check_in_sooner(clinic):
    mia = await clinic.member()
    await mia.slash("posture on")

    await type_into(mia, "Time zone", "tokyo")

    await clinic.travel_to("2026-01-01 02:31")
    assert mia.inbox_local_times[1:] == ["02:30"]


async def test_undoing_a_zone_moves_the_check_ins_back(clinic):
    mia = await clinic.member()
    await mia.slash("posture on")
    changed = await mia.slash("settings", zone="America/New_York")

    undone = await mia.press("Undo", changed)

    assert "**Time zone:** Europe/Berlin again." in undone.text
    assert "Next one: Thu 1 Jan, 09:00." in undone.text
    await clinic.travel_to("2026-01-01 09:01")
    assert mia.inbox_local_times[1:] == ["09:00"]


async def test_quiet_hours_take_check_ins_away_and_bring_them_back(clinic):
    mia = await clinic.member()
    await mia.slash("posture on")

    fewer = await mia.slash("settings", quiet="09:00-14:00")
    assert "You now get 2 check-ins a day. Before, it was 6 check-ins a day." in fewer.text
    await clinic.travel_to("2026-01-01 14:30")
    assert len(mia.inbox) == 1
    more = await mia.slash("settings", quiet="off")
    assert "You now get 6 check-ins a day. Before, it was 2 check-ins a day." in more.text
    await clinic.travel_to("2026-01-02 09:30")

    assert mia.inbox_local_times[1:] == ["15:00", "16:30", "09:00"]


async def test_quiet_hours_that_swallow_every_check_in_say_so(clinic):
    mia = await clinic.member()
    await mia.slash("posture on")

    changed = await mia.slash("settings", quiet="08:00-20:00")

    assert "so none will come." in changed.text
    await clinic.pass_time(days=2)
    assert len(mia.inbox) == 1


async def test_change_quiet_hours_on_the_posture_card_opens_the_same_modal(clinic):
    mia = await clinic.member()
    on = await mia.slash("posture on", every=60, **{"from": "06:00"})

    changed = await type_into(mia, "Change quiet hours", "off", on)

    assert "**Quiet hours:** changed from 20:00-08:00 to off." in changed.text
    assert changed.id != on.id
    assert changed.buttons == ["Undo", "Settings"]


async def test_a_lower_limit_spreads_the_check_ins(clinic):
    mia = await clinic.member()
    await mia.slash("posture on")

    changed = await mia.slash("settings", daily_limit=2)

    assert "You now get 2 check-ins a day. Before, it was 6 check-ins a day." in changed.text
    await clinic.travel_to("2026-01-01 20:00")
    assert len(mia.inbox) == 1 + 2


async def test_the_discreet_switch_changes_what_the_next_message_shows_a_lock_screen(clinic):
    mia = await clinic.member()
    await mia.slash("posture on")
    await clinic.travel_to("2026-01-01 09:01")

    await mia.slash("settings", discreet=False)
    await clinic.travel_to("2026-01-01 10:31")

    language = clinic.app.services.catalogue.language("en")
    neutral = [language.say(key) for key in language.family("delivery.neutral")]
    discreet, telling = mia.inbox[1:]
    assert discreet.content in neutral
    assert telling.content not in neutral


async def test_a_change_that_touches_no_time_leaves_the_next_check_in_alone(clinic):
    mia = await clinic.member()
    await mia.slash("posture on")

    changed = await mia.slash("settings", discreet=False, fallback=True)

    assert "Next one" not in changed.text
    await clinic.travel_to("2026-01-01 09:01")
    assert mia.inbox_local_times[1:] == ["09:00"]


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
