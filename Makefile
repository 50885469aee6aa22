# The two that matter: `make report` and `make test`. Each sets up what is missing first.
.DEFAULT_GOAL := help
SHELL := /bin/sh

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
UV_VERSION := 0.13.9
STAMP := $(VENV)/.ready-$(UV_VERSION)

# nltk refuses hard-linked files, so packages are copied into the environment.
export UV_LINK_MODE := copy
export UV_COMPILE_BYTECODE := 1
export UV_PYTHON_DOWNLOADS := never
# Figures and notebooks are rendered the same way whatever the shell around them holds.
export MPLBACKEND := Agg

.PHONY: help setup report test test-slow coverage-kernels bench bench-quick lab check lint lock clean

help: ## list these commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: $(STAMP) ## make the environment (the other commands do it when needed)

$(STAMP): requirements.lock pyproject.toml Makefile
	@$(PYTHON) -c 'import sys; v = sys.version_info[:2]; sys.exit(0 if (3, 11) <= v < (3, 14) else "pressgauge needs Python 3.11, 3.12 or 3.13 (found %d.%d); try: make PYTHON=python3.12 ..." % v)'
	rm -f $(VENV)/.ready-*
	$(PYTHON) -m venv --clear $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check uv==$(UV_VERSION)
	$(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes -r requirements.lock
	$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation -e .
	@touch $@

report: $(STAMP) ## render the coverage brief on the sample and print where it is
	@$(BIN)/pressgauge report reports/coverage_brief.toml
	@echo "To explore it yourself: make lab   (JupyterLab on notebooks/, sample ready)"

test: $(STAMP) ## the tests (minutes), with coverage of lines and branches
	$(BIN)/python -m pytest -n 2 -m "not slow" --cov --cov-report=term:skip-covered --cov-fail-under=90

coverage-kernels: $(STAMP) ## coverage of the compiled loops, run uncompiled
	NUMBA_DISABLE_JIT=1 $(BIN)/python -m pytest -q -m "not slow" -k "not switching and not kernel and not without_any and not two_and_three" \
		--cov=analysis/text/kernels --cov-branch --cov-config=/dev/null --cov-report=term-missing \
		tests/test_text_chunks.py tests/test_text_counting.py tests/test_text_seeking.py tests/test_text_scoring.py \
		tests/test_text_tokens.py tests/test_text_valence.py tests/test_text_parts.py tests/test_concordance.py

test-slow: $(STAMP) ## the long tests: simulations, every shipped notebook, real corpora
	$(BIN)/python -m pytest -n 2 -m slow

bench: $(STAMP) $(VENV)/.peers ## speed and memory beside other tools (a quarter of an hour)
	$(BIN)/python -m benchmarks

bench-quick: $(STAMP) $(VENV)/.peers ## the same table on small corpora (under a minute)
	$(BIN)/python -m benchmarks --quick

# The tools that only the benchmarks need; the lock leaves them out.
$(VENV)/.peers: $(STAMP)
	$(BIN)/uv pip install --quiet --python $(BIN)/python -c requirements.lock -e ".[bench]" --no-build-isolation
	@touch $@

lint: $(STAMP) ## ruff, mypy and the notebook lint
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/nbstripout --verify notebooks/*.ipynb
	$(BIN)/python -m pytest -q -n 0 tests/test_notebooks.py -m "not slow"

check: lint test ## what CI runs: ruff, mypy, the notebook lint, the tests

lab: $(STAMP) ## JupyterLab on notebooks/
	$(BIN)/jupyter lab --notebook-dir . notebooks/00_start_here.ipynb

lock: ## make requirements.lock anew from pyproject.toml
	@test -x $(BIN)/uv || { $(PYTHON) -m venv $(VENV) && $(BIN)/python -m pip install --quiet uv==$(UV_VERSION); }
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-annotate \
		--custom-compile-command "make lock" --extra dev pyproject.toml -o requirements.lock

clean: ## remove the environment and caches (never data/ or reports/)
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .coverage build dist
