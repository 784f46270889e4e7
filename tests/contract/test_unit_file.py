"""The unit for systemd says what systemd and Discord need, and systemd takes it."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from bot.cli.border import FAULT, MENDABLE
from bot.ops.pulse import STALLED_AFTER_S

UNIT = Path(__file__).parents[2] / "deploy" / "unknot.service"
# An older systemd says that it does not know them, and goes on.
SINCE_254 = ("'RestartSteps'", "'RestartMaxDelaySec'")
STOPS_WITHIN_S = 35
IDENTIFIES_A_DAY = 1000


@pytest.fixture(scope="module")
def setting():
    lines = [line.partition("=") for line in UNIT.read_text("utf-8").splitlines() if "=" in line]
    return {name: value for name, _, value in lines if not name.startswith("#")}


def test_what_a_person_has_to_mend_is_not_restarted_and_a_fault_is(setting):
    assert setting["RestartPreventExitStatus"] == str(MENDABLE)
    assert setting["Restart"] == "always"
    assert str(FAULT) not in setting["RestartPreventExitStatus"]


def test_the_delays_grow_and_a_day_of_restarts_stays_far_below_discords_limit(setting):
    assert int(setting["RestartSteps"]) > 1
    assert int(setting["RestartSec"]) < int(setting["RestartMaxDelaySec"])
    assert 86_400 / int(setting["RestartMaxDelaySec"]) < IDENTIFIES_A_DAY / 5


def test_even_a_systemd_that_does_not_know_growing_delays_stays_below_discords_limit(setting):
    assert setting["StartLimitIntervalSec"] == "1d"
    assert int(setting["StartLimitBurst"]) <= IDENTIFIES_A_DAY / 2


def test_a_stop_has_the_time_that_the_bot_takes(setting):
    assert int(setting["TimeoutStopSec"]) > STOPS_WITHIN_S


def test_the_watchdog_waits_longer_than_an_engine_that_is_well_is_quiet(setting):
    assert setting["Type"] == "notify"
    assert int(setting["WatchdogSec"]) > STALLED_AFTER_S


def test_charts_have_a_folder_to_keep_their_fonts_in(setting):
    assert setting["Environment"] == f"MPLCONFIGDIR=/var/cache/{setting['CacheDirectory']}"


def test_the_token_stands_in_no_line_of_it():
    assert "UNKNOT_TOKEN=..." in UNIT.read_text("utf-8")
    assert "Environment=UNKNOT_TOKEN" not in UNIT.read_text("utf-8")


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="there is no systemd here")
def test_systemd_takes_every_line(tmp_path):
    # On this machine the command itself is not installed, which systemd would complain about.
    text = UNIT.read_text("utf-8").replace("/opt/unknot/bin/unknot", shutil.which("true"))
    unit = tmp_path / "unknot.service"
    unit.write_text(text, "utf-8")

    checked = subprocess.run(
        ["systemd-analyze", "verify", str(unit)],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )

    told = [line for line in checked.stderr.splitlines() if "unknot.service" in line]
    assert [line for line in told if not any(key in line for key in SINCE_254)] == []
