# make run   builds a graph from examples/, validates it and shows it
# make test  all checks and tests, with whatever they need
# make web   bundles what the pages run in a browser (npm); run and test do it where it is needed
# make bench the benchmarks, each beside its peer

VENV ?= .venv
PYTHON ?= python3
BIN := $(VENV)/bin
STORE := build/examples.store

.PHONY: run test web bench lint clean

run: $(VENV)/.installed
	@sh tools/web.sh optional
	@$(BIN)/keikaku build examples --store $(STORE)
	@echo
	@$(BIN)/keikaku trace 川のきれいな水を守る --store $(STORE)
	@echo
	@$(BIN)/keikaku query sdg-coverage --store $(STORE)

test: $(VENV)/.installed-dev lint
	@sh tools/test-servers.sh
	@sh tools/test-browser.sh
	@sh tools/test-hosts.sh
	@sh tools/test-html.sh
	@sh tools/test-cluster.sh
	@sh tools/web.sh optional
	@sh tools/test-sssom.sh $(PYTHON)
	@sh tools/test-shacl-suite.sh $(BIN)/python
	KEIKAKU_SHACL_SUITE=$(CURDIR)/build/shacl-suite KEIKAKU_SSSOM=$(CURDIR)/build/sssom/bin/sssom $(BIN)/python -m pytest -n auto --dist loadgroup -q

lint: $(VENV)/.installed-dev
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy

web:
	@sh tools/web.sh

bench: $(VENV)/.installed-dev
	@for file in benchmarks/[a-z]*.py; do echo "== $$file"; $(BIN)/python $$file || exit 1; done

$(VENV)/.installed: pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit("keikaku needs Python 3.11 or newer") if sys.version_info < (3, 11) else None'
	@$(PYTHON) -m venv $(VENV) || { echo "The venv module is missing: apt-get install python3-venv"; exit 1; }
	@$(BIN)/python -m pip install -q --disable-pip-version-check -e .
	@touch $@

$(VENV)/.installed-dev: $(VENV)/.installed
	@$(BIN)/python -m pip install -q --disable-pip-version-check --upgrade 'pip>=25.1'
	@$(BIN)/python -m pip install -q --disable-pip-version-check --group dev
	@touch $@

clean:
	rm -rf build $(VENV)
