"""A faulty file of plans says what to mend, and where."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.content.library import Library, check
from bot.errors import ConfigError
from tests.unit.plan_files import plan, step, write


def only(folder: Path) -> tuple[str, str]:
    (mistake,) = check(folder)
    assert mistake.file == "en/plans.toml"
    assert mistake.remedy.endswith(".")
    return mistake.key, mistake.problem


def test_the_bounds_themselves_are_fine(tmp_path: Path) -> None:
    twelve = [step(day=str(day), ask='"review"') for day in (*range(11), 365)]
    twelve[0] = step(day="0", at='"00:00"')
    twelve[1] = step(day="1", at='"23:59"')
    assert check(write(tmp_path, plan(*twelve))) == []


@pytest.mark.parametrize(
    ("changes", "key", "problem"),
    [
        ({"day": None}, "day", "is missing"),
        ({"at": None}, "at", "is missing"),
        ({"ask": None}, "ask", "is missing"),
        ({"day": "-1"}, "day", "is less than 0"),
        ({"day": "366"}, "day", "is more than 365"),
        ({"day": '"1"'}, "day", "is not a whole number"),
        ({"day": "1.5"}, "day", "is not a whole number"),
        ({"day": "true"}, "day", "is not a whole number"),
        ({"at": '"24:00"'}, "at", "is no time of day"),
        ({"at": '"9:00"'}, "at", "is no time of day"),
        ({"at": '"10:00 "'}, "at", "is no time of day"),
        ({"at": "10:00:00"}, "at", "is not a text"),
        ({"ask": '"pain"'}, "ask", "is none of those we know"),
        ({"after": '"first"'}, "after", "is none of those we know"),
        ({"text": f'"{"x" * 1001}"'}, "text", "is longer than 1,000 characters"),
        ({"hour": "1"}, "hour", "is not a key we know"),
    ],
)
def test_a_faulty_step_says_which_key_and_what_is_wrong(
    tmp_path: Path, changes: dict[str, str | None], key: str, problem: str
) -> None:
    folder = write(tmp_path, plan(step(**changes)))
    assert only(folder) == (f"plan 1 (own), step 1, {key}", problem)


@pytest.mark.parametrize(
    ("head", "key", "problem"),
    [
        ('title = "x"', "plan 1, id", "is missing"),
        ('id = "x"', "plan 1 (x), title", "is missing"),
        ('id = "X y"\ntitle = "x"', "plan 1 (X y), id", "is not a plain name"),
        (f'id = "x"\ntitle = "{"x" * 81}"', "plan 1 (x), title", "is longer than 80 characters"),
        ('id = "x"\ntitle = "x"\nsessions = [1]', "plan 1 (x), sessions 1", "is less than 2"),
        ('id = "x"\ntitle = "x"\nsessions = [31]', "plan 1 (x), sessions 1", "is more than 30"),
        ('id = "x"\ntitle = "x"\nsessions = []', "plan 1 (x), sessions", "has no entry"),
        ('id = "x"\ntitle = "x"\nweeks = [0]', "plan 1 (x), weeks 1", "is less than 1"),
        ('id = "x"\ntitle = "x"\nweeks = [53]', "plan 1 (x), weeks 1", "is more than 52"),
        (
            'id = "x"\ntitle = "x"\nweeks = [2]\nsessions = [2]',
            "plan (x)",
            "has both sessions and weeks",
        ),
        (
            'id = "x"\ntitle = "x"\nsessions = [2, 3]',
            "plan (x), title",
            "is the same for every number",
        ),
        ('id = "x"\ntitle = "{n}"\nweeks = [2, 2]', "plan (x-2)", "is there 2 times"),
    ],
)
def test_a_faulty_plan_says_which_key_and_what_is_wrong(
    tmp_path: Path, head: str, key: str, problem: str
) -> None:
    assert only(write(tmp_path, plan(head=head))) == (key, problem)


@pytest.mark.parametrize("second", [step(), step(day="0"), step(at='"18:00"')])
def test_two_steps_on_a_day_or_out_of_their_order_are_a_mistake(
    tmp_path: Path, second: str
) -> None:
    key, problem = only(write(tmp_path, plan(step(), second)))
    assert (key, problem) == ("plan (own), step 2, day", "is not later than the step before")


def test_a_step_for_the_last_session_needs_a_course(tmp_path: Path) -> None:
    key, problem = only(write(tmp_path, plan(step(after='"last"'))))
    assert (key, problem) == ("plan (own), step 1, after", "is for courses only")


def test_a_plan_that_goes_on_for_more_than_a_year_is_a_mistake(tmp_path: Path) -> None:
    head = 'id = "x"\ntitle = "{n}"\nweeks = [1, 52]'
    assert check(write(tmp_path, plan(step(day="1"), head=head))) == []
    key, problem = only(write(tmp_path, plan(step(day="2"), head=head)))
    assert (key, problem) == ("plan (x)", "goes on for more than 365 days")


def test_too_many_or_no_steps_are_a_mistake(tmp_path: Path) -> None:
    thirteen = [step(day=str(day)) for day in range(13)]
    key, problem = only(write(tmp_path, plan(*thirteen)))
    assert (key, problem) == ("plan (own)", "has more than 12 steps")

    key, problem = only(write(tmp_path, '[[plan]]\nid = "own"\ntitle = "x"\nstep = []\n'))
    assert (key, problem) == ("plan 1 (own), step", "has no entry")


def test_no_plan_or_more_than_a_list_of_choices_holds_is_a_mistake(tmp_path: Path) -> None:
    assert only(write(tmp_path, "plan = []\n")) == ("plan", "has no entry")

    head = f'id = "x"\ntitle = "{{n}}"\nweeks = {list(range(1, 27))}'
    key, problem = only(write(tmp_path, plan(head=head)))
    assert key == "plan"
    assert problem.startswith("has 26 entries")


def test_an_id_that_two_plans_share_is_a_mistake_also_after_its_number_is_added(
    tmp_path: Path,
) -> None:
    numbered = plan(head='id = "x"\ntitle = "{n}"\nweeks = [2, 3]')
    plain = plan(head='id = "x-3"\ntitle = "Three"')
    assert only(write(tmp_path, numbered + plain)) == ("plan (x-3)", "is there 2 times")


def test_loading_refuses_a_faulty_plan_and_names_the_place(tmp_path: Path) -> None:
    with pytest.raises(ConfigError) as caught:
        Library.load(write(tmp_path, plan(step(at='"noon"'))))

    assert caught.value.key == "en/plans.toml: plan 1 (own), step 1, at"
    assert caught.value.problem == "is no time of day"
    assert '"10:00"' in caught.value.remedy


def test_a_clinics_own_translation_has_to_ask_the_same(tmp_path: Path) -> None:
    write(tmp_path, plan())
    write(tmp_path, plan(head='id = "own"\ntitle = "Unser"'), "de/plans.toml")
    assert check(tmp_path) == []

    write(tmp_path, plan(step(day="2")) + plan(head='id = "y"\ntitle = "y"'), "de/plans.toml")
    assert [(each.file, each.key, each.problem) for each in check(tmp_path)] == [
        ("de/plans.toml", "plan (own)", "is not the one of the English file"),
        ("de/plans.toml", "plan (y)", "is not the one of the English file"),
    ]


def test_with_a_faulty_english_file_its_translations_are_not_blamed(tmp_path: Path) -> None:
    write(tmp_path, plan(step(day="-1")))
    write(tmp_path, plan(), "de/plans.toml")
    assert only(tmp_path) == ("plan 1 (own), step 1, day", "is less than 0")
