"""Every sentence the bot says, by key and language."""
