"""The bot against a simulated Discord, for trying it without a token."""
