"""The bot without the powers by which root writes to files that say nobody may.

`python -m tests.wire.chaos.powerless_bot run --config FILE`, for anybody; for anybody but root it
changes nothing.
"""

from __future__ import annotations

import ctypes
import os
import sys

PR_CAPBSET_DROP = 24
CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH = 1, 2

if __name__ == "__main__":
    libc = ctypes.CDLL(None, use_errno=True)
    # What leaves the bounding set is gone with the next program.
    for power in (CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH):
        libc.prctl(PR_CAPBSET_DROP, power, 0, 0, 0)
    os.execv(sys.executable, [sys.executable, "-m", "bot", *sys.argv[1:]])
