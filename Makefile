# Every check of the project. `.ci/run` runs the same lines without make; a test compares the two.
PY ?= $(if $(wildcard .venv/bin/python),.venv/bin/python,python3)
SHARED ?= ../shared
# Where results of benchmarks are kept, one dated file a run.
RESULTS ?= .bench

.PHONY: check lint types contract data fresh packages test docs format generate audit node-example bench-annotation bench-exchange bench-inflection bench-quality bench-speed

check: lint types contract data fresh packages test

lint:
	$(PY) -m ruff format --check .
	$(PY) -m ruff check .

types:
	$(PY) -m mypy

contract:
	$(PY) -m tests.generate.stubs --lint
	$(PY) -m tests.generate.contract --check

data:
	$(PY) -m normalizer table check

fresh:
	$(PY) -m tests.generate.stubs --check
	$(PY) -m tests.generate.territories --check
	$(PY) -m tests.generate.settlements --check

# Whether the installed packages fit together; `make audit` asks for their known weaknesses too.
packages:
	$(PY) -m pip check

# The tests run every command and example of the documents too.
test:
	$(PY) -m pytest -n auto

docs:
	$(PY) -m pytest tests/test_docs.py

format:
	$(PY) -m ruff format .
	$(PY) -m ruff check --fix .

generate:
	$(PY) -m tests.generate.stubs
	$(PY) -m tests.generate.territories
	$(PY) -m tests.generate.settlements

# The packages of the example in tests/client/node; its test is skipped without them.
node-example:
	npm install --prefix tests/client/node --no-audit --no-fund

# Packages that do not fit together, and known weaknesses of those installed, by the advisories that
# PyPI itself keeps (extra audit). A package that could not be looked up fails it too.
audit:
	$(PY) -m pip check
	$(PY) -m pip_audit --strict --vulnerability-service pypi --skip-editable --progress-spinner off

bench-exchange:
	$(PY) -m tests.bench.exchange

bench-inflection:
	$(PY) -m tests.bench.inflection --data $(SHARED)/bench

# Peers that are not installed (extra bench-peers) are left out, and so are sets that are missing.
bench-quality:
	$(PY) -m tests.bench.quality --data $(SHARED)/bench --results $(RESULTS) --compare last

# The table is helped by the names that we ship; the plain recipes stand beside us in the same run.
bench-annotation:
	$(PY) -m tests.bench.annotation --data $(SHARED)/bench/docs --results $(RESULTS) --compare last

# Peers that are not installed (extra bench-speed-peers) are left out; the sizes take hours in full.
bench-speed:
	$(PY) -m tests.bench.speed --data $(SHARED)/bench/scale --results $(RESULTS)
	$(PY) -m tests.bench.speed_documents --data $(SHARED)/bench/scale --documents $(SHARED)/bench/docs/slavner_b19
