"""Settings as they are typed, and as a change keeps them."""

from __future__ import annotations

from datetime import time

import pytest

from bot.domain.member import Settings
from bot.domain.quiet_hours import DEFAULT_QUIET, QuietHours
from bot.domain.zones import zone
from bot.errors import InvalidInput
from bot.usecases.settings import from_json, limit_typed, to_json


@pytest.mark.parametrize(("typed", "limit"), [("1", 1), ("24", 24), (" 8 ", 8), ("08", 8)])
def test_a_limit_is_read_as_typed(typed: str, limit: int) -> None:
    assert limit_typed(typed) == limit


@pytest.mark.parametrize(
    "typed", ["", " ", "0", "25", "-1", "8.0", "eight", "²", "9" * 5000, "1_0"]
)
def test_what_is_no_limit_is_refused(typed: str) -> None:
    with pytest.raises(InvalidInput):
        limit_typed(typed)


@pytest.mark.parametrize("quiet", [None, DEFAULT_QUIET, QuietHours(time(0), time(23, 59))])
def test_settings_come_back_as_they_were_kept(quiet: QuietHours | None) -> None:
    before = Settings(zone("Asia/Kathmandu"), quiet, 24, discreet=False, fallback=True)

    assert from_json(to_json(before)) == before


@pytest.mark.parametrize("broken", [{}, {"zone": "Europe/Berlin"}, {"zone": 1}])
def test_what_was_never_kept_is_not_taken_for_settings(broken: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="not kept settings"):
        from_json(broken)


def test_settings_that_were_kept_before_there_were_languages_follow_the_client() -> None:
    kept = to_json(Settings(zone("Europe/Berlin"), None, 8, language="fr"))
    assert from_json(kept).language == "fr"
    del kept["language"]

    assert from_json(kept).language is None
