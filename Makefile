# Lizao 锂造: every command a person needs, from a fresh clone.
#
# Needs git, make and Python 3.11, 3.12 or 3.13; the rest is installed into .venv.

SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DELETE_ON_ERROR:
.DEFAULT_GOAL := help

PYTHON  ?= python3
PLANT   ?= line
SPEED   ?= x3600
PORT    ?= 8000

VENV    := .venv
BIN     := $(VENV)/bin
PIP     := $(BIN)/python -m pip --disable-pip-version-check --quiet install -c constraints.txt
PINS    := pyproject.toml constraints.txt hatch_build.py
NPM     := PATH="$(CURDIR)/$(BIN):$$PATH" npm --prefix web --no-progress --loglevel=error
WEB     := $(shell find web -type f -not -path "*/node_modules/*" -not -name interface.d.ts 2>/dev/null)

export PYTHONUTF8 := 1

.PHONY: help start browser test check bench docs format clean

help: ## Show this list
	@echo "Lizao 锂造"
	@sed -n 's/^\([a-z]*\):.*## \(.*\)$$/  make \1|\2/p' $(MAKEFILE_LIST) | while IFS='|' read -r name text; do printf '%-16s %s\n' "$$name" "$$text"; done

start: $(VENV)/.run ## Run a virtual plant and open its page: PLANT=line SPEED=x3600 PORT=8000
	@$(BIN)/lizao start --plant $(PLANT) --speed $(SPEED) --port $(PORT)

browser: ## Install Chromium (Debian, Ubuntu), in which the page is tested
	@command -v chromium chromium-browser google-chrome >/dev/null || { \
	  echo "Installing Chromium …"; \
	  as_root=$$([ "$$(id -u)" = 0 ] || echo sudo); \
	  $$as_root apt-get -qq update && $$as_root env DEBIAN_FRONTEND=noninteractive apt-get -qq install -y chromium >/dev/null; \
	}

test: $(VENV)/.dev check ## Run everything: check, all tests with branch coverage, examples, README
	@echo "== all tests, with branch coverage"
	@$(BIN)/coverage erase
	@$(BIN)/python -m pytest --quiet --numprocesses 2 --dist worksteal --cov --cov-report=
	@echo "== branch coverage: words and decisions 100 %"
	@$(BIN)/coverage report --include='src/lizao/model/*,src/lizao/alarms/*,src/lizao/control/*,src/lizao/material/*' --fail-under=100
	@echo "== branch coverage: everything else 90 %"
	@$(BIN)/coverage report --omit='src/lizao/model/*,src/lizao/alarms/*,src/lizao/control/*,src/lizao/material/*' --fail-under=90

# What decides and what is said; the rest of the tests waits for make test.
QUICK := tests/model tests/alarms tests/control tests/material tests/quality tests/equipment tests/texts tests/meta

check: $(VENV)/.dev $(VENV)/.web ## The quick gate, under a minute: format, lint, types, import contracts, unit tests
	@echo "== format and lint"
	@$(BIN)/ruff format --check --quiet || { echo "make format puts these right:"; $(BIN)/ruff format --check; }
	@$(BIN)/ruff check --quiet
	@echo "== types"
	@$(BIN)/mypy --no-error-summary
	@echo "== import contracts"
	@$(BIN)/lint-imports >$(VENV)/lint-imports.txt || { cat $(VENV)/lint-imports.txt; exit 1; }
	@echo "== dependencies, spelling, test sentences"
	@$(BIN)/deptry . >$(VENV)/deptry.txt 2>&1 || { cat $(VENV)/deptry.txt; exit 1; }
	@$(BIN)/codespell
	@$(BIN)/interrogate tests || { echo "tests without their sentence (interrogate tests):"; $(BIN)/interrogate -c /dev/null -vv -I -i -M -n -p -s tests | grep MISSED; exit 1; }
	@echo "== the page: types and unit tests"
	@$(NPM) run check >$(VENV)/page.txt 2>&1 || { cat $(VENV)/page.txt; exit 1; }
	@$(NPM) test >$(VENV)/page.txt 2>&1 || { cat $(VENV)/page.txt; exit 1; }
	@echo "== unit tests of the pure rooms, dead code, contracts"
	@$(BIN)/python -m pytest --quiet --numprocesses 2 -m "not slow" $(QUICK)

bench: $(VENV)/.dev ## Measure speed against the budgets and against bare loops; fails nothing
	@for file in benchmarks/bench_*.py; do \
	  [ -e "$$file" ] || continue; \
	  echo "== $$file"; $(BIN)/python "$$file" || echo "$$file did not finish"; \
	done

docs: $(VENV)/.dev ## Write the pages about the virtual plant and the description of the interface anew
	@$(BIN)/python -m lizao.testing.plant_pages docs/explanation/plant
	@$(BIN)/python -m lizao.api.interface docs/reference/openapi.json

format: $(VENV)/.dev ## Format the code and put right what can be put right
	@$(BIN)/ruff check --fix --quiet || true
	@$(BIN)/ruff format

clean: ## Remove the environment and the caches (keeps lizao-home)
	@rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis .coverage .coverage.*

# The environment. $(PYTHON) is taken if Lizao runs on it, else the newest Python here that does.
RUNS_LIZAO  := import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 14))
MAKES_VENVS := import ensurepip, venv

$(BIN)/python:
	@found=; bare=; \
	for candidate in $(PYTHON) python3.13 python3.12 python3.11; do \
	  "$$candidate" -c '$(RUNS_LIZAO)' >/dev/null 2>&1 || continue; \
	  if "$$candidate" -c '$(MAKES_VENVS)' >/dev/null 2>&1; then found="$$candidate"; break; fi; \
	  bare="$${bare:-$$candidate}"; \
	done; \
	if [ -z "$$found$$bare" ]; then \
	  echo "Lizao needs Python 3.11, 3.12 or 3.13, and none was found: install one, or say make PYTHON=/path/to/python3" >&2; exit 1; \
	elif [ -z "$$found" ]; then \
	  echo "$$bare cannot make environments: install its venv module (Debian, Ubuntu: apt install python3-venv) and run make again" >&2; exit 1; \
	fi; \
	echo "Making $(VENV) with $$("$$found" --version) …"; \
	"$$found" -m venv $(VENV) || { rm -rf $(VENV); exit 1; }

$(VENV)/.run: $(PINS) $(WEB) | $(BIN)/python
	@echo "Installing Lizao into $(VENV) …"
	@$(PIP) --editable .
	@touch $@

$(VENV)/.dev: $(PINS) $(WEB) | $(BIN)/python
	@echo "Installing Lizao, its tests and its checks into $(VENV) …"
	@$(PIP) --editable '.[test,check]'
	@touch $(VENV)/.run $@

$(VENV)/.web: web/package-lock.json | $(VENV)/.dev
	@echo "Installing what the page is checked with …"
	@$(NPM) ci
	@touch $@
