import gc
import logging
from datetime import timedelta

import discord
import pytest

from bot.delivery.messenger import (
    DeliveryKey,
    InDoubt,
    NotFound,
    Opened,
    Refused,
    RefusedReason,
    RetryAt,
    RetryReason,
    Sent,
    Unreachable,
    UnreachableReason,
)
from bot.discord_io.client import UnknotClient, configure_addresses
from bot.discord_io.messenger import DiscordMessenger
from bot.domain.ids import ChannelId, DiscordUserId, OccurrenceId
from bot.domain.message import Action, Look, Message
from bot.errors import Conflict
from bot.ui.custom_ids import OccurrencePress

REMINDER = Message(
    content="You have a reminder.",
    title="Shoulders",
    body="Roll your shoulders back, slowly.",
    footer="Stop when it hurts.",
    actions=(Action("done", "Done", Look.MAIN), Action("stop", "Stop", Look.DANGER)),
)


def key(occurrence=812, step=1):
    return DeliveryKey(OccurrenceId(occurrence), step)


def in_words(error, locale):
    return f"{locale}: {error.key} {error.params}"


class World:
    """One clinic, one member, and a bot that notes what reaches it."""

    def __init__(self):
        self.presses = []
        self.typed = []
        self.fails_with = None
        self.answers_first = None
        self.bot = self.new_bot()

    def new_bot(self):
        return UnknotClient(
            on_press=self.press, on_area=self.press, on_dm_text=self.type, sentence=in_words
        )

    async def press(self, interaction, press):
        self.presses.append(press)
        if self.answers_first is not None:
            await self.answers_first(interaction)
        if self.fails_with is not None:
            raise self.fails_with
        if not interaction.response.is_done():
            await interaction.response.send_message("Noted.", ephemeral=True)

    async def type(self, message):
        self.typed.append(message.content)
        if self.fails_with is not None:
            raise self.fails_with

    def enter(self, env):
        self.env = env
        self.guild = env.create_guild()
        self.mia = self.guild.add_member(env.create_user("mia")).user
        self.dm = self.mia.dm_channel
        self.channel = ChannelId(self.dm.id)
        self.messenger = DiscordMessenger(self.bot)

    async def restart(self):
        old, self.bot = self.bot, self.new_bot()
        await self.env.restart_bot(self.bot)
        await old.close()
        self.messenger = DiscordMessenger(self.bot)

    def two_minutes_ago(self):
        return self.env.now() - timedelta(minutes=2)

    def requests(self, method, ending):
        return [
            request
            for request in self.env.http_requests
            if request.method == method and request.path.endswith(ending)
        ]


@pytest.fixture
def outside():
    return World()


@pytest.fixture
async def simcord_bot(outside):
    yield outside.bot
    await outside.bot.close()


@pytest.fixture
def world(outside, simcord_env):
    outside.enter(simcord_env)
    return outside


# Sending


async def test_a_reminder_arrives_as_content_embed_and_buttons(world):
    outcome = await world.messenger.send(world.channel, key(), REMINDER)

    arrived = world.dm.last_message
    assert outcome == Sent(arrived.id)
    assert arrived.content == "You have a reminder."
    assert [embed.title for embed in arrived.embeds] == ["Shoulders"]
    assert [button.label for button in arrived.components[0].children] == ["Done", "Stop"]


async def test_every_send_carries_the_nonce_of_its_key_and_asks_for_its_enforcement(world):
    await world.messenger.send(world.channel, key(812, 3), REMINDER)

    (request,) = world.requests("POST", f"/channels/{world.dm.id}/messages")
    assert request.json["nonce"] == "u812.3"
    assert request.json["enforce_nonce"] is True


async def test_nothing_in_a_reminder_can_mention_anybody(world):
    await world.messenger.send(
        world.channel, key(), Message("@everyone", "body", actions=REMINDER.actions)
    )

    (request,) = world.requests("POST", f"/channels/{world.dm.id}/messages")
    assert request.json["allowed_mentions"]["parse"] == []


async def test_sending_costs_one_request_and_fetches_no_channel(world):
    before = len(world.env.http_requests)

    await world.messenger.send(world.channel, key(), REMINDER)

    assert len(world.env.http_requests) == before + 1


@pytest.mark.parametrize(
    ("status", "code", "outcome"),
    [
        (403, 50007, Unreachable(UnreachableReason.CLOSED)),
        (403, 50278, Unreachable(UnreachableReason.NO_SHARED_SERVER)),
        (404, 10003, RetryAt(0.0, RetryReason.CHANNEL_GONE)),
        (404, 10008, Sent(None)),
        (400, 50035, Refused(RefusedReason.BODY, 50035)),
        (403, 50013, Refused(RefusedReason.FORBIDDEN, 50013)),
        (401, 0, Refused(RefusedReason.TOKEN, 401)),
        (503, 0, InDoubt("status 503, code 0")),
    ],
)
async def test_what_discord_answers_to_a_send_comes_back_as_a_value(world, status, code, outcome):
    world.env.inject_error(
        "POST", f"/channels/{world.dm.id}/messages", status=status, code=code, times=None
    )

    assert await world.messenger.send(world.channel, key(), REMINDER) == outcome


async def test_a_channel_that_never_was_is_gone(world):
    outcome = await world.messenger.send(ChannelId(1), key(), REMINDER)

    assert outcome == RetryAt(0.0, RetryReason.CHANNEL_GONE)


async def test_a_closed_client_sends_nothing_and_says_it_is_offline(world):
    await world.bot.close()

    outcome = await world.messenger.send(world.channel, key(), REMINDER)

    assert isinstance(outcome, RetryAt)
    assert outcome.reason is RetryReason.OFFLINE
    assert world.requests("POST", "/messages") == []


def live_views():
    gc.collect()
    return sum(isinstance(each, discord.ui.View) for each in gc.get_objects())


async def test_the_client_keeps_nothing_of_a_thousand_reminders(world):
    before = live_views()

    for number in range(1, 1001):
        await world.messenger.send(world.channel, key(number), REMINDER)

    assert live_views() == before
    assert list(world.bot.persistent_views) == []
    assert list(world.bot.cached_messages) == []


async def test_ordinary_buttons_would_have_been_kept(world):
    before = live_views()

    for number in range(10):
        view = discord.ui.View(timeout=None)
        view.add_item(discord.ui.Button(label="Done", custom_id=f"plain:{number}"))
        await world.bot.get_partial_messageable(world.dm.id).send("You have a reminder.", view=view)
    del view

    assert live_views() == before + 10


# Opening


async def test_opening_answers_with_the_members_dm_channel(world):
    opened = await world.messenger.open_channel(DiscordUserId(world.mia.id))

    assert opened == Opened(world.channel)


async def test_opening_again_asks_again_because_a_remembered_channel_may_be_gone(world):
    for _ in range(2):
        await world.messenger.open_channel(DiscordUserId(world.mia.id))

    assert len(world.requests("POST", "/users/@me/channels")) == 2


async def test_somebody_who_does_not_exist_cannot_be_reached(world):
    opened = await world.messenger.open_channel(DiscordUserId(1))

    assert opened == Unreachable(UnreachableReason.UNKNOWN_USER)


@pytest.mark.parametrize(("status", "code"), [(400, 40003), (403, 20026)])
async def test_openings_pause_when_discord_finds_them_too_many(world, status, code):
    world.env.inject_error("POST", "/users/@me/channels", status=status, code=code)

    opened = await world.messenger.open_channel(DiscordUserId(world.mia.id))

    assert isinstance(opened, RetryAt)
    assert opened.reason is RetryReason.OPENING_PAUSED
    assert opened.retry_after_s >= 60


async def test_a_closed_client_opens_nothing(world):
    await world.bot.close()

    opened = await world.messenger.open_channel(DiscordUserId(world.mia.id))

    assert isinstance(opened, RetryAt)
    assert opened.reason is RetryReason.OFFLINE


# Looking up


async def test_a_message_that_arrived_is_found_by_its_key(world):
    sent = await world.messenger.send(world.channel, key(), REMINDER)

    assert await world.messenger.find(world.channel, key(), world.two_minutes_ago()) == sent


async def test_another_step_of_the_same_occurrence_is_another_message(world):
    await world.messenger.send(world.channel, key(812, 1), REMINDER)

    found = await world.messenger.find(world.channel, key(812, 2), world.two_minutes_ago())

    assert found == NotFound()


async def test_an_occurrence_whose_number_begins_alike_is_another_message(world):
    await world.messenger.send(world.channel, key(8121), REMINDER)

    found = await world.messenger.find(world.channel, key(812), world.two_minutes_ago())

    assert found == NotFound()


async def test_what_others_wrote_is_never_taken_for_a_delivery(world):
    await world.mia.send_dm("v1:o:812.1:done")

    found = await world.messenger.find(world.channel, key(), world.two_minutes_ago())

    assert found == NotFound()


async def test_what_was_sent_before_the_attempt_is_not_looked_at(world):
    await world.messenger.send(world.channel, key(), REMINDER)
    await world.env.advance_time(600)

    found = await world.messenger.find(world.channel, key(), world.two_minutes_ago())

    assert found == NotFound()


@pytest.mark.parametrize(
    ("status", "code", "reason"),
    [
        (404, 10003, RetryReason.CHANNEL_GONE),
        (500, 0, RetryReason.SERVER),
        (403, 50001, RetryReason.SERVER),
        (401, 0, RetryReason.SERVER),
    ],
)
async def test_a_history_that_cannot_be_read_proves_nothing(world, status, code, reason):
    await world.messenger.send(world.channel, key(), REMINDER)
    world.env.inject_error(
        "GET", f"/channels/{world.dm.id}/messages", status=status, code=code, times=None
    )

    found = await world.messenger.find(world.channel, key(), world.two_minutes_ago())

    assert isinstance(found, RetryAt)
    assert found.reason is reason


async def test_a_closed_client_looks_nothing_up(world):
    await world.bot.close()

    found = await world.messenger.find(world.channel, key(), world.two_minutes_ago())

    assert isinstance(found, RetryAt)
    assert found.reason is RetryReason.OFFLINE


# Presses


async def test_a_press_comes_with_its_occurrence_step_and_action(world):
    await world.messenger.send(world.channel, key(812, 2), REMINDER)

    result = await world.mia.click(world.dm.last_message, label="Done")

    assert world.presses == [OccurrencePress(OccurrenceId(812), 2, "done")]
    assert result.response.content == "Noted."


async def test_a_press_on_a_message_from_before_a_restart_arrives_all_the_same(world):
    await world.messenger.send(world.channel, key(), REMINDER)
    old = world.dm.last_message

    await world.restart()
    await world.mia.click(old, label="Stop")

    assert world.presses == [OccurrencePress(OccurrenceId(812), 1, "stop")]


async def test_one_press_is_handed_over_once_however_many_reminders_were_sent(world):
    for number in range(1, 21):
        await world.messenger.send(world.channel, key(number), REMINDER)

    await world.mia.click(world.dm.last_message, label="Done")

    assert len(world.presses) == 1


async def test_a_button_with_a_number_that_cannot_be_is_answered_and_goes_nowhere(world, caplog):
    view = discord.ui.View(timeout=None)
    forged = "v1:o:9999999999999999999.1:done"
    view.add_item(discord.ui.Button(label="Done", custom_id=forged))
    await world.bot.get_partial_messageable(world.dm.id).send("You have a reminder.", view=view)

    result = await world.mia.click(world.dm.last_message, label="Done")

    assert world.presses == []
    assert result.response.content == "en-US: button.outdated {}"


async def test_a_mistake_that_a_member_can_mend_is_answered_in_words_and_not_logged(world, caplog):
    await world.messenger.send(world.channel, key(), REMINDER)
    world.fails_with = Conflict("delivery.answered_before", at="10:00")

    with caplog.at_level(logging.WARNING):
        result = await world.mia.click(world.dm.last_message, label="Done")

    assert result.ephemeral
    assert result.response.content == "en-US: delivery.answered_before {'at': '10:00'}"
    assert caplog.records == []


async def test_a_fault_behind_a_press_is_answered_and_logged(world, caplog):
    await world.messenger.send(world.channel, key(), REMINDER)
    world.fails_with = ZeroDivisionError("tension 7")

    with caplog.at_level(logging.WARNING):
        result = await world.mia.click(world.dm.last_message, label="Done")

    assert result.ephemeral
    assert result.response.content == "en-US: errors.unexpected {}"
    (record,) = caplog.records
    assert record.getMessage() == "press.failed"
    assert "ZeroDivisionError" in caplog.text
    assert "in press" in caplog.text
    assert "tension 7" not in caplog.text
    assert "done" not in caplog.text.lower()


async def test_a_fault_after_the_first_answer_is_told_beside_it(world):
    async def answer(interaction):
        await interaction.response.send_message("Working on it.", ephemeral=True)

    await world.messenger.send(world.channel, key(), REMINDER)
    world.answers_first, world.fails_with = answer, ZeroDivisionError()

    result = await world.mia.click(world.dm.last_message, label="Done")

    assert result.response.content == "Working on it."
    assert [each.content for each in result.followups] == ["en-US: errors.unexpected {}"]
    assert all(each.ephemeral for each in result.followups)


async def test_a_fault_while_the_bot_thinks_ends_the_thinking(world):
    async def think(interaction):
        await interaction.response.defer(ephemeral=True, thinking=True)

    await world.messenger.send(world.channel, key(), REMINDER)
    world.answers_first, world.fails_with = think, ZeroDivisionError()

    result = await world.mia.click(world.dm.last_message, label="Done")

    assert result.response.content == "en-US: errors.unexpected {}"
    assert result.followups == []


async def test_a_fault_after_a_silent_deferral_leaves_the_reminder_as_it_is(world):
    async def defer(interaction):
        await interaction.response.defer()

    await world.messenger.send(world.channel, key(), REMINDER)
    reminder = world.dm.last_message
    world.answers_first, world.fails_with = defer, ZeroDivisionError()

    result = await world.mia.click(reminder, label="Done")

    assert [each.content for each in result.followups] == ["en-US: errors.unexpected {}"]
    assert world.dm.last_message.content == reminder.content
    assert [button.label for button in world.dm.last_message.components[0].children] == [
        "Done",
        "Stop",
    ]


async def test_an_answer_that_cannot_be_given_is_logged_and_ends_there(world, caplog):
    await world.messenger.send(world.channel, key(), REMINDER)
    world.fails_with = Conflict("delivery.answered_before")
    world.env.inject_error("POST", "/interactions/*", status=404, code=10062, times=None)

    with caplog.at_level(logging.WARNING):
        await world.mia.click(world.dm.last_message, label="Done")

    assert [record.getMessage() for record in caplog.records] == ["answer.failed"]


async def test_an_answer_that_discord_already_had_is_followed_up(world):
    await world.messenger.send(world.channel, key(), REMINDER)
    world.fails_with = Conflict("delivery.answered_before")
    world.env.inject_error("POST", "/interactions/*", status=400, code=40060)

    result = await world.mia.click(world.dm.last_message, label="Done")

    assert [each.content for each in result.followups] == ["en-US: delivery.answered_before {}"]


# What people type


async def test_what_somebody_types_in_a_dm_is_passed_on(world):
    await world.mia.send_dm("STOP")

    assert world.typed == ["STOP"]


async def test_the_bots_own_reminders_are_not_taken_for_typing(world):
    await world.messenger.send(world.channel, key(), REMINDER)
    await world.env.settle()

    assert world.typed == []


async def test_what_is_typed_in_a_server_is_nobodys_business(world):
    channel = world.guild.create_text_channel("general")
    mia = world.guild.add_member(world.env.create_user("mia again"))

    await mia.send(channel, f"<@{world.bot.user.id}> STOP")

    assert world.typed == []


async def test_a_fault_over_a_typed_text_is_logged_without_the_text(world, caplog):
    world.fails_with = ZeroDivisionError("my neck hurts")

    with caplog.at_level(logging.WARNING):
        await world.mia.send_dm("my neck hurts")

    assert [type(error) for error in world.env.errors] == [ZeroDivisionError]
    assert "event.failed" in caplog.text
    assert "ZeroDivisionError" in caplog.text
    assert "neck" not in caplog.text


@pytest.fixture
def library_addresses(monkeypatch):
    """What the library has; what a test sets is put back."""
    route, socket = discord.http.Route, discord.gateway.DiscordWebSocket
    monkeypatch.setattr(route, "BASE", route.BASE)
    monkeypatch.setattr(socket, "DEFAULT_GATEWAY", socket.DEFAULT_GATEWAY)
    return lambda: (route.BASE, str(socket.DEFAULT_GATEWAY))


def test_addresses_that_are_not_set_stay_the_librarys(library_addresses):
    before = library_addresses()

    configure_addresses(None, None)

    assert library_addresses() == before


def test_addresses_that_are_set_are_used(library_addresses):
    configure_addresses("http://127.0.0.1:8080/api/v10/", "ws://127.0.0.1:8080/")

    assert library_addresses() == ("http://127.0.0.1:8080/api/v10", "ws://127.0.0.1:8080/")


def test_the_client_asks_for_two_intents_only():
    world = World()

    assert [name for name, on in world.bot.intents if on] == ["guilds", "dm_messages"]
    assert world.bot.allowed_mentions.to_dict() == discord.AllowedMentions.none().to_dict()
