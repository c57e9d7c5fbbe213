# make report   the main job: compare the ways from Minsk to Karachi and Gwadar, into reports/
# make test     everything that is checked, in a virtual environment of its own
# make maps | bench | clean
# Another Python: make PYTHON=python3.12 test

PYTHON ?= python3
OUT ?= reports

# Each Python has its own environment, so that none is ever rebuilt under another.
VENV := $(if $(filter python3,$(PYTHON)),.venv,.venv-$(notdir $(PYTHON)))
BIN := $(VENV)/bin
# The stamps stand for "installed since pyproject.toml last changed": a second run installs nothing and needs no network.
RUN := $(VENV)/.installed-run
TEST := $(VENV)/.installed-test
BENCH := $(VENV)/.installed-bench

.DEFAULT_GOAL := help
.NOTPARALLEL:
.DELETE_ON_ERROR:
.PHONY: help report test maps bench clean

help:
	@sed -n '/^# make/s/^# //p' Makefile

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Corridor needs Python 3.11 or later; '$(PYTHON)' is not. Try: make PYTHON=python3.12 $(MAKECMDGOALS)" >&2; exit 1; }
	@echo "Making the virtual environment $(VENV)"
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); \
	  echo "'$(PYTHON) -m venv' failed. On Debian or Ubuntu: sudo apt-get install python3-venv" >&2; exit 1; }
	@echo '*' > $(VENV)/.gitignore

$(RUN): pyproject.toml | $(BIN)/python
	@echo "Installing Corridor and what it needs into $(VENV) (minutes the first time, nothing after that)"
	@$(BIN)/python -m pip install --disable-pip-version-check --editable .
	@touch $@

$(TEST): pyproject.toml | $(BIN)/python
	@echo "Installing Corridor and its tests' tools into $(VENV) (minutes the first time, nothing after that)"
	@$(BIN)/python -m pip install --disable-pip-version-check --editable '.[test]'
	@touch $(RUN) $@

$(BENCH): pyproject.toml | $(BIN)/python
	@echo "Installing Corridor and the libraries it is timed beside into $(VENV) (minutes the first time, nothing after that)"
	@$(BIN)/python -m pip install --disable-pip-version-check --editable '.[bench]'
	@touch $(RUN) $@

report: $(RUN)
	@mkdir -p $(OUT)
	$(BIN)/corridor report minsk karachi gwadar --out $(OUT)
	@echo "The files are in $(abspath $(OUT))"

test: $(TEST)
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/corridor check data/geo
	$(BIN)/python -m pytest -q --numprocesses 2 --dist loadfile

maps: $(RUN)
	@mkdir -p maps
	$(BIN)/corridor map --corridor official-rail-road --out maps/official-corridor.html
	$(BIN)/corridor map --corridor turkmenistan-variant --corridor turkmenistan-variant-gwadar --out maps/turkmenistan-variant.html
	$(BIN)/corridor map minsk karachi --out maps/minsk-karachi.html
	$(BIN)/corridor map minsk gwadar --out maps/minsk-gwadar.html
	$(BIN)/corridor map minsk karachi --date 2026-07-02 --out maps/as-recorded-2026.html
	$(BIN)/corridor map minsk karachi --build uap-railway --build western-trans-afghan --out maps/trans-afghan-railways.html
	$(BIN)/corridor map --out maps/network.html

bench: $(BENCH)
	$(BIN)/python -m benchmarks

clean:
	rm -rf $(VENV) dist build reports .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find . -path './.venv*' -prune -o -type d -name __pycache__ -prune -exec rm -rf {} +
