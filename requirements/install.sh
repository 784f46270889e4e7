#!/bin/sh
# install.sh VENV LOCK: makes the virtual environment if it is missing and installs
# requirements/LOCK.lock (exact versions, checked by hash) into it. The project itself runs from here.
set -eu
venv=$1
lock=$2
python=${PYTHON:-python3}

echo "Setting up in $venv: about a minute the first time, nothing outside this folder is touched."
if ! "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
    echo "Unknot needs Python 3.11 or newer. Found: $("$python" --version 2>&1 || echo none)." >&2
    echo "Install it, or name another: make PYTHON=python3.12 ..." >&2
    exit 2
fi
if [ ! -x "$venv/bin/python" ] && ! "$python" -m venv "$venv"; then
    echo "Python's venv module is missing. On Debian or Ubuntu: apt install python3-venv" >&2
    exit 2
fi
"$venv/bin/python" -m pip install --disable-pip-version-check --progress-bar on \
    --no-warn-script-location --require-hashes -r "requirements/$lock.lock"
echo "Ready."
