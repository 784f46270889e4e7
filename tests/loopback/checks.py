"""Discord's limits on what a bot may send, answered as Discord answers: code 50035, by field.

It checks sizes and counts. It does not judge what a component means or whether a name exists.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

Json = dict[str, Any]
COMPONENTS_V2 = 1 << 15
EMBED_SIZES = {"title": 256, "description": 4096, "footer.text": 2048, "author.name": 256}
COMPONENT_SIZES = {"custom_id": 100, "label": 80, "placeholder": 150}


class ApiError(Exception):
    """An answer other than success, with Discord's own code."""

    def __init__(self, status: int, code: int, message: str, errors: Json | None = None) -> None:
        super().__init__(message)
        self.status = status
        self.body: Json = {"message": message, "code": code}
        if errors:
            self.body["errors"] = errors


class Problems:
    """Collects errors by field and raises them together."""

    def __init__(self) -> None:
        self.errors: Json = {}

    def add(self, path: str, code: str, text: str) -> None:
        """Note one problem at a dotted path."""
        spot = self.errors
        for name in path.split("."):
            spot = spot.setdefault(name, {})
        spot.setdefault("_errors", []).append({"code": code, "message": text})

    def longest(self, path: str, value: Any, limit: int) -> None:
        """Note a text longer than ``limit`` characters."""
        if value and len(str(value)) > limit:
            self.add(path, "BASE_TYPE_MAX_LENGTH", f"Must be {limit} or fewer in length.")

    def most(self, path: str, value: Any, limit: int) -> None:
        """Note a list of more than ``limit`` items."""
        if value and len(value) > limit:
            self.add(path, "BASE_TYPE_MAX_LENGTH", f"Must be {limit} or fewer in length.")

    def settle(self) -> None:
        """Raise ApiError 50035 if anything was noted."""
        if self.errors:
            raise ApiError(400, 50035, "Invalid Form Body", self.errors)


def walk(components: list[Json], path: str = "components") -> Iterator[tuple[str, Json]]:
    """Yield every component, however deep, with its dotted path."""
    for place, component in enumerate(components):
        here = f"{path}.{place}"
        yield here, component
        yield from walk(component.get("components") or [], f"{here}.components")
        for name in ("accessory", "component"):
            if inner := component.get(name):
                yield from walk([inner], f"{here}.{name}")


def check_message(body: Json, *, files: int = 0, edit: bool = False) -> None:
    """Refuse a message that Discord would refuse. Raises ApiError."""
    problems = Problems()
    problems.longest("content", body.get("content"), 2000)
    problems.longest("nonce", body.get("nonce"), 25)
    problems.most("embeds", body.get("embeds"), 10)
    for place, embed in enumerate(body.get("embeds") or []):
        _check_embed(problems, f"embeds.{place}", embed)
    _check_components(problems, body)
    problems.settle()
    parts = ("content", "embeds", "components", "attachments", "poll", "sticker_ids")
    if not edit and not files and not any(body.get(part) for part in parts):
        raise ApiError(400, 50006, "Cannot send an empty message")


def _check_embed(problems: Problems, path: str, embed: Json) -> None:
    total = 0
    for name, limit in EMBED_SIZES.items():
        outer, _, inner = name.partition(".")
        text = (embed.get(outer) or {}).get(inner) if inner else embed.get(outer)
        problems.longest(f"{path}.{name}", text, limit)
        total += len(text or "")
    fields = embed.get("fields") or []
    problems.most(f"{path}.fields", fields, 25)
    for place, field in enumerate(fields):
        problems.longest(f"{path}.fields.{place}.name", field["name"], 256)
        problems.longest(f"{path}.fields.{place}.value", field["value"], 1024)
        total += len(field["name"]) + len(field["value"])
    if total > 6000:
        text = "Embed size exceeds maximum size of 6000"
        problems.add("embeds", "MAX_EMBED_SIZE_EXCEEDED", text)


def _check_components(problems: Problems, body: Json) -> None:
    components = body.get("components") or []
    seen: set[str] = set()
    everything = list(walk(components))
    for path, component in everything:
        for name, limit in COMPONENT_SIZES.items():
            problems.longest(f"{path}.{name}", component.get(name), limit)
        problems.most(f"{path}.options", component.get("options"), 25)
        if component.get("type") == 1:
            problems.most(f"{path}.components", component.get("components"), 5)
        custom_id = component.get("custom_id")
        if custom_id in seen:
            text = "Component custom id cannot be duplicated"
            problems.add(f"{path}.custom_id", "COMPONENT_CUSTOM_ID_DUPLICATED", text)
        seen |= {custom_id} if custom_id else set()
    if not int(body.get("flags") or 0) & COMPONENTS_V2:
        problems.most("components", components, 5)
        return
    problems.most("components", everything, 40)
    problems.longest("components", "".join(c.get("content") or "" for _, c in everything), 4000)
    for name in ("content", "embeds"):
        if body.get(name):
            text = "The 'content' and 'embeds' fields cannot be used with components V2"
            problems.add(name, "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2", text)


def check_modal(data: Json) -> None:
    """Refuse a modal that Discord would refuse. Raises ApiError."""
    problems = Problems()
    problems.longest("data.title", data.get("title"), 45)
    problems.longest("data.custom_id", data.get("custom_id"), 100)
    parts = data.get("components") or []
    if not 1 <= len(parts) <= 5:
        problems.add(
            "data.components", "BASE_TYPE_BAD_LENGTH", "Must be between 1 and 5 in length."
        )
    for place, part in enumerate(parts):
        problems.longest(f"data.components.{place}.label", part.get("label"), 45)
        problems.longest(f"data.components.{place}.description", part.get("description"), 100)
    problems.settle()
