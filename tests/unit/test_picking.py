"""The next text: never the last one again, even over time, and always the same for a seed."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.picking import pick

IDS = tuple(f"prompt-{number}" for number in range(18))


@given(st.lists(st.text(), min_size=2, unique=True), st.text(), st.data())
def test_the_same_one_never_comes_twice_in_a_row(
    ids: list[str], seed: str, data: st.DataObject
) -> None:
    last = data.draw(st.sampled_from(ids))
    assert pick(ids, last, seed) in set(ids) - {last}


@given(st.lists(st.text(), min_size=1, unique=True), st.none() | st.text(), st.text())
def test_a_seed_always_gives_the_same_answer(ids: list[str], last: str | None, seed: str) -> None:
    assert pick(ids, last, seed) == pick(tuple(ids), last, seed)


def test_an_answer_is_the_same_on_every_machine() -> None:
    assert [pick(IDS, None, str(seed)) for seed in (1, 2, 3)] == [
        "prompt-8",
        "prompt-14",
        "prompt-13",
    ]


def test_over_time_every_text_comes_equally_often() -> None:
    last, seen = None, Counter[str]()
    for number in range(18_000):
        last = pick(IDS, last, str(number))
        seen[last] += 1

    # 1,000 each are expected; five standard deviations are about 155.
    assert min(seen.values()) > 845
    assert max(seen.values()) < 1_155


def test_one_text_alone_comes_again_rather_than_none() -> None:
    assert pick(["only"], "only", "x") == "only"


def test_a_last_one_that_was_taken_out_since_changes_nothing() -> None:
    assert pick(IDS, "gone", "7") == pick(IDS, None, "7")


def test_nothing_to_pick_from_is_refused() -> None:
    with pytest.raises(ValueError, match="nothing"):
        pick([], None, "x")
