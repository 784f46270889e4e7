"""Every direct dependency has its reason on the page, and nothing else has one."""

from __future__ import annotations

import re
import tomllib

from tests.contract.sources import ROOT

_NAME = re.compile(r"[\w.-]+")


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def declared() -> set[str]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    lists = [project["dependencies"], *project["optional-dependencies"].values()]
    found = {_NAME.match(one) for entries in lists for one in entries}
    return {normal(match[0]) for match in found if match} - {project["name"]}


def rows() -> list[list[str]]:
    page = (ROOT / "docs" / "dependencies.md").read_text("utf-8")
    lines = re.findall(r"^\| (.+) \|$", page, re.MULTILINE)
    return [cells for line in lines if (cells := line.split(" | "))[0] != "package"]


def test_every_dependency_has_one_row_and_every_row_a_dependency() -> None:
    named = [normal(name) for cells in rows() for name in cells[0].split(", ")]

    assert sorted(named) == sorted(declared())


def test_every_row_says_why_and_what_it_was_weighed_against() -> None:
    assert [cells[0] for cells in rows() if len(cells) != 3 or not all(cells)] == []
