# "make" alone lists the words. "make demo" and "make test" do all their own set-up.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
UV     := uv==0.13.9
VENDOR := var/vendor
SYSTEM  = PYTHON=$(PYTHON) sh scripts/system.sh

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.NOTPARALLEL:
.PHONY: help setup demo demo-reset test check lock a11y hear office faults faults-a11y bench bench-hr screens clean system system-test system-hear system-office dev

help:           ## this list
	@grep -hE '^[a-z0-9-]+:.*## ' Makefile | sed -E 's/^([a-z0-9-]+):.*## /\1\t/' | awk -F '\t' '{printf "  make %-11s %s\n", $$1, $$2}'

setup: system $(VENDOR)/.made messages  ## what the site needs to run: Python packages, fonts, compiled catalogues

demo: setup     ## the whole site with the demo town, on http://localhost:8000 (PORT=8100 for another port)
	@exec $(BIN)/python manage.py demo $(if $(PORT),--port $(PORT))

demo-reset: setup  ## the same from the beginning: forgets what was done in the demo
	@exec $(BIN)/python manage.py demo --reset $(if $(PORT),--port $(PORT))

test: dev third-verifier  ## all tests, on SQLite and, where a server is found, on PostgreSQL (about 15 minutes)
	@$(BIN)/python scripts/test.py $(ARGS)

check: dev      ## style, types, templates, import order, migrations, settings for production
	@sh scripts/check.sh

lock:           ## writes the lock files anew after a change in pyproject.toml or package.json
	$(BIN)/uv pip compile --quiet pyproject.toml --universal --generate-hashes --no-emit-index-url --no-header --no-annotate -o requirements.txt
	$(BIN)/uv pip compile --quiet pyproject.toml --extra dev --constraint requirements.txt --universal --generate-hashes --no-emit-index-url --no-header --no-annotate -o requirements-dev.txt
	npm install --package-lock-only --ignore-scripts
	$(BIN)/python scripts/notices.py

a11y: dev       ## every question type in every state, theme, width and size of text, by two engines (about 15 minutes)
	@$(BIN)/python scripts/a11y.py $(ARGS)

hear: minutes-14 system-hear dev  ## a real screen reader, in German: every type of question through all its states, an H5P activity, a certificate (about 14 minutes)
	@$(BIN)/pytest -m heard tests/heard $(ARGS)

office: system-office dev  ## opens files of reports in LibreOffice and compares every cell (about 1 minute)
	@$(BIN)/pytest -m office tests/office $(ARGS)

faults: dev     ## kills web server and queue worker in mid-work and looks at what is left (about 110 minutes)
	@echo "This takes about 110 minutes: 50 kills of the web server and 220 of the worker, on PostgreSQL and on SQLite."
	@$(BIN)/python scripts/both.py -m faults tests/faults
	@$(BIN)/pytest -m faults tests/learn/rules

faults-a11y: minutes-60 system-hear dev  ## puts faults into the pages and looks which check finds them (about 60 minutes)
	@$(BIN)/pytest -m seeded tests/seeded $(ARGS)

bench: dev      ## CPU time of grading, of an answer, of two pages and of a thousand certificates, beside their limits (about 7 minutes)
	@echo "This takes about 7 minutes."
	@for file in $(filter-out tests/benchmarks/test_%,$(wildcard tests/benchmarks/*.py)); do PYTHONPATH=. $(BIN)/python $$file || exit 1; done
	@$(BIN)/python scripts/both.py -m bench tests/benchmarks --ignore tests/benchmarks/hr

bench-hr: minutes-15 dev  ## the nightly job and the screens of the HR office with 20,000 staff under 30 requirements (about 15 minutes)
	@$(BIN)/python scripts/both.py -m bench_hr tests/benchmarks/hr

screens: dev    ## takes the pictures in docs/screens from a running demo (about 1 minute)
	@echo "This takes about 1 minute and needs a running demo."
	@$(BIN)/python scripts/screens.py $(if $(PORT),--port $(PORT))

clean:          ## removes everything made here: environment, packages, demo data, reports
	rm -rf $(VENV) node_modules var build .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis

dev: system-test setup $(VENV)/.python-dev node_modules/.dev

system:
	@$(SYSTEM)

system-test:
	@$(SYSTEM) test

system-hear:
	@$(SYSTEM) hear

system-office:
	@$(SYSTEM) office

minutes-%:
	@echo "This takes about $* minutes."

# openbadgeslib is LGPL and wants libraries of its own: only tests run it, and not in this project's environment.
.PHONY: third-verifier
third-verifier: dev  ## a third, independent verifier of badges for the tests
	@$(BIN)/uv venv --quiet --allow-existing --python $(BIN)/python build/third-verifier
	@$(BIN)/uv pip install --quiet --python build/third-verifier/bin/python openbadgeslib==4.6.3

.PHONY: messages strings
messages: $(VENV)/.python
	@$(BIN)/python scripts/messages.py

strings: $(VENV)/.python  ## brings the translations up to date with the code, lists what is missing (ARGS=other.po to borrow from)
	@$(BIN)/python scripts/strings.py $(ARGS)
	@$(BIN)/python scripts/messages.py

$(BIN)/uv:
	@echo "Setting up Python packages ..."
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/pip install --quiet --disable-pip-version-check $(UV)

$(VENV)/.python: requirements.txt | $(BIN)/uv
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes -r $<
	@touch $@

$(VENV)/.python-dev: requirements-dev.txt $(VENV)/.python
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes -r $<
	@touch $@

# A mark lies inside what it vouches for: whoever deletes the folder gets it made anew.
$(VENDOR)/.made: package-lock.json scripts/assets.txt scripts/assets.sh scripts/kern_lean.py $(VENV)/.python
	@echo "Fetching fonts and design tokens ..."
	@sh scripts/assets.sh
	@touch $@

node_modules/.dev: package-lock.json $(VENDOR)/.made
	@sh scripts/assets.sh dev
	@touch $@
