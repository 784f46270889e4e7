"""Check-ins at times of day that their member named.

A kind of this sort has its commands ``/NAME on`` and ``/NAME off``, its lines in /settings and
/help and its form in /reminders by being registered; it states when it comes unless told otherwise,
and what it says.
"""

from __future__ import annotations

from datetime import time
from typing import ClassVar

from bot.domain.member import Settings
from bot.domain.occurrence import Wish
from bot.domain.rule import Rule
from bot.domain.times import TimesWish, times_rule
from bot.kinds.kind import Kind


class Timed(Kind):
    """One kind of check-in at times of day. ``default_at``: those of who names none.

    Its policy lets quiet hours wait, as members are told when they name their times.

    Its texts in the catalogue, beside those that every kind has: ``about.NAME``, one sentence of
    what is asked, ``help.line.NAME``, and ``cmd.NAME`` with ``.on`` and ``.off``.
    """

    rule_follows_settings = True
    editable = True
    default_at: ClassVar[tuple[time, ...]]

    def rule(self, wish: Wish, settings: Settings, reserved: int) -> Rule:  # noqa: ARG002
        """The times that were chosen, as far as the daily limit goes. Quiet hours let them wait."""
        return times_rule(TimesWish.from_wish(wish), settings)
