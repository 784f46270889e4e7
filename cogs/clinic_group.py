"""/clinic, to which several cogs add their commands. In servers only.

It carries no permissions: a role cannot be named there, and "Manage Server" would hide it from
therapists. Who may do what is asked in the use cases.
"""

from __future__ import annotations

from typing import Any

from discord import app_commands

from bot.discord_io.client import UnknotClient
from bot.ui.wording import described

IN_SERVERS = app_commands.AppCommandContext(guild=True, dm_channel=False, private_channel=False)


def clinic_group(client: UnknotClient) -> app_commands.Group:
    """The group as this client has it; made by whoever asks first.

    A command is added as a function inside a function: each client gets its own.
    """
    found: Any = client.tree.get_command("clinic")
    if isinstance(found, app_commands.Group):
        return found
    group = app_commands.Group(
        name="clinic", description=described("cmd.clinic"), allowed_contexts=IN_SERVERS
    )
    client.tree.add_command(group)
    return group
