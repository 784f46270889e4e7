"""The cards of /privacy: what is kept, who looked, sharing, the export, and deleting everything.

Pure: what the use cases return comes in, a card goes out. Staff are mentioned, which pings nobody.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from io import BytesIO
from zoneinfo import ZoneInfo

import discord

from bot.discord_io.buttons import Option, PressSelect
from bot.discord_io.guarded import GuardedLayout
from bot.domain.ids import DiscordGuildId
from bot.texts.escape import escaped
from bot.texts.language import Language
from bot.ui.cards import DANGER, Button, button, card, link
from bot.ui.custom_ids import AreaPress
from bot.ui.forms import Field, Form, OnFilled
from bot.ui.paging import paged, turning
from bot.ui.settings import OFF, ON
from bot.usecases.erasing import Erased
from bot.usecases.privacy import Kept, Looked, Looks, Sharing
from bot.usecases.services import Operator

AREA = "privacy"
SHOW = AreaPress(AREA, "card")
WHICH = AreaPress(AREA, "which")
EXPORT = AreaPress(AREA, "export")
DELETE = AreaPress(AREA, "delete")
# In the form that deletes everything.
WORD = "word"
EXPORT_NAME = "unknot-export.zip"

# Source: Discord, lines of a select.
MOST_CLINICS = 25
# So that the card stays within Discord's 4,000 characters, whatever the clinics are called.
_CLINICS_NAMED = 5

# The groups that the card counts; the export has them all.
_COUNTED = ("consents", "check_ins", "reminders", "sessions", "requests", "deliveries", "looks")
_STAFFS = ("staff_requests", "staff_looks", "staff_changes")

NameOf = Callable[[DiscordGuildId], str]


def privacy_card(
    language: Language, operator: Operator, kept: Kept, name_of: NameOf
) -> GuardedLayout:
    """What is kept of the reader and why, which clinics see what, and what they can do about it."""
    say = language.say
    switched = [one for one in kept.clinics if one.can_turn][:MOST_CLINICS]
    return card(
        *(
            _rules(language, operator)
            if kept.is_nothing
            else _own(language, operator, kept, name_of)
        ),
        say("join.privacy.why"),
        say("join.privacy.sees"),
        say("join.privacy.discord"),
        say("join.privacy.rights"),
        title=say("join.privacy.title"),
        select=_which(language, switched, name_of) if len(switched) > 1 else None,
        buttons=_buttons(language, operator, kept, switched),
    )


def looks_card(language: Language, shown: Looks, name_of: NameOf) -> GuardedLayout:
    """One page of who looked, in the reader's own time, as their Discord writes it."""
    say = language.say
    return card(
        "\n".join(_look(language, one, name_of) for one in shown.looks)
        or say("privacy.looks.nobody"),
        title=paged(language, say("privacy.looks.title"), shown.page, shown.pages),
        buttons=(*turning(language, shown.page, shown.pages, looks_press), _back(language)),
    )


def sharing_card(
    language: Language, sharing: Sharing, clinic: str, *, is_new: bool = False
) -> GuardedLayout:
    """Whether a clinic's staff see the reader's scores, and the switch; ``is_new``: from now on."""
    state = ON if sharing.on else OFF
    return card(
        language.say(
            f"privacy.shared.{state}" if is_new else f"privacy.sharing.{state}",
            clinic=escaped(clinic),
        ),
        title=language.say("privacy.sharing.title"),
        buttons=(_switch(language, sharing), _back(language)),
    )


def export_card(language: Language) -> GuardedLayout:
    """What the file is that comes along."""
    view = card(language.say("privacy.export.body"), title=language.say("privacy.export.title"))
    return view.add_item(discord.ui.File(f"attachment://{EXPORT_NAME}"))


def export_file(packed: bytes) -> discord.File:
    """The zip, as it is sent along."""
    return discord.File(BytesIO(packed), EXPORT_NAME)


def readme_text(
    language: Language, groups: Iterable[str], local_now: datetime, where: ZoneInfo
) -> str:
    """What the file says that explains the others."""
    say = language.say
    return "\n".join(
        (
            say("privacy.readme.intro", moment=f"{local_now:%Y-%m-%d %H:%M}", zone=where.key),
            "",
            *(f"{group}.csv – {say(f'privacy.file.{group}')}" for group in groups),
            "",
            say("privacy.readme.json"),
            say("privacy.readme.times", zone=where.key),
            say("privacy.readme.cells"),
            "",
        )
    )


def delete_form(language: Language, word: str, on_filled: OnFilled) -> Form:
    """Asks for the word without which nothing is deleted."""
    title = language.say("privacy.delete.form", word=word)
    return Form(language, title, (Field(WORD),), on_filled)


def deleted_card(language: Language, operator: Operator, erased: Erased) -> GuardedLayout:
    """What is gone, what is on its way out of Discord, and what is not ours to delete."""
    say = language.say
    return card(
        say("privacy.deleted.body"),
        say("privacy.deleted.staff") if erased.records else "",
        say("privacy.deleted.discord") if erased.dms or erased.elsewhere else "",
        language.count("privacy.deleted.backups", operator.backups_kept),
        say("privacy.deleted.elsewhere"),
        say("privacy.deleted.again"),
        title=say("privacy.deleted.title"),
        quiet=True,
    )


def looks_press(page: int) -> AreaPress:
    """Shows a page of who looked."""
    return AreaPress(AREA, "looks", (str(page),))


def _rules(language: Language, operator: Operator) -> tuple[str, ...]:
    say = language.say
    return (
        say("privacy.nothing"),
        say("join.privacy.keeps"),
        say("join.privacy.long", **_times(operator)),
    )


def _own(language: Language, operator: Operator, kept: Kept, name_of: NameOf) -> tuple[str, ...]:
    say, times = language.say, _times(operator)
    lines = [say("privacy.kept"), say("privacy.group.settings")]
    lines += [
        say(f"privacy.group.{group}", number=kept.counts[group], **times) for group in _COUNTED
    ]
    if staffs := sum(kept.counts[group] for group in _STAFFS):
        lines.append(say("privacy.group.staff", number=staffs))
    leaving = say("privacy.leaving", left=times["left"])
    return "\n".join(lines), leaving, _clinics(language, kept.clinics, name_of)


def _times(operator: Operator) -> dict[str, int]:
    keep = operator.retention
    return {"months": keep.check_ins_months, "days": keep.deliveries.days, "left": keep.left.days}


def _clinics(language: Language, clinics: Sequence[Sharing], name_of: NameOf) -> str:
    if not clinics:
        return ""
    lines = [
        language.say(
            "privacy.clinic.seen" if one.is_seen else "privacy.clinic.unseen",
            clinic=escaped(name_of(one.guild)),
        )
        for one in clinics[:_CLINICS_NAMED]
    ]
    if more := len(clinics) - len(lines):
        lines.append(language.count("privacy.clinic.more", more))
    return "\n".join((language.say("privacy.clinics"), *lines))


def _buttons(
    language: Language, operator: Operator, kept: Kept, switched: Sequence[Sharing]
) -> list[Button]:
    buttons = []
    if not kept.is_nothing:
        buttons.append(button(language, "who_looked", looks_press(1)))
        if len(switched) == 1:
            buttons.append(_switch(language, switched[0]))
        buttons.append(button(language, "export", EXPORT))
        buttons.append(button(language, "delete_everything", DELETE, DANGER))
    if operator.privacy_link is not None:
        buttons.append(link(language, "privacy_link", operator.privacy_link))
    return buttons


def _which(language: Language, sharing: Sequence[Sharing], name_of: NameOf) -> Button:
    options = [Option(str(one.guild), name_of(one.guild)) for one in sharing]
    hint = language.say("privacy.sharing.which")
    return PressSelect.offering(WHICH, hint, options, fewest=1, most=1)


def _switch(language: Language, sharing: Sharing) -> Button:
    # It says to what it turns: a card of last week does what it showed, not the opposite.
    press = AreaPress(AREA, "share", (str(sharing.guild), OFF if sharing.on else ON))
    return button(language, "stop_sharing" if sharing.on else "share_scores", press)


def _back(language: Language) -> Button:
    return button(language, "privacy", SHOW)


def _look(language: Language, look: Looked, name_of: NameOf) -> str:
    staff = language.say("privacy.looks.former") if look.staff is None else f"<@{look.staff}>"
    return language.say(
        "privacy.looks.scores" if look.scores else "privacy.looks.plain",
        moment=f"<t:{int(look.looked_at.timestamp())}:f>",
        staff=staff,
        clinic=escaped(name_of(look.guild)),
    )
