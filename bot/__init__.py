"""Unknot: keeps a massage clinic's clients on track between sessions."""

__version__ = "0.1.0"
