"""/settings with options, and what moves with a change."""

from __future__ import annotations

import pytest

from bot.ui.custom_ids import AreaPress
from tests.behaviour.public import post
from tests.behaviour.settings_world import lines_of, type_into

pytestmark = pytest.mark.usefixtures("nothing_but_refusals")


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
