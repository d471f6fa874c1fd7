# make run   builds a graph from examples/, validates it and shows it
# make test  all checks and tests, with whatever they need
# make newest the same checks and tests, with the newest release of everything instead of what locks/ names
# make quick lint, types and the quick tests: less than a minute of a processor, once mypy has seen the code
# make nightly what takes hours: newest dependencies, every Python that is there, long fuzzing, covered lines, the whole country
# make docs  the docs as a site in build/docs
# make lock  names the newest releases in locks/
# make web   bundles what the pages run in a browser (npm); run and test do it where it is needed
# make bench the benchmarks, each beside its peer
# make house figures of the code, and what a command costs before it does anything
# make compare BASE=commit  what that commit and this checkout make of the same documents, byte by byte

VENV ?= .venv
PYTHON ?= python3
BIN := $(VENV)/bin
SSSOM ?= build/sssom
PYTHONS ?= python3.11 python3.12 python3.13
QUICK := tests/read tests/checks tests/ontology tests/shapes tests/test_architecture.py tests/test_places.py tests/test_start.py
STORE := build/examples.store

# Tests start keikaku a thousand times: without bytecode each of them would compile all that it imports.
export PYTHONDONTWRITEBYTECODE =

.PHONY: run test quick newest nightly docs lock web bench house compare lint brought clean

run: $(VENV)/.installed
	@sh tools/web.sh optional
	@rm -rf $(STORE) # an older version may have written it
	@$(BIN)/keikaku build examples --store $(STORE)
	@echo
	@$(BIN)/keikaku trace 川のきれいな水を守る --store $(STORE)
	@echo
	@$(BIN)/keikaku query sdg-coverage --store $(STORE)

# What other installers bring comes while pip and mypy are at work.
test:
	@$(MAKE) --no-print-directory -j2 --output-sync=recurse brought lint
	@sh tools/test-shacl-suite.sh $(BIN)/python
	KEIKAKU_SHACL_SUITE=$(CURDIR)/build/shacl-suite KEIKAKU_SSSOM=$(CURDIR)/$(SSSOM)/bin/sssom $(BIN)/python -m pytest -n auto --dist loadgroup -q --durations=15 $(COVER)

quick: $(VENV)/.installed-dev lint
	$(BIN)/python -m pytest -q $(QUICK)

newest:
	@NEWEST=1 $(MAKE) test VENV=build/newest SSSOM=build/newest-sssom

# A test that fails on one Python keeps nobody from hearing of the others.
nightly:
	@sh tools/test-r.sh
	@$(MAKE) newest COVER="--cov=keikaku --cov-report=term:skip-covered"
	@failed=; for python in $(PYTHONS); do \
	    if $$python -c '' 2>/dev/null; then \
	        $(MAKE) test PYTHON=$$python VENV=build/$$python SSSOM=build/sssom-$$python || failed="$$failed $$python"; \
	    else echo "$$python is not there: left out"; fi; \
	done; [ -z "$$failed" ] || { echo "failed:$$failed"; exit 1; }
	KEIKAKU_FUZZ_ROUNDS=2000 KEIKAKU_FUZZ_SEED=$$(date +%F) build/newest/bin/python -m pytest -q tests/documents/test_fuzz.py
	KEIKAKU_PAGES_EVERY=1 build/newest/bin/python -m pytest -q tests/pages_vocabulary/test_html.py
	KEIKAKU_DAMAGES=16 build/newest/bin/python -m pytest -q tests/damages
	build/newest/bin/python benchmarks/build.py 1741

docs: $(VENV)/.installed-dev
	NO_MKDOCS_2_WARNING=1 $(BIN)/python -m mkdocs build -q

lock:
	@sh tools/lock.sh $(PYTHON)

brought:
	@sh tools/test-servers.sh
	@sh tools/test-browser.sh
	@sh tools/test-hosts.sh
	@sh tools/test-html.sh
	@sh tools/test-cluster.sh
	@sh tools/test-ocr.sh
	@sh tools/web.sh optional
	@sh tools/test-sssom.sh $(SSSOM) $(PYTHON)

lint: $(VENV)/.installed-dev
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy

web:
	@sh tools/web.sh

bench: $(VENV)/.installed-dev
	@for file in benchmarks/[a-z]*.py; do echo "== $$file"; $(BIN)/python $$file || exit 1; done

house: $(VENV)/.installed-dev
	@$(BIN)/python tools/house.py
	@$(BIN)/python benchmarks/start.py

compare: $(VENV)/.installed
	@$(BIN)/python tools/compare.py $(BASE)

$(VENV)/.installed: pyproject.toml locks/build.txt locks/run.txt
	@$(PYTHON) -c 'import sys; sys.exit("keikaku needs Python 3.11 or newer") if sys.version_info < (3, 11) else None'
	@sh tools/install.sh $(VENV) run $(PYTHON)
	@touch $@

$(VENV)/.installed-dev: $(VENV)/.installed locks/test.txt
	@sh tools/install.sh $(VENV) test $(PYTHON)
	@touch $@

clean:
	rm -rf build $(VENV)
