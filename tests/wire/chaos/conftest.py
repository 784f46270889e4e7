"""The long forms run on request alone: `make chaos`, or `pytest -m chaos`."""

from __future__ import annotations

import pytest

ON_REQUEST = pytest.mark.skip(reason="a long form: run it with make chaos")


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "chaos: the long form of what every run shows in short")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if "chaos" in config.option.markexpr:
        return
    for item in items:
        if item.get_closest_marker("chaos"):
            item.add_marker(ON_REQUEST)
