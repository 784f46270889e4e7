"""`make bench`: measures what the documentation claims. Prints tables; asserts nothing."""

from __future__ import annotations

import runpy

BENCHMARKS = ("tests.bench.rules", "tests.bench.engine")

for name in BENCHMARKS:
    print(f"\n== {name.rpartition('.')[2]}", flush=True)
    runpy.run_module(name, run_name="__main__")
