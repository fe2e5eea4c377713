# One command per task; CI runs only these. `make` alone lists them.
.DEFAULT_GOAL := help
SHELL := /bin/bash -e -o pipefail
PYTHON := $(shell infra/find-python)
OLDEST := $(shell sed -n 's/^requires-python = ">=\(.*\)"/\1/p' pyproject.toml)
BIN := .venv/bin
SAM := PATH="$(dir $(PYTHON)):$$PATH" SAM_CLI_TELEMETRY=0 .venv-sam/bin/sam
PIP := -m pip --disable-pip-version-check -qq
# On a terminal, pip shows its progress.
PIP_WITH_PROGRESS := -m pip --disable-pip-version-check $$([ -t 2 ] || echo -qq)
MACHINE := $(subst aarch64,arm64,$(shell uname -m))
PORT ?= 8000
ARCHITECTURE ?= arm64
ENVIRONMENT ?=
FROM ?=

.PHONY: help
help: ## List the commands
	@grep -hE '^[a-z0-9-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | awk -F'\t' '{printf "  make %-14s %s\n", $$1, $$2}'

.PHONY: serve
serve: .venv/byline ## Run the whole service on this machine [PORT=8000] [FROM="file ..."] [PUBLISHED=time] [TITLE=...]
	@exec $(BIN)/byline serve --port $(PORT) $(if $(PUBLISHED),--published "$(PUBLISHED)") $(if $(TITLE),--title "$(TITLE)") $(FROM)

.PHONY: test
test: .venv/ready ## Run every test that needs only Python [ARGS="tests/storage/test_heads.py -k alias"]
	@$(BIN)/python -m pytest $(ARGS)

.PHONY: test-oldest
test-oldest: .venv-oldest/ready ## Run the same tests on the oldest Python that Byline supports [ARGS=...]
	@.venv-oldest/bin/python -m pytest $(ARGS)

.PHONY: check
check: check-code test ## Run all checks that a change must pass: check-code and test

.PHONY: check-code
check-code: check-format lint types template workflows ## Run every check except the tests: format, lint, types, template, workflows

.PHONY: fix
fix: .venv/ready ## Format the code and apply the linter's fixes
	@$(BIN)/ruff check --fix-only .
	@$(BIN)/ruff format .

.PHONY: golden
golden: .venv/ready ## Write the golden files: the documents that tests compare byte by byte
	@$(BIN)/python -m tests.golden

.PHONY: wheel
wheel: .venv/byline ## Build the wheel of the command `byline` into dist/
	@rm -rf dist
	@$(BIN)/python -m hatchling build --target wheel

.PHONY: check-wheel
check-wheel: .venv/ready ## Test the wheel, installed away from this repository
	@$(BIN)/python -m pytest tests/wheel --numprocesses=0

.PHONY: check-readers
check-readers: .venv/ready ## Test the feeds with real reader programs: newsboat, rss2email, sfeed
	@infra/install-programs newsboat:newsboat r2e:rss2email sfeed_update:sfeed curl:curl
	@$(BIN)/python -m pytest tests/programs

.PHONY: e2e
e2e: .venv/ready .venv-lambda/ready ## Test the built functions in Lambda's runtime, on the processor of this machine
	@$(MAKE) --no-print-directory build ARCHITECTURE=$(MACHINE)
	@$(BIN)/python -m pytest tests/e2e --numprocesses=0

.PHONY: prove
prove: .venv/ready ## Test random lifecycles and requests, a failure at every call, concurrent edits, moto's own transactions, commands on every target, and each IAM grant; takes minutes
	@$(BIN)/python -m pytest tests/proof --dist=load
	@$(BIN)/python -m pytest -m plain_moto_too --plain-moto
	@$(BIN)/python -m pytest tests/byline_tools/cli -m on_one_target --other-target

.PHONY: prove-edits
prove-edits: .venv/ready ## Make random edits, with and without failures, each compared with a model [LIFECYCLES=570] [SEED=0]
	@$(BIN)/python -m pytest tests/proof/test_random_lifecycles.py --dist=load --lifecycles $(LIFECYCLES) --seed $(or $(SEED),0)
LIFECYCLES ?= 570

.PHONY: prove-time
prove-time: .venv/ready ## Simulate clocks, caches and brownouts for many steps, each checked [STEPS=100000] [SEED=0]
	@$(BIN)/python -m pytest tests/proof/test_time.py --dist=load --steps $(STEPS) --seed $(or $(SEED),0)
STEPS ?= 100000

.PHONY: fuzz
fuzz: .venv/ready ## Ask for feeds with random requests, of which none may make a server error [EVENTS=100000] [SEED=...] [FIRST=0]
	@$(BIN)/python -m tests.proof.fuzz --events $(EVENTS) --first $(FIRST) --seed "$(SEED)"
EVENTS ?= 100000
FIRST ?= 0
SEED ?=

.PHONY: bench
bench: bench-function benchmarks/npm/node_modules/ready ## Run the benchmarks, about ten minutes, and write docs/performance.md [DATE=2026-03-14]
	@$(BIN)/python -m benchmarks --date "$(DATE)"
DATE ?= $(shell date -u +%F)

.PHONY: bench-budgets
bench-budgets: bench-function ## Check that every performance budget is still met, by instructions counted with valgrind
	@infra/install-programs valgrind:valgrind
	@$(BIN)/python -m benchmarks --budgets

.PHONY: bench-function
bench-function: .venv/ready .venv-sam/ready
	@$(SAM) build ServeFeeds --parameter-overrides Architecture=$(if $(filter aarch64 arm64,$(shell uname -m)),arm64,x86_64) \
		--build-dir .aws-sam/bench

benchmarks/npm/node_modules/ready: benchmarks/npm/package-lock.json
	@cd benchmarks/npm && npm ci --no-audit --no-fund --loglevel=error
	@touch $@

.PHONY: cost
cost: .venv/ready ## Calculate the cost of a million polls [TRAFFIC="--conditional 0.9 --body-bytes 50000 --cdn-hits 0.5"], and write docs/cost.md
	@$(BIN)/python -m benchmarks.cost $(TRAFFIC)
	@$(BIN)/python -m benchmarks.newsrooms docs/cost.md

.PHONY: check-format
check-format: .venv/ready ## Check the formatting of the code; `make fix` formats it
	@$(BIN)/ruff format --check .

.PHONY: lint
lint: .venv/ready ## Run the linters, including the rules on imports between wings
	@$(BIN)/ruff check .
	@$(BIN)/lint-imports --no-cache --verbose | tail -n 15

.PHONY: types
types: .venv/ready ## Check types, strictly
	@$(BIN)/mypy

.PHONY: template
template: .venv/ready .venv-sam/ready .venv-checkov/ready ## Lint template.yaml, its nested templates and the CloudFormation that SAM generates
	@$(SAM) validate --lint
	@$(BIN)/python -m byline_tools.build.translation .aws-sam/translated.json
	@.venv-sam/bin/cfn-lint --ignore-checks W3002 -- infra/*.yaml .aws-sam/translated.json
	@.venv-checkov/bin/checkov --config-file infra/.checkov.yaml --file infra/*.yaml .aws-sam/translated.json

.PHONY: template-all
template-all: .venv/ready .venv-sam/ready .venv-checkov/ready ## Lint the templates for every combination of their conditions; takes half an hour
	@rm -rf .aws-sam/combinations
	@$(BIN)/python -m byline_tools.build.combinations .aws-sam/combinations
	@.venv-sam/bin/cfn-lint --ignore-checks W2001 W3002 -- .aws-sam/combinations/*.json
	@printf '%s\0' .aws-sam/combinations/*.json | xargs -0 -n 60 .venv-checkov/bin/checkov --config-file infra/.checkov.yaml --file

.PHONY: workflows
workflows: .venv-workflows/ready ## Lint the workflows of GitHub Actions: ours, and the one to copy
	@.venv-workflows/bin/check-jsonschema --builtin-schema vendor.github-workflows .github/workflows/*.yml infra/pipeline/*.yml
	@.venv-workflows/bin/zizmor --offline --quiet .github/workflows/*.yml infra/pipeline/*.yml

.PHONY: build
build: ## Build the functions into .aws-sam: trimmed, compiled, within the size budget [ARCHITECTURE=arm64|x86_64, or ENVIRONMENT=prod for that of the file]
	@python=$$(infra/python-for-lambda) && $(MAKE) --silent PYTHON=$$python .venv/byline && \
		architecture=$(if $(OF_FILE),$$($(BIN)/byline deploy --check $(DEPLOYED)),$(ARCHITECTURE)) && \
		$(MAKE) --silent PYTHON=$$python ARCHITECTURE=$$architecture build-with-it
OF_FILE = $(and $(ENVIRONMENT),$(filter file,$(origin ARCHITECTURE)))

# Its Python is the one of Lambda.
.PHONY: build-with-it
build-with-it: .venv/ready .venv-sam/ready
	@$(SAM) build --parameter-overrides Architecture=$(ARCHITECTURE) --build-dir .aws-sam/$(ARCHITECTURE)
	@$(BIN)/python -m byline_tools.build.artefact $$(dirname .aws-sam/$(ARCHITECTURE)/*/serve_feeds.py)
	@$(BIN)/python -m byline_tools.build.inventory $$(dirname .aws-sam/$(ARCHITECTURE)/*/serve_feeds.py)

.PHONY: deploy
deploy: ## Check newsroom.toml, build, show what changes, deploy it [ENVIRONMENT=staging] [CONFIRM=no] [ARCHITECTURE=x86_64]
	@python=$$(infra/python-for-lambda) && $(MAKE) --silent PYTHON=$$python .venv/byline
	@architecture=$$($(BIN)/byline deploy --check-access $(DEPLOYED)) && \
		$(MAKE) --no-print-directory build ARCHITECTURE=$$architecture && \
		exec $(BIN)/byline deploy $(DEPLOYED) $(if $(filter no,$(CONFIRM)),--yes)
# The file names the architecture, unless make is given another one.
DEPLOYED = $(if $(ENVIRONMENT),--environment $(ENVIRONMENT)) $(if $(filter-out file,$(origin ARCHITECTURE)),--architecture $(ARCHITECTURE))
CONFIRM ?=

.PHONY: smoke
smoke: .venv/byline ## Ask a deployed stack everything that no emulator shows, and say what differs [ENVIRONMENT=staging] [LOCAL=yes] [PORT=8000]
	@exec $(BIN)/byline smoke $(if $(LOCAL),--local --port $(PORT),$(if $(ENVIRONMENT),--environment $(ENVIRONMENT)))

# For pipelines: what one job has built, others deploy.
.PHONY: deploy-built
deploy-built: .venv/byline ## Deploy what `make build` has built, without a question [ENVIRONMENT=staging] [ARCHITECTURE=x86_64]
	@architecture=$$($(BIN)/byline deploy --check-access $(DEPLOYED)) && \
		{ test -f .aws-sam/$$architecture/template.yaml || \
			{ echo "nothing is built: run make build ARCHITECTURE=$$architecture" >&2; exit 1; }; } && \
		$(MAKE) --silent .venv-sam/ready && \
		exec $(BIN)/byline deploy $(DEPLOYED) --yes

.PHONY: docs
docs: .venv/ready ## Write the pages of docs/ that are generated from the code
	@$(BIN)/python -m byline_tools.build.generated_docs

.PHONY: pages
pages: .venv/ready ## Record docs/desk.md and docs/moving.md: run their commands and write what they print; takes minutes
	@$(BIN)/python -m tests.byline_tools.recorded_pages

.PHONY: lock
lock: .venv/ready ## Pin the newest versions that pyproject.toml allows, with hashes
	@$(BIN)/python $(PIP) install uv
	@$(BIN)/uv pip compile $(UV) --group runtime -o functions/requirements.txt
	@$(BIN)/uv pip compile $(UV) pyproject.toml --group dev -c functions/requirements.txt -o requirements-dev.txt
	@$(BIN)/uv pip compile $(UV) pyproject.toml --group serve -c requirements-dev.txt -o infra/requirements-serve.txt
	@$(BIN)/uv pip compile $(UV) --group sam -o infra/requirements-sam.txt
	@$(BIN)/uv pip compile $(UV) --group checkov -o infra/requirements-checkov.txt
	@$(BIN)/uv pip compile $(UV) --group lambda -o infra/requirements-lambda.txt
	@$(BIN)/uv pip compile $(UV) --group workflows -o infra/requirements-workflows.txt
UV := --quiet --upgrade --universal --python-version 3.11 --generate-hashes --no-header

.PHONY: clean
clean: ## Remove everything that was installed or built
	rm -rf .venv .venv-oldest .venv-sam .venv-checkov .venv-lambda .venv-workflows .aws-sam dist .mypy_cache .pytest_cache .ruff_cache .hypothesis .import_linter_cache

# `make serve` needs a third of the packages that tests need, so these are installed first. Both lists are prerequisites, because
# only a new environment drops packages that are no longer listed.
.venv/packages: infra/requirements-serve.txt requirements-dev.txt
	@echo "Installing $(call packages,$<) packages (185 MB) into .venv with $(PYTHON), about 30 s the first time ..."
	@$(PYTHON) -m venv --clear .venv
	@$(BIN)/python $(PIP_WITH_PROGRESS) install --require-hashes -r $<
	@touch $@
packages = $(shell grep '==' $(1) | grep --count --invert-match win32)

# A separate step, because a new version of Byline does not require reinstalling its dependencies.
.venv/byline: .venv/packages pyproject.toml
	@$(BIN)/python $(PIP) install --no-build-isolation --no-deps --no-index -e .
	@touch $@

.venv/ready: .venv/byline .venv/dev-packages
	@touch $@

.venv/dev-packages: .venv/packages
	@echo "Installing the packages for tests (360 MB more) into .venv, about 40 s the first time ..."
	@$(BIN)/python $(PIP) install --require-hashes -r requirements-dev.txt
	@touch $@

.venv-oldest/ready: .venv-oldest/packages pyproject.toml
	@.venv-oldest/bin/python $(PIP) install --no-build-isolation --no-deps --no-index -e .
	@touch $@

.venv-oldest/packages: requirements-dev.txt
	@python=$$(infra/find-python $(OLDEST)) && \
		echo "Installing the packages for tests (550 MB) into .venv-oldest with $$python, about a minute the first time ..." && \
		$$python -m venv --clear .venv-oldest
	@.venv-oldest/bin/python $(PIP) install --require-hashes -r requirements-dev.txt
	@touch $@

.venv-sam/ready: infra/requirements-sam.txt
	@echo "Installing SAM CLI into .venv-sam ..."
	@$(PYTHON) -m venv --clear .venv-sam
	@.venv-sam/bin/python $(PIP) install --require-hashes -r infra/requirements-sam.txt
	@touch $@

.venv-checkov/ready: infra/requirements-checkov.txt
	@echo "Installing checkov into .venv-checkov ..."
	@$(PYTHON) -m venv --clear .venv-checkov
	@.venv-checkov/bin/python $(PIP) install --require-hashes -r infra/requirements-checkov.txt
	@touch $@

.venv-workflows/ready: infra/requirements-workflows.txt
	@echo "Installing the linters of workflows into .venv-workflows ..."
	@$(PYTHON) -m venv --clear .venv-workflows
	@.venv-workflows/bin/python $(PIP) install --require-hashes -r infra/requirements-workflows.txt
	@touch $@

# Without pip, because Lambda has none either.
.venv-lambda/ready: infra/requirements-lambda.txt .venv-sam/ready
	@echo "Installing Lambda's runtime client into .venv-lambda ..."
	@$(PYTHON) -m venv --clear --without-pip .venv-lambda
	@.venv-sam/bin/python $(PIP) --python .venv-lambda/bin/python install --require-hashes -r infra/requirements-lambda.txt
	@touch $@

.PHONY: wings
wings: .venv/ready ## Report the size of each wing of the code and the imports between them
	@$(BIN)/python -m byline_tools.build.wings

.PHONY: screenshot
screenshot: .venv/ready ## Take docs/screenshot.png, a picture of the list of all feeds in Chromium
	@infra/install-programs chromium:chromium
	@$(BIN)/python -m byline_tools.build.screenshot docs/screenshot.png
