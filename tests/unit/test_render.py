from dataclasses import replace

import discord
import pytest

from bot.delivery.messenger import DeliveryKey
from bot.discord_io.render import LONGEST, MOST_ACTIONS, render
from bot.domain.ids import OccurrenceId
from bot.domain.message import Action, Attachment, Look, Message
from bot.errors import Bug
from bot.ui.custom_ids import OccurrencePress, parse

KEY = DeliveryKey(OccurrenceId(812), 2)
FULL = Message(
    content="You have a reminder.",
    title="Shoulders",
    body="Roll your shoulders back, slowly.",
    footer="Stop when it hurts.",
    actions=(Action("done", "Done", Look.MAIN), Action("stop", "Stop", Look.DANGER)),
)


def actions(count):
    return tuple(Action(f"tension_{number}", str(number)) for number in range(count))


def test_only_the_content_stands_outside_the_embed():
    arguments = render(FULL, KEY)

    assert arguments["content"] == "You have a reminder."
    assert arguments["embed"].to_dict() == {
        "type": "rich",
        "flags": 0,
        "title": "Shoulders",
        "description": "Roll your shoulders back, slowly.",
        "footer": {"text": "Stop when it hurts."},
    }


def test_a_message_of_content_alone_has_no_embed():
    arguments = render(Message("Reminder", body="", actions=FULL.actions), KEY)

    assert "embed" not in arguments


def test_a_file_goes_with_its_name_its_content_and_what_a_screen_reader_says():
    file = Attachment("appointment.ics", b"BEGIN:VCALENDAR", "The appointment, for a calendar.")

    (sent,) = render(replace(FULL, files=(file,)), KEY)["files"]

    assert (sent.filename, sent.description) == (file.name, file.description)
    assert sent.fp.read() == file.content


def test_a_message_without_a_file_sends_none():
    assert "files" not in render(FULL, KEY)


def test_no_mention_pings():
    assert render(FULL, KEY)["allowed_mentions"].to_dict()["parse"] == []


def test_every_button_carries_occurrence_step_and_action():
    view = render(FULL, KEY)["view"]

    assert [parse(button.custom_id) for button in view.children] == [
        OccurrencePress(OccurrenceId(812), 2, "done"),
        OccurrencePress(OccurrenceId(812), 2, "stop"),
    ]


def test_a_button_looks_as_much_as_it_asks_to_be_pressed():
    (row,) = render(replace(FULL, actions=(*FULL.actions, Action("later", "Later"))), KEY)[
        "view"
    ].to_components()

    assert [button["style"] for button in row["components"]] == [
        discord.ButtonStyle.primary.value,
        discord.ButtonStyle.danger.value,
        discord.ButtonStyle.secondary.value,
    ]


def test_eleven_buttons_stand_in_rows_of_five_in_their_order():
    rows = render(replace(FULL, actions=actions(11)), KEY)["view"].to_components()

    assert [[button["label"] for button in row["components"]] for row in rows] == [
        ["0", "1", "2", "3", "4"],
        ["5", "6", "7", "8", "9"],
        ["10"],
    ]


def test_it_is_a_classic_message():
    view = render(FULL, KEY)["view"]

    assert not view.has_components_v2()
    assert view.timeout is None


@pytest.mark.parametrize(
    ("part", "message"),
    [
        ("content", replace(FULL, content="x" * (LONGEST["content"] + 1))),
        ("title", replace(FULL, title="x" * (LONGEST["title"] + 1))),
        ("body", replace(FULL, body="x" * (LONGEST["body"] + 1))),
        ("footer", replace(FULL, footer="x" * (LONGEST["footer"] + 1))),
        ("embed", replace(FULL, body="x" * 4_000, footer="x" * 2_000)),
        ("label", replace(FULL, actions=(Action("done", "x" * (LONGEST["label"] + 1)),))),
        ("label", replace(FULL, actions=(Action("done", " "),))),
        ("content", replace(FULL, content="\n ")),
        ("actions", replace(FULL, actions=())),
        ("actions", replace(FULL, actions=actions(MOST_ACTIONS + 1))),
        ("actions", replace(FULL, actions=(Action("done", "Done"), Action("done", "Also")))),
        ("custom id", replace(FULL, actions=(Action("Done!", "Done"),))),
    ],
)
def test_what_discord_would_refuse_is_a_bug_that_names_the_limit(part, message):
    with pytest.raises(Bug, match=part):
        render(message, KEY)


def test_what_is_just_long_enough_is_rendered():
    message = Message(
        content="x" * LONGEST["content"],
        title="x" * LONGEST["title"],
        body="x" * LONGEST["body"],
        footer="x" * (LONGEST["embed"] - LONGEST["title"] - LONGEST["body"]),
        actions=actions(MOST_ACTIONS),
    )

    arguments = render(message, KEY)

    assert len(arguments["embed"]) == LONGEST["embed"]
    assert len(arguments["view"].children) == MOST_ACTIONS


def test_a_bug_repeats_nothing_of_the_message():
    with pytest.raises(Bug) as raised:
        render(replace(FULL, body="neck " * 1_000), KEY)

    assert "neck" not in str(raised.value)
