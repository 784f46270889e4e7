"""The cards of /privacy: what they say, what can be pressed on them, and Discord's limits."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import discord
import pytest

from bot.app.serving import operator_of
from bot.config import model as config
from bot.domain.ids import DiscordGuildId, DiscordUserId
from bot.domain.member import Settings
from bot.domain.zones import zone
from bot.store.exporting import export_of
from bot.store.personal import PERSONAL
from bot.texts.catalogue import Catalogue
from bot.texts.language import Language
from bot.ui import privacy as cards
from bot.usecases.erasing import Erased
from bot.usecases.privacy import LOOKS_A_PAGE, Kept, Looked, Looks, Sharing
from bot.usecases.retention import Retention
from bot.usecases.services import Operator
from tests.unit.views import buttons, texts

CATALOGUE = Catalogue.load()
ENGLISH = CATALOGUE.language("en")
LANGUAGES = [CATALOGUE.language(code) for code in CATALOGUE.codes]
OPERATOR = Operator(settings=Settings(zone("UTC"), None, 8), minimum_age=16)
GROUPS = [export_of(one).group for one in PERSONAL]
NOTHING = dict.fromkeys(GROUPS, 0)
NOON_AT = datetime(2026, 11, 23, 12, tzinfo=UTC)
ROSA = DiscordUserId(31)
LARGEST = 2**63 - 1


def name_of(guild: DiscordGuildId) -> str:
    return f"Clinic {guild}"


def clinic(number: int, *, on: bool = False, agreed: bool = True) -> Sharing:
    return Sharing(DiscordGuildId(number), on=on, agreed=agreed)


def kept(*clinics: Sharing, **counts: int) -> Kept:
    return Kept({**NOTHING, "settings": 1, **counts}, clinics)


def shown(what: Kept, operator: Operator = OPERATOR) -> discord.ui.LayoutView:
    return cards.privacy_card(ENGLISH, operator, what, name_of)


def labels(view: discord.ui.LayoutView) -> list[str | None]:
    return [each.label for each in buttons(view)]


def ids(view: discord.ui.LayoutView) -> Mapping[str | None, str | None]:
    return {each.label: each.custom_id for each in buttons(view)}


def options(view: discord.ui.LayoutView) -> list[tuple[str, str]]:
    items: list[Any] = [getattr(item, "item", item) for item in view.walk_children()]
    selects = [item for item in items if isinstance(item, discord.ui.Select)]
    return [(line.value, line.label) for select in selects for line in select.options]


@pytest.mark.parametrize("language", LANGUAGES, ids=repr)
def test_the_fullest_card_fits_what_discord_takes_in_every_language(language: Language) -> None:
    longest = DiscordGuildId(LARGEST)
    full = Kept(dict.fromkeys(GROUPS, 100_000), (Sharing(longest, on=True, agreed=True),) * 30)
    operator = replace(OPERATOR, privacy_link="https://clinic.example")

    view = cards.privacy_card(language, operator, full, lambda _: "*" * 100)

    assert view.content_length() <= 4000
    assert view.total_children_count <= 40


@pytest.mark.parametrize("language", LANGUAGES, ids=repr)
def test_the_fullest_page_of_looks_fits_too(language: Language) -> None:
    look = Looked(DiscordGuildId(1), DiscordUserId(LARGEST), scores=True, looked_at=NOON_AT)

    view = cards.looks_card(language, Looks((look,) * LOOKS_A_PAGE, 2, 3), lambda _: "*" * 100)

    assert view.content_length() <= 4000


def test_somebody_of_whom_nothing_is_kept_reads_that_and_the_rules_and_has_nothing_to_press() -> (
    None
):
    view = shown(Kept(NOTHING, ()))

    assert "**Nothing is kept about you.**" in texts(view)
    assert "What we keep." in texts(view)
    assert "24 months" in texts(view)
    assert labels(view) == []


def test_the_clinics_own_notice_is_there_for_everybody_once_it_is_set() -> None:
    operator = replace(OPERATOR, privacy_link="https://clinic.example")

    for what in (Kept(NOTHING, ()), kept()):
        assert labels(shown(what, operator))[-1] == "The clinic's own notice"


def test_each_group_says_how_much_and_how_long() -> None:
    keep = Retention(check_ins_months=6, deliveries=timedelta(days=45), left=timedelta(days=7))
    operator = replace(OPERATOR, retention=keep)

    said = texts(shown(kept(check_ins=12, deliveries=340, looks=3), operator))

    assert "**Check-ins: 12.** Your answers, to show you your progress. 6 months." in said
    assert "**Messages sent: 340.** So that none comes twice. 45 days." in said
    assert "**Looks: 3.** Who on the staff opened your card. 6 months." in said
    assert "deleted after 7 days" in said
    assert "As staff" not in said


def test_the_times_are_those_of_the_configuration() -> None:
    keep = config.Retention(check_ins_months=3, deliveries_days=31, left_days=2)
    operator = operator_of(config.Config(retention=keep, backup=config.Backup(keep=5)))

    assert "3 months" in texts(shown(kept(), operator))
    assert "31 days" in texts(shown(kept(), operator))
    assert "after 2 days" in texts(shown(Kept(NOTHING, ()), operator))
    deleted = cards.deleted_card(ENGLISH, operator, Erased(dms=False, elsewhere=0, records=0))
    assert "The last 5 are kept." in texts(deleted)


def test_what_somebody_did_as_staff_is_told_as_one_number() -> None:
    said = texts(shown(kept(staff_looks=4, staff_requests=2, staff_changes=1)))

    assert "**As staff: 7.**" in said


def test_each_clinic_is_told_by_whether_its_staff_see_scores_now() -> None:
    left = clinic(3, on=True, agreed=False)

    said = texts(shown(kept(clinic(1, on=True), clinic(2), left)))

    assert "- Clinic 1: staff can see your scores." in said
    assert "- Clinic 2: staff can't see your scores." in said
    assert "- Clinic 3: staff can't see your scores." in said


def test_of_many_clinics_some_are_named_and_the_rest_counted() -> None:
    said = texts(shown(kept(*map(clinic, range(1, 8)))))

    assert "Clinic 5" in said
    assert "Clinic 6" not in said
    assert "- and 2 more clinics" in said


def test_a_single_clinic_has_a_switch_that_says_to_what_it_turns() -> None:
    off, on = shown(kept(clinic(7))), shown(kept(clinic(7, on=True)))

    assert ids(off)["Share my scores"] == "v1:privacy:share:7:on"
    assert ids(on)["Stop sharing my scores"] == "v1:privacy:share:7:off"
    assert options(off) == []


def test_of_several_clinics_one_is_chosen() -> None:
    view = shown(kept(clinic(1), clinic(2, on=True)))

    assert options(view) == [("1", "Clinic 1"), ("2", "Clinic 2")]
    assert labels(view) == ["Who looked", "Export", "Delete everything"]


def test_a_clinics_name_is_shown_as_it_is_and_formats_nothing() -> None:
    bold = "**Loose** Shoulders"

    sharing = cards.sharing_card(ENGLISH, clinic(1), bold)
    whole = cards.privacy_card(ENGLISH, OPERATOR, kept(clinic(1)), lambda _: bold)

    for view in (sharing, whole):
        assert "\\*\\*Loose\\*\\* Shoulders" in texts(view)


def test_a_clinic_that_somebody_left_can_still_be_switched_off_and_not_on() -> None:
    assert "Stop sharing my scores" in labels(shown(kept(clinic(1, on=True, agreed=False))))
    assert "Share my scores" not in labels(shown(kept(clinic(1, agreed=False))))


def test_a_look_is_told_with_who_where_when_and_whether_scores_were_seen() -> None:
    looked = Looked(DiscordGuildId(1), ROSA, scores=True, looked_at=NOON_AT)
    gone = replace(looked, staff=None, scores=False)

    view = cards.looks_card(ENGLISH, Looks((looked, gone), 1, 1), name_of)

    stamp = f"<t:{int(NOON_AT.timestamp())}:f>"
    assert texts(view).splitlines()[1:] == [
        f"- {stamp}: <@31>, Clinic 1, with your scores",
        f"- {stamp}: former staff, Clinic 1, without your scores",
    ]
    assert labels(view) == ["Privacy"]


def test_pages_can_be_turned_both_ways_and_say_where_one_is() -> None:
    look = Looked(DiscordGuildId(1), ROSA, scores=False, looked_at=NOON_AT)
    first, middle, last = (
        cards.looks_card(ENGLISH, Looks((look,), page, 3), name_of) for page in (1, 2, 3)
    )

    assert labels(first) == ["Next", "Privacy"]
    assert labels(middle) == ["Previous", "Next", "Privacy"]
    assert labels(last) == ["Previous", "Privacy"]
    assert "page 2 of 3" in texts(middle)
    assert ids(middle)["Next"] == "v1:privacy:looks:3"


def test_nobody_having_looked_is_said() -> None:
    assert "Nobody on the staff" in texts(cards.looks_card(ENGLISH, Looks((), 1, 1), name_of))


def test_the_readme_explains_the_files_that_are_there_and_no_others() -> None:
    said = cards.readme_text(
        ENGLISH, ["looks", "settings"], NOON_AT.replace(tzinfo=None), zone("Europe/Berlin")
    )

    assert "2026-11-23 12:00 (Europe/Berlin)" in said
    assert "\nlooks.csv – who on the staff looked" in said
    assert "\nsettings.csv – who you are" in said
    assert "sessions.csv" not in said


@pytest.mark.parametrize(
    ("erased", "staff", "discord_too"),
    [
        (Erased(dms=False, elsewhere=0, records=0), False, False),
        (Erased(dms=True, elsewhere=0, records=0), False, True),
        (Erased(dms=False, elsewhere=2, records=0), False, True),
        (Erased(dms=False, elsewhere=0, records=3), True, False),
    ],
)
def test_the_last_card_tells_of_what_there_was_and_of_nothing_else(
    erased: Erased, *, staff: bool, discord_too: bool
) -> None:
    said = texts(cards.deleted_card(ENGLISH, replace(OPERATOR, backups_kept=9), erased))

    assert ("former staff" in said) is staff
    assert ("messages to you in Discord go too" in said) is discord_too
    assert "The last 9 are kept." in said
    assert "/start" in said


@pytest.mark.parametrize("language", LANGUAGES, ids=repr)
def test_the_form_names_the_word_in_its_title(language: Language) -> None:
    word = language.say("privacy.delete.word")

    async def on_filled(_interaction: object, _filled: dict[str, str]) -> None: ...

    form = cards.delete_form(language, word, on_filled)

    assert word in form.title
    assert len(form.title) <= 45
