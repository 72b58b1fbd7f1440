# make run      build the graph of the articles in seeds/ into out/
# make install  the package alone, in .venv
# make test     the package with all that its tests need, and the tests
# make bench    measure extraction beside other tools, into docs/benchmarks.md
# make docs     write docs/ontology.md from the ontology
# make models   after training: write the models' checksums, raise data/gold/floors.json
# make lint     formatting, lint, types, import rules
# make clean    remove .venv, out and caches
#
# Needs Python 3.11 or later, make, git. PYTHON=/path/to/python3 chooses another interpreter.

SHELL := /bin/sh
VENV := .venv
BIN := $(VENV)/bin
OUT := out
TESTS :=

FIND_PYTHON = for python in python3 python3.14 python3.13 python3.12 python3.11; do \
	command -v $$python >/dev/null 2>&1 && \
	$$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && \
	echo $$python && break; done
PYTHON ?= $(shell $(FIND_PYTHON))

.PHONY: run install test bench docs models lint clean

run: install
	$(BIN)/gbakg build seeds/ --out $(OUT) --date 2026-05-29
	@echo
	@echo "Open $(OUT)/graph.html in a browser; read $(OUT)/report.html; ask $(OUT)/graph.ttl:"
	@echo "  $(BIN)/gbakg query $(OUT)/graph.ttl --list"

install: $(VENV)/.installed

$(VENV)/bin/python:
	@test -n "$(PYTHON)" || { echo "No Python 3.11 or later found; install one, or give PYTHON=…"; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); \
		echo "$(PYTHON) cannot make a virtual environment; on Debian: apt install python3-venv"; exit 1; }

$(VENV)/.installed: pyproject.toml $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	@touch $@

$(VENV)/.tested: pyproject.toml $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	@touch $@ $(VENV)/.installed

test: $(VENV)/.tested
	$(BIN)/python -m pytest -n auto $(TESTS)

bench: $(VENV)/.tested
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[bench]'
	$(BIN)/python tests/benchmarks/bench_extract.py

docs: install
	$(BIN)/python -m ontology.reference docs/ontology.md

lint: $(VENV)/.tested
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

models: $(VENV)/.tested
	$(BIN)/python -m extract.intact data/models/*
	$(BIN)/python -m pytest tests/test_extract_quality.py --update-floors

clean:
	rm -rf $(VENV) $(OUT) build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
