"""All seven steps of the tour, as a person does them, on a computer's and on a phone's screen."""

from __future__ import annotations

import time

import pytest

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("size", ["computer", "phone"])
def test_somebody_does_all_seven_things_within_a_minute_and_a_half(visits, size):
    began_s = time.perf_counter()
    visitor = visits(size)

    visitor.presses("Start")
    visitor.presses("Agree and start")
    visitor.has_ticked("join")

    visitor.follows("posture")
    visitor.reads("This is where your messages arrive")
    visitor.runs("posture on")
    visitor.has_ticked("posture")

    visitor.lets_pass("Next message")
    visitor.presses("Done")
    visitor.has_ticked("answer")

    visitor.follows("session")
    visitor.runs("session log", "Clara")
    visitor.presses("Save")
    visitor.has_ticked("session")

    for _ in range(3):
        visitor.lets_pass("+ 1 day")
    visitor.follows("follow-up")
    visitor.reads("A few days after your session")
    visitor.presses("4")
    visitor.presses("3")
    visitor.has_ticked("follow-up")

    visitor.follows("progress")
    visitor.runs("progress")
    visitor.discord.get_by_role("img", name="Two plots of days").wait_for()
    visitor.has_ticked("progress")

    visitor.follows("stop")
    visitor.types("STOP")
    visitor.has_ticked("stop")
    visitor.reads("You've stopped everything.")
    visitor.lets_pass("+ 1 day")

    assert "Clara" not in visitor.is_told
    assert visitor.ticks == 7
    assert visitor.page.locator("#end").is_visible() == (size == "computer")
    assert time.perf_counter() - began_s < 90
