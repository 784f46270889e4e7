"""The cards of /remind, /reminders and /pause, in every language and at their fullest."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.clock_text import parse_days, parse_time_of_day
from bot.domain.ids import ChangeId, ScheduleId
from bot.domain.member import Settings
from bot.domain.occurrence import Missed, State
from bot.domain.pause import WITHOUT_END_AT
from bot.domain.posture import DEFAULT_DAYS, PostureWish
from bot.domain.reminder import LONGEST_TEXT, ReminderWish
from bot.domain.rule import MonthDay, Occasion, Rule
from bot.domain.times import TimesWish
from bot.domain.when import Repeat
from bot.domain.zones import zone
from bot.errors import InvalidInput
from bot.kinds import KINDS
from bot.store.schedules import Schedule
from bot.texts.catalogue import Catalogue
from bot.ui.cards import LONGEST_TEXT as LONGEST_CARD
from bot.ui.edit_forms import days_as_typed, every_typed, posture_form, times_form
from bot.ui.one_reminder import SLOT, done_card, one_card, slot_of
from bot.ui.pausing import paused_card, resumed_card
from bot.ui.remind import reminded_card, reminder_form
from bot.ui.reminders import ENTRIES_A_PAGE, LONGEST_TITLE, list_card, shortened
from bot.usecases.controlling import Control, Controlled
from bot.usecases.pausing import Paused, Resumed
from bot.usecases.reminders import Entry, OneReminder, Reminders, Standing
from bot.usecases.reminding import Reminded
from tests.unit.views import buttons, texts

catalogue = Catalogue.load()
english = catalogue.language("en")
every_language = pytest.mark.parametrize("code", catalogue.codes)

NOW_AT = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
SLOT_AT = datetime.fromisoformat("2026-11-30T09:00")
SETTINGS = Settings(zone("America/Argentina/ComodRivadavia"), None, 8)
FULL = ReminderWish("*" * LONGEST_TEXT, Repeat.MONTHLY, local_first=SLOT_AT)
RULE = Rule(MonthDay(30), (540,))


def schedule(number: int = 1, status: str = "active", wish: ReminderWish = FULL) -> Schedule:
    return Schedule(
        id=ScheduleId(2**53 + number),
        kind="reminder",
        wish=wish.to_wish(),
        rule=RULE,
        status=status,
        end_reason=None,
        clinic_id=None,
        local_next_slot=SLOT_AT,
        next_due_at=NOW_AT,
        local_last_slot=None,
    )


def entry(number: int = 1, standing: Standing = Standing.ON) -> Entry:
    at = NOW_AT + timedelta(days=1) if standing is Standing.ON else None
    return Entry(schedule(number), standing, at)


def missed(state: State) -> Missed:
    return Missed("reminder", FULL.to_wish(), RULE, state, 9, NOW_AT)


def fullest() -> Reminders:
    """As much as a page can hold, seven times."""
    states = (State.UNREACHABLE, State.FAILED, State.STALE, State.DROPPED, State.STALE)
    return Reminders(
        settings=SETTINGS,
        entries=tuple(entry(number) for number in range(50)),
        missed=tuple(map(missed, states)),
        paused_until_at=NOW_AT + timedelta(hours=1),
    )


# The list.


@every_language
@pytest.mark.parametrize("page", [1, 4, 7])
def test_the_fullest_page_is_within_discords_limits(code: str, page: int) -> None:
    view = list_card(catalogue.language(code), KINDS, fullest(), page)

    assert view.content_length() <= LONGEST_CARD
    assert view.total_children_count <= 40


@pytest.mark.parametrize(("asked", "shown"), [(-3, 1), (0, 1), (1, 1), (7, 7), (8, 7), (999, 7)])
def test_a_page_there_is_not_gives_way_to_the_nearest(asked: int, shown: int) -> None:
    assert f"(page {shown} of 7)" in texts(list_card(english, KINDS, fullest(), asked))


def test_every_entry_is_on_one_page_with_a_button_of_its_own() -> None:
    ids = [
        button.custom_id
        for page in range(1, 8)
        for button in buttons(list_card(english, KINDS, fullest(), page))
        if button.label == "Open"
    ]

    assert len(ids) == len(set(ids)) == 50
    assert ENTRIES_A_PAGE * 6 < 50


def test_the_ends_of_the_list_turn_only_inwards() -> None:
    first, last = (list_card(english, KINDS, fullest(), page) for page in (1, 7))

    assert {"Next"} == {b.label for b in buttons(first)} & {"Next", "Previous"}
    assert {"Previous"} == {b.label for b in buttons(last)} & {"Next", "Previous"}


def test_a_long_title_is_cut_and_never_in_the_middle_of_what_keeps_it_harmless() -> None:
    cut = shortened("\\*" * LONGEST_TEXT)

    assert len(cut) <= LONGEST_TITLE
    assert cut.endswith("*…")
    assert shortened("tea") == "tea"


@pytest.mark.parametrize(
    ("standing", "said"),
    [
        (Standing.PAUSED, "Paused. It waits for you to resume it."),
        (Standing.SILENT, "Waits for your answer."),
        (Standing.NEVER, "so none will come"),
    ],
)
def test_what_does_not_come_says_why(standing: Standing, said: str) -> None:
    shown = Reminders(SETTINGS, (entry(1, standing),), (), None)

    assert said in texts(list_card(english, KINDS, shown, 1))


# One of them.


def one(standing: Standing = Standing.ON, wish: ReminderWish = FULL) -> OneReminder:
    status = "paused" if standing is Standing.PAUSED else "active"
    at = NOW_AT if standing is Standing.ON else None
    shown = Entry(schedule(1, status, wish), standing, at)
    return OneReminder(SETTINGS, shown, (SLOT_AT,) * 3, WITHOUT_END_AT)


@every_language
@pytest.mark.parametrize("standing", list(Standing))
def test_the_fullest_one_is_within_discords_limits(code: str, standing: Standing) -> None:
    view = one_card(catalogue.language(code), KINDS, one(standing), 7)

    assert view.content_length() <= LONGEST_CARD
    assert all(len(button.label or "") <= 80 for button in buttons(view))


def test_a_paused_one_offers_to_resume_and_nothing_to_skip() -> None:
    labels = [button.label for button in buttons(one_card(english, KINDS, one(Standing.PAUSED), 1))]

    assert labels == ["Edit", "Resume", "Delete", "All of them"]


@pytest.mark.parametrize("text", ["", "x", "2026", "202613010000", "2026113009", "1T09:00"])
def test_what_is_no_slot_is_read_as_none(text: str) -> None:
    assert slot_of(text) is None


def test_a_slot_comes_back_from_its_button() -> None:
    assert slot_of(SLOT_AT.strftime(SLOT)) == SLOT_AT


@every_language
@pytest.mark.parametrize("control", list(Control))
@pytest.mark.parametrize("change_id", [None, ChangeId(5)])
def test_every_control_answers_in_every_language(
    code: str, control: Control, change_id: ChangeId | None
) -> None:
    language = catalogue.language(code)
    done = Controlled(
        control, ScheduleId(1), "reminder", FULL.to_wish(), RULE, SLOT_AT, change_id, SLOT_AT
    )

    view = done_card(language, KINDS, done)

    assert texts(view)
    undo = language.say("label.undo")
    assert (undo in [button.label for button in buttons(view)]) is (change_id is not None)


# Setting and changing.


def reminded(wish: ReminderWish, rule: Rule | None) -> Reminded:
    coming = tuple(Occasion(SLOT_AT, NOW_AT + timedelta(days=n)) for n in range(3))
    return Reminded(
        ScheduleId(2**53), wish, rule, coming, SETTINGS.zone, WITHOUT_END_AT, ChangeId(2**53)
    )


@every_language
def test_the_fullest_answer_is_within_discords_limits(code: str) -> None:
    view = reminded_card(catalogue.language(code), reminded(FULL, RULE))

    assert view.content_length() <= LONGEST_CARD


def test_a_moment_that_stays_says_so_and_a_day_that_moves_does_not() -> None:
    fixed = ReminderWish("tea", Repeat.NONE, fixed_at=NOW_AT)

    assert "exact moment" in texts(reminded_card(english, reminded(fixed, None)))
    assert "exact moment" not in texts(reminded_card(english, reminded(FULL, RULE)))


@every_language
def test_the_forms_are_within_discords_limits(code: str) -> None:
    language = catalogue.language(code)
    posture = PostureWish(45, parse_time_of_day("9"), parse_time_of_day("17"), DEFAULT_DAYS)
    tension = TimesWish((parse_time_of_day("9"),), DEFAULT_DAYS)

    async def nothing(*_: object) -> None:
        """Nobody sends them here."""

    for form in (
        reminder_form(language, FULL, "x" * 80, nothing),
        posture_form(language, posture, nothing),
        times_form(language, "tension", tension, nothing),
    ):
        data = form.to_dict()
        assert len(data["title"]) <= 45
        for part in data["components"]:
            assert len(part["label"]) <= 45
            assert len(part["description"]) <= 100


@every_language
@pytest.mark.parametrize("days", [{0}, {0, 1, 2, 3, 4}, {5, 6}, {0, 2, 4}, set(range(7))])
def test_the_days_that_stand_in_a_form_can_be_sent_as_they_are(code: str, days: set[int]) -> None:
    words = days_as_typed(catalogue.language(code), frozenset(days))

    assert parse_days(words) == days


def test_a_rhythm_that_is_not_offered_is_refused() -> None:
    assert every_typed("45") == 45
    for typed in ("", "44", "45.0", "x"):
        with pytest.raises(InvalidInput):
            every_typed(typed)


# A pause.


@every_language
def test_a_pause_with_and_without_an_end_is_told(code: str) -> None:
    language = catalogue.language(code)
    ending = texts(paused_card(language, Paused(SETTINGS, NOW_AT, ChangeId(1))))
    endless = texts(paused_card(language, Paused(SETTINGS, WITHOUT_END_AT, None)))

    assert "05:00" in ending
    assert "/resume" in endless
    assert "9000" not in endless


def test_the_end_of_a_pause_names_what_comes_next() -> None:
    shown = texts(resumed_card(english, Resumed(SLOT_AT, ChangeId(1))))

    assert shown.endswith("Next one: Mon 30 Nov, 09:00.")
