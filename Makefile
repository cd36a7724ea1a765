# Fieldbook. `make help` lists the verbs. Each verb does its own set-up: nothing but Python 3.11+, git and make is needed.
# Works with GNU make 3.81 (macOS) and later, also with -j.

VENV    := .venv
PY      := $(VENV)/bin/python
UV      := uv==0.13.9
SEEDS   ?= 1000

# 3.11 first: it is the version everything was measured on. A pyenv shim that names an absent version is passed over.
PYTHON  ?= $(shell for each in python3.11 python3.12 python3.13 python3.14 python3 python; do \
	"$$each" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 15))' 2>/dev/null && { echo "$$each"; break; }; done)

export UV_PROJECT_ENVIRONMENT := $(VENV)
export PYTHONUTF8 := 1

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help demo test check format run hq bench simulate fuzz build clean

help: ## List the verbs
	@echo "make VERB, where VERB is one of:"
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  %-10s %s\n", $$1, $$2 }' Makefile

demo: $(VENV)/.window ## A year of a bureau's work on four laptops and a headquarters, under two minutes
	$(PY) -m fieldapp demo

test: $(VENV)/.window ## Every test, the simulator's 200 seeds included (ten to fifteen minutes on two cores)
	$(PY) -m pytest -n logical --maxprocesses 4 --dist worksteal

check: $(VENV)/.window ## Lint, format, types, import contracts, house rules, documentation drift
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/mypy
	$(VENV)/bin/lint-imports --no-logo
	$(PY) -m pytest -q tests/house tests/reports/test_reference.py

format: $(VENV)/.synced ## Put the code, the generated record reference and the compiled checklists in order
	$(VENV)/bin/ruff check --fix .
	$(VENV)/bin/ruff format .
	$(PY) -m fieldapp.reports.reference
	$(PY) -m fieldapp.forms.xlsform_bundle

run: $(VENV)/.window ## Open the app
	$(PY) -m fieldapp

hq: $(VENV)/.synced ## Serve a headquarters on this machine
	$(PY) -m fieldapp hq serve

bench: $(VENV)/.window ## Measure against a baseline of the same run: one table of ratios
	$(PY) -m benchmarks

simulate: $(VENV)/.synced ## Run the simulator: make simulate SEEDS=1000
	$(PY) -m tests.simulation --seeds $(SEEDS)

fuzz: $(VENV)/.window ## The property tests with new random examples, many more of them (an hour or more)
	HYPOTHESIS_PROFILE=thorough $(PY) -m pytest -n logical --maxprocesses 4 --dist worksteal -m hypothesis

build: $(VENV)/.window ## Build the one-folder app and smoke-test the binary
	$(VENV)/bin/pyinstaller --noconfirm --clean --log-level WARN build.spec
	FIELDAPP_BINARY=dist/fieldapp/fieldapp $(PY) -m pytest -q tests/binary

clean: ## Remove what the verbs made, the environment included
	rm -rf $(VENV) build dist demo-output .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache

# The environment, made once for each uv.lock.
$(VENV)/.synced: uv.lock
	@[ -n "$(PYTHON)" ] || { echo "Python 3.11 to 3.14 was not found. Install one, or say where: make PYTHON=/path/to/python3" >&2; exit 1; }
	@[ -x $(PY) ] || "$(PYTHON)" -m venv $(VENV) || { .ci/system_libraries python3-venv && "$(PYTHON)" -m venv --clear $(VENV); }
	@$(PY) -m uv --version 2>/dev/null | grep -q "^uv $(UV:uv==%=%) \{0,1\}" || $(PY) -m pip install --quiet --disable-pip-version-check $(UV)
	$(PY) -m uv sync --frozen --all-extras --quiet
	@touch $@

# The system libraries that Qt loads, made sure of once for each environment.
$(VENV)/.window: $(VENV)/.synced .ci/system_libraries
	@.ci/system_libraries
	@touch $@
