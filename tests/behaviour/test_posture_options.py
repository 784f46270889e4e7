"""What the options of /posture allow, and what a member's limit and quiet hours leave of it."""

from __future__ import annotations

import pytest

from tests.behaviour.posture_world import DEFAULT_DAY, options, times, turn_on
from tests.behaviour.public import refused

# The daily limit and quiet hours


async def test_more_times_than_the_limit_are_spread_over_the_day_and_raising_it_brings_all(
    clinic, mia
):
    shown = await turn_on(mia, every=30)
    assert "16 times would fit, and your daily limit has room for 8." in shown.text
    assert shown.buttons == ["Raise my limit", "Undo"]
    await clinic.travel_to("2026-01-05 23:00")
    spread = [f"{hour:02}:00" for hour in range(9, 17)]
    assert times(mia, "2026-01-05") == spread

    raised = await mia.press("Raise my limit", shown)
    assert "Your daily limit is now 16." in raised.text
    assert "- Tue 6 Jan, 09:30" in raised.text
    assert raised.buttons == ["Undo"]
    await mia.press("Done", mia.inbox[-1])
    await clinic.travel_to("2026-01-06 12:00")
    await mia.press("Done", mia.inbox[-1])
    await clinic.travel_to("2026-01-06 23:00")

    both = [f"{hour:02}:{minute}" for hour in range(9, 17) for minute in ("00", "30")]
    assert times(mia, "2026-01-06") == both


async def test_undo_after_raise_my_limit_lowers_it_again(clinic, mia):
    raised = await mia.press("Raise my limit", await turn_on(mia, every=30))

    await mia.press("Undo", raised)
    await clinic.travel_to("2026-01-05 23:00")

    assert len(times(mia, "2026-01-05")) == 8


async def test_the_limit_goes_to_24_and_then_the_button_is_gone(mia):
    shown = await turn_on(mia, every=20, start="08:00", until="20:00")

    raised = await mia.press("Raise my limit", shown)

    assert "Your daily limit is now 24." in raised.text
    assert "36 times would fit, and your daily limit has room for 24." in raised.text
    assert "Raise my limit" not in raised.text
    assert raised.buttons == ["Undo"]


async def test_raise_my_limit_pressed_twice_changes_nothing_more(mia):
    shown = await turn_on(mia, every=60, until="20:00")
    await mia.press("Raise my limit", shown)
    again = await turn_on(mia, every=60, until="20:00")
    assert "Raise my limit" not in again.buttons

    shown = await turn_on(mia, every=30)
    await mia.slash("settings", daily_limit=24)
    late = await mia.press("Raise my limit", shown)

    assert "Your daily limit was already 24, so nothing has changed." in late.text
    assert late.buttons == []


async def test_raise_my_limit_after_off_says_what_to_do(mia):
    shown = await turn_on(mia, every=30)
    await mia.slash("posture off")

    answer = await mia.press("Raise my limit", shown)

    assert answer.text == "Posture check-ins are off. Use /posture on first."


async def test_times_in_quiet_hours_are_left_out_and_the_answer_says_so(clinic, mia):
    shown = await turn_on(mia, every=60, start="18:00", until="23:00")

    assert "in your quiet hours (20:00-08:00), so they are left out" in shown.text
    assert shown.buttons == ["Change quiet hours", "Undo"]
    await clinic.travel_to("2026-01-06 08:00")
    assert times(mia, "2026-01-05") == ["18:00", "19:00"]


async def test_with_all_times_in_quiet_hours_nothing_comes_until_they_are_changed(clinic, mia):
    shown = await turn_on(mia, every=60, start="21:00", until="23:00")
    assert "No check-in would reach you" in shown.text
    assert "All of these times are in your quiet hours (20:00-08:00)." in shown.text
    assert shown.buttons == ["Change quiet hours", "Undo"]
    await clinic.travel_to("2026-01-06 12:00")
    assert times(mia) == []

    await mia.press("Change quiet hours", shown)
    await mia.fill({"value": "23:30-07:00"})
    await clinic.travel_to("2026-01-07 12:00")

    assert times(mia) == ["2026-01-06 21:00", "2026-01-06 22:00"]


async def test_a_change_of_zone_takes_the_hours_along(clinic, mia):
    await turn_on(mia, every=120)
    await mia.slash("settings", zone="Europe/Lisbon")

    await clinic.travel_to("2026-01-05 23:00")

    assert times(mia, "2026-01-05") == ["10:00", "12:00", "14:00", "16:00"]


# Refused in words


@pytest.mark.parametrize("command", ["posture on", "posture off", "posture now"])
async def test_before_consent_every_command_points_to_start(clinic, command):
    leo = clinic.person("leo")

    shown = await refused(leo, command)

    assert leo.last.ephemeral
    assert "Use /start first." in shown.text
    await clinic.pass_time(days=7)
    assert leo.inbox == []


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"days": "mon,wedd"}, "We can't read “wedd” as days. Type weekdays, every day, or a list"),
        ({"days": ", ,"}, "That leaves no day at all. Choose one or more, like mon,wed,fri."),
        ({"start": "9:00", "until": "09:00"}, "The start and the end are the same."),
        ({"start": "25:00"}, "We can't read “25:00” as a time. Type it like 09:00 or 17:30."),
        ({"until": "soonish"}, "We can't read “soonish” as a time."),
        ({"start": "-1"}, "as a time. Type it like 09:00 or 17:30."),
        ({"start": "24:00"}, "We can't read “24:00” as a time."),
        ({"start": "@everyone"}, "as a time."),
    ],
)
async def test_what_is_not_understood_is_refused_with_what_to_type(clinic, mia, typed, words):
    shown = await refused(mia, "posture on", **options(**typed))

    assert mia.last.ephemeral
    assert words in shown.text
    assert "@everyone" not in shown.text
    await clinic.travel_to("2026-01-06 23:00")
    assert times(mia) == []


@pytest.mark.parametrize("option", ["start", "until", "days"])
@pytest.mark.parametrize("text", ["9" * 1000, "**mon** " * 125, "\u202e\n@here " * 100])
async def test_a_thousand_hostile_characters_get_a_short_answer(mia, option, text):
    shown = await refused(mia, "posture on", **options(**{option: text}))

    assert mia.last.ephemeral
    assert "We can't read" in shown.text
    assert len(shown.text) < 250
    assert "@here" not in shown.text
    assert "**mon**" not in shown.text


async def test_a_mistake_leaves_what_was_on_as_it_was(clinic, mia):
    await turn_on(mia)

    await refused(mia, "posture on", days="mon,wedd")
    await clinic.travel_to("2026-01-05 23:00")

    assert times(mia, "2026-01-05") == DEFAULT_DAY


# The command as Discord has it


def synced(clinic, name):
    """A command as it was sent to Discord."""
    sent = [r for r in clinic.env.http_requests if r.method == "PUT" and "commands" in r.path]
    (command,) = [each for each in sent[-1].json if each["name"] == name]
    return command


async def test_discord_is_told_of_posture_with_its_three_parts_in_servers_and_dms(clinic):
    posture = synced(clinic, "posture")

    assert posture["contexts"] == [0, 1]
    assert posture["integration_types"] == [0]
    assert posture["default_member_permissions"] is None
    assert [(part["name"], part["type"]) for part in posture["options"]] == [
        ("on", 1),
        ("off", 1),
        ("now", 1),
    ]
    described = [posture, *posture["options"], *posture["options"][0]["options"]]
    assert all(1 <= len(each["description"]) <= 100 for each in described)


async def test_discord_is_told_of_the_options_of_on_by_name_none_of_them_required(clinic):
    on, off, now = synced(clinic, "posture")["options"]

    names = [(option["name"], option["type"]) for option in on["options"]]
    assert names == [("every", 4), ("from", 3), ("until", 3), ("days", 3)]
    assert not any(option["required"] for option in on["options"])
    choices = [(choice["name"], choice["value"]) for choice in on["options"][0]["choices"]]
    assert choices == [(str(minutes), minutes) for minutes in (20, 30, 45, 60, 90, 120)]
    assert not off["options"]
    assert not now["options"]
