# `make` alone lists the targets. Everything runs in .venv, which the first target that needs it sets up.
PYTHON ?= python3
BIN := .venv/bin
RUN := $(BIN)/python
JAVA := $(shell command -v java 2>/dev/null)
N ?= 100000

# Each of the many processes of the tests would compile the program anew.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help demo demo-settle picture test unit postgres processes slow beside spark swing live browser properties check drill differ columnar mutants tamper fire bench bench-day bench-large bench-million bench-ledger lock vendor format translations clean

help: ## list the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /\1\t/' | expand -t 14

.venv/run: requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "Bridgehead needs Python 3.11 or newer; found $$($(PYTHON) --version). Name another: make PYTHON=python3.12 ..."; exit 1; }
	@$(PYTHON) -m venv .venv
	$(RUN) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(RUN) -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

.venv/%: .venv/run requirements/%.lock
	$(RUN) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/$*.lock
	@touch $@

TOURISM := rulebooks/datong/tourism-2023
DEMO := $(BIN)/bridgehead settle $(TOURISM)
MADE_UP := $(TOURISM)/samples/made-up
CITY := out/demo
RAMP := rulebooks/datong/flyover-ramp-a
demo: .venv/run ## a made-up city on http://127.0.0.1:8000, from 2023-09-20 on; the city of before where there is one
	@mkdir -p out
	@test -f $(CITY)/accounts.txt || { rm -rf $(CITY); $(BIN)/bridgehead demo --records 3000 --on 2023-09-20 --home $(CITY); }
	@echo; echo "Staff, all made up, and their passwords:"; cat $(CITY)/accounts.txt
	@echo; echo "Portal http://127.0.0.1:8000/   Desk http://127.0.0.1:8000/desk/   Board http://127.0.0.1:8000/board/"
	@echo "Another day, from another window: $(BIN)/bridgehead demo go-to 2024-01-05 --home $(CITY)"
	@echo "A rotation, which the supervisor signs for and starts: http://127.0.0.1:8000/desk/operations/"
	@$(BIN)/bridgehead swing run $(RAMP) --window trial --twin --home $(CITY) >out/swing.log 2>&1 & \
	  watch=$$!; trap "kill $$watch" EXIT; $(BIN)/bridgehead serve --home $(CITY)

demo-settle: .venv/run ## settle the four tourism rewards from files, with reasons
	@mkdir -p out
	@$(DEMO) --award special-train --claims $(MADE_UP)-special-train-claims.csv --on 2023-10-16 --out out/special-train.csv
	@$(DEMO) --award study-tour --claims $(MADE_UP)-study-tour-claims.csv --on 2023-11-16 --out out/study-tour.csv
	@$(DEMO) --award short-video --claims $(MADE_UP)-short-video-entries.csv --on 2024-01-15 --out out/short-video.csv
	@$(DEMO) --award student-ticket --claims $(MADE_UP)-student-visits.csv --on 2023-12-31 --out out/student-ticket.csv

picture: .venv/develop ## draw the pictures of the READMEs anew, from what the demo prints and shows (needs Chromium)
	$(RUN) docs/picture.py
	$(RUN) -m docs.pictures

DOORS := tests/web/test_records.py tests/web/test_listing.py tests/web/test_open311.py tests/web/test_hostile.py
test: check unit ## everything that CI runs
	$(MAKE) --no-print-directory postgres STORES="tests/ledger tests/actions $(DOORS)"
	$(MAKE) --no-print-directory -j2 --output-sync=target browser beside

beside: spark processes ## what takes one processor: while pages are looked at, it has the other
	$(RUN) -m tests.feel.columns.differ 1000
	$(RUN) -m tests.rulebook.mutants
	$(MAKE) --no-print-directory -j1 tamper N=20
	$(MAKE) --no-print-directory -j1 fire N=1

unit: .venv/develop ## the daily loop: every test but the slow ones and those on Spark
	$(RUN) -m pytest -n auto --dist worksteal --ignore=tests/spark --ignore=tests/browser -m "not slow"

STORES ?= tests/ledger tests/actions tests/web
postgres: .venv/develop ## what stores, once more, on a PostgreSQL that is started for it (who may do what is asked once)
	$(RUN) -m tests.postgres $(RUN) -m pytest -n auto --dist worksteal --ignore=tests/web/test_permissions.py -m "not slow" $(STORES)

processes: .venv/develop ## `backup` and `restore` over a service that ran (the drill has PostgreSQL too, and `verify`)
	$(RUN) -m pytest tests/cli/test_backup.py -k sqlite

slow: .venv/develop ## every slow test: programs as processes, large files, the limits of the language
	$(RUN) -m pytest -n auto --dist worksteal --ignore=tests/spark --ignore=tests/browser -m slow

spark: .venv/develop $(if $(JAVA),.venv/spark) ## the tests on Spark, in one process with one session (they need Java)
	$(RUN) -m pytest tests/spark

live: .venv/live ## install what links to a plant, and reports in Word, need
	@$(RUN) -c 'import aiomqtt, asyncua, docx'

swing: .venv/swing ## install what makes the twin of a bridge fast
	@$(RUN) -c 'import numba, scipy'

browser: .venv/develop ## stories and every page in Chromium, which has to be on the machine
	$(RUN) -m pytest tests/browser

properties: .venv/develop ## the property tests once more, with thirty times the examples
	$(RUN) -m pytest -n auto --dist worksteal --ignore=tests/spark -m hypothesis --hypothesis-profile=deep

check: .venv/develop ## formatting, lint, types, import contracts, documentation
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(RUN) -m pytest tests/promises

drill: properties postgres slow differ mutants ## the long runs
	$(MAKE) --no-print-directory tamper N=1000
	$(MAKE) --no-print-directory fire N=100

differ: .venv/develop ## N random FEEL expressions: compiled one by one and as columns must agree
	$(RUN) -m tests.feel.columns.differ $(N)

KIT ?= ../shared/dmn-tck
columnar: .venv/develop ## which decisions of the compatibility kit are columnar (KIT=folder), and why the rest are not
	$(RUN) -m tests.feel.columns.columnar $(KIT) docs/reference/columnar.md

mutants: .venv/develop ## change each figure of each notice: `check --strict` must name it
	$(RUN) -m tests.rulebook.mutants

tamper: .venv/develop ## harm a sealed ledger N times, in SQLite and in PostgreSQL: `verify` must name each harm
	$(RUN) -m tests.ledger.tamper $(N)
	$(RUN) -m tests.postgres $(RUN) -m tests.ledger.tamper $(N)

fire: .venv/develop ## kill the service N times while several write, on SQLite and PostgreSQL: nothing is lost or doubled
	$(RUN) -m tests.fire $(N)
	$(RUN) -m tests.postgres $(RUN) -m tests.fire $(N)

bench: .venv/develop .venv/bench ## the table of measures, as ratios from one run
	$(RUN) -m benchmarks

bench-day: .venv/develop ## a day of 200 channels at 100 Hz gone through by the watch, and what it holds in memory (more than an hour)
	$(RUN) -m benchmarks.measures.live 24

bench-large: .venv/develop .venv/bench ## the same with a hundred million claims (minutes, 12 GB of disk)
	$(RUN) -m benchmarks --large

bench-million: .venv/develop .venv/bench ## lists, texts and counts over a million records, on SQLite and PostgreSQL (half an hour, 20 GB of disk)
	$(RUN) -m benchmarks.million

EVENTS ?= 10000000
bench-ledger: .venv/develop ## how the ledger grows up to EVENTS events, ten million by default (ten minutes, 12 GB of disk)
	$(RUN) -m benchmarks.measures.ledger $(EVENTS)

LOCK := uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links --no-header --no-annotate
lock: ## pin new dependencies (needs uv); one resolution for all, and what was pinned before stays (UPGRADE=1: the newest)
	@mkdir -p build requirements
	@rm -f build/all.lock; $(if $(UPGRADE),rm -f,cat) requirements.lock requirements/*.lock $(if $(UPGRADE),,> build/all.lock)
	$(LOCK) --all-extras --group dev --group build pyproject.toml -o build/all.lock
	$(LOCK) -c build/all.lock --group build pyproject.toml -o requirements.lock
	$(LOCK) -c build/all.lock --extra swing --extra live --group dev pyproject.toml -o requirements/develop.lock
	$(LOCK) -c build/all.lock --extra spark pyproject.toml -o requirements/spark.lock
	$(LOCK) -c build/all.lock --extra swing pyproject.toml -o requirements/swing.lock
	$(LOCK) -c build/all.lock --extra live pyproject.toml -o requirements/live.lock
	$(LOCK) -c build/all.lock --extra bench pyproject.toml -o requirements/bench.lock

vendor: .venv/run ## fetch the files of others that pages use anew, by the versions of their lists (needs npm)
	$(RUN) requirements/vendor.py

format: .venv/develop ## put the code in form
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

translations: .venv/develop ## gather the texts of the pages anew, and make the catalogue that is read (needs gettext)
	cd src/bridgehead/web && BRIDGEHEAD_HOME=$(CURDIR)/build/home DJANGO_SETTINGS_MODULE=bridgehead.config.settings \
	  ../../../$(RUN) -m django makemessages -l zh_Hans --no-obsolete --no-location --no-wrap
	cd src/bridgehead/web/locale/zh_Hans/LC_MESSAGES && msgfmt --check-format -o django.mo django.po

clean: ## remove what was made
	rm -rf .venv out build dist
