"""Plans: ours, or a clinic's own in their place, in each language, and read again."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path
from types import MappingProxyType

from bot.content.library import Library, Shelf, check
from bot.content.mistake import Mistake
from bot.domain.course import Course
from bot.domain.plan import After, Ask, Plan, Step
from tests.unit.plan_files import plan, step, write

SHIPPED = Library.load()


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
