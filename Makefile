# The commands of a working day; `make` alone lists them. Any POSIX sh and GNU make from 3.81 (macOS) on will do.
# ARGS goes to the command as it is:  make cv ARGS="--paper letter"   make test ARGS="-k fit --no-cov"

.DEFAULT_GOAL := help
.SUFFIXES:
.PHONY: help cv onepagers dossier handouts handout watch packet all build proof check test bench bench-check lock clean

# Set-up is done once for each state of the locks, in each place: its stamp carries their checksum.
state = $(shell { pwd -P; cat pyproject.toml $(1); } 2>/dev/null | cksum | tr ' ' -)
run := .venv/.run-$(call state,requirements.lock)
dev := .venv/.dev-$(call state,requirements-dev.lock)

# Python from elsewhere does not look where Homebrew puts libraries, and macOS takes DYLD_* away from what sh inherits:
# so each command sets it anew.
ifeq ($(shell uname),Darwin)
with := DYLD_FALLBACK_LIBRARY_PATH="$(shell brew --prefix 2>/dev/null || true)/lib:/usr/local/lib:/usr/lib"
endif
python := $(with) .venv/bin/python
casefolio := $(with) .venv/bin/casefolio

help: ## list these targets
	@awk -F ':|## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$NF }' Makefile

# --- documents ---

cv: $(run) ## out/cv.pdf
	@$(casefolio) build cv $(ARGS)

onepagers: $(run) ## a page for each study, in out/onepagers; STUDY=slug for one of them
	@$(casefolio) build $(if $(STUDY),'onepager:$(STUDY)',onepagers) $(ARGS)

dossier: $(run) ## out/dossier.pdf
	@$(casefolio) build dossier $(ARGS)

packet: $(run) ## an application, in out/packets; FOR=name of a file in content/applications
	@$(casefolio) build 'packet:$(FOR)' $(ARGS)

handouts: $(run) ## the handouts of all talks, in out/handouts; TALK=slug for one of them
	@$(casefolio) build $(if $(TALK),'handout:$(TALK)',handouts) $(ARGS)

handout: handouts # make handout TALK=slug

watch: $(run) ## print again what every saved change touches, until Ctrl-C
	@$(casefolio) watch $(ARGS)

all: $(run) ## every document
	@$(casefolio) build all $(ARGS)

build: all # without this line make would point at the folder and call it up to date

proof: $(run) ## every page as a picture, to look at
	@$(casefolio) proof $(ARGS)

# --- work on Casefolio ---

check: $(dev) ## lint, format, types, and who may import whom
	@.venv/bin/ruff check
	@.venv/bin/ruff format --check
	@$(python) -m mypy
	@.venv/bin/lint-imports --no-logo

test: $(dev) ## all tests, with coverage
	@$(python) -m pytest --cov --numprocesses=auto $(ARGS)

bench: $(dev) ## how long an owner waits, against WeasyPrint alone and Typst; writes docs/benchmarks.md
	@$(python) -m tests.bench.run --write docs/benchmarks.md $(ARGS)

bench-check: $(dev) ## the same, and fail where a target is missed
	@$(python) -m tests.bench.run --check $(ARGS)

compile = $(python) -m uv pip compile pyproject.toml --quiet --upgrade --universal --python-version 3.11 \
	--generate-hashes --no-annotate --custom-compile-command 'make lock'
lock: $(dev) ## take the newest releases that pyproject.toml admits
	@$(compile) --group setup --output-file requirements.lock
	@$(compile) --group dev --constraint requirements.lock --output-file requirements-dev.lock

clean: ## remove results and caches; what is set up stays
	rm -rf out dist .coverage .coverage.* .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	@find build tests -name __pycache__ -prune -exec rm -rf {} +

# --- set-up ---

$(run):
	@rm -f .venv/.run-*
	@sh build/prepare.sh run
	@touch $@

$(dev): $(run)
	@rm -f .venv/.dev-*
	@sh build/prepare.sh dev
	@touch $@

# A stamp says nothing where somebody removed what it stands for, or the Python under it.
ifeq ($(shell [ -x .venv/bin/python ] && [ -x .venv/bin/casefolio ] && echo whole),)
.PHONY: $(run)
endif
