# Two commands: `make demo` to try it, `make test` to check it. Both set up what they need in .venv by themselves.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin

.PHONY: help demo test format lint types layers tests docs clean

help:  ## what there is to make
	@sed -n 's/^\([a-z]*\):.*## /  make \1\t/p' Makefile

demo: $(VENV)/.installed  ## talk to the demo host
	@$(BIN)/tn DEMO

test: lint types layers tests  ## format, lint, types, layers and all tests

$(VENV)/.installed: pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check --editable .
	@touch $@

$(VENV)/.developer: $(VENV)/.installed
	$(BIN)/pip install --quiet --disable-pip-version-check $$($(BIN)/python .ci/dev_requirements.py)
	@touch $@

format: $(VENV)/.developer  ## put the code into its form
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

lint: $(VENV)/.developer
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .

types: $(VENV)/.developer
	$(BIN)/mypy

layers: $(VENV)/.developer
	$(BIN)/lint-imports

tests: $(VENV)/.developer
	$(BIN)/python -m pytest

docs: $(VENV)/.installed  ## make again what in docs/ is made from the program's tables
	$(BIN)/python docs/generate.py

clean:  ## remove what make made
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
