"""The page itself: for everybody, by keyboard, on a small screen, and fast enough."""

from __future__ import annotations

import json

import pytest

from tests.browser.conftest import SIZES
from tests.demo.running import RunningDemo

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("side", ["", "people", "tour"])
@pytest.mark.parametrize("size", SIZES)
def test_axe_finds_nothing_wrong_with_what_is_ours(visits, size, side):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    visitor = visits(size)
    if side and visitor.page.locator(f"#fold-{side}").is_visible():
        visitor.page.locator(f"#fold-{side}").click()

    # The frame is simcord's: ours is that it has a name.
    found = axe.run(visitor.page, context={"exclude": [["#discord"]]}, options={"iframes": False})

    assert len(found.response["passes"]) > 15
    assert found.response["violations"] == [], json.dumps(found.response["violations"], indent=1)


def focused(page):
    return page.evaluate(
        "() => document.activeElement.id || document.activeElement.textContent.trim()"
    )


def test_everything_of_ours_is_reached_with_the_tab_key(visits):
    page = visits("computer").page
    wanted = page.evaluate(
        "() => [...document.querySelectorAll('button, summary')]"
        ".filter((each) => each.checkVisibility())"
        ".map((each) => each.id || each.textContent.trim())"
    )

    reached = set()
    for _ in range(120):
        page.keyboard.press("Tab")
        reached.add(focused(page))

    assert len(wanted) > 15
    assert set(wanted) <= reached


def test_people_are_switched_and_time_passes_by_keyboard_alone(visits):
    visitor = visits("computer")
    page = visitor.page

    page.locator("#place-rosa-staff").focus()
    page.keyboard.press("Enter")
    visitor.reads("No messages in this channel.")
    page.get_by_role("button", name="+ 1 hour").focus()
    page.keyboard.press("Space")
    page.locator("#clock", has_text="11:1").wait_for()

    assert page.locator("#place-rosa-staff").get_attribute("aria-current") == "true"


def test_on_a_phone_the_sides_fold_away_and_nothing_sticks_out(visits):
    page = visits("phone").page
    assert not page.locator("#people").is_visible()
    assert not page.locator("#tour").is_visible()

    page.locator("#fold-people").click()
    assert page.locator("#people").is_visible()
    page.locator("#fold-tour").click()
    assert not page.locator("#people").is_visible()
    assert page.locator("#tour").is_visible()
    page.keyboard.press("Escape")

    assert not page.locator("#tour").is_visible()
    assert focused(page) == "fold-tour"
    assert page.evaluate("() => document.documentElement.scrollWidth") == SIZES["phone"][0]


@pytest.mark.parametrize("size", SIZES)
def test_the_first_picture_and_every_switch_come_soon(visits, size):
    visitor = visits(size)

    took_s = [
        visitor.becomes(person, place)
        for person, place in (("Max", "Unknot"), ("Rosa", "# staff-room"), ("Clara", "# welcome"))
    ]

    print(f"\n{size}: first {visitor.painted_after_s:.2f} s, switched {max(took_s):.2f} s")
    assert visitor.painted_after_s < 3
    assert max(took_s) < 1


@pytest.mark.parametrize("demo", [("--others", "50")], indirect=True)
def test_a_day_with_fifty_members_passes_within_two_seconds(visits):
    visitor = visits("computer")

    took_s = visitor.lets_pass("+ 1 day")

    print(f"\na day with 50 members: {took_s:.2f} s")
    assert "for Max" in visitor.is_told
    assert took_s < 2


def test_what_comes_to_somebody_else_is_counted_until_it_is_looked_at(visits):
    visitor = visits("computer")
    visitor.lets_pass("+ 1 day")
    badge = visitor.page.locator("#place-max-dm .badge")

    assert badge.inner_text().startswith("6")
    visitor.becomes("Max", "Unknot")

    badge.wait_for(state="hidden")


def test_a_demo_that_has_ended_is_said_so(chromium, tmp_path):
    with RunningDemo(tmp_path, "--page") as demo:
        page = chromium.new_page()
        page.goto(demo.address)
        page.locator("#clock", has_text="10:1").wait_for()

        demo.interrupt()

        page.get_by_text("The demo has ended").wait_for(timeout=10_000)
        page.close()
