"""The cards of /tension on and off."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, time

from bot.domain.ids import ChangeId, MemberId
from bot.domain.member import Member
from bot.domain.quiet_hours import QuietHours
from bot.domain.times import Arrival
from bot.texts.catalogue import Catalogue
from bot.ui.changes import off_card
from bot.ui.timed import on_card
from bot.usecases.switching import SwitchedOff
from bot.usecases.timed import TimedOn
from tests.unit.views import buttons, texts
from tests.usecases.check_ins import at
from tests.usecases.people import DEFAULTS, MIA

LANGUAGE = Catalogue.load().language("en")
CHANGE = ChangeId(7)
MEMBER = Member(MemberId(1), MIA, None, "en", DEFAULTS, None, None, None)


def arrival(text: str, set_for: str | None = None) -> Arrival:
    """When it comes, by Berlin's winter clock, and the time it was set for if it waits."""
    local = datetime.fromisoformat(text)
    slot = local if set_for is None else datetime.fromisoformat(set_for)
    return Arrival(local.replace(hour=local.hour - 1, tzinfo=UTC), slot, set_for is not None)


ON = TimedOn(
    kind="tension",
    wish=at("18:00"),
    member=MEMBER,
    coming=(
        arrival("2026-11-23 18:00"),
        arrival("2026-11-24 18:00"),
        arrival("2026-11-25 18:00"),
    ),
    waiting=(),
    posture=None,
    change_id=CHANGE,
)


def shown(**changed: object) -> str:
    return texts(on_card(LANGUAGE, replace(ON, **changed)))  # type: ignore[arg-type]


def labels(**changed: object) -> list[str | None]:
    view = on_card(LANGUAGE, replace(ON, **changed))  # type: ignore[arg-type]
    return [button.label for button in buttons(view)]


def test_on_says_when_they_come_and_that_each_is_two_taps() -> None:
    assert "At 18:00, every day. Two taps each: how tight you feel, and how stressed." in shown()
    assert "- Mon 23 Nov, 18:00 (<t:1795453200:R>)\n- Tue 24 Nov, 18:00" in shown()
    assert labels() == ["Undo"]


def test_several_times_and_some_days_are_named_in_words() -> None:
    wish = at("09:00", "13:30", "18:00", days=(0, 2))

    assert "At 09:00, 13:30 and 18:00, Mon, Wed." in shown(wish=wish)


def test_what_waits_says_so_beside_its_time_and_below() -> None:
    held = (arrival("2026-11-24 08:00", "2026-11-23 21:00"),)

    one = shown(coming=held, waiting=(time(21),))
    two = shown(coming=held, waiting=(time(21), time(23)))

    assert "- Tue 24 Nov, 08:00 (set for 21:00)" in one
    assert "21:00 is in your quiet hours (20:00-08:00), so it waits until 08:00." in one
    assert "21:00 and 23:00 are in your quiet hours (20:00-08:00)" in two
    assert "come as one" in two
    assert labels(coming=held, waiting=(time(21),)) == ["Change quiet hours", "Undo"]


def test_nothing_waits_where_there_are_no_quiet_hours() -> None:
    awake = replace(MEMBER, settings=replace(DEFAULTS, quiet=None))

    assert "quiet hours" not in shown(member=awake)


def test_what_is_left_for_posture_is_said_with_the_limit_they_share() -> None:
    said = shown(posture=6)

    assert "Both kinds share your daily limit of 8. So you now get 6 posture check-ins" in said
    assert "1 posture check-in a day" in shown(posture=1)
    assert "posture" not in shown()


def test_a_quiet_hour_that_ends_elsewhere_is_named_as_it_is() -> None:
    night = replace(MEMBER, settings=replace(DEFAULTS, quiet=QuietHours(time(22), time(6, 30))))

    assert "(22:00-06:30), so it waits until 06:30" in shown(member=night, waiting=(time(23),))


def test_off_can_be_undone_and_says_that_answers_are_kept() -> None:
    view = off_card(LANGUAGE, SwitchedOff("tension", CHANGE))

    assert "your answers are kept" in texts(view)
    assert [button.label for button in buttons(view)] == ["Undo"]


def test_off_when_they_were_not_on_says_so_and_how_to_get_them() -> None:
    view = off_card(LANGUAGE, SwitchedOff("tension", None))

    assert "were not on, so nothing has changed" in texts(view)
    assert buttons(view) == []
