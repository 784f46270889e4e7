"""Tells systemd how the bot is: one datagram each, to the socket that systemd named.

Silent where there is no systemd, and where its socket does not take a word: the bot works on.
Source: sd_notify(3)
"""

from __future__ import annotations

import socket
from collections.abc import Mapping

from bot.log import get_logger

log = get_logger(__name__)


class Notifier:
    """``address`` is a path, or an abstract name behind ``@``; empty: nobody listens."""

    def __init__(self, address: str = "", watchdog_s: float = 0.0) -> None:
        self._address = f"\0{address[1:]}" if address.startswith("@") else address
        #: How long systemd waits for a sign of life, in seconds; 0 if it does not.
        self.watchdog_s = watchdog_s

    @classmethod
    def of(cls, environ: Mapping[str, str], pid: int) -> Notifier:
        """As systemd asked for in the environment of the process ``pid``."""
        address = environ.get("NOTIFY_SOCKET", "")
        meant = environ.get("WATCHDOG_PID", str(pid)) == str(pid)
        written = environ.get("WATCHDOG_USEC", "")
        return cls(address, int(written) / 1e6 if meant and written.isdigit() else 0.0)

    def ready(self) -> None:
        """It has started."""
        self._say("READY=1")

    def alive(self) -> None:
        """It makes progress."""
        self._say("WATCHDOG=1")

    def stopping(self) -> None:
        """It has begun to stop."""
        self._say("STOPPING=1")

    def _say(self, words: str) -> None:
        if not self._address:
            return
        try:
            with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as line:
                # Where nobody reads, the line fills up: the bot must not wait for that.
                line.settimeout(0)
                line.sendto(words.encode("ascii"), self._address)
        except OSError as error:
            log.warning("systemd.silent", extra={"reason": type(error).__name__})
