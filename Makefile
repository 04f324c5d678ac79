# `make demo` and `make test` do all the set-up: a virtual environment with pinned versions, then the job.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: demo test bench gallery brand clean

demo: $(VENV)/installed
	$(BIN)/deckgen demo

test: $(VENV)/installed
	$(BIN)/ruff check .
	$(BIN)/python -m pytest

# ROWS="10000 1000000 10000000" make bench: minutes a size; leave the machine alone meanwhile.
ROWS ?= 10000 1000000
bench: $(VENV)/installed
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --editable ".[test,bench]"
	$(BIN)/python benchmarks/run.py --rows $(ROWS)

gallery: $(VENV)/installed
	$(BIN)/python docs/make_gallery.py

brand: $(VENV)/installed
	$(BIN)/python templates/make_brand.py

$(VENV)/installed: pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --editable ".[test]"
	touch $@

clean:
	rm -rf $(VENV) build *.egg-info
