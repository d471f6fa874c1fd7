# make run   builds a graph from examples/, validates it and shows it
# make test  all checks and tests, with whatever they need
# make newest the same checks and tests, with the newest release of everything instead of what locks/ names
# make lock  names the newest releases in locks/
# make web   bundles what the pages run in a browser (npm); run and test do it where it is needed
# make bench the benchmarks, each beside its peer

VENV ?= .venv
PYTHON ?= python3
BIN := $(VENV)/bin
SSSOM := build/sssom
STORE := build/examples.store

.PHONY: run test newest lock web bench lint clean

run: $(VENV)/.installed
	@sh tools/web.sh optional
	@rm -rf $(STORE) # an older version may have written it
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
	@sh tools/test-ocr.sh
	@sh tools/web.sh optional
	@sh tools/test-sssom.sh $(SSSOM) $(PYTHON)
	@sh tools/test-shacl-suite.sh $(BIN)/python
	KEIKAKU_SHACL_SUITE=$(CURDIR)/build/shacl-suite KEIKAKU_SSSOM=$(CURDIR)/$(SSSOM)/bin/sssom $(BIN)/python -m pytest -n auto --dist loadgroup -q

newest:
	@NEWEST=1 $(MAKE) test VENV=build/newest SSSOM=build/newest-sssom

lock:
	@sh tools/lock.sh $(PYTHON)

lint: $(VENV)/.installed-dev
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy

web:
	@sh tools/web.sh

bench: $(VENV)/.installed-dev
	@for file in benchmarks/[a-z]*.py; do echo "== $$file"; $(BIN)/python $$file || exit 1; done

$(VENV)/.installed: pyproject.toml locks/build.txt locks/run.txt
	@$(PYTHON) -c 'import sys; sys.exit("keikaku needs Python 3.11 or newer") if sys.version_info < (3, 11) else None'
	@sh tools/install.sh $(VENV) run $(PYTHON)
	@touch $@

$(VENV)/.installed-dev: $(VENV)/.installed locks/test.txt
	@sh tools/install.sh $(VENV) test $(PYTHON)
	@touch $@

clean:
	rm -rf build $(VENV)
