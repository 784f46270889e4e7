import discord
import pytest
from discord import app_commands

from bot.discord_io.command_sync import payload_hash, sync_if_changed


class InGerman(app_commands.Translator):
    def __init__(self, word="haltung"):
        self.word = word

    async def translate(self, string, locale, context):
        return self.word if locale is discord.Locale.german else None


async def nothing(interaction: discord.Interaction):
    """Never called."""


async def on_member(interaction: discord.Interaction, member: discord.Member):
    """Never called."""


def command(name, description="Does something"):
    return app_commands.Command(
        name=app_commands.locale_str(name), description=description, callback=nothing
    )


def tree_of(*commands, application_id=1):
    client = discord.Client(intents=discord.Intents.none(), application_id=application_id)
    tree = app_commands.CommandTree(client)
    for each in commands:
        tree.add_command(each)
    return tree


class Stored:
    """Where a hash is kept, and how often it was written."""

    def __init__(self, value=None):
        self.value = value
        self.writes = 0

    async def read(self):
        return self.value

    async def write(self, value):
        self.value = value
        self.writes += 1


async def test_the_same_commands_have_the_same_hash():
    assert await payload_hash(tree_of(command("on"))) == await payload_hash(tree_of(command("on")))


async def test_the_order_of_commands_does_not_matter():
    first = await payload_hash(tree_of(command("on"), command("off")))

    assert await payload_hash(tree_of(command("off"), command("on"))) == first


@pytest.mark.parametrize(
    "changed",
    [
        tree_of(command("on"), application_id=2),
        tree_of(command("off")),
        tree_of(command("on", "Does something else")),
        tree_of(command("on"), command("off")),
        tree_of(command("on"), app_commands.ContextMenu(name="On", callback=on_member)),
        tree_of(),
    ],
)
async def test_whatever_discord_would_see_changes_the_hash(changed):
    assert await payload_hash(changed) != await payload_hash(tree_of(command("on")))


async def test_a_translation_changes_the_hash():
    hashes = set()
    for translator in (None, InGerman(), InGerman("sitzen")):
        tree = tree_of(command("on"))
        await tree.set_translator(translator)
        hashes.add(await payload_hash(tree))

    assert len(hashes) == 3


async def test_a_command_for_servers_only_changes_the_hash():
    limited = command("on")
    limited.allowed_contexts = app_commands.AppCommandContext(guild=True, dm_channel=False)

    assert await payload_hash(tree_of(limited)) != await payload_hash(tree_of(command("on")))


@pytest.fixture
async def tree(simcord_env, simcord_bot):
    return simcord_bot.tree


@pytest.fixture
async def simcord_bot():
    client = discord.Client(intents=discord.Intents.none())
    client.tree = app_commands.CommandTree(client)
    client.tree.add_command(command("on"))
    yield client
    await client.close()


def syncs(env):
    return [each for each in env.http_requests if each.method == "PUT"]


async def test_the_first_time_the_commands_are_synced_and_their_hash_is_kept(tree, simcord_env):
    stored = Stored()

    new = await sync_if_changed(tree, read_hash=stored.read, write_hash=stored.write)

    assert new == stored.value == await payload_hash(tree)
    assert len(syncs(simcord_env)) == 1


async def test_unchanged_commands_are_not_synced_again(tree, simcord_env):
    stored = Stored(await payload_hash(tree))

    new = await sync_if_changed(tree, read_hash=stored.read, write_hash=stored.write)

    assert new is None
    assert stored.writes == 0
    assert syncs(simcord_env) == []


async def test_a_new_command_is_synced(tree, simcord_env):
    stored = Stored(await payload_hash(tree))
    tree.add_command(command("off"))

    new = await sync_if_changed(tree, read_hash=stored.read, write_hash=stored.write)

    assert new == stored.value
    assert [each["name"] for each in syncs(simcord_env)[0].json] == ["on", "off"]


async def test_a_sync_that_fails_is_not_taken_for_done(tree, simcord_env):
    stored = Stored()
    simcord_env.inject_error("PUT", "/applications/*/commands", status=400, code=30034)

    with pytest.raises(discord.HTTPException):
        await sync_if_changed(tree, read_hash=stored.read, write_hash=stored.write)

    assert stored.writes == 0
