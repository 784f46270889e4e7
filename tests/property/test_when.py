"""Times as they are typed: nothing breaks, nothing is guessed, the documented is understood."""

from __future__ import annotations

import unicodedata
from datetime import UTC, date, datetime, timedelta
from time import perf_counter

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.domain.local_time import instant_of, local_of
from bot.domain.when import At, Refusal, read_when
from bot.domain.zones import zone
from tests.bench.when import HOSTILE
from tests.property.when_sentences import Sentence, meant, sentences
from tests.unit.when_table import BLOCKS

modest = settings(derandomize=True, deadline=None, max_examples=300)
LANGUAGES = ("en", "es", "de", "fr")
ZONES = (
    "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Africa/Casablanca", "Africa/Cairo",
    "America/Nuuk", "Asia/Kathmandu", "Pacific/Apia", "Pacific/Chatham", "UTC",
)  # fmt: skip
# Ten times what is promised: this guards against a catastrophe, the bench tells the figure.
LONGEST_S = 0.050

languages = st.sampled_from(LANGUAGES)
zones = st.sampled_from(ZONES).map(zone)
moments = st.builds(
    lambda day, second: (
        datetime(day.year, day.month, day.day, tzinfo=UTC) + timedelta(seconds=second)
    ),
    st.dates(date(2025, 1, 1), date(2032, 12, 31)),
    st.integers(0, 86_399),
)
WORDS = sorted({word for block in BLOCKS for text in block.answers for word in text.split()})
pieces = st.one_of(
    st.sampled_from(WORDS),
    st.integers(0, 2100).map(str),
    st.sampled_from((",", ".", ":", "-", "/", "h", "am", "pm", "9", "3", "27.11.", "9/5")),
)
jumbles = st.builds(
    lambda words, gap: gap.join(words)[:80],
    st.lists(pieces, max_size=12),
    st.sampled_from((" ", "", "  ")),
)
typed = st.one_of(jumbles, st.sampled_from(WORDS), st.text(max_size=100))


def stripped(text: str) -> str:
    plain = unicodedata.normalize("NFD", text)
    return "".join(c for c in plain if not unicodedata.combining(c))


@modest
@given(text=typed, language=languages, now_at=moments, in_zone=zones, past_ok=st.booleans())
@example("<t:99999999999999999999>", "en", datetime(2026, 1, 1, tzinfo=UTC), zone("UTC"), False)
@example("\N{ARABIC LIGATURE SALLALLAHOU ALAYHE WASALLAM}" * 80, "en",
         datetime(2026, 1, 1, tzinfo=UTC), zone("UTC"), False)  # fmt: skip
def test_whatever_is_typed_is_either_refused_or_a_time_within_its_bounds(
    text, language, now_at, in_zone, past_ok
):
    when = read_when(text, language=language, now_at=now_at, zone=in_zone, past_ok=past_ok)

    if isinstance(when, Refusal):
        return
    earliest_day = local_of(now_at, in_zone).date() - timedelta(days=14)
    assert when.at > now_at or (past_ok and when.local.date() >= earliest_day)
    assert when.at - now_at <= timedelta(days=5 * 365 + 2)
    if when.absolute:
        assert when.local == local_of(when.at, in_zone)
    else:
        assert when.local.second == when.local.microsecond == 0
        assert when.at == instant_of(when.local, in_zone)


@modest
@given(text=jumbles, language=languages, now_at=moments, past_ok=st.booleans())
def test_case_accents_and_outer_blanks_never_change_the_answer(text, language, now_at, past_ok):
    def read(variant):
        return read_when(
            variant, language=language, now_at=now_at, zone=zone("Europe/Berlin"), past_ok=past_ok
        )

    first = read(text)

    for variant in (text.upper(), text.title(), stripped(text), unicodedata.normalize("NFD", text)):
        # What grows past 80 characters is refused for that.
        assert len(variant) > 80 or read(variant) == first


@settings(modest, max_examples=1500)
@given(sentence=sentences(), now_at=moments, in_zone=zones, loud=st.booleans(), bare=st.booleans())
def test_the_documented_grammar_is_understood_as_the_model_has_it(
    sentence, now_at, in_zone, loud, bare
):
    text = sentence.text.upper() if loud else sentence.text
    text = stripped(text) if bare else text

    when = read_when(text, language=sentence.language, now_at=now_at, zone=in_zone)

    assert when == meant(sentence, now_at, in_zone)


@modest
@given(sentence=sentences(), now_at=moments, in_zone=zones)
def test_where_the_past_is_allowed_nothing_to_come_comes_otherwise_unless_it_is_refused(
    sentence, now_at, in_zone
):
    ahead = read_when(sentence.text, language=sentence.language, now_at=now_at, zone=in_zone)

    when = read_when(
        sentence.text, language=sentence.language, now_at=now_at, zone=in_zone, past_ok=True
    )

    moved_by_the_clock_alone = sentence.clock_min is not None and not names_a_day(sentence)
    if isinstance(when, At) and when.at > now_at and not moved_by_the_clock_alone:
        assert when == ahead


def names_a_day(sentence: Sentence) -> bool:
    named = (sentence.in_days, sentence.weekday, sentence.month_day, sentence.on)
    return any(each is not None for each in named)


@modest
@given(sentence=sentences(), word=st.sampled_from(("please", "?", "x", "or", "9-", "!", "oder")))
@pytest.mark.parametrize("before", [True, False])
def test_a_word_too_many_is_never_passed_over(before, sentence, word):
    text = f"{word} {sentence.text}" if before else f"{sentence.text} {word}"

    when = read_when(
        text,
        language=sentence.language,
        now_at=datetime(2026, 11, 23, 9, 15, tzinfo=UTC),
        zone=zone("Europe/Berlin"),
    )

    assert when is Refusal.NOT_UNDERSTOOD


def taken_s(text: str, language: str) -> float:
    started = perf_counter()
    read_when(text, language=language, now_at=datetime(2026, 11, 23, tzinfo=UTC), zone=zone("UTC"))
    return perf_counter() - started


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("text", HOSTILE)
def test_a_text_made_to_be_slow_is_not(text, language):
    assert min(taken_s(text[:80], language) for _ in range(3)) < LONGEST_S


@modest
@given(text=jumbles, language=languages)
def test_no_jumble_of_known_words_is_slow(text, language):
    assert min(taken_s(text, language) for _ in range(3)) < LONGEST_S
