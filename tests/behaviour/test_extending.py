"""docs/extending.md, carried out: its blocks become a kind of check-in, and a member uses it."""

from __future__ import annotations

import re
import sys
from importlib.resources import files
from pathlib import Path
from types import ModuleType

import pytest

from bot import kinds
from bot.app import App, Ground
from bot.content.library import Library
from bot.delivery.pacing import NoPacing, Pace
from bot.kinds.registry import Kinds
from bot.texts.catalogue import Catalogue
from bot.texts.po import read_language
from tests.behaviour.copies import copy_of
from tests.behaviour.public import refused
from tests.behaviour.world import OPERATOR
from tests.contract import samples
from tests.contract import test_lock_screen as lock_screen
from tests.contract import test_messages as messages
from tests.contract.sources import ROOT
from tests.contract.test_commands import kind_of, leaves

BLOCKS = re.findall(
    r"^```(\w+)\n(.*?)^```$",
    (ROOT / "docs" / "extending.md").read_text(encoding="utf-8"),
    re.DOTALL | re.MULTILINE,
)
MODULE, IMPORT, LINE, SAMPLE, COMMANDS = (block for kind, block in BLOCKS if kind == "python")
(TEXTS,) = (block for kind, block in BLOCKS if kind == "po")

# What the contract says of every message that arrives by itself.
CHECKS = (
    messages.test_every_message_can_be_stopped_by_its_last_button,
    messages.test_every_message_has_few_buttons_with_short_labels,
    messages.test_every_button_does_something,
    messages.test_every_message_is_one_that_discord_takes,
    messages.test_a_late_message_says_when_it_was_due_and_another_does_not,
    messages.test_the_same_facts_always_make_the_same_message,
)


@pytest.fixture
def registered(monkeypatch: pytest.MonkeyPatch) -> Kinds:
    """Every kind there is, and the one of the page, registered as the page says."""
    module = ModuleType("bot.kinds.hydration")
    monkeypatch.setitem(sys.modules, module.__name__, module)
    exec(compile(MODULE, "docs/extending.md", "exec"), vars(module))
    source = Path(kinds.__file__).read_text(encoding="utf-8")
    tuple_begins = "KINDS = Kinds(\n    (\n"
    assert tuple_begins in source
    package: dict[str, Kinds] = {}
    exec(source.replace(tuple_begins, IMPORT + tuple_begins + LINE), package)
    return package["KINDS"]


@pytest.fixture
def catalogue(tmp_path: Path) -> Catalogue:
    """The texts that are shipped, and those of the page."""
    folder = tmp_path / "texts"
    folder.mkdir()
    (folder / "hydration.po").write_text(TEXTS, encoding="utf-8")
    added, mistakes = read_language(folder, "en")
    assert not mistakes
    shipped = {code: read_language(files("bot.texts") / code, code)[0] for code in ("en", "de")}
    shipped["en"] |= added
    return Catalogue.of(shipped)


@pytest.fixture
async def app(store, sim_clock, registered, catalogue) -> App:
    return App(
        Ground(
            store=store,
            clock=sim_clock,
            operator=OPERATOR,
            catalogue=catalogue,
            library=Library.load(),
            pacer=NoPacing(),
            pace=Pace(safety_tick_s=30 * 86400.0),
            kinds=registered,
        )
    )


@pytest.fixture
async def mia(clinic):
    """Has agreed, and sees half past eight on a Monday; her quiet hours are 20:00 to 08:00."""
    await clinic.travel_to("2026-01-05 08:30")
    return await clinic.member()


def asked(someone) -> list[str]:
    """When the check-ins of the page came, and not what else did."""
    return [
        someone.clinic.local(shown.sent_at)[8:]
        for shown in someone.inbox
        if "A glass of water" in shown.text
    ]


def test_the_module_is_short() -> None:
    assert len(MODULE.splitlines()) < 60


async def test_it_comes_at_its_times_with_its_text_and_buttons(clinic, mia):
    shown = await mia.slash("hydration on")

    assert "Water check-ins are on" in shown.text
    assert "At 10:00 and 15:00, every day. One tap each: whether you had some water." in shown.text
    await clinic.travel_to("2026-01-06 12:00")
    assert asked(mia) == ["05 10:00", "05 15:00", "06 10:00"]
    assert "Have a few sips now" in mia.inbox[-1].text
    assert mia.inbox[-1].buttons == ["Done", "Snooze 15 min", "Stop"]


async def test_done_is_answered_once_and_snooze_brings_it_back(clinic, mia):
    await mia.slash("hydration on", at="10:00")
    await clinic.travel_to("2026-01-05 10:05")

    await mia.press("Snooze 15 min", mia.inbox[-1])
    await clinic.travel_to("2026-01-05 10:30")
    again = mia.inbox[-1]
    copy = await copy_of(again, mia.actor.user.dm_channel.id, clinic)
    pressed = await mia.press("Done", again)
    twice = await mia.press("Done", copy)

    assert asked(mia) == ["05 10:00", "05 10:20"]
    assert "Tue 6 Jan, 10:00" in pressed.text
    assert pressed.buttons == ["Stop"]
    assert "already" in twice.text


async def test_quiet_hours_let_it_wait_for_their_end(clinic, mia):
    shown = await mia.slash("hydration on", at="21:00")

    assert "so it waits until 08:00" in shown.text
    await clinic.travel_to("2026-01-06 09:00")
    assert asked(mia) == ["06 08:00"]


async def test_the_daily_limit_holds_for_it_with_the_others(clinic, mia):
    await mia.slash("settings", daily_limit=2)
    too_many = await refused(mia, "hydration on", at="10:00, 12:00, 15:00")
    await mia.slash("tension on", at="9:00")
    await mia.slash("hydration on", at="10:00, 12:00")

    await clinic.travel_to("2026-01-05 23:00")

    assert "2" in too_many.text
    assert asked(mia) == ["05 10:00"]


async def test_its_places_are_kept_so_posture_makes_room(clinic, mia):
    await mia.slash("settings", daily_limit=3)
    await mia.slash("posture on", every=60)

    shown = await mia.slash("hydration on")

    assert "So you now get 1 posture check-in a day." in shown.text


async def test_stop_ends_it_and_undo_brings_it_back(clinic, mia):
    await mia.slash("hydration on", at="10:00")
    await clinic.travel_to("2026-01-05 10:05")

    stopped = await mia.press("Stop", mia.inbox[-1])
    await clinic.travel_to("2026-01-06 10:05")
    silent = asked(mia)
    undone = await mia.press("Undo", stopped)
    await clinic.travel_to("2026-01-07 12:00")

    assert "Water check-ins are on, as they were before" in undone.text
    assert silent == ["05 10:00"]
    assert asked(mia) == ["05 10:00", "07 10:00"]


async def test_stopping_everything_ends_it_too(clinic, mia):
    await mia.slash("hydration on")

    await mia.types("stop")

    await clinic.travel_to("2026-01-06 23:00")
    assert asked(mia) == []


async def test_off_ends_it_and_says_how_to_get_it_again(clinic, mia):
    await mia.slash("hydration on")

    shown = await mia.slash("hydration off")

    assert "Water check-ins are off" in shown.text
    assert "/hydration on" in shown.text
    await clinic.travel_to("2026-01-06 23:00")
    assert asked(mia) == []


async def test_settings_help_and_reminders_know_it(clinic, mia):
    await mia.slash("hydration on", at="10:00")

    settings, help_, reminders = [
        (await mia.slash(name)).text for name in ("settings", "help", "reminders")
    ]

    assert "**Water check-ins:** on" in settings
    assert "**/hydration on**" in help_
    assert "Water check-ins" in reminders


async def test_discord_is_told_of_its_commands_as_the_page_says(simcord_env):
    (put,) = [each for each in simcord_env.http_requests if each.method == "PUT"]

    there = {
        name: {option["name"]: kind_of(option) for option in leaf.get("options", [])}
        for command in put.json
        for name, leaf in leaves(command)
        if name.startswith("hydration")
    }

    assert there == eval(f"{{{COMMANDS}}}")


def test_it_keeps_to_the_contract_of_the_lock_screen(registered, catalogue, monkeypatch) -> None:
    kind = registered["hydration"]
    sample = eval(f"{{{SAMPLE}}}", vars(samples))
    monkeypatch.setattr(samples, "catalogue", catalogue)
    monkeypatch.setattr(samples, "KINDS", Kinds([kind]))
    for module in (samples, messages):
        monkeypatch.setattr(module, "samples", lambda: sample)

    discreet, shown = (list(samples.cases(discreet=each)) for each in (True, False))

    assert len(discreet) == len(shown) == len(catalogue.codes) * 4
    lock_screen.test_a_discreet_members_lock_screen_shows_a_neutral_line_and_nothing_else(discreet)
    lock_screen.test_whoever_is_not_discreet_reads_on_the_lock_screen_what_it_is(shown)
    for check in CHECKS:
        check(discreet + shown)
    messages.test_a_kind_reads_its_own_wishes(kind)
    messages.test_nothing_a_kind_shows_is_taken_for_the_question(kind)
