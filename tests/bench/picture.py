"""Draws what the race took: three rows of bars on a scale of powers of ten."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from tests.bench.report import Results

if TYPE_CHECKING:
    from matplotlib.axes import Axes

OURS, THEIRS, INK = "#1f7a6d", "#b9bec4", "#23282d"
SHOWN = {
    "ours": "Unknot, encrypted",
    "ours-plain": "Unknot, plain",
    "memory": "APScheduler, memory",
    "memory-noted": "APScheduler, memory, noted",
    "sql": "APScheduler, SQLAlchemy",
    "sql-noted": "APScheduler, SQLAlchemy, noted",
    "polling": "polling every 30 s",
}
PANELS = (
    ("per_due_us", "time per due message", "{:,.0f} µs"),
    ("stall_ms", "longest stall of the event loop", "{:,.1f} ms"),
    ("held_mib", "memory for the schedules", "{:,.1f} MiB"),
    ("late_p99_s", "lateness, 99th percentile", "{:,.2f} s"),
)


def draw(results: Results, path: Path) -> None:
    """Write the picture to ``path``, as PNG or SVG by its ending."""
    from matplotlib.figure import Figure

    first = results.plan.growth[1]
    figure = Figure(figsize=(10, 6.0), dpi=120, layout="constrained")
    figure.suptitle(
        f"{first.due:,} due at once, of {first.schedules:,} schedules (logarithmic; shorter is"
        " better)",
        color=INK,
        fontsize=12,
    )
    for axes, (name, title, form) in zip(figure.subplots(2, 2).flat, PANELS, strict=True):
        values = [
            (SHOWN[entry.name], getattr(results.race[entry], name), entry.name.startswith("ours"))
            for entry in results.plan.race
            if entry.name in SHOWN
        ]
        _bars(axes, values, title, form)
    figure.savefig(path)


def _bars(axes: Axes, values: list[tuple[str, float, bool]], title: str, form: str) -> None:
    labels, numbers, ours = zip(*values, strict=True)
    shown = [max(number, 1e-3) for number in numbers]
    bars = axes.barh(labels, shown, color=[OURS if each else THEIRS for each in ours], height=0.62)
    texts = [form.format(number) for number in numbers]
    axes.bar_label(bars, texts, padding=4, color=INK, fontsize=9)
    axes.set_xscale("log")
    axes.set_xlim(min(shown) / 3, max(shown) * 12)
    axes.set_title(title, loc="left", color=INK, fontsize=10)
    axes.invert_yaxis()
    axes.xaxis.set_visible(False)
    axes.tick_params(axis="y", length=0, labelcolor=INK, labelsize=9)
    for side in ("top", "right", "bottom", "left"):
        axes.spines[side].set_visible(False)
