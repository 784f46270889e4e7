"""Commands, as the JSON that Discord is sent."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

Payload = dict[str, Any]


def parts(command: Payload) -> Iterator[Payload]:
    """A command and everything in it that has a name and a description."""
    yield command
    for option in command.get("options", []):
        yield from parts(option)
