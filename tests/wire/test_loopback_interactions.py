"""What users do, and how a real client's answers arrive."""

from __future__ import annotations

import asyncio

import discord
import pytest

from tests.loopback.client import ControlError, eventually
from tests.loopback.small_bot import Buttons

pytestmark = pytest.mark.wire


async def test_a_sync_is_counted_and_keeps_the_ids_of_commands(wire_bot, loopback):
    before = {c.name: c.id for c in await wire_bot.tree.fetch_commands()}
    after = {c.name: c.id for c in await wire_bot.tree.sync()}

    assert before == after
    assert set(after) == {"posture", "staff", "Log session"}
    assert (await loopback.counts())["syncs"] == 2


async def test_a_slash_command_is_answered(wire_bot, loopback, wire_amy):
    seen = await loopback.slash(wire_amy["id"], "posture on", every=45)

    assert seen["message"]["content"] == "Every 45 for you"
    assert not seen["message"]["in_history"]
    assert 0 < seen["answered_after_s"] < 3


async def test_a_person_can_be_an_option(wire_bot, loopback, wire_clinic, wire_amy):
    options = {"every": 45, "who": wire_amy["id"]}
    seen = await loopback.slash(wire_amy["id"], "posture on", guild=wire_clinic["id"], **options)

    assert seen["message"]["content"] == "Every 45 for Amy"


async def test_a_deferred_answer_can_be_completed_and_followed_up(wire_bot, loopback, wire_amy):
    pending = await loopback.slash(wire_amy["id"], "posture zone", name="Europe/Berlin")

    seen = await eventually(
        lambda: loopback.answer(pending["id"]), until=lambda seen: seen["followups"]
    )

    assert seen["message"]["content"] == "In Europe/Berlin, de"
    assert seen["followups"][0]["content"] == "And more"


async def test_an_option_can_be_completed_while_typing(wire_bot, loopback, wire_amy):
    choices = await loopback.autocomplete(wire_amy["id"], "posture zone", "name", "Europe")

    assert [choice["value"] for choice in choices] == ["Europe/Berlin", "Europe/Paris"]


async def test_a_button_changes_its_message(wire_bot, loopback, wire_amy):
    sent = await wire_bot.dm(wire_amy).send("Sit up", view=Buttons())
    await loopback.press(wire_amy["id"], str(sent.id), "Done")

    [stored] = await loopback.messages(id=str(sent.id))
    assert (stored["content"], stored["components"]) == ("Well done", [])


async def test_a_modal_is_opened_filled_and_submitted(wire_bot, loopback, wire_amy):
    sent = await wire_bot.dm(wire_amy).send("Sit up", view=Buttons())
    opened = await loopback.press(wire_amy["id"], str(sent.id), "Tell")
    seen = await loopback.submit(wire_amy["id"], opened["id"], Tension=["2"], note="fine")

    assert seen["message"]["content"] == "['2'] fine"


async def test_a_context_menu_names_its_target(wire_bot, loopback, wire_clinic, wire_amy):
    about = {"command": "Log session", "target": wire_amy["id"], "guild": wire_clinic["id"]}
    pending = await loopback.inject("menu", wire_amy["id"], **about)
    seen = await loopback.answer(pending["id"])

    assert seen["message"]["content"] == "Logged Amy"


async def test_a_member_comes_with_their_roles(wire_bot, loopback, wire_clinic):
    staff = wire_clinic["roles"][1]["id"]
    dora = await loopback.user("Dora", guild=wire_clinic["id"], roles=[staff])
    seen = await loopback.slash(dora["id"], "staff", guild=wire_clinic["id"])

    assert seen["message"]["content"] == "['@everyone', 'Staff']"
    assert seen["message"]["in_history"]


@pytest.mark.parametrize(
    "attempt",
    [
        ("staff", {}, "not offered in a DM"),
        ("massage", {}, "was synced"),
        ("posture off", {}, "no subcommand"),
        ("posture on", {}, "missing"),
        ("posture on", {"every": 5, "colour": "red"}, "unknown"),
    ],
)
async def test_a_user_can_only_do_what_they_are_offered(wire_bot, loopback, wire_amy, attempt):
    command, options, why = attempt
    with pytest.raises(ControlError, match=why):
        await loopback.slash(wire_amy["id"], command, **options)


async def test_nobody_presses_on_a_message_in_somebody_elses_dm(wire_bot, loopback, wire_amy):
    bea = await loopback.user("Bea")
    sent = await wire_bot.dm(wire_amy).send("Sit up", view=Buttons())

    with pytest.raises(ControlError, match="cannot see"):
        await loopback.press(bea["id"], str(sent.id), "Done")


async def test_an_answer_too_late_finds_no_interaction(wire_bot, loopback, wire_amy):
    await loopback.config(interaction_deadline_s=0)
    failed = asyncio.get_running_loop().create_future()

    @wire_bot.tree.error
    async def refused(_: discord.Interaction, error: Exception) -> None:
        failed.set_result(error)

    await loopback.inject("slash", wire_amy["id"], command="posture on", options={"every": 5})

    error = await asyncio.wait_for(failed, timeout=5)

    assert error.original.code == 10062
