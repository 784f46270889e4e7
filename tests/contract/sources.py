"""What a source file imports, reads, catches and quotes: from its syntax tree, never by running."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
_SQL = re.compile(
    r"\s*(SELECT\s.+\sFROM\s|INSERT\s+(OR\s+\w+\s+)?INTO\s|UPDATE\s+\w+\s+SET\s|DELETE\s+FROM\s"
    r"|(CREATE|DROP|ALTER)\s+(TABLE|INDEX|TRIGGER|VIEW)\s|PRAGMA\s|BEGIN\s+IMMEDIATE|VACUUM\s)",
    re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Source:
    """One module by its dotted name."""

    name: str
    tree: ast.Module

    @property
    def area(self) -> str:
        """``cogs``, or what stands next to ``bot``: bot.store, bot.clock."""
        first, *rest = self.name.split(".")
        return first if first != "bot" or not rest else f"bot.{rest[0]}"


def parse(name: str, text: str) -> Source:
    return Source(name, ast.parse(text))


def project() -> list[Source]:
    """Every module of the bot and its cogs."""
    files = sorted(file for top in ("bot", "cogs") for file in (ROOT / top).rglob("*.py"))
    return [parse(_dotted(file), file.read_text("utf-8")) for file in files]


def _dotted(file: Path) -> str:
    parts = file.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imports(source: Source, known: Iterable[str] = ()) -> set[str]:
    """What a module imports when it runs, at the top or later; a ``known`` module by its own name.

    ``from bot.store import claims`` is ``bot.store.claims`` if that is known, else ``bot.store``.
    What only a type checker sees is left out.
    """
    found: set[str] = set()
    modules = set(known)
    for node in _running(source.tree):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            base = _absolute(source.name, node)
            named = {f"{base}.{alias.name}" for alias in node.names}
            found |= (named & modules) or {base}
    return found


def _absolute(name: str, node: ast.ImportFrom) -> str:
    if not node.level:
        return node.module or ""
    package = name.split(".")[: -node.level]
    return ".".join([*package, *([node.module] if node.module else [])])


def _running(node: ast.AST) -> Iterator[ast.AST]:
    """The tree without the branches that are for type checkers."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.If) and "TYPE_CHECKING" in ast.unparse(child.test):
            for other in child.orelse:
                yield other
                yield from _running(other)
            continue
        yield child
        yield from _running(child)


def names(source: Source) -> set[str]:
    """Every dotted name that is read, by the name it was imported under.

    After ``from datetime import datetime as dt``, ``dt.now`` is ``datetime.datetime.now``.
    """
    known = dict(_aliases(source.tree))
    chains = {_chain(n) for n in ast.walk(source.tree) if isinstance(n, ast.Attribute | ast.Name)}
    return {".".join([known[head], *rest]) for head, *rest in filter(None, chains) if head in known}


def _aliases(tree: ast.Module) -> Iterator[tuple[str, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                whole = alias.name if alias.asname else alias.name.split(".")[0]
                yield alias.asname or whole, whole
        elif isinstance(node, ast.ImportFrom):
            for alias in node.names:
                yield alias.asname or alias.name, f"{node.module}.{alias.name}"


def _chain(node: ast.AST) -> tuple[str, ...]:
    if isinstance(node, ast.Name):
        return (node.id,)
    if isinstance(node, ast.Attribute) and (head := _chain(node.value)):
        return (*head, node.attr)
    return ()


def sql_strings(source: Source) -> list[str]:
    """Every string that reads like a statement, also the first piece of a formatted one."""
    strings = (n.value for n in ast.walk(source.tree) if isinstance(n, ast.Constant))
    return [text for text in strings if isinstance(text, str) and _SQL.match(text)]


def catch_alls(source: Source) -> set[str]:
    """The functions that catch every exception, by their qualified names.

    Cleaning up after anything and raising it again is not catching it.
    """
    return set(_catching(source.tree, ()))


def _catching(node: ast.AST, where: tuple[str, ...]) -> Iterator[str]:
    for child in ast.iter_child_nodes(node):
        inside = where
        if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            inside = (*where, child.name)
        elif _catches_all(child) or _suppresses_all(child):
            yield ".".join(where)
        yield from _catching(child, inside)


def _catches_all(node: ast.AST) -> bool:
    if not isinstance(node, ast.ExceptHandler):
        return False
    caught = {"BaseException"} if node.type is None else _last_names(_members(node.type))
    return "Exception" in caught or ("BaseException" in caught and not _raises_again(node))


def _suppresses_all(node: ast.AST) -> bool:
    if not isinstance(node, ast.Call) or "suppress" not in _last_names([node.func]):
        return False
    return bool(_last_names(node.args) & {"Exception", "BaseException"})


def _members(node: ast.expr) -> list[ast.expr]:
    return node.elts if isinstance(node, ast.Tuple) else [node]


def _last_names(nodes: Iterable[ast.expr]) -> set[str]:
    return {chain[-1] for node in nodes if (chain := _chain(node))}


def _raises_again(handler: ast.ExceptHandler) -> bool:
    last = handler.body[-1]
    return isinstance(last, ast.Raise) and last.exc is None


def cycle(graph: Mapping[str, Iterable[str]]) -> list[str] | None:
    """Some modules that import each other in a ring, the first of them at both ends; or None."""
    done: set[str] = set()

    def visit(node: str, path: list[str]) -> list[str] | None:
        if node in path:
            return [*path[path.index(node) :], node]
        if node in done:
            return None
        for target in sorted(graph.get(node, ())):
            if ring := visit(target, [*path, node]):
                return ring
        done.add(node)
        return None

    return next((ring for node in sorted(graph) if (ring := visit(node, []))), None)


def import_graph(sources: Iterable[Source]) -> dict[str, set[str]]:
    """Which of these modules each of them imports."""
    all_sources = list(sources)
    known = {source.name for source in all_sources}
    return {s.name: (imports(s, known) & known) - {s.name} for s in all_sources}
