"""Lets ``python -m bot`` do what the command ``unknot`` does."""

from __future__ import annotations

from bot.cli import main

if __name__ == "__main__":
    main()
