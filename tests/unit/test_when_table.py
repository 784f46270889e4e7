"""What people type, against the table that was written before the grammar."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime

import pytest

from bot.domain.when import At, read_when
from bot.domain.zones import zone
from tests.unit.when_table import BLOCKS

SAID = [
    pytest.param(block, text, answer, id=f"{block.language}-{text or 'nothing'}")
    for block in BLOCKS
    for text, answer in block.answers.items()
]


@pytest.mark.parametrize(("block", "text", "answer"), SAID)
def test_what_is_typed_means_what_the_table_says(block, text, answer):
    in_zone = zone(block.zone)
    now_at = datetime.fromisoformat(block.local_now).replace(tzinfo=in_zone).astimezone(UTC)

    when = read_when(
        text, language=block.language, now_at=now_at, zone=in_zone, past_ok=block.past_ok
    )

    if answer.endswith("Z"):
        assert isinstance(when, At)
        assert when.at == datetime.fromisoformat(answer)
    elif isinstance(when, At):
        assert f"{when.local:%Y-%m-%d %H:%M}" == answer
        assert when.at.astimezone(in_zone).replace(tzinfo=None) == when.local
    else:
        assert when.value.replace("_", " ") == answer


def test_the_table_is_even_over_the_languages_and_large_enough():
    counts = Counter({b.language: 0 for b in BLOCKS})
    for block in BLOCKS:
        counts[block.language] += len(block.answers)

    assert sum(counts.values()) >= 400
    assert max(counts.values()) <= 1.5 * min(counts.values())
