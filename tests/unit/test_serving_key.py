"""Opening the database at the start, after a change of its key was cut off."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.app.serving import backup_plan, open_store
from bot.config import Config, load_config
from bot.errors import WrongKey
from bot.store import facts
from bot.store.backup import convert, draft_beside, put_in_place
from bot.store.key_file import make_next, next_path, retired
from tests.conftest import KEY
from tests.fakes import FakeClock
from tests.store.backups import LINE, Clinic, write_key


@pytest.fixture
async def clinic(tmp_path: Path) -> Clinic:
    built = Clinic(tmp_path)
    await built.write(LINE)
    return built


@pytest.fixture
def config(tmp_path: Path) -> Config:
    (tmp_path / "config.toml").touch()
    return load_config(tmp_path / "config.toml", {"UNKNOT_TOKEN": "a-token"})


async def starts(config: Config) -> bool:
    store = await open_store(config, FakeClock())
    try:
        return await facts.fact(store.reads, "kept") == LINE
    finally:
        await store.close()


async def test_a_change_cut_off_before_the_key_was_replaced_is_brought_to_its_end(
    clinic: Clinic, config: Config, caplog: pytest.LogCaptureFixture
) -> None:
    assert clinic.key_path is not None
    new = make_next(clinic.key_path)
    with draft_beside(clinic.database) as draft:
        convert(clinic.database, KEY, draft, new)
        put_in_place(draft, clinic.database)

    assert await starts(config)
    assert clinic.key == new
    assert len(retired(clinic.key_path)) == 1
    assert "key.change_finished" in caplog.text


async def test_a_change_cut_off_before_the_database_was_replaced_is_taken_back(
    clinic: Clinic, config: Config
) -> None:
    assert clinic.key_path is not None
    make_next(clinic.key_path)

    assert await starts(config)
    assert clinic.key == KEY
    assert not next_path(clinic.key_path).exists()


async def test_the_wrong_key_starts_nothing(clinic: Clinic, config: Config) -> None:
    assert clinic.key_path is not None
    write_key(clinic.key_path, bytes(32))

    with pytest.raises(WrongKey, match="does not open"):
        await open_store(config, FakeClock())


def test_the_daily_backup_is_as_the_operator_set_it(config: Config, tmp_path: Path) -> None:
    plan = backup_plan(config)

    assert (plan.folder, plan.keep, plan.local_hour) == (tmp_path / "backups", 14, 4)
    assert plan.key_path == tmp_path / "unknot.key"
    assert plan.zone.key == "UTC"
