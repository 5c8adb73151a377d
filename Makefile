# make sheets   decides every claim in proofs/ and writes the sheets to output/ (FORMS=tex,html,pdf;
#               PDF where there is a pdflatex)
# make test     tests, doctests, the README's examples, ruff, mypy
# make fuzz     SEED=0 COUNT=2000   mutated identities: the prover alone against the evaluator;
#               small mistakes among a million numbers: the check in floats
# make docs     the pages that are generated: docs/reference.md, docs/tour.html
# make bench    PARTS="arrays identities" README=1   times, beside other ways (see benchmarks/)
# make clean    removes caches and what can be made again, not the environment in .venv
#
# Each of them first sets up what is missing. They need Python 3.11, 3.12 or 3.13 and make.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
INSTALLED := $(VENV)/installed
SEED ?= 0
COUNT ?= 2000
PARTS ?= arrays operators start identities suite
comma := ,
FORMS ?= tex,html$(if $(shell command -v pdflatex),$(comma)pdf)

SOURCES := $(shell find symderive -name '*.py' -o -name '*.css')
PROOFS := $(sort $(wildcard proofs/*.py))
SHEETS := $(PROOFS:proofs/%.py=output/%.tex)
MADE := output/.made

.PHONY: sheets test docs fuzz bench clean missing-sheets
.DELETE_ON_ERROR:

sheets: $(MADE)

# Writing the sheets decides the claims, and fails after writing where one is not as expected;
# "symderive check" says more about it. The stamp is not enough where a sheet has been deleted.
ifneq ($(filter-out $(wildcard output/*.tex),$(SHEETS)),)
$(MADE): missing-sheets
endif

$(MADE): $(INSTALLED) $(SOURCES) $(PROOFS) $(wildcard proofs/*.toml)
	$(BIN)/symderive sheet proofs --format $(FORMS) -o output
	@touch $@

test: $(INSTALLED)
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/python -m pytest --numprocesses=auto

docs: $(INSTALLED)
	$(BIN)/python -m docs.reference
	$(BIN)/python -m docs.page

fuzz: $(INSTALLED)
	$(BIN)/python -m tests.fuzz --seed $(SEED) --count $(COUNT)
	$(BIN)/python -m tests.faults

bench: $(INSTALLED)
	$(BIN)/python -m pytest $(PARTS:%=benchmarks/bench_%.py) $(if $(README),--readme=README.md) \
		$(if $(SYMPY),--sympy) $(if $(PROTOTYPE),--prototype $(PROTOTYPE))

$(INSTALLED): pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; v = sys.version_info; (3, 11) <= v[:2] < (3, 14) or sys.exit( \
		"symderive needs Python 3.11, 3.12 or 3.13, and $(PYTHON) is %d.%d: " % v[:2] \
		+ "say which to use, as in make PYTHON=python3.11")'
	@echo "Setting up $(VENV) (once, about a minute)"
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --no-input --disable-pip-version-check \
		--constraint constraints.txt --editable ".[dev]"
	@touch $@

clean:
	rm -rf .pytest_cache .mypy_cache .ruff_cache .hypothesis .symderive_cache build dist
	rm -rf $(MADE) output/report.json output/figures output/*.html output/*.pdf output/*.aux output/*.log
	find symderive tests benchmarks proofs docs -name __pycache__ -prune -exec rm -rf {} +
