"""What tests of /privacy read off its cards and files, and how somebody deletes everything."""

from __future__ import annotations

import io
import re
from zipfile import ZipFile

from bot.demo.stage import Shown
from tests.behaviour.world import Person

NOTHING = "Nothing is kept about you."
BUTTONS = ["Who looked", "Share my scores", "Export", "Delete everything"]


def counts(shown: Shown) -> dict[str, int]:
    """The numbers on the card, by the names of their groups."""
    return {name: int(n) for name, n in re.findall(r"\*\*([\w -]+): (\d+)\.\*\*", shown.text)}


async def files_in(shown: Shown) -> dict[str, str]:
    """What is in the zip, by the names of its files."""
    (attachment,) = shown.message.attachments
    packed = ZipFile(io.BytesIO(await attachment.read()))
    return {name: packed.read(name).decode("utf-8-sig") for name in packed.namelist()}


async def deleted(person: Person, *, typed: str = "DELETE", dm: bool = False) -> Shown:
    """Delete everything, from the card; what is answered then."""
    card = await person.slash("privacy", dm=dm)
    assert card is not None
    await person.press("Delete everything", card)
    shown = await person.fill({"word": typed})
    assert shown is not None
    return shown
