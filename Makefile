# Everything happens in .venv, which the first target to need it makes.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: demo test faults faults-prove fuzz lint clean

demo: $(VENV)/.app
	$(BIN)/achie-tui --demo

# What was compiled once need not be compiled by every process that the tests start.
test: export PYTHONDONTWRITEBYTECODE :=
test: $(VENV)/.dev
	failed=0; \
	$(BIN)/python -m pytest -n auto --dist worksteal -m "not realtime and not long" || failed=1; \
	$(BIN)/python -m pytest -m "realtime and not long" || failed=1; \
	exit $$failed

# Every row of docs/safety.md, which is written from this run.
faults: $(VENV)/.dev
	$(BIN)/python -m tests.faults --write

# Takes each protection away in turn, and sees that the tests of its row fail.
faults-prove: $(VENV)/.dev
	$(BIN)/python -m tests.faults.prove

# Tries what nobody has thought of, SECONDS long each.
fuzz: SECONDS ?= 60
fuzz: $(VENV)/.dev
	$(BIN)/python -m tests.fuzz --seconds $(SECONDS)

lint: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

clean:
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache

$(VENV)/bin/python:
	$(PYTHON) -m venv $(VENV)

$(VENV)/.app: pyproject.toml | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	touch $@

$(VENV)/.dev: pyproject.toml | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	touch $@ $(VENV)/.app
