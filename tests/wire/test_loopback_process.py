"""The loopback process ends: when asked, when its parent is gone, when its time is up."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from tests.loopback.client import ROOT, LoopbackProcess

pytestmark = pytest.mark.wire
SERVE = [sys.executable, "-m", "tests.loopback"]


def test_it_listens_on_loopback_only_and_says_where():
    with LoopbackProcess() as process:
        where = process.where

    assert where["api_base"].startswith("http://127.0.0.1:")
    assert where["gateway"].startswith("ws://127.0.0.1:")
    assert process.process.returncode == 0


def test_its_lifetime_ends_it():
    run = subprocess.run(
        [*SERVE, "--lifetime", "0"], check=False, cwd=ROOT, capture_output=True, timeout=20
    )

    assert run.returncode == 0
    assert run.stderr == b""


def test_it_does_not_outlive_its_parent():
    parent = (
        "import os, subprocess, sys\n"
        "child = subprocess.Popen([*sys.argv[1:], '--parent', str(os.getpid())],"
        " stdout=subprocess.PIPE)\n"
        "sys.stdout.write(child.stdout.readline().decode())\n"
        "sys.stdout.flush()\n"
        "os._exit(0)\n"
    )
    # The server inherits stderr, so this returns only when it has ended, or fails at the time-out.
    run = subprocess.run(
        [sys.executable, "-c", parent, *SERVE],
        check=False,
        cwd=ROOT,
        capture_output=True,
        timeout=20,
    )

    assert json.loads(run.stdout)["pid"]
    assert run.stderr == b""
