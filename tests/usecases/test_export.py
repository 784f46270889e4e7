"""The zip of all that is kept of somebody: for programs, for a spreadsheet, and explained."""

from __future__ import annotations

import csv
import io
import json
import threading
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any
from zipfile import ZipFile
from zoneinfo import ZoneInfo

import pytest

from bot.domain.zones import zone
from bot.errors import LimitReached, NotFound
from bot.store.columns import to_ms
from bot.store.connection import Store
from bot.store.exporting import Record
from bot.usecases import exporting
from bot.usecases.exporting import archive, export_everything
from tests.fakes import FakeClock
from tests.usecases.people import LEO, MIA, join

BERLIN = zone("Europe/Berlin")
NOW_AT = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
FORMULAS = ["=1+1", "+49 30 1234", "-2", "@home", "\t=1", "\r=1", "\n=1"]


def readme(groups: Iterable[str], local_now: datetime, where: ZoneInfo) -> str:
    return f"{local_now:%Y-%m-%d %H:%M} {where.key} {', '.join(groups)}"


def packed(found: dict[str, list[Record]], where: ZoneInfo = BERLIN) -> ZipFile:
    return ZipFile(io.BytesIO(archive(found, NOW_AT, where, readme)))


def table(made: ZipFile, name: str) -> list[dict[str, str]]:
    text = made.read(name).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def whole(made: ZipFile) -> Any:
    return json.loads(made.read("unknot.json"))


def test_there_is_one_file_for_programs_one_a_group_and_one_that_explains_them() -> None:
    made = packed({"looks": [{"id": 1}], "sessions": [{"id": 2}, {"id": 3}]})

    assert made.namelist() == ["README.txt", "unknot.json", "looks.csv", "sessions.csv"]
    assert made.read("README.txt").decode() == "2026-11-23 09:00 Europe/Berlin looks, sessions"
    assert [row["id"] for row in table(made, "sessions.csv")] == ["2", "3"]
    assert made.testzip() is None


def test_each_instant_is_there_in_utc_and_on_the_wall_clock_with_its_zone() -> None:
    summer_at, winter_at = datetime(2026, 7, 1, 22, 5, tzinfo=UTC), NOW_AT
    instants = (to_ms(summer_at), to_ms(winter_at), None)

    made = packed({"deliveries": [{"sent_at": at} for at in instants]})

    assert table(made, "deliveries.csv") == [
        {
            "sent_at_utc": "2026-07-01 22:05:00",
            "sent_at_local": "2026-07-02 00:05:00",
            "local_zone": "Europe/Berlin",
        },
        {
            "sent_at_utc": "2026-11-23 08:00:00",
            "sent_at_local": "2026-11-23 09:00:00",
            "local_zone": "Europe/Berlin",
        },
        {"sent_at_utc": "", "sent_at_local": "", "local_zone": "Europe/Berlin"},
    ]
    assert whole(made)["deliveries"][2]["sent_at_utc"] is None


def test_a_wall_clock_that_is_kept_as_such_stays_as_it_is() -> None:
    made = packed({"check_ins": [{"local_at": "2026-11-23T09:00"}]})

    assert table(made, "check_ins.csv") == [{"local_at": "2026-11-23T09:00"}]


@pytest.mark.parametrize("text", FORMULAS)
def test_no_cell_becomes_a_formula_and_a_program_reads_what_was_typed(text: str) -> None:
    made = packed({"reminders": [{"text": text}]})

    assert table(made, "reminders.csv") == [{"text": f"'{text}"}]
    assert whole(made)["reminders"] == [{"text": text}]


@pytest.mark.parametrize("text", ["tea = water", 'say "hi", twice\nplease', "Übung 3", "", "'"])
def test_any_other_cell_is_just_what_was_typed(text: str) -> None:
    assert table(packed({"reminders": [{"text": text}]}), "reminders.csv") == [{"text": text}]


def test_an_id_of_discord_keeps_all_its_digits_in_a_program() -> None:
    made = packed({"settings": [{"discord_id": 1456074443980800034, "id": 7}]})

    assert whole(made)["settings"] == [{"discord_id": "1456074443980800034", "id": 7}]


def test_what_is_kept_as_json_is_part_of_the_file_for_programs() -> None:
    rows = [{"wish": '{"text": "tea"}', "rule": None}]

    made = packed({"reminders": rows})

    assert whole(made)["reminders"] == [{"wish": {"text": "tea"}, "rule": None}]
    assert table(made, "reminders.csv")[0]["wish"] == '{"text": "tea"}'


def test_the_files_are_dated_by_the_readers_clock() -> None:
    dates = {info.date_time for info in packed({"looks": [{"id": 1}]}).infolist()}

    assert dates == {(2026, 11, 23, 9, 0, 0)}


def test_years_of_check_ins_every_hour_take_a_small_part_of_what_discord_takes() -> None:
    row = {"slot": "2026-11-23T09:00", "sent_at": to_ms(NOW_AT), "answer": "done", "state": "sent"}
    rows = [{"id": number, **row} for number in range(20_000)]

    assert len(archive({"messages": rows}, NOW_AT, BERLIN, readme)) < exporting.MOST_BYTES / 10


async def test_the_zip_is_made_beside_the_event_loop(store: Store, clock: FakeClock) -> None:
    await join(store, clock)
    threads = []

    def noting(groups: Iterable[str], local_now: datetime, where: ZoneInfo) -> str:
        threads.append(threading.get_ident())
        return readme(groups, local_now, where)

    await export_everything(store, clock, by=MIA, readme=noting)

    assert len(threads) == 1
    assert threads != [threading.get_ident()]


async def test_it_holds_the_asker_and_nobody_else(store: Store, clock: FakeClock) -> None:
    mia, leo = await join(store, clock), await join(store, clock, LEO)

    made = ZipFile(
        io.BytesIO(await export_everything(store, clock, by=leo.discord_id, readme=readme))
    )

    assert [row["discord_id"] for row in table(made, "settings.csv")] == [str(leo.discord_id)]
    assert {row["member_id"] for row in table(made, "consents.csv")} == {str(leo.id)}
    assert str(mia.id) not in {row.get("member_id") for row in table(made, "reminders.csv")}


async def test_somebody_of_whom_nothing_is_kept_gets_no_empty_zip(
    store: Store, clock: FakeClock
) -> None:
    with pytest.raises(NotFound, match=r"privacy\.nothing"):
        await export_everything(store, clock, by=MIA, readme=readme)


async def test_more_than_discord_takes_is_refused_with_where_to_ask(
    store: Store, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    await join(store, clock)
    monkeypatch.setattr(exporting, "MOST_BYTES", 100)

    with pytest.raises(LimitReached, match=r"privacy\.too_large"):
        await export_everything(store, clock, by=MIA, readme=readme)
