"""Where a press is answered: in the place of its card, if only the presser sees that card."""

from __future__ import annotations

import discord

from cogs.reply import Interaction, answer, replace


async def answer_in_place(interaction: Interaction, view: discord.ui.LayoutView) -> None:
    """Replace the pressed card, or answer beside a message that others see or that is no card."""
    if _is_own_card(interaction):
        await replace(interaction, view)
    else:
        await answer(interaction, view)


def _is_own_card(interaction: Interaction) -> bool:
    message = interaction.message
    if message is None or not message.flags.components_v2:
        return False
    return message.flags.ephemeral or interaction.guild_id is None
