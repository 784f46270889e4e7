"""The tool brings a language in line with English, keeps what was translated and hides nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.texts.po import read_language
from tests.texts import __main__ as tool
from tests.texts.translations import Mended, mended

HEADER = 'msgid ""\nmsgstr ""\n"Language: en\\n"\n"Content-Type: text/plain; charset=utf-8\\n"\n'
YES = 'msgid "a.yes"\nmsgstr "Yes, {name}"\n'
NO = 'msgid "a.no"\nmsgstr "No"\n'
DAYS = 'msgid "a.days"\nmsgid_plural "a.days"\nmsgstr[0] "{n} day"\nmsgstr[1] "{n} days"\n'
OUI = '#. Yes, {name}\nmsgid "a.yes"\nmsgstr "Oui, {name}"\n'


def english(*entries: str) -> dict[str, bytes]:
    return {"a.po": "\n".join((HEADER, *entries)).encode()}


def french(*entries: str, name: str = "a.po", top: str = "") -> dict[str, bytes]:
    return {name: (top + "\n".join((HEADER.replace("en", "fr", 1), *entries))).encode()}


def mend(en: dict[str, bytes], fr: dict[str, bytes]) -> tuple[Mended, str]:
    new = mended(en, fr, "fr")
    return new, new.files["a.po"].decode()


def test_a_missing_text_is_added_empty_with_the_english_above_it() -> None:
    new, text = mend(english(YES), {})

    assert (new.added, new.waiting) == ({"a.yes"}, {"a.yes"})
    assert '#. Yes, {name}\n#, fuzzy\nmsgid "a.yes"\nmsgstr ""\n' in text


def test_a_missing_plural_has_a_place_for_each_form_of_the_language() -> None:
    _, text = mend(english(DAYS), {})

    assert "#. {n} day | {n} days\n#, fuzzy\n" in text
    assert 'msgstr[0] ""\nmsgstr[1] ""\n' in text
    assert '"Plural-Forms: nplurals=2; plural=(n > 1);\\n"' in text


def test_what_was_translated_stays_and_waits_for_nobody() -> None:
    new, text = mend(english(YES), french(OUI))

    assert not (new.added | new.removed | new.moved | new.waiting)
    assert OUI in text


def test_a_text_whose_english_changed_waits_with_the_new_english_above_the_old_words() -> None:
    new, text = mend(english(YES.replace("Yes", "Sure")), french(OUI))

    assert new.waiting == {"a.yes"}
    assert '#. Sure, {name}\n#, fuzzy\nmsgid "a.yes"\nmsgstr "Oui, {name}"\n' in text


def test_once_it_waits_it_waits_until_somebody_takes_the_mark_off() -> None:
    changed = english(YES.replace("Yes", "Sure"))
    once = mended(changed, french(OUI), "fr")

    again = mended(changed, dict(once.files), "fr")
    looked_at = once.files["a.po"].replace(b"#, fuzzy\n", b"")

    assert again.waiting == {"a.yes"}
    assert mended(changed, {"a.po": looked_at}, "fr").waiting == set()


def test_taking_the_mark_off_an_empty_text_does_not_make_it_translated() -> None:
    empty = '#. Yes, {name}\nmsgid "a.yes"\nmsgstr ""\n'

    assert mend(english(YES), french(empty))[0].waiting == {"a.yes"}


def test_a_text_that_english_no_longer_has_is_taken_out() -> None:
    new, text = mend(english(NO), french(OUI, NO))

    assert new.removed == {"a.yes"}
    assert "Oui" not in text


def test_the_order_is_that_of_english() -> None:
    _, text = mend(english(NO, YES), french(OUI, '#. No\nmsgid "a.no"\nmsgstr "Non"\n'))

    assert text.index("Non") < text.index("Oui")


def test_a_text_that_moved_to_another_file_takes_its_translation_along() -> None:
    new, text = mend(english(YES), french(OUI, name="b.po"))

    assert new.moved == {"a.yes"}
    assert not new.waiting
    assert "Oui" in text
    assert set(new.files) == {"a.po"}


def test_a_text_that_got_plurals_is_to_be_translated_anew() -> None:
    new, text = mend(english(DAYS), french('msgid "a.days"\nmsgstr "{n} jours"\n'))

    assert new.waiting == {"a.days"}
    assert "jours" not in text


def test_a_translators_own_notes_stay() -> None:
    _, text = mend(english(YES), french("# Said to a person.\n" + OUI, top="# French: vous.\n"))

    assert text.startswith("# French: vous.\nmsgid")
    assert "# Said to a person.\n" + OUI in text


LONG = (
    'msgid "a.long"\nmsgstr ""\n"A check-in is a small question, and it is asked at the hours that '
    'a member chose for "\n"themselves and at no others. \\n\\nSo it is long and well-known."\n'
)


def test_to_mend_what_is_in_line_changes_not_a_byte() -> None:
    en = english(YES, DAYS, LONG)
    once = mended(en, {}, "fr").files
    filled = {"a.po": once["a.po"].replace(b"#, fuzzy\n", b"").replace(b'msgstr ""', b'msgstr "x"')}
    in_line = mended(en, filled, "fr").files

    assert mended(en, dict(once), "fr").files == once
    assert mended(en, dict(in_line), "fr").files == in_line


def test_the_counts_are_told_in_one_line() -> None:
    new, _ = mend(english(YES, NO), french(OUI, 'msgid "a.old"\nmsgstr "x"\n'))

    told = "fr: 2 texts, 1 added, 1 removed, 0 moved, 1 waiting for a translator"
    assert new.summary() == told


@pytest.fixture
def texts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of texts with one language, and code that names just them."""
    monkeypatch.setattr(tool, "sources", lambda: {"x.py": 'say("a.yes", name=1)'})
    monkeypatch.setattr("tests.texts.keys.NOT_YET_USED", ())
    for code in ("en", "fr"):
        (tmp_path / code).mkdir()
    (tmp_path / "en" / "a.po").write_bytes(english(YES)["a.po"])
    return tmp_path


def test_the_command_mends_the_files_and_ends_with_1_while_something_waits(
    texts: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert tool.main([], texts) == 1

    assert "fr: a.yes waits for a translator" in capsys.readouterr().out
    file = texts / "fr" / "a.po"
    file.write_text(
        file.read_text()
        .replace("#, fuzzy\n", "")
        .replace('yes"\nmsgstr ""', 'yes"\nmsgstr "Oui {name}"')
    )
    assert tool.main(["--check"], texts) == 0
    assert "Nothing is left to do." in capsys.readouterr().out


def test_to_check_writes_nothing_and_names_what_is_not_in_line(
    texts: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (texts / "fr" / "old.po").write_bytes(french(OUI)["a.po"])

    assert tool.main(["--check"], texts) == 1

    told = capsys.readouterr().out
    assert "fr/a.po is not in line" in told
    assert "fr/old.po is not in line" in told
    assert [file.name for file in (texts / "fr").iterdir()] == ["old.po"]


def test_a_file_that_english_does_not_have_goes_once_its_texts_are_elsewhere(texts: Path) -> None:
    (texts / "fr" / "old.po").write_bytes(french(OUI)["a.po"])

    assert tool.main([], texts) == 0

    assert [file.name for file in (texts / "fr").iterdir()] == ["a.po"]


def test_a_key_that_the_code_lacks_or_english_lacks_is_told(
    texts: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (texts / "en" / "a.po").write_bytes(english(NO)["a.po"])

    assert tool.main([], texts) == 1

    told = capsys.readouterr().out
    assert "x.py:1: there is no text a.yes" in told
    assert "en/a.po: nothing names a.no" in told


def test_what_waits_for_a_translator_is_nobodys_to_read_and_no_mistake(texts: Path) -> None:
    tool.main([], texts)

    assert read_language(texts / "fr", "fr", drafts=True) == ({}, [])
    entries, mistakes = read_language(texts / "fr", "fr")
    assert entries == {}
    assert {mistake.problem for mistake in mistakes} == {"has no text", "is marked fuzzy"}
