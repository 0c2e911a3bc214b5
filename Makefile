# make demo   set up, then run the demo on this machine
# make test   set up, then run every test (a real browser included)
# make bench  print the benchmarks
# make audit  known vulnerabilities of what is pinned, where advisories can be reached
# make lock   pin the dependencies anew
# make test-cluster  the same product on real OpenSearch and PostgreSQL servers that are fetched, started and stopped here
# make test-whoosh2  the index tests on Whoosh 2.7.4, the way out should whoosh3 go away

PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
PIP    := $(BIN)/python -m pip --disable-pip-version-check
SELF   := $(PIP) install --quiet --no-deps --no-build-isolation --editable .

.PHONY: demo test bench audit lock programs test-cluster test-whoosh2 clean

demo: $(VENV)/.run
	$(BIN)/jianbao demo

test: $(VENV)/.dev programs
	$(BIN)/python -m pytest $(ARGS)

bench: $(VENV)/.dev
	$(BIN)/python benchmarks/spine.py

audit: $(VENV)/.dev
	$(BIN)/python tests/house/audit.py

$(VENV)/pyvenv.cfg:
	$(PYTHON) -m venv $(VENV) || { echo "python3 -m venv does not work here; on Debian: apt-get install python3-venv"; exit 1; }

$(VENV)/.run: requirements.lock pyproject.toml | $(VENV)/pyvenv.cfg
	$(PIP) install --quiet --use-pep517 --require-hashes -r requirements.lock
	$(SELF)
	touch $@

$(VENV)/.dev: requirements-dev.lock pyproject.toml | $(VENV)/pyvenv.cfg
	$(PIP) install --quiet --use-pep517 --require-hashes -r requirements-dev.lock
	$(SELF)
	touch $@ $(VENV)/.run

# The tests drive the system's Chromium, and make their Word files, PDFs and scans with LibreOffice and poppler; Debian and
# Ubuntu can install what is missing from here.
programs:
	@need=""; \
	command -v chromium >/dev/null || command -v chromium-browser >/dev/null || command -v google-chrome >/dev/null || need="$$need chromium"; \
	fc-list :lang=zh 2>/dev/null | grep -q . || need="$$need fontconfig fonts-noto-cjk"; \
	command -v soffice >/dev/null || need="$$need libreoffice-writer-nogui"; \
	command -v pdftoppm >/dev/null || need="$$need poppler-utils"; \
	[ -z "$$need" ] || { \
	  command -v apt-get >/dev/null || { echo "please install:$$need; then run make test again"; exit 1; }; \
	  as_root=; [ "$$(id -u)" = 0 ] || as_root=sudo; \
	  $$as_root apt-get update -qq && \
	  $$as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $$need >/dev/null; }

# Java 17 or newer, Maven and PostgreSQL; where there is none, Debian and Ubuntu can install them from here.
test-cluster: $(VENV)/.dev
	@command -v initdb >/dev/null || ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || { \
	  command -v apt-get >/dev/null || { echo "please install PostgreSQL; then run make test-cluster again"; exit 1; }; \
	  as_root=; [ "$$(id -u)" = 0 ] || as_root=sudo; \
	  $$as_root apt-get update -qq && \
	  $$as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends postgresql >/dev/null; }
	@command -v mvn >/dev/null && command -v java >/dev/null || { \
	  command -v apt-get >/dev/null || { echo "please install Java (17 or newer) and Maven; then run make test-cluster again"; exit 1; }; \
	  as_root=; [ "$$(id -u)" = 0 ] || as_root=sudo; \
	  $$as_root apt-get update -qq && \
	  $$as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends maven default-jre-headless >/dev/null; }
	$(BIN)/python -m pytest -m cluster $(ARGS)

test-whoosh2: $(VENV)/.dev
	$(PYTHON) -m venv $(VENV)-whoosh2
	grep -v '^whoosh3' requirements-dev.lock | sed '/^ .*--hash/d; s/ \\$$//' > $(VENV)-whoosh2/requirements.txt
	$(VENV)-whoosh2/bin/python -m pip install --quiet -r $(VENV)-whoosh2/requirements.txt Whoosh==2.7.4
	$(VENV)-whoosh2/bin/python -m pip install --quiet --no-deps --no-build-isolation --editable .
	$(VENV)-whoosh2/bin/python -m pytest tests/index

lock:
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --extra build pyproject.toml -o requirements.lock
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --extra dev pyproject.toml -o requirements-dev.lock

clean:
	rm -rf $(VENV) $(VENV)-whoosh2 dist tests/screenshots
