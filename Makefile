# Sets itself up on a machine with Python 3.11 or newer, make and git.
.DEFAULT_GOAL := help
.PHONY: help demo test chaos browser lint bench run lock clean

PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
ARGS ?=

help:
	@printf '%s\n' \
	  'make demo     try the bot without Discord (ARGS=--story for the story alone)' \
	  'make test     run every test' \
	  'make chaos    the long kill and outage tests, about ten minutes' \
	  'make browser  walk through the page of the demo, with a Chromium' \
	  'make lint     check types and style' \
	  'make bench    measure what docs/ claims' \
	  'make run      run the bot (ARGS="--config config.toml")' \
	  'make lock     renew the pinned versions in requirements/' \
	  'make clean    remove what these commands made'

# One stamp a lock file: a changed lock or pyproject.toml installs again.
$(VENV)/.stamp-%: requirements/%.lock pyproject.toml
	@PYTHON='$(PYTHON)' sh requirements/install.sh '$(VENV)' '$*'
	@touch $@

demo: $(VENV)/.stamp-demo
	@$(BIN)/python -m bot demo $(ARGS)

test: $(VENV)/.stamp-dev
	$(BIN)/python -m pytest -n auto --dist worksteal $(ARGS)

chaos: $(VENV)/.stamp-dev
	$(BIN)/python -m pytest -m chaos tests/wire/chaos $(ARGS)

browser: $(VENV)/.stamp-dev
	$(BIN)/python -m pytest -m browser tests/browser $(ARGS)

lint: $(VENV)/.stamp-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

bench: $(VENV)/.stamp-dev $(VENV)/.stamp-bench
	$(BIN)/python -m tests.bench $(ARGS)

run: $(VENV)/.stamp-run
	@$(BIN)/python -m bot run $(ARGS)

lock:
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-header \
	  --no-emit-index-url --no-emit-find-links pyproject.toml -o requirements/run.lock
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-header \
	  --no-emit-index-url --no-emit-find-links --extra demo -c requirements/run.lock \
	  pyproject.toml -o requirements/demo.lock
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-header \
	  --no-emit-index-url --no-emit-find-links --extra demo --extra dev -c requirements/run.lock \
	  pyproject.toml -o requirements/dev.lock
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-header \
	  --no-emit-index-url --no-emit-find-links --extra bench -c requirements/dev.lock \
	  pyproject.toml -o requirements/bench.lock

clean:
	rm -rf $(VENV) build dist .pytest_cache .mypy_cache .ruff_cache .coverage .hypothesis
