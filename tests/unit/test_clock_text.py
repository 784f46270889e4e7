"""Times of day and weekdays as people type them."""

from __future__ import annotations

import contextlib
import time as stopwatch
from datetime import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.clock_text import parse_days, parse_end_time, parse_time_of_day, parse_times
from bot.domain.quiet_hours import parse_quiet
from bot.domain.unaccented import unaccented
from bot.domain.weekday_names import ENGLISH, FRENCH, GERMAN, SPANISH
from bot.errors import InvalidInput

LANGUAGES = (ENGLISH, SPANISH, GERMAN, FRENCH)
modest = settings(derandomize=True, deadline=None, max_examples=200)
clock_like = st.text("0123456789:.hapm -–,monwedfriuy\0é", max_size=30)
LONG_AND_HOSTILE = ("9" * 100_000, " " * 100_000, "mon," * 30_000, "a\u0300" * 50_000, "-" * 9000)


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("9", "09:00"),
        ("09", "09:00"),
        ("09:00", "09:00"),
        ("9:05", "09:05"),
        ("9.30", "09:30"),
        ("0930", "09:30"),
        ("930", "09:30"),
        ("2145", "21:45"),
        ("9am", "09:00"),
        ("9 AM", "09:00"),
        ("9:30 pm", "21:30"),
        ("9:30p.m.", "21:30"),
        ("930pm", "21:30"),
        ("12am", "00:00"),
        ("12 pm", "12:00"),
        ("12:30am", "00:30"),
        ("21h30", "21:30"),
        ("21 h 30", "21:30"),
        ("21h", "21:00"),
        ("14 Uhr", "14:00"),
        ("14:30 Uhr", "14:30"),
        ("9 o'clock", "09:00"),
        ("noon", "12:00"),
        ("Midnight", "00:00"),
        ("mediodía", "12:00"),
        ("Mittag", "12:00"),
        ("midi", "12:00"),
        ("0", "00:00"),
        ("23:59", "23:59"),
        ("  7:15  ", "07:15"),
    ],
)
def test_a_time_is_read_as_people_type_it(typed, read):
    assert parse_time_of_day(typed) == time.fromisoformat(read)


@pytest.mark.parametrize(
    "typed",
    [
        "",
        " ",
        "24",
        "24:00",
        "25:00",
        "9:60",
        "9:5",
        "0am",
        "13pm",
        "21:00 pm",
        "9:00:00",
        "-9",
        "9-5",
        "9 30",
        "nine",
        "pm",
        "12345",
        "٩:٣٠",
        "9\0",
        "9;9",
        "9" * 21,
    ],
)
def test_what_is_no_time_is_refused_with_what_was_typed(typed):
    with pytest.raises(InvalidInput) as caught:
        parse_time_of_day(typed)

    assert caught.value.key == "time.not_understood"
    assert caught.value.params["typed"] == typed.strip()


@pytest.mark.parametrize("typed", ["24:00", "24", " 24h ", "midnight", "00:00"])
def test_as_the_end_of_a_window_24_00_is_the_midnight_after_it(typed):
    assert parse_end_time(typed) == time(0)


def test_any_other_end_of_a_window_is_read_as_a_time():
    assert parse_end_time("5pm") == time(17)
    with pytest.raises(InvalidInput):
        parse_end_time("24:30")


@pytest.mark.parametrize(
    ("typed", "days"),
    [
        ("weekdays", "01234"),
        ("Weekend", "56"),
        ("every day", "0123456"),
        ("Every  Day", "0123456"),
        ("daily", "0123456"),
        ("mon,wed,fri", "024"),
        ("Mon Wed", "02"),
        ("mon-fri", "01234"),
        ("Mon – Fri", "01234"),
        ("monday to thursday", "0123"),
        ("fri-mon", "4560"),
        ("wed-wed", "2"),
        ("sat, sun", "56"),
        ("Saturday and Sunday", "56"),
        ("mondays & thursdays", "03"),
        ("tues; thurs", "13"),
        ("mon/tue/mon", "01"),
        ("mon-wed, sat", "0125"),
        ("weekdays and sat", "012345"),
        ("Mo. Mi. Fr.", "024"),
        ("montags bis freitags", "01234"),
        ("täglich", "0123456"),
        ("lunes, miércoles y viernes", "024"),
        ("lunes a viernes", "01234"),
        ("todos los días", "0123456"),
        ("lundi et jeudi", "03"),
        ("lundi à mercredi", "012"),
        ("tous les jours", "0123456"),
        ("week-end", "56"),
        (",mon,,", "0"),
        ("Sonnabend", "5"),
        ("taeglich", "0123456"),
        ("cada día", "0123456"),
        ("chaque jour", "0123456"),
        ("from Monday to Friday", "01234"),
        ("von Montag bis Freitag", "01234"),
        ("de lunes a viernes", "01234"),
        ("del lunes al viernes, domingo", "012346"),
        ("du lundi au vendredi", "01234"),
    ],
)
def test_days_are_read_as_people_type_them(typed, days):
    assert parse_days(typed) == {int(day) for day in days}


@pytest.mark.parametrize(
    ("typed", "wrong"),
    [
        ("mon, wendsday, fri", "wendsday"),
        ("mon-fir", "mon-fir"),
        ("mon-wed-fri", "mon-wed-fri"),
        ("mon -", "mon-"),
        ("every tuesday", "every"),
        ("1,2", "1"),
        ("mon\0", "mon\0"),
        ("Mon " + "Frey" * 20, ("Frey" * 20)[:40]),
    ],
)
def test_the_first_wrong_word_is_named(typed, wrong):
    with pytest.raises(InvalidInput) as caught:
        parse_days(typed)

    assert caught.value.key == "days.not_understood"
    assert caught.value.params["typed"] == wrong


@pytest.mark.parametrize("typed", ["", "  ", ",", ", ;", "and"])
def test_a_list_without_a_day_is_refused(typed):
    with pytest.raises(InvalidInput) as caught:
        parse_days(typed)

    assert caught.value.key == "days.none"


def test_no_name_means_two_days():
    meanings = {}
    for table in LANGUAGES:
        for names, day in table.items():
            for name in names.split("|"):
                assert meanings.setdefault(unaccented(name), day) == day, name
        assert set(table.values()) == set(range(7))


@pytest.mark.parametrize("parse", [parse_time_of_day, parse_end_time, parse_days, parse_quiet])
@pytest.mark.parametrize("typed", LONG_AND_HOSTILE, ids=lambda typed: typed[:2])
def test_long_text_is_refused_quickly(parse, typed):
    started = stopwatch.process_time()

    with pytest.raises(InvalidInput) as caught:
        parse(typed)

    assert len(caught.value.params.get("typed", "")) <= 40
    assert stopwatch.process_time() - started < 0.1


@modest
@given(local=st.times().map(lambda t: t.replace(second=0, microsecond=0)))
def test_every_minute_of_the_day_is_read_back_in_each_notation(local):
    for notation in ("%H:%M", "%H.%M", "%Hh%M", "%H%M", "%I:%M %p", "%I:%M%p"):
        assert parse_time_of_day(local.strftime(notation)) == local


@modest
@given(days=st.frozensets(st.integers(0, 6), min_size=1), table=st.sampled_from(LANGUAGES))
def test_every_list_of_days_is_read_back(days, table):
    names = [names.rpartition("|")[2] for names, day in table.items() if day in days]

    assert parse_days(", ".join(names)) == days


@modest
@given(typed=clock_like | st.text(max_size=150))
def test_whatever_is_typed_is_read_or_refused(typed):
    for parse in (parse_time_of_day, parse_end_time, parse_days, parse_quiet):
        with contextlib.suppress(InvalidInput):
            parse(typed)


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("18:00", ["18:00"]),
        ("6 pm", ["18:00"]),
        ("18, 9:30", ["09:30", "18:00"]),
        ("9 am and 6 pm", ["09:00", "18:00"]),
        ("9 y 18", ["09:00", "18:00"]),
        ("9 Uhr und 18 Uhr", ["09:00", "18:00"]),
        ("9h et 18h", ["09:00", "18:00"]),
        ("09:00 18:00", ["09:00", "18:00"]),
        ("9h00 18h30", ["09:00", "18:30"]),
        ("noon; 18:00", ["12:00", "18:00"]),
        ("9, 09:00, 9 am", ["09:00"]),
        (" 8.30 & 17.15 ,", ["08:30", "17:15"]),
    ],
)
def test_several_times_are_read_in_order_each_once(typed: str, read: list[str]) -> None:
    assert [f"{local:%H:%M}" for local in parse_times(typed)] == read


@pytest.mark.parametrize(
    "typed", ["9 30", "9 am 6 pm", "", " , ", "9, soon", "24:00", "9:00-18:00"]
)
def test_what_may_be_several_times_or_none_is_refused(typed: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        parse_times(typed)

    assert refused.value.key == "time.not_understood"


@pytest.mark.parametrize("typed", LONG_AND_HOSTILE)
def test_a_list_of_times_that_is_too_long_is_refused_at_once(typed: str) -> None:
    begun = stopwatch.perf_counter()

    with pytest.raises(InvalidInput):
        parse_times(typed)

    assert stopwatch.perf_counter() - begun < 0.1


@modest
@given(clock_like)
def test_whatever_is_typed_as_times_is_read_or_refused(typed: str) -> None:
    with contextlib.suppress(InvalidInput):
        assert parse_times(typed) == tuple(sorted(set(parse_times(typed))))
