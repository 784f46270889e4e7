"""/help: what the reader can do here, by role."""

from __future__ import annotations

import re
from dataclasses import replace

import discord
import pytest

from tests.behaviour.staff_world import make_manager
from tests.behaviour.world import OPERATOR, Person, build_app


def commands_in(shown):
    return set(re.findall(r"\*\*/([a-z-]+)", shown.text))


async def test_somebody_new_sees_what_works_without_joining(clinic):
    tom = clinic.person("tom")

    shown = await tom.slash("help")

    assert commands_in(shown) == {"start", "benefits", "warning-signs", "privacy", "help"}
    assert "not joined yet" in shown.text
    assert tom.last.ephemeral


async def test_everything_somebody_new_is_shown_does_work_for_them(clinic):
    tom = clinic.person("tom")
    for name in commands_in(await tom.slash("help")):
        answered = await tom.slash(name)
        assert "not joined yet, so" not in answered.text, name
        assert clinic.env.errors == []


async def test_a_member_sees_every_command_but_start(clinic):
    mia = await clinic.member()

    shown = await mia.slash("help")

    names = {
        "posture",
        "tension",
        "progress",
        "remind",
        "reminders",
        "pause",
        "resume",
        "settings",
        "benefits",
        "warning-signs",
        "privacy",
        "stop",
        "help",
    }
    assert commands_in(shown) == names


async def test_together_the_lists_name_every_command_there_is(clinic):
    tom, mia = clinic.person("tom"), await clinic.member()
    role = clinic.guild.create_role("therapist")
    pat = make_manager(clinic)
    await pat.press("Save", await pat.slash("clinic setup", staff_role=role))
    user = clinic.env.create_user("ada")
    ada = Person(clinic, clinic.guild.add_member(user, roles=[role]))

    named = {name for each in (tom, mia, ada) for name in commands_in(await each.slash("help"))}

    slash = discord.AppCommandType.chat_input
    assert named == {one.name for one in clinic.app.client.tree.get_commands(type=slash)}


async def test_staff_and_managers_see_theirs_and_members_do_not(clinic):
    mia, pat = await clinic.member(), make_manager(clinic)
    role = clinic.guild.create_role("therapist")
    await pat.press("Save", await pat.slash("clinic setup", staff_role=role))
    user = clinic.env.create_user("ada")
    ada = Person(clinic, clinic.guild.add_member(user, roles=[role]))

    for_mia, for_ada = await mia.slash("help"), await ada.slash("help")
    for_pat, in_dm = await pat.slash("help"), await ada.slash("help", dm=True)

    assert "/clinic" not in for_mia.text
    assert "/clinic queue" in for_ada.text
    assert "/clinic setup" not in for_ada.text
    assert "/clinic setup" in for_pat.text
    assert "/clinic queue" not in for_pat.text
    assert "/clinic" not in in_dm.text


async def test_the_roles_hold_in_a_dm_too(clinic):
    mia = await clinic.member()

    shown = await mia.slash("help", dm=True)

    assert "settings" in commands_in(shown)


async def test_after_stop_the_way_back_is_shown(clinic):
    mia = await clinic.member()
    await mia.slash("stop")

    assert "start" in commands_in(await mia.slash("help"))


async def test_a_manager_is_warned_while_the_emergency_texts_are_unset(clinic):
    pat = make_manager(clinic)

    shown = await pat.slash("help")

    assert "No emergency number is set. Members read “your local emergency number”." in shown.text
    assert "No crisis line is set." in shown.text


async def test_members_are_not_bothered_with_what_is_unset(clinic):
    mia = await clinic.member()

    assert "is set" not in (await mia.slash("help")).text


async def test_a_manager_sees_no_warning_in_a_dm_where_they_manage_nothing(clinic):
    pat = make_manager(clinic)

    assert "is set" not in (await pat.slash("help", dm=True)).text


async def test_everybody_reads_that_it_is_no_medical_advice(clinic):
    tom = clinic.person("tom")

    assert "not medical advice" in (await tom.slash("help")).text


class TestWithBothTextsSet:
    @pytest.fixture
    async def app(self, store, sim_clock):
        operator = replace(OPERATOR, emergency_text="112", crisis_text="a line")
        return build_app(store, sim_clock, operator=operator)

    async def test_a_manager_is_warned_of_nothing(self, clinic):
        shown = await make_manager(clinic).slash("help")

        assert "/clinic setup" in shown.text
        assert "⚠️" not in shown.text
