"""/clinic setup and /clinic panel: shown first, saved, undone; for managers alone."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.domain.ids import DiscordGuildId
from bot.store import clinics
from tests.behaviour.public import only_refusals
from tests.behaviour.staff_world import make_manager, posts, private, set_up, staffed
from tests.behaviour.world import OPERATOR, build_app, selects_of


@pytest.fixture
def pat(clinic):
    return make_manager(clinic)


async def row(clinic):
    found = await clinics.find(clinic.store.reads, DiscordGuildId(clinic.guild.id))
    return found and found.settings


async def test_without_options_it_shows_what_is_set_and_warns_of_what_members_read_instead(
    clinic, pat
):
    shown = await pat.slash("clinic setup")

    assert pat.last.ephemeral
    assert "**Time zone**: Europe/Berlin" in shown.text
    assert "**Staff role**: not set" in shown.text
    assert "No emergency number is set. Members read “your local emergency number”" in shown.text
    assert "No crisis line is set." in shown.text


async def test_the_operators_texts_are_enough_not_to_be_warned(clinic, store, sim_clock):
    operator = replace(OPERATOR, emergency_text="112", crisis_text="116 123")
    await clinic.restart(build_app(store, sim_clock, operator=operator))

    shown = await make_manager(clinic).slash("clinic setup")

    assert "⚠️" not in shown.text


async def test_nothing_changes_before_save_and_undo_brings_it_all_back(clinic, pat):
    role = clinic.guild.create_role("therapist")
    draft = await pat.slash(
        "clinic setup", staff_role=role, emergency="112", zone="New York", comfort=True
    )

    assert "Nothing has changed yet." in draft.text
    assert "**Emergency number**: not set → 112" in draft.text
    assert f"**Staff role**: not set → <@&{role.id}>" in draft.text
    assert "will ask all your members about pain too" in draft.text
    assert (await row(clinic)).staff_role is None

    saved = await pat.press("Save", draft)
    now = await row(clinic)
    assert (now.staff_role, now.emergency, now.zone) == (role.id, "112", "America/New_York")
    assert now.comfort
    assert "No emergency number" not in saved.text
    assert "No crisis line is set" in saved.text

    undone = await pat.press("Undo", saved)
    then = await row(clinic)
    assert (then.staff_role, then.emergency, then.zone) == (None, None, "Europe/Berlin")
    assert "Undone." in undone.text
    assert "**Emergency number**: 112 → not set" in undone.text


async def test_a_draft_is_changed_before_it_is_saved(clinic, pat):
    draft = await pat.slash("clinic setup", emergency="12", booking_link="https://old.example")

    await pat.press("Change", draft)
    changed = await pat.fill({"emergency": "112", "booking_link": "https://book.example/now"})
    assert "**Emergency number**: not set → 112" in changed.text
    await pat.press("Save", changed)

    now = await row(clinic)
    assert (now.emergency, now.booking_link) == ("112", "https://book.example/now")


async def test_what_was_set_is_changed_in_a_form_and_taken_out_with_off(clinic, pat):
    saved = await set_up(clinic, pat, contact="020 7946 0000", directions="Ring twice")

    await pat.press("Change the texts", saved)
    assert pat.last.modal is not None
    draft = await pat.fill({"contact": "off", "directions": "Ring once\nThen wait"})
    await pat.press("Save", draft)

    now = await row(clinic)
    assert (now.contact, now.directions) == (None, "Ring once\nThen wait")


async def test_a_role_a_channel_or_a_text_is_taken_out_with_the_select(clinic, pat):
    role = clinic.guild.create_role("therapist")
    saved = await set_up(clinic, pat, staff_role=role, crisis="116 123")

    (select,) = selects_of(saved)
    assert [one["label"] for one in select["options"]] == ["Staff role", "Crisis line"]
    draft = await pat.choose("Take something out", ["Staff role"], saved)
    assert f"**Staff role**: <@&{role.id}> → not set" in draft.text
    await pat.press("Save", draft)

    assert (await row(clinic)).staff_role is None
    assert (await row(clinic)).crisis == "116 123"


async def test_asking_for_what_is_set_already_changes_nothing(clinic, pat):
    await set_up(clinic, pat, emergency="112")

    shown = await pat.slash("clinic setup", emergency="112")

    assert "It is set like that already." in shown.text
    assert "Save" not in shown.buttons


async def test_what_cannot_be_used_is_refused_in_words(clinic, pat):
    for options, words in (
        ({"zone": "Atlantis"}, "We don't know the time zone “Atlantis”"),
        ({"booking_link": "javascript:alert(1)"}, "is no web address"),
        ({"emergency": "1" * 101}, "takes 100 characters at most"),
        ({"staff_role": clinic.guild.default_role}, "Everybody holds that role"),
    ):
        shown = await pat.slash("clinic setup", **options)
        assert words in shown.text
    only_refusals(clinic.env)
    assert await row(clinic) is None or (await row(clinic)).staff_role is None


async def test_a_channel_in_which_the_bot_may_not_work_is_refused_with_what_is_missing(clinic, pat):
    closed = private(clinic, "desk", pat, bot_allowed=False)
    mute = private(clinic, "office", pat, send_messages=False, embed_links=False)
    no_threads = private(clinic, "rooms", pat, create_private_threads=False)

    first = await pat.slash("clinic setup", alerts=closed)
    second = await pat.slash("clinic setup", alerts=mute)
    third = await pat.slash("clinic setup", fallback=no_threads)

    assert "The bot lacks permissions in “desk”" in first.text
    assert "View Channel" in first.text
    assert "Send Messages and Embed Links" in second.text
    assert "Create Private Threads" in third.text
    only_refusals(clinic.env)


async def test_a_public_alerts_channel_and_a_hidden_fallback_channel_are_warned_of(clinic, pat):
    public = clinic.guild.create_text_channel("lobby")
    hidden = private(clinic, "desk", pat)

    wrong = await pat.slash("clinic setup", alerts=public, fallback=hidden)
    right = await pat.slash("clinic setup", alerts=hidden, fallback=public)

    assert "Everybody in this server can read the alerts channel" in wrong.text
    assert "Not everybody can see the fallback channel" in wrong.text
    assert "can read" not in right.text
    assert "Not everybody" not in right.text


async def test_of_two_managers_who_change_the_same_the_second_is_told(clinic, pat):
    kim = make_manager(clinic, "kim")
    mine = await pat.slash("clinic setup", emergency="112")
    theirs = await kim.slash("clinic setup", emergency="999")
    await kim.press("Save", theirs)

    refused = await pat.press("Save", mine)

    assert "Somebody has changed the same meanwhile" in refused.text
    assert (await row(clinic)).emergency == "999"
    only_refusals(clinic.env)


async def test_a_draft_of_yesterday_is_not_saved(clinic, pat):
    draft = await pat.slash("clinic setup", emergency="112")

    await clinic.pass_time(days=1, minutes=1)
    refused = await pat.press("Save", draft)

    assert "more than a day old" in refused.text
    assert (await row(clinic)).emergency is None


async def test_undo_does_not_take_back_what_somebody_changed_since(clinic, pat):
    saved = await set_up(clinic, pat, emergency="112", contact="020 7946 0000")
    await set_up(clinic, make_manager(clinic, "kim"), emergency="999")

    refused = await pat.press("Undo", saved)

    assert "can't be undone any more" in refused.text
    assert (await row(clinic)).emergency == "999"
    only_refusals(clinic.env)


async def test_who_may_not_manage_the_server_is_refused_also_on_buttons_they_had(clinic, pat):
    tom = clinic.person("tom")
    draft = await pat.slash("clinic setup", emergency="112")
    guild = clinic.env.backend.get_guild(clinic.guild.id)
    guild.members[pat.id].role_ids.clear()

    for shown in (
        await tom.slash("clinic setup"),
        await tom.slash("clinic setup", emergency="666"),
        await tom.slash("clinic panel"),
        await pat.press("Save", draft),
    ):
        assert "Only those who manage this server" in shown.text
    assert (await row(clinic)).emergency is None
    only_refusals(clinic.env)


async def test_staff_are_no_managers(clinic):
    staff = await staffed(clinic)

    refused = await staff.ada.slash("clinic setup", emergency="112")

    assert "Only those who manage this server" in refused.text
    only_refusals(clinic.env)


async def test_the_panel_lets_whoever_sees_the_channel_join_by_a_press(clinic, pat):
    hall = clinic.guild.create_text_channel("hall")

    said = await pat.slash("clinic panel", channel=hall)
    (panel,) = posts(hall)
    tom = clinic.person("tom")
    offer = await tom.press("Start", panel)
    assert tom.last.ephemeral
    await tom.press("Agree and start", offer)

    assert f"The panel is in <#{hall.id}> now." in said.text
    assert panel.buttons == ["Start", "Privacy", "Warning signs"]
    assert len(tom.inbox) == 1
    (line,) = await clinic.store.reads.rows("SELECT place FROM consent")
    assert line["place"] == "panel"


async def test_the_panels_buttons_work_after_its_record_was_cleared_away(clinic, pat):
    await pat.slash("clinic panel")
    (panel,) = posts(clinic.channel)
    async with clinic.store.write() as tx:
        await tx.run("DELETE FROM schedule")
    tom = clinic.person("tom")

    offer = await tom.press("Start", panel)
    signs = await tom.press("Warning signs", panel)
    privacy = await tom.press("Privacy", panel)

    assert "Agree and start" in offer.buttons
    assert "Stop and get help" in signs.text
    assert privacy.text
    assert posts(clinic.channel)[0].buttons == panel.buttons


async def test_the_panel_is_not_posted_where_the_bot_may_not_write(clinic, pat):
    mute = private(clinic, "office", pat, send_messages=False)

    refused = await pat.slash("clinic panel", channel=mute)

    assert "Send Messages" in refused.text
    assert posts(mute) == []
    only_refusals(clinic.env)


async def test_a_panel_that_discord_refuses_is_told_of(clinic, pat):
    hall = clinic.guild.create_text_channel("hall")
    clinic.env.inject_error("POST", f"/channels/{hall.id}/messages", status=403, code=50013)

    said = await pat.slash("clinic panel", channel=hall)

    assert "could not be posted" in said.text
    assert posts(hall) == []
