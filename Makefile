# kho138. `make run`: the yearly review of the demonstration city. `make test`: every test.
# Set-up is part of both: a virtual environment from the locked requirements (hashes checked).
PYTHON ?= $(shell for p in python3.12 python3.13 python3.11 python3; do \
	$$p -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' 2>/dev/null && echo $$p && break; done)
VENV := .venv
BIN := $(VENV)/bin
export KHO138_HOME ?= $(CURDIR)/.kho138
export DAGSTER_DISABLE_TELEMETRY := yes
export DO_NOT_TRACK := 1
export PYTHONUTF8 := 1

.PHONY: run test setup lint generate check-generated page clean lock help bench-ingest faults fuzz foreign guard-eval incremental bi bi-user

help:
	@echo "make run        set up, make the demonstration city, run the review"
	@echo "make test       set up, run every test"
	@echo "make lint       ruff, mypy, sqlfluff, generated files current"
	@echo "make page       sensors, schedules and the Dagster page on http://127.0.0.1:3138"
	@echo "make generate   write again what is generated from the contracts"
	@echo "make faults     seeded faults found, false alarms, mutation score of the rules (FAULTS_ARGS=--update writes RESULTS.md)"
	@echo "make guard-eval what the guard sees and what it refuses wrongly, by kind (GUARD_ARGS=--update writes EVALUATION.md)"
	@echo "make bench-ingest  CPU a file against other ways to read it, in one run (BENCH_ARGS=--update writes BENCHMARKS.md)"
	@echo "make incremental  a late workbook on three years of history: files opened and CPU beside a full run"
	@echo "make bi         dashboards (Apache Superset, an environment of its own) on http://127.0.0.1:3141"
	@echo "make bi-user    add a user of the dashboards, or give one a new password, shown once"
	@echo "make clean      remove the workspace of the demonstration (.kho138)"

run: $(VENV)/run.stamp
	@$(BIN)/kho138 demo
	@$(BIN)/kho138 run

test: $(VENV)/dev.stamp
	@$(BIN)/python -m pytest $(PYTEST_ARGS)

setup: $(VENV)/dev.stamp

# A stamp newer than its lock file means the environment holds what the lock says.
$(VENV)/python.stamp:
	@test -n "$(PYTHON)" || { echo "kho138 needs Python 3.11, 3.12 or 3.13 (set PYTHON=...)"; exit 1; }
	@$(PYTHON) -m venv $(VENV) && touch $@

$(VENV)/run.stamp: $(VENV)/python.stamp requirements.lock pyproject.toml
	@if [ ! $(VENV)/dev.stamp -nt requirements-dev.lock ]; then sh .ci/install requirements.lock $(BIN); fi
	@$(BIN)/python -m compileall -q ingestion orchestration quality
	@$(BIN)/python -W ignore -c "import orchestration.definitions"  # dbt parses the project once, here
	@touch $@

$(VENV)/dev.stamp: $(VENV)/python.stamp requirements-dev.lock pyproject.toml
	@sh .ci/install requirements-dev.lock $(BIN)
	@touch $@

lint: $(VENV)/dev.stamp
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/sqlfluff lint dbt_project/models dbt_project/tests
	@$(MAKE) --no-print-directory check-generated

generate: $(VENV)/dev.stamp
	@$(BIN)/python -m quality.contracts.generate
	@$(BIN)/python -m ingestion.shapes_to_dbt

check-generated: $(VENV)/dev.stamp
	@$(BIN)/python -m quality.contracts.generate --check
	@$(BIN)/python -m ingestion.shapes_to_dbt --check

faults: $(VENV)/dev.stamp
	@$(BIN)/python -m tests.faults $(FAULTS_ARGS)

guard-eval: $(VENV)/dev.stamp
	@$(BIN)/python -m tests.personal_data $(GUARD_ARGS)

# One late workbook on three years of history: files opened, bytes read, CPU, beside a full run.
incremental: $(VENV)/dev.stamp
	@$(BIN)/python -m tests.incremental

# Its own environment: what is measured beside kho138 is no part of kho138.
.venv-bench/stamp: requirements-bench.lock pyproject.toml
	@test -x .venv-bench/bin/python || $(PYTHON) -m venv .venv-bench
	@sh .ci/install requirements-bench.lock .venv-bench/bin
	@touch $@

bench-ingest: .venv-bench/stamp
	@.venv-bench/bin/python -m tests.benchmarks $(BENCH_ARGS)

page: $(VENV)/run.stamp
	@$(BIN)/kho138 serve

# Dashboards: Apache Superset in an environment of its own, on 127.0.0.1 (orchestration/bi/README.md).
PYTHON_BI ?= $(shell for p in python3.11 python3.12; do command -v $$p >/dev/null && echo $$p && break; done)
BI := SUPERSET_CONFIG_PATH=$(CURDIR)/orchestration/bi/superset_config.py PYTHONPATH=$(CURDIR) .venv-bi/bin/python
.venv-bi/stamp: requirements-bi.lock
	@test -n "$(PYTHON_BI)" || { echo "the dashboards need Python 3.11 or 3.12 (set PYTHON_BI=...)"; exit 1; }
	@test -x .venv-bi/bin/python || $(PYTHON_BI) -m venv .venv-bi
	@sh .ci/install requirements-bi.lock .venv-bi/bin lock-only
	@touch $@

bi: .venv-bi/stamp $(VENV)/run.stamp
	@$(BIN)/kho138 editions write --if-old
	@$(BI) -m orchestration.bi.prepare
	@exec $(BI) -m orchestration.bi.serve $(BI_PORT)

# make bi-user NAME=hoa ROLE=city_committee FULL_NAME="Ban Chỉ đạo 138" [UNITS="13645|0001-01-01 13681|2024-09-01"]
bi-user: .venv-bi/stamp
	@$(BI) -m orchestration.bi.accounts "$(NAME)" "$(ROLE)" "$(FULL_NAME)" "$(UNITS)"

# Mutated bytes and grids of every format, for as long as you like: make fuzz EXAMPLES=500
EXAMPLES ?= 200
fuzz: $(VENV)/dev.stamp
	@KHO138_FUZZ_EXAMPLES=$(EXAMPLES) $(BIN)/python -m pytest tests/reliability/test_fuzz.py $(PYTEST_ARGS)

# Spreadsheet files not made here, thrown into a drop folder: make foreign FILES=folder (files, or source archives)
foreign: $(VENV)/dev.stamp
	@$(BIN)/python -m tests.reliability.foreign_files $(FILES)

clean:
	@rm -rf .kho138

# Needs uv, which writes no addresses unless asked: a lock installs from whatever index the machine is set up for.
lock: $(VENV)/dev.stamp
	@$(BIN)/python -m uv pip compile -q --universal --python-version 3.11 --generate-hashes \
		--no-header --extra dev --extra postgres pyproject.toml -o requirements-dev.lock
	@$(BIN)/python -m uv pip compile -q --universal --python-version 3.11 --generate-hashes \
		--no-header -c requirements-dev.lock pyproject.toml -o requirements.lock
	@$(BIN)/python -m uv pip compile -q --universal --python-version 3.11 --generate-hashes \
		--no-header --extra dev --extra postgres --extra bench -c requirements-dev.lock pyproject.toml -o requirements-bench.lock
	@$(BIN)/python -m uv pip compile -q --universal --python-version 3.11 --generate-hashes \
		--no-header requirements-bi.in -o requirements-bi.lock
