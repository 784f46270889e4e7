"""/warning-signs: the notice, for everybody, always."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.ui.safety import WARNING_SIGNS
from tests.behaviour.public import post
from tests.behaviour.world import OPERATOR, build_app

FIRST, LAST = "sudden severe or unusual neck pain", "Don't have massage or neck treatment"


async def test_the_notice_is_free_for_somebody_who_has_not_joined(clinic):
    tom = clinic.person("tom")

    notice = await tom.slash("warning-signs")

    assert FIRST in notice.text
    assert LAST in notice.text
    assert "your local emergency number" in notice.text
    assert tom.last.ephemeral


async def test_it_is_still_there_after_stop_and_in_the_dm(clinic):
    mia = await clinic.member()
    await mia.slash("stop")

    notice = await mia.slash("warning-signs", dm=True)

    assert LAST in notice.text


async def test_nothing_in_it_leads_away_from_help(clinic):
    tom = clinic.person("tom")

    assert (await tom.slash("warning-signs")).buttons == []


async def test_its_button_shows_it_too_and_to_the_presser_alone(clinic):
    tom = clinic.person("tom")
    panel = await post(clinic, Signs=WARNING_SIGNS)

    notice = await tom.press("Signs", panel)

    assert LAST in notice.text
    assert tom.last.ephemeral


class TestWithAnEmergencyTextOfTheOperators:
    @pytest.fixture
    async def app(self, store, sim_clock):
        operator = replace(OPERATOR, emergency_text="112", crisis_text="a line")
        return build_app(store, sim_clock, operator=operator)

    async def test_the_notice_names_it(self, clinic):
        tom = clinic.person("tom")

        notice = await tom.slash("warning-signs")

        assert "Contact emergency services now (112) if you have:" in notice.text
