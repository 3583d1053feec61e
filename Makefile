# callcard: `make up`, `make test`; the rest is for people who change it.
SHELL := /bin/bash
PYTHON ?= python3
BIN := .venv-dev/bin
# everything below works on a machine that has only python3, git and make
LOCAL := $(PYTHON) local/bootstrap.py
ENV ?= dev
LOCKS := layer common libraries dev sam engine audit uv bench bench-a bench-b

.PHONY: up run down call build environments test pictures audit audit-baseline openapi schemathesis clicks roles storm import-storm bench bench-check bench-index redrive check sam-local latency cost lock vendor deploy clean

## the local stack

up: ; @$(LOCAL) up
run: ; @$(LOCAL) run
down: ; @$(LOCAL) down
call: ; @$(LOCAL) call
latency: ; @$(LOCAL) latency

## building and checking

environments: ; @$(LOCAL)
build: ; @$(LOCAL) build
sam-local: ; @$(LOCAL) sam-local

test: environments
	@$(BIN)/python -m local.tests

# the pages' pictures anew, in docs/pages.md and for the tests to compare with: look at what has changed before you commit it
pictures: environments
	@CALLCARD_PICTURES=renew $(BIN)/python -m pytest -q tests/views -p no:cacheprovider -n auto --dist loadgroup -k "looks or shows"

clicks: environments
	@PYTHONPATH=layers/common/python $(BIN)/python -m local.clicks

# every grant of every role taken away in turn, on the running stack; ROLES="inbound desk" tries these alone
roles: environments
	@PYTHONPATH=layers/common/python $(BIN)/python -m local.roles $(ROLES)

# every promise of docs/reliability.md under fire; STORM="--calls 500 --outage 5 --kills 10" makes it short
storm: environments
	PYTHONPATH=layers/common/python $(BIN)/python -m local.malformed
	PYTHONPATH=layers/common/python $(BIN)/python -m local.storm $(STORM)
	PYTHONPATH=layers/common/python $(BIN)/python -m local.storm --stack --calls 200

# our hot function against what one would otherwise write, in one run; BENCH="--quick" takes two minutes
bench: environments
	@$(LOCAL) --bench
	@PYTHONPATH=layers/common/python $(BIN)/python -m local.bench $(BENCH)

# fails when callcard has lost more than 15 % of its distance to Peer A; CHECK="--renew" commits what it finds
bench-check: environments
	@$(LOCAL) --bench
	@PYTHONPATH=layers/common/python $(BIN)/python -m local.bench.check $(CHECK)

# the phone index against brute force, up to a million numbers; BENCH="--sizes 1000 10000" makes it short
bench-index: environments
	@PYTHONPATH=layers/common/python $(BIN)/python -m local.bench_index $(BENCH)

# a list of 100,000 rows imported in peace and with 20 SIGKILLs: the same book; IMPORT_STORM="--rows 3000 --kills 8" is short
import-storm: environments
	PYTHONPATH=layers/common/python $(BIN)/python -m local.import_storm $(IMPORT_STORM)

# what calls cost in AWS, into docs/cost.md; COST=count lets the bench's stub count requests anew first
cost: environments
	@$(if $(COST),$(LOCAL) --bench)
	@PYTHONPATH=layers/common/python $(BIN)/python -m local.cost $(COST)

check: environments
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	PYTHONPATH=layers/common/python $(BIN)/python -m local.openapi check
	cmp requirements/common.txt layers/common/python/requirements.txt
	cmp requirements/libraries.txt layers/libraries/requirements.txt
	$(BIN)/cfn-lint template.yaml
	SAM_CLI_TELEMETRY=0 .venv-sam/bin/sam validate --lint --region eu-central-1
	@$(LOCAL) build
	test -f .aws-sam/build/CommonLayer/python/callcard/__init__.py

# checkov, secrets, licences, known vulnerabilities
audit:
	@$(LOCAL) --audit
	@$(BIN)/python -m local.audit

# after looking at what the secret scan found: placeholders only
audit-baseline:
	@$(LOCAL) --audit
	@$(BIN)/python -m local.audit baseline

# the API's own document; `make check` fails when the committed one has drifted
openapi: environments
	@PYTHONPATH=layers/common/python $(BIN)/python -m local.openapi

# every route asked what its document allows and what not, on a stack of its own; SCHEMATHESIS="-n 200" asks more
schemathesis: environments
	@$(LOCAL) --audit
	@PYTHONPATH=layers/common/python $(BIN)/python -m local.contract $(SCHEMATHESIS)

## dependencies

lock: environments
	@uv=$$($(PYTHON) -c 'import sys; sys.path.insert(0, "local"); import bootstrap; print(bootstrap.find_uv())'); \
	for name in $(LOCKS); do \
	  $$uv pip compile --quiet --upgrade --generate-hashes --python-version 3.13 --no-emit-index-url --no-annotate \
	    --custom-compile-command "make lock" requirements/$$name.in -o requirements/$$name.txt \
	    $$(case $$name in dev|common|libraries|bench-*) echo "-c requirements/layer.txt";; esac); \
	done
	cp requirements/common.txt layers/common/python/requirements.txt
	cp requirements/libraries.txt layers/libraries/requirements.txt

vendor: ; bash web/vendor.sh

## the cloud: needs AWS credentials

deploy: environments
	$(BIN)/python -m local.page
	@$(LOCAL) build-for-cloud
	PATH=$$PWD/.venv-sam/bin:$$PATH sam deploy --config-env $(ENV)
	$(BIN)/python -m local.publish callcard-$(ENV)

# dead letters of the spool get another chance; ENV=local is this machine's stack
redrive: environments
	@$(BIN)/python -m local.redrive $(ENV)

clean: down
	rm -rf .aws-sam .local/state .local/tmp .local/logs .local/e2e* .local/sam-local*
	rm -f .local/seeded .local/deployed.sha256 .local/parts.json .local/pbx_token
