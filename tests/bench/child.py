"""One contender, once, in a process of its own: prints its figures as a line of JSON.

``python -m tests.bench.child TASK CONTENDER FOLDER SCHEDULES DUE ROUND``: race.py calls it. A task
is seed, run or steps.
"""

from __future__ import annotations

import asyncio
import faulthandler
import json
import logging
import sys
from dataclasses import asdict
from importlib import import_module
from pathlib import Path

from tests.bench.contender import Contender, Scale, drive

# Imported when asked for, so that nobody's memory counts another's libraries.
CONTENDERS = {
    "ours": "contenders_ours.Ours",
    "ours-plain": "contenders_ours.OursPlain",
    "ours-prompts": "contenders_ours.OursPrompts",
    "ours-paced": "contenders_ours.OursPaced",
    "memory": "contenders_apscheduler.InMemory",
    "memory-noted": "contenders_apscheduler.InMemoryNoted",
    "memory-default": "contenders_apscheduler.InMemoryByDefault",
    "memory-interval": "contenders_apscheduler.InMemoryInterval",
    "sql": "contenders_apscheduler.InSql",
    "sql-noted": "contenders_apscheduler.InSqlNoted",
    "sql-default": "contenders_apscheduler.InSqlByDefault",
    "sql-normal": "contenders_apscheduler.InSqlNormal",
    "polling": "contenders_polling.Polling",
}
LONGEST_S = 240


def _class_of(name: str) -> type[Contender]:
    module, _, class_name = CONTENDERS[name].partition(".")
    found: type[Contender] = getattr(import_module(f"tests.bench.{module}"), class_name)
    return found


def main(task: str, name: str, folder: str, *numbers: str) -> None:
    """Do one task."""
    schedules, due, round_number = map(int, numbers)
    faulthandler.dump_traceback_later(LONGEST_S, exit=True)
    # A log's cost depends on where it goes: nobody writes one.
    logging.disable(logging.CRITICAL)
    contender, scale = _class_of(name), Scale(schedules, due)
    if task == "seed":
        asyncio.run(contender.seed(scale, Path(folder)))
    elif task == "steps":
        from tests.bench import steps

        print(json.dumps(asyncio.run(steps.measure(name, scale, Path(folder)))))
    else:
        figures = asyncio.run(drive(contender(scale, Path(folder), round_number)))
        print(json.dumps(asdict(figures)))


if __name__ == "__main__":
    main(*sys.argv[1:])
