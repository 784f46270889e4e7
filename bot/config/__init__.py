"""What the operator sets: one TOML file, and the token from the environment or a file of its own.

Nothing here is read at import, nothing can be changed once it is loaded, and no part of it prints
the token.
"""

from __future__ import annotations

from bot.config.loading import load_config
from bot.config.model import (
    Backup,
    Config,
    Content,
    Database,
    Defaults,
    Delivery,
    Discord,
    Health,
    Log,
)

__all__ = [
    "Backup",
    "Config",
    "Content",
    "Database",
    "Defaults",
    "Delivery",
    "Discord",
    "Health",
    "Log",
    "load_config",
]
