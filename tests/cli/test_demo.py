"""``unknot demo``: what is asked for is shown, and what is missing is named."""

from __future__ import annotations

import pytest

from bot.demo.asked import Asked


@pytest.fixture
def shown(replace):
    """What the demo was asked to show; it ends with 1."""
    asked = []

    def run_demo(what):
        asked.append(what)
        return 1

    replace("bot.demo.main", "run_demo", run_demo)
    return asked


@pytest.mark.parametrize(
    ("words", "what"),
    [
        ((), Asked()),
        (("--story",), Asked(page=False)),
        (("--page",), Asked(story=False)),
        (("--port", "8080", "--no-browser", "--keep"), Asked(port=8080, browser=False, keep=True)),
        (("--others", "50"), Asked(others=50)),
    ],
)
def test_demo_shows_what_was_asked_for_and_ends_as_it_ends(unknot, shown, words, what):
    result = unknot("demo", *words)

    assert shown == [what]
    assert result.exit_code == 1
    assert result.stdout.splitlines()[0].startswith("The real bot on a simulated Discord")


@pytest.mark.parametrize(
    "words", [("--story", "--page"), ("--port", "65536"), ("--port", "-1"), ("--others", "201")]
)
def test_demo_refuses_what_cannot_be(unknot, shown, words):
    result = unknot("demo", *words)

    assert result.exit_code == 2
    assert shown == []


def test_demo_without_its_packages_says_what_to_install(unknot, replace):
    def run_demo(_asked):
        raise ModuleNotFoundError("No module named 'simcord.preview'", name="simcord.preview")

    replace("bot.demo.main", "run_demo", run_demo)

    result = unknot("demo")

    assert result.exit_code == 2
    assert result.stderr == (
        "unknot: demo: the package simcord, which simulates Discord, is not installed. "
        'Install it with: pip install "unknot[demo]"\n'
    )


@pytest.mark.parametrize("name", ["bot.demo.nothing", None])
def test_a_missing_module_of_our_own_is_a_fault_and_not_a_missing_package(unknot, replace, name):
    def run_demo(_asked):
        raise ModuleNotFoundError("No module", name=name)

    replace("bot.demo.main", "run_demo", run_demo)

    result = unknot("demo")

    assert result.exit_code == 1
    assert "pip install" not in result.stderr
