"""`make bench`: measures what the documentation claims, and writes docs/benchmarks.md.

Prints as it goes; asserts nothing. ``--quick`` tries everything at a twentieth of the size and
writes nothing, unless ``--into`` names a folder.
"""

from __future__ import annotations

import argparse
import signal
import sys
from datetime import UTC, datetime
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.bench import machine, own, picture, plan, report
from tests.bench.race import race, steps

DOCS = Path("docs")
NEEDED = ("matplotlib", "sqlalchemy")


def main() -> None:
    """Run all of it."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a twentieth of the size")
    parser.add_argument("--into", type=Path, help="the folder to write to")
    asked = parser.parse_args()
    # Stopped half-way, it takes its temporary files with it.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    missing = [name for name in NEEDED if find_spec(name) is None]
    if missing:
        sys.exit(f"{' and '.join(missing)} missing: install the bench extra (pip install .[bench])")
    results = run(plan.quick() if asked.quick else plan.full(), quick=asked.quick)
    into: Path | None = asked.into or (None if asked.quick else DOCS)
    print("\n" + report.page(results, "benchmarks.png"))
    if into is not None:
        (into / "benchmarks.md").write_text(report.page(results, "benchmarks.png"), "utf-8")
        picture.draw(results, into / "benchmarks.png")


def run(what: plan.Plan, *, quick: bool) -> report.Results:
    """Measure everything that a plan names."""
    load = machine.busyness()
    with TemporaryDirectory(prefix="unknot-bench-") as name:
        folder = Path(name)
        raced = race(what.entries, folder, what.rounds, _tell)
        taken = {
            plan.LABELS[name]: steps(what.named(name), folder, what.rounds) for name in plan.STEPS
        }
        paced = race([what.paced], folder, 1, _tell)[what.paced]
    return report.Results(
        plan=what,
        race=raced,
        steps=taken,
        paced=paced,
        others=own.sections(quick=quick),
        day=datetime.now(UTC).date(),
        machine=machine.described(),
        load=load,
    )


def _tell(line: str) -> None:
    print(line, flush=True)


if __name__ == "__main__":
    main()
