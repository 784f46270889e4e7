"""What the pages point at is there: files, modules, tests."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.contract.sources import ROOT

PAGES = sorted([ROOT / "README.md", ROOT / "CONTRIBUTING.md", *(ROOT / "docs").rglob("*.md")])
_LINK = re.compile(r"\]\(([^)\s]+)\)|\b(?:src|href)=\"([^\"]+)\"")
_NAMED = re.compile(r"`((?:bot|cogs|tests|docs)/[\w./-]+(?:::\w+)?)`")
_TEST = re.compile(r"`(test_\w+)`")
_FENCE = re.compile(r"^```.*?^```$", re.DOTALL | re.MULTILINE)
# How GitHub makes an anchor of a heading.
_NOT_IN_ANCHORS = re.compile(r"[^\w\- ]")


def broken_links(page: Path, text: str) -> Iterator[str]:
    """Relative links of a page that lead nowhere, to a file or to a heading in it."""
    for match in _LINK.finditer(_FENCE.sub("", text)):
        target = match[1] or match[2]
        if re.match(r"[a-z]+:", target):
            continue
        path, _, anchor = target.partition("#")
        file = (page.parent / path).resolve() if path else page
        if not file.exists() or (anchor and anchor not in anchors(file.read_text("utf-8"))):
            yield target


def anchors(text: str) -> set[str]:
    headings = re.findall(r"^#+ +(.+)$", _FENCE.sub("", text), re.MULTILINE)
    return {_NOT_IN_ANCHORS.sub("", one.lower()).replace(" ", "-") for one in headings}


def missing(text: str) -> Iterator[str]:
    """Modules, folders and tests that a page names and that are not there."""
    for name in _NAMED.findall(text):
        path, _, test = name.partition("::")
        file = ROOT / path
        if not file.exists() or (test and test not in functions(file)):
            yield name
    yield from (test for test in _TEST.findall(text) if test not in every_test())


def functions(file: Path) -> set[str]:
    tree = ast.parse(file.read_text("utf-8"))
    return {n.name for n in ast.walk(tree) if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef)}


def every_test() -> set[str]:
    return set().union(*map(functions, (ROOT / "tests").rglob("test_*.py")))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_what_a_page_points_at_is_there(page: Path) -> None:
    text = page.read_text("utf-8")

    # This page is about a module that is not there: its reader writes it.
    invented = {"bot/kinds/hydration.py", "bot/texts/en/hydration.po"}
    assert list(broken_links(page, text)) == []
    assert set(missing(text)) <= (invented if page.name == "extending.md" else set())


def test_every_page_is_in_the_index() -> None:
    index = ROOT / "docs" / "README.md"
    linked = {
        (index.parent / (match[1] or match[2]).partition("#")[0]).resolve()
        for match in _LINK.finditer(index.read_text("utf-8"))
    }

    assert {page for page in PAGES if page.is_relative_to(ROOT / "docs")} - {index} <= linked


def test_the_check_finds_what_leads_nowhere() -> None:
    page = ROOT / "docs" / "README.md"
    text = (
        "[a](operations.md) [b](nowhere.md) [c](../README.md#nowhere) [d](#decisions) [e](#no)"
        ' [f](https://example.com) <img src="architecture.svg"> <img src="gone.svg">\n'
        "```\n[g](nothing.md)\n```\n## Decisions\n"
    )

    assert list(broken_links(page, text)) == [
        "nowhere.md",
        "../README.md#nowhere",
        "#no",
        "gone.svg",
    ]


def test_the_check_finds_what_is_named_and_is_not_there() -> None:
    here = "tests/contract/test_docs.py"
    text = (
        f"`bot/log.py` `bot/logs.py` `{here}::missing` `{here}::mising` `test_nothing` `bot/kinds`"
    )

    assert list(missing(text)) == ["bot/logs.py", f"{here}::mising", "test_nothing"]
