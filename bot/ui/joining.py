"""The cards of joining, stopping and coming back."""

from __future__ import annotations

from collections.abc import Sequence

from bot.discord_io.guarded import GuardedLayout
from bot.domain.consent import Place
from bot.domain.ids import DiscordGuildId
from bot.texts.escape import escaped
from bot.texts.language import Language
from bot.ui.cards import DANGER, MAIN, Button, button, card, named_button
from bot.ui.custom_ids import AreaPress
from bot.usecases.coming_back import BroughtBack
from bot.usecases.joining import (
    Welcome,
    WelcomeComes,
    WelcomeSent,
    WelcomeWaits,
)
from bot.usecases.services import Operator
from bot.usecases.stopping import AlreadyStopped, NeverJoined, Stopping

AREA = "join"

STOP_EVERYTHING = AreaPress(AREA, "stop_all")
SETTINGS = AreaPress("settings", "card")
TRY_AGAIN = AreaPress(AREA, "again")
BRING_BACK = AreaPress(AREA, "back")
START = AreaPress(AREA, "start")
PRIVACY = AreaPress(AREA, "privacy")


def offer_card(
    language: Language, operator: Operator, guild: DiscordGuildId, clinic: str, place: Place
) -> GuardedLayout:
    """What the bot sends, keeps and shows to whom; the age; and three buttons."""
    say = language.say
    return card(
        say("join.offer.sends"),
        say("join.offer.keeps"),
        say("join.offer.sees"),
        say("join.offer.age", age=operator.minimum_age),
        title=say("join.offer.title", clinic=escaped(clinic)),
        buttons=(
            button(language, "agree", AreaPress(AREA, "agree", (str(guild), place.value)), MAIN),
            button(language, "not_now", AreaPress(AREA, "not_now")),
            button(language, "privacy", PRIVACY),
        ),
    )


def choice_card(language: Language, clinics: Sequence[tuple[DiscordGuildId, str]]) -> GuardedLayout:
    """Which clinic? One button each. ``clinics`` has 25 at most."""
    say = language.say
    return card(
        say("join.which.body"),
        title=say("join.which.title"),
        buttons=[named_button(name, AreaPress(AREA, "offer", (str(g),))) for g, name in clinics],
    )


def declined_card(language: Language) -> GuardedLayout:
    """Nothing was saved."""
    return card(language.say("join.declined"), quiet=True)


def already_in_card(language: Language) -> GuardedLayout:
    """In already: settings, or stop."""
    return card(
        language.say("join.already.body"),
        title=language.say("join.already.title"),
        buttons=(
            button(language, "settings", SETTINGS, MAIN),
            button(language, "stop", STOP_EVERYTHING, DANGER),
        ),
    )


def dm_failed_card(language: Language, *, again: bool) -> GuardedLayout:
    """The member's DMs are closed: how to open them."""
    say = language.say
    return card(
        say("join.dm_failed.still" if again else "join.agreed.dm_failed"),
        say("join.dm_failed.computer"),
        say("join.dm_failed.phone"),
        say("join.dm_failed.then"),
        say("join.dm_failed.otherwise"),
        title=say("join.dm_failed.title"),
        buttons=(
            button(language, "try_again", TRY_AGAIN, MAIN),
            button(language, "settings", SETTINGS),
        ),
    )


def plain_card(text: str, title: str = "", buttons: Sequence[Button] = ()) -> GuardedLayout:
    """One sentence and perhaps a button."""
    return card(text, title=title, buttons=buttons, quiet=True)


def stopped_card(language: Language, stopping: Stopping) -> GuardedLayout:
    """The one confirmation of a stop."""
    say = language.say
    match stopping:
        case NeverJoined():
            return plain_card(say("stop.not_joined"))
        case AlreadyStopped():
            return plain_card(say("stop.already"))
    return plain_card(say("stop.done.body"), say("stop.done.title"))


def joined_blocks(language: Language, welcome: Welcome, had: Sequence[str]) -> tuple[str, ...]:
    """What stands above the settings card of somebody who just joined."""
    say = language.say
    match welcome:
        case WelcomeWaits(seconds):
            first = say("join.agreed.waiting", seconds=seconds)
        case WelcomeComes():
            first = say("join.agreed.comes")
        case _:
            first = say("join.agreed.body")
    if not had:
        return (first,)
    return first, say("join.back.offer", what=kinds_named(language, had))


def joined_buttons(language: Language, had: Sequence[str]) -> tuple[Button, ...]:
    """A way back to what a member had before they stopped."""
    return (button(language, "back", BRING_BACK, MAIN),) if had else ()


def tried_again_card(language: Language, welcome: Welcome) -> GuardedLayout:
    """Whether the DMs are open now."""
    match welcome:
        case WelcomeSent():
            settings = button(language, "settings", SETTINGS, MAIN)
            return plain_card(language.say("join.dm_opened"), buttons=(settings,))
        case WelcomeWaits(seconds):
            return plain_card(language.say("join.agreed.waiting", seconds=seconds))
        case WelcomeComes():
            return plain_card(language.say("join.agreed.comes"))
    return dm_failed_card(language, again=True)


def brought_back_card(language: Language, back: BroughtBack) -> GuardedLayout:
    """What came back, and what comes next."""
    say = language.say
    if not back.kinds:
        return plain_card(say("join.back.nothing"))
    what = kinds_named(language, back.kinds)
    if back.local_next is None:
        return plain_card(say("join.back.done.none", what=what))
    moment = language.moment(back.local_next)
    return plain_card(say("join.back.done", what=what, moment=moment))


def kinds_named(language: Language, kinds: Sequence[str]) -> str:
    """Kinds by the names that members know."""
    return language.join([language.say(f"kind.{kind}") for kind in kinds])
