import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.ids import OccurrenceId
from bot.errors import Bug
from bot.ui.custom_ids import (
    LARGEST_NUMBER,
    LONGEST_ID,
    PRESS_TEMPLATE,
    SELECT_TEMPLATE,
    AreaPress,
    OccurrencePress,
    encode,
    encode_select,
    parse,
    parse_area,
    parse_occurrence,
    parse_select,
)


def press(occurrence=812, step=1, action="done"):
    return OccurrencePress(OccurrenceId(occurrence), step, action)


def test_a_button_of_a_delivery_names_occurrence_step_and_action():
    assert encode(press()) == "v1:o:812.1:done"


def test_a_button_of_an_area_names_area_action_and_arguments():
    assert encode(AreaPress("join", "agree", ("12",))) == "v1:join:agree:12"


def test_an_area_button_may_have_no_argument():
    assert encode(AreaPress("panel", "start")) == "v1:panel:start"


@pytest.mark.parametrize(
    "made",
    [
        press(),
        press(occurrence=LARGEST_NUMBER, step=9_999, action="snooze_15"),
        AreaPress("join", "agree", ("12",)),
        AreaPress("settings", "zone", ("America/Argentina/Buenos_Aires",)),
        AreaPress("queue", "take", ("7", "x")),
    ],
)
def test_what_is_written_is_read_back_the_same(made):
    assert parse(encode(made)) == made


@given(
    st.integers(1, LARGEST_NUMBER),
    st.integers(1, 9_999),
    st.from_regex(r"[a-z][a-z0-9_-]{0,31}", fullmatch=True),
)
def test_every_delivery_button_is_read_back_and_short_enough(occurrence, step, action):
    made = press(occurrence, step, action)

    custom_id = encode(made)

    assert parse_occurrence(custom_id) == made
    assert len(custom_id) <= LONGEST_ID


@given(st.text(max_size=120))
def test_any_text_is_refused_or_is_the_one_spelling_of_a_press(text):
    read = parse(text)

    assert read is None or encode(read) == text


@pytest.mark.parametrize(
    "hostile",
    [
        "",
        "v1:o:812.1",
        "v1:o:812.1:",
        "v1:o:812:done",
        "v1:o:812.1:done:more",
        "v1:o:812.1.2:done",
        "v2:o:812.1:done",
        "V1:o:812.1:done",
        " v1:o:812.1:done",
        "v1:o:812.1:done\n",
        "v1:o:0.1:done",
        "v1:o:812.0:done",
        "v1:o:-1.1:done",
        "v1:o:+1.1:done",
        "v1:o:0812.1:done",
        "v1:o:812.01:done",
        "v1:o:812.10000:done",
        f"v1:o:{LARGEST_NUMBER + 1}.1:done",
        "v1:o:" + "9" * 5000 + ".1:done",
        "v1:o:٨١٢.1:done",
        "v1:o:812.१:done",
        "v1:o:²12.1:done",
        "v1:o:812.1:Done",
        "v1:o:812.1:dóne",
        "v1:o:812.1:" + "a" * 33,
    ],
)
def test_a_forged_delivery_button_is_refused(hostile):
    assert parse_occurrence(hostile) is None
    assert parse(hostile) is None


@pytest.mark.parametrize(
    "hostile",
    [
        "v1:join",
        "v1:join:",
        "v1::agree",
        "v1:join:agree:",
        "v1:join:agree::12",
        "v1:join:agree:1 2",
        "v1:join:agree:1\n",
        "v1:join:agree:ä",
        "v1:join:agree:١٢",
        f"v1:join:agree:{LARGEST_NUMBER + 1}",
        "v1:join:agree:" + ":".join(["12345678"] * 12),
    ],
)
def test_a_forged_area_button_is_refused(hostile):
    assert parse_area(hostile) is None
    assert parse(hostile) is None


def test_the_deliveries_own_letter_is_not_an_area():
    assert parse_area("v1:o:done") is None
    with pytest.raises(Bug):
        encode(AreaPress("o", "done"))


@pytest.mark.parametrize(
    "made",
    [
        press(occurrence=0),
        press(occurrence=LARGEST_NUMBER + 1),
        press(step=0),
        press(step=9_999 + 1),
        press(action="Done"),
        press(action="a:b"),
        press(action=""),
        AreaPress("join", "agree", ("",)),
        AreaPress("join", "agree", ("a:b",)),
        AreaPress("join", "agree", (str(LARGEST_NUMBER + 1),)),
        AreaPress("join", "agree", ("x" * 64, "y" * 64)),
    ],
)
def test_a_press_that_could_not_be_read_back_is_a_bug(made):
    with pytest.raises(Bug):
        encode(made)


def test_an_argument_is_read_as_a_number_only_when_it_is_one():
    made = AreaPress("queue", "take", ("12", "012", "x", "0"))

    assert [made.number(index) for index in range(5)] == [12, None, None, None, None]


@pytest.mark.parametrize("custom_id", ["v1:o:812.1:done", "v1:join:agree:12", "v1:o:0.0:x", "v1:x"])
def test_the_pattern_takes_every_button_of_this_version_readable_or_not(custom_id):
    assert re.fullmatch(PRESS_TEMPLATE, custom_id)


@pytest.mark.parametrize("custom_id", ["v2:o:812.1:done", "a3f5", "v1:", " v1:join:agree"])
def test_the_pattern_leaves_other_buttons_alone(custom_id):
    assert not re.fullmatch(PRESS_TEMPLATE, custom_id)


# Selects


def test_a_select_has_the_same_families_under_a_version_of_its_own():
    assert encode_select(press(action="where")) == "v1s:o:812.1:where"
    assert encode_select(AreaPress("safety", "clinic")) == "v1s:safety:clinic"


@pytest.mark.parametrize(
    "made", [press(action="where"), AreaPress("tension", "helped", ("12",)), AreaPress("a", "b")]
)
def test_a_selects_id_reads_back_as_it_was_made(made):
    assert parse_select(encode_select(made)) == made


def test_no_class_takes_the_others_id():
    for made in (press(), AreaPress("join", "agree", ("12",))):
        assert re.fullmatch(PRESS_TEMPLATE, encode(made))
        assert not re.fullmatch(SELECT_TEMPLATE, encode(made))
        assert re.fullmatch(SELECT_TEMPLATE, encode_select(made))
        assert not re.fullmatch(PRESS_TEMPLATE, encode_select(made))
        assert parse(encode_select(made)) is None
        assert parse_select(encode(made)) is None


def test_an_id_that_only_fits_a_button_is_too_long_for_a_select():
    longest = AreaPress("a", "b", ("x" * 64, "y" * (LONGEST_ID - len("v1:a:b::") - 64)))
    assert len(encode(longest)) == LONGEST_ID

    with pytest.raises(Bug):
        encode_select(longest)
    assert parse_select("v1s:" + encode(longest).removeprefix("v1:")) is None


@given(st.text(max_size=120))
def test_whatever_comes_back_as_a_selects_id_is_read_or_left(text):
    for custom_id in (text, f"v1s:{text}"):
        found = parse_select(custom_id)
        assert found is None or encode_select(found) == custom_id
