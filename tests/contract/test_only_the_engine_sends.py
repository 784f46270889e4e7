"""No message leaves the bot outside the engine but answers to whoever pressed or typed."""

from __future__ import annotations

import ast
from collections.abc import Iterator

import pytest

from tests.contract.sources import Source, parse, project

# The one place that sends what arrives by itself, and the simulated Discord of the demo.
SENDS = {"bot.discord_io.messenger", "bot.delivery.sender"}
# Every way in which discord.py posts a message that is no answer.
POSTS = {"send", "reply", "create_dm", "create_thread", "publish", "forward"}
# Answers to an interaction: seen by the one who asked, and by nobody else.
ANSWERS = {"response", "followup"}


def posted(source: Source) -> Iterator[str]:
    """Where a module posts something."""
    for node in ast.walk(source.tree):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
            continue
        of = node.func.value
        answers = isinstance(of, ast.Attribute) and of.attr in ANSWERS
        if node.func.attr in POSTS and not answers:
            yield f"{source.name}:{node.lineno} {ast.unparse(node.func)}"


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
    ],
)
def test_the_check_finds_a_message_that_goes_past_the_engine(line: str) -> None:
    source = parse("cogs.sessions", f"async def f():\n    {line}")

    assert len(outside_the_engine([source])) == 1


@pytest.mark.parametrize(
    "line",
    ["await interaction.response.send_message('hello')", "await interaction.followup.send('hi')"],
)
def test_the_check_lets_answers_pass(line: str) -> None:
    assert outside_the_engine([parse("cogs.sessions", f"async def f():\n    {line}")]) == []
