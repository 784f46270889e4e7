"""One day of a member, told in each language: nothing of it is left in another one."""

from __future__ import annotations

from importlib.resources import files

import pytest

from bot.texts.catalogue import Catalogue
from bot.texts.po import Entries, read_language
from tests.behaviour.world import Clinic, Person

# What people type there: when, and how they say stop.
TYPED = {
    "en": ("tomorrow at 9am", "Stop!"),
    "es": ("mañana a las 9", "para"),
    "de": ("morgen um 9 Uhr", "STOPP"),
    "fr": ("demain à 9h", "arrêt"),
}
# Shorter ones are words that other languages have too.
SHORTEST = 12


pytestmark = pytest.mark.usefixtures("nothing_but_refusals")


class Listener:
    """Keeps all that a member reads."""

    def __init__(self, code: str, mia: Person) -> None:
        self.say = Catalogue.load().language(code).say
        self.mia = mia
        self.read: list[str] = []

    async def slash(self, name: str, **options: object) -> str:
        shown = await self.mia.slash(name, **options)
        return self.hear(shown)

    async def press(self, key: str) -> str:
        """Press a button of the latest DM."""
        label = key if key.isdecimal() else self.say(f"label.{key}")
        return self.hear(await self.mia.press(label, self.mia.inbox[-1]))

    def hear(self, shown) -> str:
        self.read += [shown.text, *shown.buttons]
        return shown.text

    def hear_inbox(self) -> None:
        for shown in self.mia.inbox[1:]:
            self.hear(shown)


def texts_of(code: str) -> Entries:
    return read_language(files("bot.texts") / code, code)[0]


def english_in(read: list[str], code: str) -> set[str]:
    """The English texts that were read although this language has its own."""
    told, own = "\n".join(read), texts_of(code)
    return {
        key
        for key, entry in texts_of("en").items()
        for form in entry.forms
        if len(form) >= SHORTEST and "{" not in form and form in told
        if form not in own[key].forms
    }


@pytest.mark.parametrize("code", TYPED)
async def test_a_members_day_is_told_in_their_own_language(clinic: Clinic, code: str) -> None:
    when, stop = TYPED[code]
    mia = await clinic.member()
    await mia.slash("settings", language=code)
    heard = Listener(code, mia)

    await heard.slash("posture on", every=90)
    await heard.slash("tension on", at="10:00")
    await heard.slash("remind", what="Tee", when=when)
    await clinic.travel_to("2026-01-02 09:01")
    assert any("Tee" in shown.text for shown in mia.inbox)
    heard.hear(mia.inbox[-1])
    await heard.press("done")
    await clinic.travel_to("2026-01-02 10:01")
    heard.hear(mia.inbox[-1])
    await heard.press("6")
    assert heard.say("tension.thanks") in await heard.press("4")
    said = ("help", "settings", "reminders", "benefits", "warning-signs", "progress", "privacy")
    for command in said:
        await heard.slash(command)
    await heard.slash("tension now")
    await heard.slash("posture now")
    await heard.slash("remind", what="Tee", when="?!")
    await heard.slash("pause")
    await heard.slash("resume")
    await mia.types(stop)

    heard.hear_inbox()
    assert heard.say("notice.stopped.title") in mia.inbox[-1].text
    assert english_in(heard.read, code) == set()
