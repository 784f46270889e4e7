"""/privacy: taking along all that is kept, and deleting all of it."""

from __future__ import annotations

import csv
import io
import json

import pytest

from bot.ui.custom_ids import AreaPress
from tests.behaviour.joining_world import join_elsewhere
from tests.behaviour.privacy_world import NOTHING, counts, deleted, files_in
from tests.behaviour.public import post
from tests.behaviour.session_world import practice_of
from tests.behaviour.world import selects_of

pytestmark = pytest.mark.usefixtures("nothing_but_refusals")


@pytest.fixture
async def practice(clinic):
    return await practice_of(clinic)


def callbacks(env):
    return [each.json["type"] for each in env.http_requests if each.path.endswith("/callback")]


# Export


async def test_the_export_comes_beside_the_card_for_the_asker_alone_and_is_promised_at_once(
    clinic, mia
):
    shown = await mia.slash("privacy")
    clinic.env.http_requests.clear()

    made = await mia.press("Export", shown)

    assert callbacks(clinic.env) == [5]
    assert mia.last.ephemeral
    assert made.id != shown.id
    assert made.message.attachments[0].filename == "unknot-export.zip"


async def test_the_export_holds_what_the_member_did_and_explains_itself(clinic, practice, mia):
    await mia.slash("remind", what="=tea & cake", when="in 2 days")
    await practice.rosa.slash("clinic client", member=mia.actor)

    files = await files_in(await mia.press("Export", await mia.slash("privacy")))

    whole = json.loads(files["unknot.json"])
    assert whole["settings"][0]["discord_id"] == str(mia.id)
    assert "=tea & cake" in [row["wish"].get("text") for row in whole["reminders"]]
    (look,) = csv.DictReader(io.StringIO(files["looks.csv"], newline=""))
    assert (look["staff_id"], look["local_zone"]) == (str(practice.rosa.id), "Europe/Berlin")
    assert {f"{group}.csv" for group in whole} == files.keys() - {"README.txt", "unknot.json"}
    for group in whole:
        assert f"{group}.csv – " in files["README.txt"]


async def test_the_export_of_one_member_knows_nothing_of_another(clinic, mia):
    leo = await clinic.member("leo")
    await leo.slash("remind", what="a secret of Leo", when="in 2 days")

    files = await files_in(await mia.press("Export", await mia.slash("privacy")))

    assert str(mia.id) in str(files)
    assert str(leo.id) not in str(files)
    assert "secret of Leo" not in str(files)


async def test_the_readme_is_in_the_members_language_and_the_names_stay_english(clinic):
    mia = await clinic.member(language="de")

    files = await files_in(await mia.press("Exportieren", await mia.slash("privacy")))

    assert "Das ist alles, was Unknot" in files["README.txt"]
    assert "settings.csv" in files


async def test_the_export_works_in_the_dm(mia):
    files = await files_in(await mia.press("Export", await mia.slash("privacy", dm=True)))

    assert "settings.csv" in files


# Deleting


async def test_the_right_word_deletes_everything_and_says_what_else_there_is(clinic, mia):
    gone = await deleted(mia, typed=" delete ")

    assert "All that was kept about you is deleted" in gone.text
    assert "messages to you in Discord go too" in gone.text
    assert "The last 14 are kept." in gone.text
    assert "Please ask the clinic." in gone.text
    assert gone.buttons == []
    assert NOTHING in (await mia.slash("privacy")).text


async def test_the_word_is_named_in_the_form_and_the_answer_takes_the_place_of_the_card(
    clinic, mia
):
    shown = await mia.slash("privacy")
    await mia.press("Delete everything", shown)
    assert mia.last.modal["title"] == "Type DELETE to delete everything"
    clinic.env.http_requests.clear()

    gone = await mia.fill({"word": "DELETE"})

    assert callbacks(clinic.env) == [6]
    assert gone.id == shown.id
    assert "is deleted" in gone.text


async def test_a_wrong_word_deletes_nothing_says_so_and_can_be_tried_again(clinic, mia):
    shown = await mia.slash("privacy")
    await mia.press("Delete everything", shown)

    refused = await mia.fill({"word": "remove"})

    assert "That was not the word “DELETE”, so nothing was deleted." in refused.text
    assert counts(await mia.slash("privacy"))["Consents"] == 1
    await mia.press("Delete everything", shown)
    await mia.fill({"word": "DELETE"})
    assert NOTHING in (await mia.slash("privacy")).text


async def test_every_button_of_an_old_card_is_answered_in_words_afterwards(clinic, mia):
    old = await mia.slash("privacy")
    await deleted(mia)

    for label in ("Who looked", "Export", "Delete everything"):
        assert NOTHING in (await mia.press(label, old)).text
    assert "You have not joined yet" in (await mia.press("Share my scores", old)).text


async def test_a_form_sent_after_another_says_that_nothing_is_left(mia):
    old = await mia.slash("privacy")
    await mia.press("Delete everything", old)
    first = mia.last
    await mia.press("Delete everything", old)
    await mia.fill({"word": "DELETE"})

    mia.last = first
    again = await mia.fill({"word": "DELETE"})

    assert NOTHING in again.text


async def test_a_button_to_delete_is_always_about_the_one_who_presses_it(clinic, mia):
    leo, tom = await clinic.member("leo"), clinic.person("tom")
    button = await post(clinic, Delete=AreaPress("privacy", "delete"))

    assert NOTHING in (await tom.press("Delete", button)).text
    await leo.press("Delete", button)
    await leo.fill({"word": "DELETE"})

    assert NOTHING in (await leo.slash("privacy")).text
    assert counts(await mia.slash("privacy"))["Consents"] == 1


async def test_both_clinics_lose_them_at_once(clinic, mia):
    await join_elsewhere(clinic, mia)

    await deleted(mia, dm=True)

    assert await clinic.store.reads.rows("SELECT * FROM membership") == []
    assert selects_of(await mia.slash("privacy")) == []


async def test_whoever_deleted_everything_can_begin_anew(clinic, mia):
    await deleted(mia)

    joined = await mia.press("Agree and start", await mia.slash("start"))

    assert "Your settings" in joined.text
    assert counts(await mia.slash("privacy"))["Consents"] == 1


# Staff


async def test_staff_who_never_joined_see_what_names_them_and_take_it_along(clinic, practice, mia):
    rosa = practice.rosa
    await rosa.slash("clinic client", member=mia.actor)

    shown = await rosa.slash("privacy")
    files = await files_in(await rosa.press("Export", shown))

    assert counts(shown)["As staff"] == 1
    assert "staff_looks.csv" in files
    assert str(mia.id) not in str(files)


async def test_staff_who_deleted_themselves_are_former_staff_to_the_members(clinic, practice, mia):
    await practice.rosa.slash("clinic client", member=mia.actor)

    gone = await deleted(practice.rosa)

    assert "it now says “former staff”" in gone.text
    looks = await mia.press("Who looked", await mia.slash("privacy"))
    assert "former staff, Loose Shoulders" in looks.text
    assert str(practice.rosa.id) not in looks.text
    assert NOTHING in (await practice.rosa.slash("privacy")).text
