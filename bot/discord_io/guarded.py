"""Views, modals and buttons whose errors are always answered.

discord.py logs what their callbacks raise and leaves the member with "This interaction failed".
Everything of this project that can be pressed, chosen or submitted is built on these.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Coroutine
from functools import wraps
from typing import Any, ParamSpec, TypeVar

import discord
from discord import app_commands

from bot.discord_io.failures import answer_failure, withheld
from bot.discord_io.speaking import look_up
from bot.errors import UserError
from bot.log import get_logger

P = ParamSpec("P")
ChoiceT = TypeVar("ChoiceT", str, int, float)

_log = get_logger(__name__)


def guarded_autocomplete(
    suggest: Callable[P, Awaitable[list[app_commands.Choice[ChoiceT]]]],
) -> Callable[P, Coroutine[Any, Any, list[app_commands.Choice[ChoiceT]]]]:
    """An autocomplete that answers with nothing when it fails.

    discord.py would log who typed, and what the exception says of what was typed.
    """

    @wraps(suggest)
    async def guarded(*args: P.args, **kwargs: P.kwargs) -> list[app_commands.Choice[ChoiceT]]:
        try:
            return await suggest(*args, **kwargs)
        except UserError:
            return []
        except Exception as error:  # noqa: BLE001 - the border where every suggestion ends
            _log.error("autocomplete.failed", exc_info=withheld(error))
            return []

    return guarded


class _Answering:
    async def on_error(
        self,
        interaction: discord.Interaction[Any],
        error: Exception,
        _item: discord.ui.Item[Any] | None = None,
        /,
    ) -> None:
        """Answer instead of only logging."""
        await answer_failure(interaction, error, "view.failed", view=type(self).__name__)


class GuardedView(_Answering, discord.ui.View):
    """A classic view; what its callbacks and checks raise is answered."""


class GuardedLayout(_Answering, discord.ui.LayoutView):
    """A Components V2 view; what its callbacks and checks raise is answered."""


class GuardedModal(_Answering, discord.ui.Modal):
    """A modal; what its submission raises is answered."""

    async def interaction_check(self, interaction: discord.Interaction[Any], /) -> bool:
        """Find out in which language to answer. Whoever opened it may submit it."""
        await look_up(interaction, interaction.client.arrived)
        return True


class GuardedPress:
    """Comes before ``DynamicItem`` among the bases; the press itself goes into :meth:`pressed`.

    Such a class leaves ``interaction_check`` alone, whose errors discord.py drops unseen, and its
    ``from_custom_id`` raises nothing, because that would never be answered.
    """

    async def pressed(self, interaction: discord.Interaction[Any]) -> None:
        """Do what the button is for."""
        raise NotImplementedError

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        """Called by discord.py; raises nothing."""
        try:
            await look_up(interaction, interaction.client.arrived)
            await self.pressed(interaction)
        except Exception as error:  # noqa: BLE001 - the border where every press ends
            # No custom id: an answer on a scale would stand in the log.
            await answer_failure(interaction, error, "press.failed", button=type(self).__name__)
