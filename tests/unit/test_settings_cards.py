"""The settings card and what changes answer: words, buttons, and Discord's limits."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, time
from typing import Any

import discord
import pytest

from bot.domain.ids import ChangeId, DiscordUserId, MemberId
from bot.domain.member import Member, Settings
from bot.domain.quiet_hours import DEFAULT_QUIET, QuietHours
from bot.domain.zones import matching_zones, zone
from bot.errors import Bug
from bot.texts.catalogue import Catalogue
from bot.ui import changes
from bot.ui.custom_ids import parse_area
from bot.ui.forms import Form
from bot.ui.settings import ASKING, OPTIONS, Setting, ask_form, hint_of, settings_view, value_of
from bot.usecases.series import SeriesBack
from bot.usecases.settings import Changed, CheckIns, Rhythm, SettingsCard
from bot.usecases.undo import SettingsBack
from tests.unit.views import buttons, texts

ENGLISH = Catalogue.load().language("en")
LOCAL_NOW = datetime.fromisoformat("2026-11-23T09:00")
NINE = datetime.fromisoformat("2026-11-24T09:00")
DEFAULTS = Settings(zone("Europe/Berlin"), DEFAULT_QUIET, 8)
LARGEST_CHANGE = ChangeId(2**63 - 1)


def shown(
    settings: Settings = DEFAULTS,
    *,
    invitations: bool | None = False,
    posture_on: bool = False,
    local_next: datetime | None = None,
) -> SettingsCard:
    member = Member(MemberId(1), DiscordUserId(2), None, "en", settings, None, None, None)
    return SettingsCard(member, invitations, (CheckIns("posture", posture_on, local_next),))


def changed(
    before: Settings = DEFAULTS,
    *,
    times: tuple[int, int] = (0, 0),
    local_next: datetime | None = None,
    **after: Any,
) -> Changed:
    return Changed(
        before=before,
        after=replace(before, **after),
        rhythm_before=Rhythm(times[0], local_next),
        rhythm=Rhythm(times[1], local_next),
        local_now=LOCAL_NOW,
        change_id=ChangeId(7),
    )


def styles(view: discord.ui.LayoutView) -> dict[str | None, discord.ButtonStyle]:
    return {button.label: button.style for button in buttons(view)}


def test_the_fullest_card_fits_what_discord_takes() -> None:
    longest = max((name for typed in "abcdefgh" for name in matching_zones(typed)), key=len)
    fullest = Settings(zone(longest), DEFAULT_QUIET, 24, fallback=True)
    everything = changed(
        zone=zone(longest), quiet=None, daily_limit=24, discreet=False, fallback=True, times=(3, 9)
    )
    view = settings_view(
        ENGLISH,
        shown(fullest, invitations=True, posture_on=True, local_next=NINE),
        intro=changes.changed_blocks(ENGLISH, everything, OPTIONS),
        extra=changes.undo_buttons(ENGLISH, LARGEST_CHANGE, on_card=True),
    )

    assert view.content_length() <= 4000
    assert view.total_children_count <= 40
    ids = [button.custom_id for button in buttons(view)]
    assert len(set(ids)) == len(ids) == 7
    assert all(custom_id is not None and parse_area(custom_id) for custom_id in ids)
    assert all(len(button.label or "") <= 80 for button in buttons(view))


def test_a_card_without_one_clinic_has_no_switch_for_invitations() -> None:
    view = settings_view(ENGLISH, shown(invitations=None))

    assert "Invitations to book" not in texts(view)
    assert "Invitations to book" not in styles(view)


def test_a_switch_that_is_on_stands_out_and_turns_off() -> None:
    off, on = (settings_view(ENGLISH, shown(invitations=wanted)) for wanted in (False, True))

    assert styles(off)["Invitations to book"] is discord.ButtonStyle.secondary
    assert styles(on)["Invitations to book"] is discord.ButtonStyle.primary
    ids = [button.custom_id for button in buttons(on) if button.label == "Invitations to book"]
    assert ids == ["v1:settings:invitations:off"]


def test_what_a_caller_puts_above_and_beside_stands_there() -> None:
    extra = changes.undo_buttons(ENGLISH, ChangeId(7), on_card=True)

    view = settings_view(ENGLISH, shown(), intro=("You're in.",), extra=extra)

    assert texts(view).startswith("You're in.\n### Your settings")
    assert buttons(view)[-1].label == "Undo"


def test_posture_has_a_line_for_off_on_and_on_but_never() -> None:
    off = texts(settings_view(ENGLISH, shown()))
    on = texts(settings_view(ENGLISH, shown(posture_on=True, local_next=NINE)))
    never = texts(settings_view(ENGLISH, shown(posture_on=True)))

    assert "**Posture check-ins:** off\n-# Turn them on with /posture on." in off
    assert "**Posture check-ins:** on\n-# Next one: Tue 24 Nov, 09:00." in on
    assert "so none will come" in never


@pytest.mark.parametrize(
    ("setting", "settings", "value"),
    [
        (Setting.ZONE, DEFAULTS, "Europe/Berlin"),
        (Setting.QUIET, DEFAULTS, "20:00-08:00"),
        (Setting.QUIET, replace(DEFAULTS, quiet=None), "off"),
        (Setting.LIMIT, DEFAULTS, "8 check-ins a day"),
        (Setting.LIMIT, replace(DEFAULTS, daily_limit=1), "1 check-in a day"),
        (Setting.DISCREET, DEFAULTS, "on"),
        (Setting.FALLBACK, DEFAULTS, "off"),
    ],
)
def test_every_setting_has_its_value_in_words(
    setting: Setting, settings: Settings, value: str
) -> None:
    assert value_of(ENGLISH, settings, setting) == value


def test_invitations_are_a_clinics_and_have_no_value_among_a_members_settings() -> None:
    with pytest.raises(Bug):
        value_of(ENGLISH, DEFAULTS, Setting.INVITATIONS)


def test_the_hint_for_discreet_says_what_the_lock_screen_shows_either_way() -> None:
    on = hint_of(ENGLISH, DEFAULTS, Setting.DISCREET)
    off = hint_of(ENGLISH, replace(DEFAULTS, discreet=False), Setting.DISCREET)

    assert "only a plain line" in on
    assert "what a message is about" in off


# The modals.


async def ask(setting: Setting, settings: Settings = DEFAULTS) -> Form:
    async def on_filled(interaction: discord.Interaction[Any], filled: dict[str, str]) -> None:
        raise AssertionError

    return ask_form(ENGLISH, setting, settings, on_filled)


@pytest.mark.parametrize("setting", ASKING)
async def test_a_modal_fits_what_discord_takes(setting: Setting) -> None:
    payload = (await ask(setting)).to_dict()
    label = payload["components"][0]

    assert len(payload["title"]) <= 45
    assert len(label["label"]) <= 45
    assert len(label["description"]) <= 100
    assert label["component"]["required"] is True
    assert len(label["component"]["value"]) <= label["component"]["max_length"] == 100


async def test_no_two_modals_share_an_id_and_each_is_forgotten_after_15_minutes() -> None:
    one, other = await ask(Setting.ZONE), await ask(Setting.ZONE)

    assert one.custom_id != other.custom_id
    assert one.timeout == 900


async def test_a_switch_is_not_typed() -> None:
    with pytest.raises(Bug):
        await ask(Setting.DISCREET)


# What changes answer.


def test_a_change_names_old_and_new() -> None:
    quiet = QuietHours(time(22), time(7))

    blocks = changes.changed_blocks(ENGLISH, changed(quiet=quiet), [Setting.QUIET])

    assert blocks == ("**Quiet hours:** changed from 20:00-08:00 to 22:00-07:00.",)


def test_only_what_was_asked_for_is_answered() -> None:
    blocks = changes.changed_blocks(ENGLISH, changed(discreet=False), [Setting.FALLBACK])

    assert blocks == (
        "**Private thread if my DMs are closed:** already off, so nothing has changed.",
    )


def test_turning_a_switch_says_what_it_means_now() -> None:
    (block,) = changes.changed_blocks(ENGLISH, changed(discreet=False), [Setting.DISCREET])

    assert block.splitlines()[1] == "-# Your lock screen shows what a message is about."


def test_a_new_zone_says_its_time_and_what_comes_next() -> None:
    moved = changed(zone=zone("Asia/Tokyo"), times=(6, 6), local_next=NINE)

    blocks = changes.changed_blocks(ENGLISH, moved, [Setting.ZONE])

    assert blocks[1:] == (
        "Your times now follow Asia/Tokyo. It is Mon 23 Nov, 09:00 there.",
        "Next one: Tue 24 Nov, 09:00.",
    )


def test_fewer_check_ins_are_counted_and_none_at_all_is_said() -> None:
    fewer = changed(quiet=None, times=(6, 4), local_next=NINE)
    none = changed(quiet=None, times=(6, 0))

    assert changes.changed_blocks(ENGLISH, fewer, [])[0] == (
        "You now get 4 check-ins a day. Before, it was 6 check-ins a day."
    )
    assert "none will come" in changes.changed_blocks(ENGLISH, none, [])[-1]


def test_what_moves_no_time_mentions_none() -> None:
    unmoved = changed(discreet=False, times=(6, 6), local_next=NINE)

    assert changes.changed_blocks(ENGLISH, unmoved, []) == ()


def test_undo_names_each_setting_that_came_back() -> None:
    undone = SettingsBack(changed(daily_limit=3, discreet=False))

    assert changes.undone_blocks(ENGLISH, undone) == (
        "**Daily limit:** 3 check-ins a day again.",
        "**Discreet:** off again.",
    )


@pytest.mark.parametrize(
    ("undone", "said"),
    [
        (SeriesBack("follow_up", None), "are on, as they were before."),
        (SeriesBack("follow_up", NINE), "Next one: Tue 24 Nov, 09:00."),
    ],
)
def test_undo_says_that_a_series_goes_on_and_when_it_comes(undone: SeriesBack, said: str) -> None:
    assert " ".join(changes.undone_blocks(ENGLISH, undone)).endswith(said)


def test_without_a_change_there_is_nothing_to_undo() -> None:
    assert changes.undo_buttons(ENGLISH, None) == ()
    view = changes.changed_view(ENGLISH, replace(changed(), change_id=None), [Setting.LIMIT])
    assert [button.label for button in buttons(view)] == ["Settings"]


def test_the_answer_to_every_option_at_once_fits() -> None:
    everything = changed(
        zone=zone("Asia/Tokyo"), quiet=None, daily_limit=1, discreet=False, fallback=True
    )

    view = changes.changed_view(ENGLISH, everything, OPTIONS)

    assert view.content_length() <= 4000
    assert [button.label for button in buttons(view)] == ["Undo", "Settings"]
