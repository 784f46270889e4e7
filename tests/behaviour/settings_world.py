"""What the tests of the settings card share: reading it, and typing into it."""

from __future__ import annotations


async def lines_of(person):
    """The lines of the settings card: name and value."""
    text = (await person.slash("settings")).text
    lines = [line for line in text.splitlines() if line.startswith("**")]
    return dict(line.replace("**", "").split(": ", 1) for line in lines)


async def type_into(person, label, typed, on=None):
    """Press what asks for a setting, and send what is typed."""
    await person.press(label, on or await person.slash("settings"))
    return await person.fill({"value": typed})
