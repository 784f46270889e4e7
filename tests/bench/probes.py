"""What all are measured with: arrivals and the process's memory."""

from __future__ import annotations

import asyncio
import os
import resource
import sys
import time
from pathlib import Path

MIB = 2**20


class Arrivals:
    """Notes when each message arrives; ``all_in`` waits for the last. The same for everybody."""

    def __init__(self) -> None:
        self.at_s: list[float] = []
        self._expected = -1
        self._complete: asyncio.Future[None] | None = None

    def expect(self, number: int) -> None:
        """Forget what came before, and look out for so many."""
        self.at_s = []
        self._expected = number
        self._complete = asyncio.get_running_loop().create_future()

    def arrive(self) -> None:
        """One message is there."""
        self.at_s.append(time.time())
        if len(self.at_s) == self._expected and self._complete is not None:
            self._complete.set_result(None)

    async def all_in(self) -> None:
        """Return when as many as expected have arrived."""
        assert self._complete is not None
        await self._complete


def memory_mib() -> float:
    """What this process holds now; where that cannot be told, the most it ever held."""
    try:
        pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    except OSError:
        return most_memory_mib()
    return pages * os.sysconf("SC_PAGE_SIZE") / MIB


def most_memory_mib() -> float:
    """The most this process ever held."""
    try:
        # Not getrusage: there a child begins with what its parent held.
        for line in Path("/proc/self/status").read_text("ascii").splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) / 1024
    except OSError:
        pass
    return from_maxrss_mib(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)


def from_maxrss_mib(maxrss: int) -> float:
    """``ru_maxrss`` in MiB: macOS counts bytes, the others KiB."""
    return maxrss / (MIB if sys.platform == "darwin" else 1024)
