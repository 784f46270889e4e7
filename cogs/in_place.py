"""Where a press is answered: in the place of its card, if only the presser sees that card."""

from __future__ import annotations

import discord

from cogs.reply import Interaction, answer, replace


async def defer_in_place(interaction: Interaction) -> None:
    """Promise an answer, to a command or to a press, in the place where it will stand."""
    in_place = interaction.message is not None and interaction.message.flags.ephemeral
    await interaction.response.defer(ephemeral=True, thinking=not in_place)


async def answer_in_place(interaction: Interaction, view: discord.ui.LayoutView) -> None:
    """Replace the presser's own card; a message that stays is left, and answered beside."""
    message = interaction.message
    if message is not None and message.flags.ephemeral:
        await replace(interaction, view)
    else:
        await answer(interaction, view)
