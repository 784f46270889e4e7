"""No message leaves the bot outside the engine but answers to whoever pressed or typed."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from typing import Final, TypeGuard

import pytest

from tests.contract.sources import Source, parse, project

# The one place that sends what arrives by itself, and the simulated Discord of the demo.
SENDS = {"bot.discord_io.messenger", "bot.delivery.sender"}
# Every way in which discord.py posts a message that is no answer, also below its own objects.
POSTS = {"send", "send_message", "reply", "create_dm", "create_thread", "publish", "forward"}
# Fields that have such a name and post nothing.
FIELDS = {"sorted_.send", "result.send", "discord.MessageType.reply", "replied.reply"}
# Answers to an interaction.
ANSWERS = {"response", "followup"}
# What can be seen by nobody else, unless it is not asked for.
SHOWN_TO_ONE = {"send", "send_message"}
# Answers that everybody in a channel may see, by module, and why.
PUBLIC: Final[Mapping[str, str]] = {}


def posted(source: Source) -> Iterator[str]:
    """Where a module posts something, or takes hold of what posts."""
    called = {id(node.func) for node in ast.walk(source.tree) if isinstance(node, ast.Call)}
    for node in ast.walk(source.tree):
        if not isinstance(node, ast.Attribute) or node.attr not in POSTS or _answers(node):
            continue
        if id(node) in called or ast.unparse(node) not in FIELDS:
            yield f"{source.name}:{node.lineno} {ast.unparse(node)}"


def answered_to_all(source: Source) -> Iterator[str]:
    """Where a module answers so that others see it, or where that can't be told."""
    private = {id(node.func) for node in ast.walk(source.tree) if _is_for_one(node)}
    for node in ast.walk(source.tree):
        if not isinstance(node, ast.Attribute) or not _answers(node) or id(node) in private:
            continue
        if node.attr in SHOWN_TO_ONE or node.attr == "defer":
            yield f"{source.name}:{node.lineno} {ast.unparse(node)}"


def _answers(node: ast.Attribute) -> bool:
    return isinstance(node.value, ast.Attribute) and node.value.attr in ANSWERS


def _is_for_one(node: ast.AST) -> TypeGuard[ast.Call]:
    if not isinstance(node, ast.Call):
        return False
    given = {keyword.arg: ast.unparse(keyword.value) for keyword in node.keywords}
    # A press that is only put off is answered in the place of its card.
    put_off = isinstance(node.func, ast.Attribute) and node.func.attr == "defer" and not given
    return put_off or given.get("ephemeral") == "True"


def outside_the_engine(sources: list[Source]) -> list[str]:
    inside = (*SENDS, "bot.demo")
    return [
        place
        for source in sources
        if not source.name.startswith(inside)
        for place in posted(source)
    ]


def test_nothing_is_posted_outside_the_engine() -> None:
    assert outside_the_engine(project()) == []


def test_every_answer_is_seen_by_the_one_who_asked_alone() -> None:
    found = [place for source in project() for place in answered_to_all(source)]

    assert [place for place in found if place.partition(":")[0] not in PUBLIC] == []


def test_the_walk_sees_where_the_engine_sends() -> None:
    assert {source.name for source in project() if list(posted(source))} >= SENDS


@pytest.mark.parametrize(
    "line",
    [
        "await channel.send('hello')",
        "await user.create_dm()",
        "await self._client.get_channel(1).send(view=view)",
        "await interaction.channel.send('hello')",
        "await message.reply('hello')",
        "post = channel.send",
        "await self._client.http.send_message(1, params=params)",
        "return user.create_dm",
        "await result.send('hello')",
    ],
)
def test_the_check_finds_a_message_that_goes_past_the_engine(line: str) -> None:
    source = parse("cogs.sessions", f"async def f():\n    {line}")

    assert len(outside_the_engine([source])) == 1


@pytest.mark.parametrize(
    "line",
    [
        "await interaction.response.send_message('hello', ephemeral=True)",
        "await interaction.followup.send('hi', ephemeral=True)",
        "await interaction.response.defer(ephemeral=True, thinking=True)",
        "await interaction.response.defer()",
    ],
)
def test_the_check_lets_answers_pass(line: str) -> None:
    source = parse("cogs.sessions", f"async def f():\n    {line}")

    assert outside_the_engine([source]) == []
    assert list(answered_to_all(source)) == []


@pytest.mark.parametrize(
    "line",
    [
        "await interaction.response.send_message('hello')",
        "await interaction.response.send_message('hello', ephemeral=False)",
        "await interaction.followup.send('hi', ephemeral=asked)",
        "await interaction.response.defer(thinking=True)",
        "say = interaction.response.send_message",
    ],
)
def test_the_check_finds_an_answer_that_others_may_see(line: str) -> None:
    source = parse("cogs.sessions", f"async def f():\n    {line}")

    assert len(list(answered_to_all(source))) == 1
