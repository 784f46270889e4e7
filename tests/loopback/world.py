"""The people and places of the loopback Discord, kept as the payloads that go over the wire.

It holds no messages and knows no permissions beyond what its roles say.
"""

from __future__ import annotations

import itertools
import time
from typing import Any

Json = dict[str, Any]

DISCORD_EPOCH_MS = 1_420_070_400_000
BOT_ID = "900000000000000001"
OWNER_ID = "900000000000000002"
JOINED = "2026-01-05T09:00:00.000000+00:00"
# View channel, send messages, embed links, attach files, read history.
EVERYDAY_PERMISSIONS = str(1 << 10 | 1 << 11 | 1 << 14 | 1 << 15 | 1 << 16)
_steps = itertools.count()


def snowflake() -> str:
    """Return a new id, greater than every one before it, that carries the present time."""
    return str(int(time.time() * 1000 - DISCORD_EPOCH_MS) << 22 | next(_steps) & 0x3FFFFF)


def _user(user_id: str, name: str, *, bot: bool = False) -> Json:
    return {
        "id": user_id,
        "username": name.lower().replace(" ", "_"),
        "global_name": name,
        "discriminator": "0",
        "avatar": None,
        "bot": bot,
        "public_flags": 0,
        "flags": 0,
        "primary_guild": None,
    }


def _role(role_id: str, name: str, permissions: str, position: int) -> Json:
    return {
        "id": role_id,
        "name": name,
        "permissions": permissions,
        "position": position,
        "color": 0,
        "colors": {"primary_color": 0, "secondary_color": None, "tertiary_color": None},
        "hoist": False,
        "managed": False,
        "mentionable": False,
        "icon": None,
        "unicode_emoji": None,
        "flags": 0,
    }


class World:
    """Users, guilds and channels by id; a DM channel belongs to one user for good."""

    def __init__(self) -> None:
        self.users: dict[str, Json] = {BOT_ID: _user(BOT_ID, "Unknot", bot=True)}
        self.locales: dict[str, str] = {}
        self.guilds: dict[str, Json] = {}
        self.members: dict[str, dict[str, list[str]]] = {}
        self.guild_of: dict[str, str] = {}
        self.recipient_of: dict[str, str] = {}
        self._dm_of: dict[str, str] = {}
        self.add_user({"id": OWNER_ID, "name": "Owner"})

    def add_user(self, given: Json) -> Json:
        """Create a person from `name`, and maybe `id`, `locale`, `guild` and `roles` (ids)."""
        user_id = str(given.get("id") or snowflake())
        self.users[user_id] = _user(user_id, given["name"])
        self.locales[user_id] = given.get("locale", "en-US")
        if guild_id := given.get("guild"):
            self.members[str(guild_id)][user_id] = [str(role) for role in given.get("roles", [])]
        return self.users[user_id]

    def add_guild(self, given: Json) -> Json:
        """Create a guild from `name`, `channels` (names), `roles` (name to permissions).

        `everyone` is what its members may do without a role.
        """
        guild_id = str(given.get("id") or snowflake())
        roles = [_role(guild_id, "@everyone", given.get("everyone", EVERYDAY_PERMISSIONS), 0)]
        for place, (name, permissions) in enumerate(given.get("roles", {}).items(), start=1):
            roles.append(_role(snowflake(), name, str(permissions), place))
        channels = [
            {"id": snowflake(), "type": 0, "flags": 0, "guild_id": guild_id, "name": name,
             "position": place, "permission_overwrites": [], "parent_id": None, "nsfw": False,
             "topic": None, "rate_limit_per_user": 0, "last_message_id": None}
            for place, name in enumerate(given.get("channels", ["general"]))
        ]  # fmt: skip
        self.guild_of.update({channel["id"]: guild_id for channel in channels})
        self.members[guild_id] = {BOT_ID: [], OWNER_ID: []}
        self.guilds[guild_id] = {
            "id": guild_id, "name": given.get("name", "Clinic"), "owner_id": OWNER_ID,
            "preferred_locale": given.get("locale", "en-US"), "roles": roles, "channels": channels,
            "icon": None, "description": None, "home_header": None, "splash": None,
            "discovery_splash": None, "features": [], "banner": None, "application_id": None,
            "region": "", "afk_channel_id": None, "afk_timeout": 300, "system_channel_id": None,
            "system_channel_flags": 0, "widget_enabled": False, "widget_channel_id": None,
            "verification_level": 0, "default_message_notifications": 0, "mfa_level": 0,
            "explicit_content_filter": 0, "max_presences": None, "max_members": 500_000,
            "max_stage_video_channel_users": 50, "max_video_channel_users": 25,
            "vanity_url_code": None, "premium_tier": 0, "premium_subscription_count": 0,
            "rules_channel_id": None, "safety_alerts_channel_id": None,
            "public_updates_channel_id": None, "premium_progress_bar_enabled": False,
            "nsfw": False, "nsfw_level": 0, "emojis": [], "stickers": [], "incidents_data": None,
        }  # fmt: skip
        return self.guilds[guild_id]

    def member(self, guild_id: str, user_id: str) -> Json:
        """Return a membership with its user and its permissions. Raises KeyError for strangers."""
        roles = self.members[guild_id][user_id]
        owned = self.guilds[guild_id]["owner_id"] == user_id
        permissions = 1 << 3 if owned else 0
        for role in self.guilds[guild_id]["roles"]:
            if role["id"] in (guild_id, *roles):
                permissions |= int(role["permissions"])
        return {
            "user": self.users[user_id],
            "roles": roles,
            "permissions": str(permissions),
            "nick": None,
            "avatar": None,
            "banner": None,
            "joined_at": JOINED,
            "premium_since": None,
            "communication_disabled_until": None,
            "pending": False,
            "mute": False,
            "deaf": False,
            "flags": 0,
        }

    def guild_create(self, guild_id: str, *, joined: bool = False) -> Json:
        """Return what the gateway sends when a guild becomes available or the bot has ``joined``.

        The bot is its one member. Only a guild known before says that it is available.
        """
        return {
            **self.guilds[guild_id],
            **({} if joined else {"unavailable": False}),
            "large": False,
            "joined_at": JOINED,
            "member_count": len(self.members[guild_id]),
            "members": [self.member(guild_id, BOT_ID)],
            **{name: [] for name in ("threads", "presences", "voice_states", "stage_instances",
                                     "guild_scheduled_events", "soundboard_sounds")},
        }  # fmt: skip

    def dm_channel(self, user_id: str) -> str:
        """Return the DM channel with a user, the same at every call. Raises KeyError."""
        _ = self.users[user_id]
        if user_id not in self._dm_of:
            self._dm_of[user_id] = snowflake()
            self.recipient_of[self._dm_of[user_id]] = user_id
        return self._dm_of[user_id]

    def channel(self, channel_id: str, *, with_recipient: bool = True) -> Json:
        """Return a channel's payload. Raises KeyError for an unknown one."""
        if guild_id := self.guild_of.get(channel_id):
            return next(c for c in self.guilds[guild_id]["channels"] if c["id"] == channel_id)
        recipient = self.users[self.recipient_of[channel_id]]
        people = {"recipients": [recipient]} if with_recipient else {}
        return {"id": channel_id, "type": 1, "flags": 0, "last_message_id": None, **people}
