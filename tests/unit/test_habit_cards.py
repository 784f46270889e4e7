"""What prompts that adapt say, and the buttons that carry an offer."""

from __future__ import annotations

from datetime import datetime, time

import discord
import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from bot.domain.better_hours import BetterHours
from bot.domain.ids import ChangeId, OccurrenceId
from bot.texts.catalogue import Catalogue
from bot.ui.custom_ids import LONGEST_ID, AreaPress, OccurrencePress, parse_area
from bot.ui.deliveries import new_look
from bot.ui.habits import (
    HabitOutcome,
    answered_card,
    ask_card,
    habit_text,
    offer_buttons,
    offer_text,
    offered_minutes,
    offered_on,
    times_text,
)
from bot.usecases.habits import KeptAsTheyAre, LessOften
from bot.usecases.hours import TimesLeft, TimesMoved
from bot.usecases.press_results import Answered, SkippedToday
from tests.unit.views import buttons, texts

LANGUAGE = Catalogue.load().language("en")
NEXT = datetime(2026, 11, 24, 9, 0)  # noqa: DTZ001 - a wall time
LATER = datetime(2026, 11, 24, 11, 0)  # noqa: DTZ001 - a wall time
CHANGE = ChangeId(7)
OFFER = BetterHours((540, 600), (time(9), time(11, 15)))
PRESS = OccurrencePress(OccurrenceId(812), 2, "done")


@pytest.mark.parametrize(
    ("outcome", "said"),
    [
        (
            KeptAsTheyAre(NEXT, CHANGE),
            (
                "Thank you. They go on as they are, and you won't be asked again. "
                "Next one: Tue 24 Nov, 09:00."
            ),
        ),
        (
            KeptAsTheyAre(None, CHANGE),
            "Thank you. They go on as they are, and you won't be asked again.",
        ),
        (
            LessOften(2, (NEXT, LATER), CHANGE),
            "All right, from now on 2 come a day. Next: Tue 24 Nov, 09:00; Tue 24 Nov, 11:00.",
        ),
        (
            LessOften(1, (NEXT,), CHANGE),
            "All right, from now on one comes a day. Next: Tue 24 Nov, 09:00.",
        ),
        (
            LessOften(2, (NEXT,), None),
            "2 come a day already, so nothing has changed. Next: Tue 24 Nov, 09:00.",
        ),
        (
            LessOften(1, (NEXT,), None),
            (
                "One comes a day, which is the least there can be. To end them, press “Stop”. "
                "Next: Tue 24 Nov, 09:00."
            ),
        ),
        (
            TimesMoved((540, 1500), (NEXT,), CHANGE),
            (
                "All right. Today stays as it is. From the next day on, they come at 09:00, 01:00. "
                "Next: Tue 24 Nov, 09:00."
            ),
        ),
        (TimesMoved((540,), (NEXT,), None), "Your times are there already: 09:00."),
        (TimesLeft(CHANGE), "All right, your times stay. You won't be asked again."),
    ],
)
def test_every_outcome_says_what_happened_and_what_comes(outcome: HabitOutcome, said: str) -> None:
    assert habit_text(LANGUAGE, outcome) == said


def test_where_no_time_is_left_less_often_says_that_none_comes() -> None:
    assert habit_text(LANGUAGE, LessOften(0, (), None)) == LANGUAGE.say("settings.none_come")


def test_an_offer_names_the_hours_or_that_there_are_several() -> None:
    narrow = offer_text(LANGUAGE, OFFER)
    scattered = offer_text(LANGUAGE, BetterHours((540, 600), None))

    assert narrow == (
        "You mostly answer between 09:00 and 11:15. Move your times there? "
        "They would be: 09:00, 10:00."
    )
    assert scattered.startswith("You answer more often at some hours than at others.")
    assert scattered.endswith("They would be: 09:00, 10:00.")


def test_times_after_midnight_are_read_off_the_clock() -> None:
    assert times_text(LANGUAGE, (1410, 1455)) == "23:30, 00:15"


# The offer's buttons


@pytest.mark.parametrize("outcome", [Answered, SkippedToday])
def test_an_offer_stands_on_the_answered_message_with_its_buttons_and_stop(
    outcome: type[Answered | SkippedToday],
) -> None:
    noted = Answered(NEXT, OFFER) if outcome is Answered else SkippedToday(NEXT, OFFER)
    look = new_look(LANGUAGE, PRESS, [discord.Embed(description="Roll.")], noted)

    lines = (look["embed"].description or "").splitlines()
    assert lines[0] == "Roll."
    assert lines[-1] == f"> {offer_text(LANGUAGE, OFFER)}"
    assert [item.item.label for item in look["view"].children] == [  # type: ignore[attr-defined]
        "Move them",
        "Leave them",
        "Stop",
    ]


minutes = st.lists(st.integers(0, 2879), min_size=1, max_size=24).map(tuple)


@hypothesis_settings(derandomize=True, deadline=None, max_examples=100)
@given(offered=minutes, occurrence=st.integers(1, 2**53), step=st.integers(1, 999))
def test_what_a_button_takes_is_what_was_read(
    offered: tuple[int, ...], occurrence: int, step: int
) -> None:
    press = OccurrencePress(OccurrenceId(occurrence), step, "done")
    take, leave = offer_buttons(LANGUAGE, press, BetterHours(offered, None))

    for item in (take, leave):
        custom_id = item.item.custom_id  # type: ignore[attr-defined]
        assert len(custom_id) <= LONGEST_ID
        read = parse_area(custom_id)
        assert read is not None
        where = offered_on(read)
        assert where is not None
        assert (where.occurrence_id, where.step) == (occurrence, step)
        if read.action == "move":
            assert offered_minutes(read) == offered


@pytest.mark.parametrize(
    "args",
    [(), ("812.2",), ("812.2", "8"), ("812.2", "8é"), ("812.2", "8!"), ("812.2", "")],
)
def test_a_button_that_we_never_made_offers_nothing(args: tuple[str, ...]) -> None:
    assert offered_minutes(AreaPress("posture", "move", args)) is None


@pytest.mark.parametrize("where", ["", "812", "812.", "0.1", "x.1", "812.2:stop"])
def test_a_button_on_no_message_is_none_of_ours(where: str) -> None:
    assert offered_on(AreaPress("posture", "move", (where,))) is None


# The question on a card


@pytest.mark.parametrize(("times", "half"), [(8, "4"), (5, "2"), (1, "1"), (0, "1")])
def test_the_card_says_to_how_many_less_often_would_go(times: int, half: str) -> None:
    card = ask_card(LANGUAGE, times)

    presses = [parse_area(one.custom_id or "") for one in buttons(card)]
    assert [one.label for one in buttons(card)] == [
        "Keep, I just don't press",
        "Less often",
        "Stop",
    ]
    assert presses[1] == AreaPress("posture", "less", (half,))


def test_an_answer_on_a_card_can_be_undone_or_leaves_stop() -> None:
    done = answered_card(LANGUAGE, LessOften(2, (NEXT,), CHANGE))
    least = answered_card(LANGUAGE, LessOften(1, (NEXT,), None))

    assert "from now on 2 come a day" in texts(done)
    assert [one.label for one in buttons(done)] == ["Undo"]
    assert [one.label for one in buttons(least)] == ["Stop"]
