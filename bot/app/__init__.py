"""Wires the house: store, engine, Discord and cogs. Only the command line and the demo use it."""

from bot.app.house import App, Ground
from bot.app.serving import serve

__all__ = ["App", "Ground", "serve"]
