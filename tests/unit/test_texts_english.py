"""The English texts: within Discord's limits, neutral where they have to be, hedged as meant."""

from __future__ import annotations

import re
from importlib.resources import files

import pytest

from bot.texts.catalogue import Catalogue
from bot.texts.po import read_language

TEXTS, MISTAKES = read_language(files("bot.texts") / "en", "en")
SAY = Catalogue.load().language("en").say

# Anything of a clinic, a treatment, the body, a feeling or a score.
TELLING = re.compile(
    r"clinic|massag|therap|treat|session|doctor|health|medic|appointment|book|posture|tension|"
    r"stress|relax|pain|sore|ache|hurt|spasm|muscle|neck|shoulder|back|head|jaw|arm|hand|wrist|"
    r"body|breath|stretch|move|exercis|feel|score|scale|rate|check|follow|symptom|warning|sign|"
    r"crisis|emergency|\d",
    re.IGNORECASE,
)


def below(prefix: str) -> dict[str, str]:
    return {key: entry.forms[0] for key, entry in TEXTS.items() if key.startswith(prefix)}


def test_the_shipped_texts_have_no_mistake() -> None:
    assert MISTAKES == []


@pytest.mark.parametrize("text", below("delivery.neutral.").values())
def test_a_neutral_line_tells_a_lock_screen_nothing(text: str) -> None:
    assert not TELLING.search(text)
    assert len(text) <= 60


def test_there_are_several_neutral_lines_and_none_asks_for_a_parameter() -> None:
    assert len(below("delivery.neutral.")) >= 4
    assert not any(TEXTS[key].params for key in below("delivery.neutral."))


def test_the_word_list_catches_what_a_lock_screen_may_not_say() -> None:
    for telling in ("Your neck check-in", "Massage at 10", "Time to move", "A note on your score"):
        assert TELLING.search(telling)


@pytest.mark.parametrize(("prefix", "most"), [("cmd.", 100), ("label.", 80)])
def test_what_stands_on_a_command_or_a_button_fits_and_is_always_the_same(
    prefix: str, most: int
) -> None:
    found = {key: TEXTS[key] for key in below(prefix)}

    assert [key for key, entry in found.items() if not 1 <= len(entry.forms[0]) <= most] == []
    assert [key for key, entry in found.items() if entry.params] == []


@pytest.mark.parametrize(
    "label",
    [
        "Agree and start", "Not now", "Privacy", "Settings", "Stop", "Stop everything", "Try again",
        "Bring back what I had", "Warning signs", "Talk to the clinic", "Raise my limit",
        "Change quiet hours", "Done", "Snooze 15 min", "Skip today", "Undo", "Next", "Previous",
        "Start", "Keep, I just don't press", "Less often",
    ],
)  # fmt: skip
def test_every_button_that_the_product_fixes_has_its_exact_label(label: str) -> None:
    assert list(below("label.").values()).count(label) == 1


def test_an_error_ends_by_saying_what_to_do() -> None:
    doing = (
        "Try", "Type", "Choose", "Use", "Pick", "Go", "Ask", "Wait", "Please", "Press", "Delete",
        "It takes", "A manager can",
    )  # fmt: skip
    said = {key: re.split(r"(?<=[.]) ", text) for key, text in below("errors.").items()}

    assert [
        k for k, s in said.items() if not s[-1].startswith(doing) and "please" not in s[-1]
    ] == []
    assert [key for key, sentences in said.items() if len(sentences) > 3] == []


@pytest.mark.parametrize("prefix", ["join.privacy.", "join.offer.", "safety.notice.", "help."])
def test_a_message_of_several_texts_fits_one_answer(prefix: str) -> None:
    assert sum(len(text) + 2 for text in below(prefix).values()) <= 3_800


@pytest.mark.parametrize(
    "sign",
    [
        "sudden severe or unusual neck pain or headache", "new weakness, numbness or clumsiness",
        "sudden loss of balance", "trouble walking, speaking, swallowing or seeing",
        "double vision", "drooping face or eyelid", "fainting", "loss of bladder or bowel control",
        "numbness around the groin", "chest pain", "stiff neck with fever and bad headache",
        "pain after an accident or fall", "weight loss you can't explain",
        "pain that keeps getting worse or wakes you", "pain or tingling down an arm",
        "a history of cancer, weak bones or weak immunity",
    ],
)  # fmt: skip
def test_the_notice_leaves_out_no_warning_sign(sign: str) -> None:
    assert sign in " ".join(below("safety.notice.").values())


def test_the_notice_says_that_the_bot_cannot_check_and_where_to_get_help() -> None:
    assert SAY("safety.notice.limits") == "This bot cannot check symptoms."
    assert "(112)" in SAY("safety.notice.now", emergency_text="112")
    assert "Don't have massage" in SAY("safety.notice.until")


@pytest.mark.parametrize("key", ["safety.crisis", "safety.crisis.short"])
def test_both_crisis_texts_keep_the_contact(key: str) -> None:
    assert "113 or 0800" in SAY(key, crisis_text="113 or 0800")


def test_the_crisis_text_promises_no_reader_and_asks_for_no_exercise() -> None:
    text = SAY("safety.crisis", crisis_text="a line")
    assert "nobody may read this quickly" in text
    assert "No need to do an exercise today." in text


@pytest.mark.parametrize(
    "hedge",
    ["not medical advice", "does not diagnose", "not watched around the clock", "may help some",
     "is limited", "say so at any time if something hurts", "/warning-signs"],
)  # fmt: skip
def test_the_disclaimer_keeps_every_hedge(hedge: str) -> None:
    assert hedge in SAY("safety.disclaimer")


def test_the_posture_footer_is_the_one_of_the_fact_sheet() -> None:
    assert SAY("posture.footer") == (
        "Small, slow, comfortable. Stop if you feel dizzy, numb, tingling or sharp pain. Not while "
        "driving. Skip if you have a new injury or were told not to."
    )


def test_the_offer_says_what_is_sent_kept_and_seen_and_from_what_age() -> None:
    offer = " ".join(below("join.offer.").values())
    for promise in ("What you get", "What is kept", "Who sees it", "{age} or older", "stop at any"):
        assert promise in offer


def test_no_posture_text_judges_how_somebody_sits() -> None:
    said = " ".join(below("posture.").values()).lower()
    for verdict in ("correct", "bad posture", "good posture", "slouch", "well done", "good job"):
        assert verdict not in said


def test_no_text_pings_or_links_anywhere() -> None:
    forms = [(key, form) for key, entry in TEXTS.items() for form in entry.forms]

    assert [key for key, form in forms if "@" in form or "http" in form] == []
