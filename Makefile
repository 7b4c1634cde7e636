# Everything a newcomer needs. `make` alone lists the targets.
PYTHON ?= python3
VENV   ?= .venv
BIN    := $(VENV)/bin
SHARED ?= ../shared

.DEFAULT_GOAL := help
.PHONY: help demo test lint types evals reliability gate seeds browser docs docs-check clean train-lines train-attribution train-grouping train-alike train-collating train-tracing

help:  ## list the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | awk -F'\t' '{printf "  make %-18s %s\n", $$1, $$2}'

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "stemma needs Python 3.11 or newer; found $$($(PYTHON) --version). Try: make PYTHON=python3.12 demo"; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade pip

$(VENV)/.installed: pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install --quiet -e .
	@touch $@

$(VENV)/.installed-dev: pyproject.toml | $(VENV)/.installed
	$(BIN)/python -m pip install --quiet -e '.[dev]'
	@touch $@

demo: $(VENV)/.installed  ## install stemma and examine the built-in story
	$(BIN)/stemma demo -o stemma-out/demo

test: $(VENV)/.installed-dev  ## install and pass the whole test suite
	$(BIN)/python -m pytest

browser: $(VENV)/.installed-dev  ## the browser tests alone (needs Chromium and chromedriver)
	$(BIN)/python -m pytest -m browser tests/browser

lint: $(VENV)/.installed-dev  ## style and house rules
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/python -m tools.check_house

types: $(VENV)/.installed-dev  ## mypy, strict
	$(BIN)/mypy

evals: $(VENV)/.installed-dev  ## measure every quality figure on the development data
	$(BIN)/python -m evals

reliability: $(VENV)/.installed-dev  ## draw the reliability plot of the tree's probabilities (needs ../shared)
	$(BIN)/python -m evals.reliability $(SHARED)/data/retold

gate: $(VENV)/.installed-dev  ## fail if a quality figure fell below its floor
	$(BIN)/python -m evals gate

seeds: $(VENV)/.installed  ## examine the five seed pages, where they are at hand
	$(BIN)/stemma examine $(SHARED)/seeds/*.txt -o stemma-out/seeds

docs: $(VENV)/.installed-dev  ## write the generated pages and build the documentation into site/
	$(BIN)/python -m tools.write_docs
	$(BIN)/mkdocs build --quiet --strict

docs-check: $(VENV)/.installed-dev  ## fail if a generated page is out of date, or a link is broken
	$(BIN)/python -m tools.write_docs --check
	$(BIN)/mkdocs build --quiet --strict

train-lines: $(VENV)/.installed-dev  ## retrain the line model (needs ../shared)
	$(BIN)/python -m tools.train_lines

train-attribution: $(VENV)/.installed-dev  ## retrain the statement tagger (needs ../shared)
	$(BIN)/python -m tools.train_attribution $(SHARED)/data/attribution/polnear-train.jsonl

train-grouping: $(VENV)/.installed-dev  ## refit the same-event decision (needs ../shared)
	$(BIN)/python -m tools.train_grouping $(SHARED)

train-alike: $(VENV)/.installed-dev  ## refit graded likeness and conflict of two sentences (needs ../shared)
	$(BIN)/python -m tools.fit_alike $(SHARED)/data/similarity

train-collating: $(VENV)/.installed-dev  ## refit alignment, then claims, which builds on it (needs ../shared)
	$(BIN)/python -m tools.fit_alignment $(SHARED)/data/retold
	$(BIN)/python -m tools.fit_claims $(SHARED)/data/retold

train-tracing: $(VENV)/.installed-dev  ## refit kinship and directions (needs ../shared)
	$(BIN)/python -m tools.train_tracing $(SHARED)/data/retold

clean:  ## remove the environment and everything built
	rm -rf $(VENV) site build dist stemma-out .mypy_cache .ruff_cache .pytest_cache .hypothesis
