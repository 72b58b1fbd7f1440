# make run      build the graph of the articles in seeds/ into out/
# make install  the package alone, in .venv, in the versions of requirements.lock, hashes compared
#               (make LOCK= install: in the newest versions that pyproject.toml allows)
# make test     the package with all that its tests need, and the tests
# make bench    measure extraction beside other tools, into docs/benchmarks.md
# make docs     write docs/ontology.md from the ontology
# make models   after training: write the models' checksums, raise data/gold/floors.json
# make lint     formatting, lint, types, import rules
# make mutants  put small faults into rules, linking and claims, and tell which no test noticed
# make fuzz     try each reader, the extractor and each parser with FUZZ=100000 hostile inputs; hours
# make lock     requirements.lock and docs/licences.md anew, from pyproject.toml
# make lowest   the tests of what our dependencies do, with the lowest versions of these
# make audit    known vulnerabilities of the versions that are locked; asks the package index
# make clean    remove .venv, out and caches
#
# Needs Python 3.11 or later, make, git. PYTHON=/path/to/python3 chooses another interpreter.

SHELL := /bin/sh
VENV := .venv
BIN := $(VENV)/bin
OUT := out
TESTS :=
PIP = $(BIN)/python -m pip install --quiet --disable-pip-version-check
MUTANTS := 40
FUZZ := 100000
LOCK := requirements.lock
# These tests use every dependency; the whole suite would say little more and take long.
LOWEST := tests/test_extract_pipeline.py tests/test_extract_readers_formats.py \
	tests/test_extract_spacy_pipeline.py tests/test_extract_relations_model.py \
	tests/test_kg_analysis.py tests/test_kg_cli.py tests/test_kg_distributed.py \
	tests/test_kg_exporters.py tests/test_kg_page.py tests/test_kg_query.py tests/test_kg_serving.py \
	tests/test_kg_show.py tests/test_kg_store.py tests/test_ontology_validate.py

FIND_PYTHON = for python in python3 python3.14 python3.13 python3.12 python3.11; do \
	command -v $$python >/dev/null 2>&1 && \
	$$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && \
	echo $$python && break; done
PYTHON ?= $(shell $(FIND_PYTHON))

.PHONY: run install test bench docs models lint mutants fuzz lock lowest audit clean

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

$(VENV)/.installed: pyproject.toml $(LOCK) $(VENV)/bin/python
	$(if $(LOCK),$(PIP) --require-hashes --only-binary :all: --requirement $(LOCK))
	$(PIP) $(if $(LOCK),--no-deps --no-build-isolation) --editable .
	@touch $@

$(VENV)/.tested: pyproject.toml $(VENV)/bin/python
	$(PIP) --editable '.[dev]'
	@touch $@ $(VENV)/.installed

test: $(VENV)/.tested
	$(BIN)/python -m pytest -n auto $(TESTS)

bench: $(VENV)/.tested
	$(PIP) --editable '.[bench]'
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

mutants: $(VENV)/.tested
	$(BIN)/python tests/supply/mutants.py --each $(MUTANTS)

fuzz: $(VENV)/.tested
	GBAKG_FUZZ=$(FUZZ) $(BIN)/python -m pytest -n auto tests/test_trust_untrusted_input.py

lock: $(VENV)/.supply
	printf 'hatchling>=1.25,<2\neditables\n' | $(BIN)/uv pip compile --quiet --universal \
		--python-version 3.11 --generate-hashes --upgrade --custom-compile-command 'make lock' \
		--output-file requirements.lock pyproject.toml -
	$(BIN)/python tests/supply/licences.py requirements.lock docs/licences.md

lowest: $(VENV)/.supply
	$(BIN)/uv venv --quiet --clear --python $(BIN)/python build/lowest
	$(BIN)/uv pip install --quiet --python build/lowest/bin/python --resolution lowest-direct \
		--editable '.[dev]'
	build/lowest/bin/python -m pytest -o filterwarnings=default $(LOWEST)

audit: $(VENV)/.supply
	$(BIN)/pip-audit --strict --disable-pip --require-hashes --requirement requirements.lock

$(VENV)/.supply: pyproject.toml $(VENV)/.tested
	$(PIP) --editable '.[supply]'
	@touch $@

clean:
	rm -rf $(VENV) $(OUT) build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
