"""The Messenger and the client over discord.py."""
