"""Files of plans as a clinic may write them, for the tests of what is read from one."""

from __future__ import annotations

from pathlib import Path

STEP = {"day": "1", "at": '"10:00"', "ask": '"soreness"'}


def step(**changes: str | None) -> str:
    lines = {name: value for name, value in {**STEP, **changes}.items() if value is not None}
    return "\n[[plan.step]]\n" + "\n".join(f"{name} = {value}" for name, value in lines.items())


def plan(*steps: str, head: str = 'id = "own"\ntitle = "Our own"') -> str:
    return f"[[plan]]\n{head}\n" + "\n".join(steps or (step(),)) + "\n"


def write(folder: Path, text: str, name: str = "en/plans.toml") -> Path:
    (folder / name).parent.mkdir(exist_ok=True)
    (folder / name).write_text(text, encoding="utf-8")
    return folder
