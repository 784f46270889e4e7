"""The long forms run on request alone: `make chaos`, or `pytest -m chaos`."""

from __future__ import annotations

import pytest


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if "chaos" in config.option.markexpr:
        return
    long_forms = [item for item in items if item.get_closest_marker("chaos")]
    config.hook.pytest_deselected(items=long_forms)
    items[:] = [item for item in items if item not in set(long_forms)]
