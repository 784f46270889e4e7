"""A clinic's server, set up as its people do it: roles and channels first, then typed commands."""

from __future__ import annotations

from dataclasses import dataclass

import discord
import simcord

from bot.errors import Bug


@dataclass(frozen=True, slots=True)
class Server:
    """A server with the panel in #welcome, a role for therapists and a room for them."""

    env: simcord.Env
    guild: simcord.GuildHandle
    welcome: simcord.ChannelHandle
    staff_room: simcord.ChannelHandle
    therapists: simcord.RoleHandle

    def arrives(self, name: str, *roles: simcord.RoleHandle) -> simcord.MemberActor:
        """Somebody new in the server."""
        user = self.env.create_user(name.lower().replace(" ", "-"), global_name=name)
        return self.guild.add_member(user, roles=list(roles))


async def furnished(env: simcord.Env) -> Server:
    """A server that its manager has set up for the bot."""
    guild = env.create_guild("Loose Shoulders")
    welcome = guild.create_text_channel("welcome", topic="Join here, leave whenever you like")
    therapists = guild.create_role("therapist", permissions=discord.Permissions.none())
    desk = guild.create_role("front desk", permissions=discord.Permissions(manage_guild=True))
    staff_room = guild.create_text_channel(
        "staff-room",
        topic="Only the clinic's staff see this",
        overwrites={
            guild.default_role: discord.PermissionOverwrite(view_channel=False),
            _myself(env): discord.PermissionOverwrite(
                view_channel=True, send_messages=True, embed_links=True
            ),
            therapists: discord.PermissionOverwrite(view_channel=True),
            desk: discord.PermissionOverwrite(view_channel=True),
        },
    )
    server = Server(env, guild, welcome, staff_room, therapists)
    manager = server.arrives("Pat", desk)
    draft = await manager.slash(welcome, "clinic setup", staff_role=therapists, alerts=staff_room)
    await manager.click(answered(draft), label="Save")
    await manager.slash(welcome, "clinic panel")
    return server


def answered(result: simcord.InteractionResult) -> simcord.ResponseMessage:
    """What the bot answered last."""
    found = result.followups[-1] if result.followups else result.response
    if found is None:
        raise Bug("a command had no answer")
    return found


def _myself(env: simcord.Env) -> discord.ClientUser:
    if env.bot.user is None:
        raise Bug("the bot is not logged in")
    return env.bot.user
