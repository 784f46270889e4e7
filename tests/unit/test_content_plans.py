"""Plans: ours, or a clinic's own in their place; a faulty file says what to mend."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path
from types import MappingProxyType

import pytest

from bot.content.library import Library, Shelf, check
from bot.content.mistake import Mistake
from bot.domain.course import Course
from bot.domain.plan import After, Ask, Plan, Step
from bot.errors import ConfigError

SHIPPED = Library.load()
STEP = {"day": "1", "at": '"10:00"', "ask": '"soreness"'}


def step(**changes: str | None) -> str:
    lines = {name: value for name, value in {**STEP, **changes}.items() if value is not None}
    return "\n[[plan.step]]\n" + "\n".join(f"{name} = {value}" for name, value in lines.items())


def plan(*steps: str, head: str = 'id = "own"\ntitle = "Our own"') -> str:
    return f"[[plan]]\n{head}\n" + "\n".join(steps or (step(),)) + "\n"


def write(folder: Path, text: str, name: str = "en/plans.toml") -> Path:
    (folder / name).parent.mkdir(exist_ok=True)
    (folder / name).write_text(text, encoding="utf-8")
    return folder


def only(folder: Path) -> tuple[str, str]:
    (mistake,) = check(folder)
    assert mistake.file == "en/plans.toml"
    assert mistake.remedy.endswith(".")
    return mistake.key, mistake.problem


def by_id(plan_id: str, library: Library = SHIPPED) -> Plan:
    found = library.plan(plan_id, "en")
    assert found is not None
    return found


# What we ship


def test_the_first_plan_is_the_one_after_a_session() -> None:
    first = SHIPPED.plans("en")[0]

    assert (first.id, first.title, first.sessions) == ("after-a-session", "After a session", None)
    assert first.steps == (
        Step(1, 600, Ask.SORENESS),
        Step(3, 600, Ask.SCORES),
        Step(7, 600, Ask.REVIEW),
        Step(21, 600, Ask.CONTINUE),
    )


def test_a_course_is_one_plan_for_each_length() -> None:
    courses = [plan for plan in SHIPPED.plans("en") if plan.sessions]

    assert [plan.sessions for plan in courses] == [3, 4, 5, 6, 8, 10, 12]
    assert by_id("course-6").title == "Course of 6 sessions"
    assert len({plan.steps for plan in courses}) == 1


def test_a_course_nudges_on_the_way_and_looks_back_at_its_end() -> None:
    def asked(place: int) -> list[Ask]:
        course = Course(place, 6)
        return [step.ask for step in by_id("course-6").steps if step.comes_after(course)]

    assert asked(1) == asked(5) == [Ask.SORENESS, Ask.BOOK_NEXT]
    assert asked(6) == [Ask.SORENESS, Ask.SCORES, Ask.REVIEW, Ask.CONTINUE]


def test_the_nudge_comes_before_the_week_is_over() -> None:
    (nudge,) = [step for step in by_id("course-6").steps if step.ask is Ask.BOOK_NEXT]
    assert nudge.day < 7


def test_checking_back_asks_once_after_so_many_weeks() -> None:
    assert by_id("check-back-8").title == "Check back after 8 weeks"
    assert by_id("check-back-8").steps == (Step(56, 600, Ask.CONTINUE),)
    assert by_id("check-back-26").steps[0].day == 182


def test_a_plan_that_was_taken_out_since_is_none() -> None:
    assert SHIPPED.plan("course-7", "en") is None
    assert SHIPPED.plan("course", "en") is None


def test_every_plan_begins_with_how_sore_somebody_is_or_weeks_later() -> None:
    for each in SHIPPED.plans("en"):
        assert each.steps[0].ask is Ask.SORENESS or each.steps[0].day >= 14


def test_all_plans_fit_into_one_list_of_choices() -> None:
    titles = [each.title for each in SHIPPED.plans("en")]
    assert len(titles) == len(set(titles)) <= 25


def test_the_shipped_file_is_a_clinics_starting_point_as_it_is(tmp_path: Path) -> None:
    write(tmp_path, (files("bot.content") / "en" / "plans.toml").read_text(encoding="utf-8"))

    assert check(tmp_path) == []
    assert Library.load(tmp_path).plans("en") == SHIPPED.plans("en")


@pytest.mark.parametrize("locale", ["de", "es", "fr"])
def test_a_shipped_translation_asks_what_the_english_plans_ask(locale: str) -> None:
    theirs, ours = SHIPPED.plans(locale), SHIPPED.plans("en")
    assert [each.id for each in theirs] == [each.id for each in ours]
    # Where one asked otherwise, the English plan would stand in its place.
    assert not {each.title for each in theirs} & {each.title for each in ours}


# A clinic's own


def test_a_clinics_plans_stand_in_for_ours_and_our_cards_stay(tmp_path: Path) -> None:
    late = step(day="2", at='"09:30"', ask='"review"', text='"  And now?  "')
    library = Library.load(write(tmp_path, plan(step(), late)))

    own = Plan(
        "own",
        "Our own",
        (Step(1, 600, Ask.SORENESS), Step(2, 570, Ask.REVIEW, text="And now?")),
    )
    assert library.plans("en") == (own,)
    assert library.plan("after-a-session", "en") is None
    assert library.cards("en") == SHIPPED.cards("en")


def test_the_bounds_themselves_are_fine(tmp_path: Path) -> None:
    twelve = [step(day=str(day), ask='"review"') for day in (*range(11), 365)]
    twelve[0] = step(day="0", at='"00:00"')
    twelve[1] = step(day="1", at='"23:59"')
    assert check(write(tmp_path, plan(*twelve))) == []


def test_steps_for_the_last_and_for_other_sessions_may_share_a_day(tmp_path: Path) -> None:
    head = 'id = "course"\ntitle = "Course of {n}"\nsessions = [2, 30]'
    steps = (step(after='"not_last"'), step(after='"last"', ask='"review"'))

    library = Library.load(write(tmp_path, plan(*steps, head=head)))

    assert [each.after for each in by_id("course-30", library).steps] == [
        After.NOT_LAST,
        After.LAST,
    ]


def test_a_single_length_needs_no_number_in_its_title(tmp_path: Path) -> None:
    head = 'id = "course"\ntitle = "The course"\nsessions = [5]'
    library = Library.load(write(tmp_path, plan(head=head)))
    assert [(each.id, each.title) for each in library.plans("en")] == [("course-5", "The course")]


# Mistakes


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


# Languages


def in_languages(english: Plan, german: Plan) -> Library:
    english_shelf = Shelf({}, {}, MappingProxyType({english.id: english}))
    return Library({"en": english_shelf, "de": Shelf({}, {}, {german.id: german})})


def test_a_plan_is_read_in_the_words_of_a_language_that_has_the_same_plan() -> None:
    german = Plan("own", "Unser eigener", (Step(1, 600, Ask.SORENESS),))
    library = in_languages(Plan("own", "Our own", german.steps), german)

    assert library.plan("own", "de-AT") == german
    assert [each.title for each in library.plans("de")] == ["Unser eigener"]
    assert [each.title for each in library.plans("en")] == ["Our own"]


def test_a_translation_of_another_plan_is_not_used() -> None:
    german = Plan("own", "Unser eigener", (Step(2, 600, Ask.SORENESS),))
    english = Plan("own", "Our own", (Step(1, 600, Ask.SORENESS),))

    assert in_languages(english, german).plan("own", "de") == english


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


# Reading again


def test_reading_again_takes_what_is_new_for_all_who_hold_the_library(tmp_path: Path) -> None:
    library = Library.load(write(tmp_path, plan()))
    write(tmp_path, plan(head='id = "new"\ntitle = "New"'))

    assert library.reload(tmp_path) == []
    assert [each.id for each in library.plans("en")] == ["new"]


def test_reading_a_faulty_file_again_keeps_the_last_good_one(tmp_path: Path) -> None:
    library = Library.load(write(tmp_path, plan()))
    write(tmp_path, plan(step(day="366")))

    (mistake,) = library.reload(tmp_path)

    assert isinstance(mistake, Mistake)
    assert mistake.place == "en/plans.toml: plan 1 (own), step 1, day"
    assert [each.id for each in library.plans("en")] == ["own"]
    write(tmp_path, plan(step(day="2")))
    assert library.reload(tmp_path) == []
    assert by_id("own", library).steps[0].day == 2


def test_reading_again_without_a_folder_brings_ours(tmp_path: Path) -> None:
    library = Library.load(write(tmp_path, plan()))
    assert library.reload() == []
    assert library.plans("en") == SHIPPED.plans("en")
