# docgen: `make demo` and `make test` do all their own set-up. On Windows see README.md.
PYTHON ?= python3
VENV ?= .venv
RUN = $(VENV)/bin/python
SET_UP = DOCGEN_VENV=$(VENV) $(PYTHON) tools/set_up.py
REPEATS ?= 15

.PHONY: help audit-scores verify-scores demo test coverage lint bench bench-inspect bench-memory catalogue templates docs licences wheel-test offline one-folder packed-test lowest-test clean

help:
	@echo "make demo        set up, and make the sample documents in output/demo/"
	@echo "make test        set up, and run the tests"
	@echo "make lint        ruff and mypy --strict"
	@echo "make bench       ratios beside click and docxtpl, side by side (REPEATS=$(REPEATS))"
	@echo "make bench-memory   memory over 100,000 documents of one template"
	@echo "make bench-inspect  memory and rate of inspecting 10,000 records on two processes"
	@echo "make verify-scores  how often docgen verify tells a changed number, and never an edit of words"
	@echo "make audit-scores  precision and recall of docgen audit on the labelled passages, and of drafting records"
	@echo "make coverage    the tests, with branch coverage"
	@echo "make wheel-test  the tests again, against an installed wheel"
	@echo "make lowest-test the tests again, with the oldest releases that pyproject.toml allows"
	@echo "make offline     the folder that installs docgen without a network (dist/)"
	@echo "make one-folder  the folder that runs docgen without Python (dist/docgen/)"
	@echo "make packed-test both, and pipx: packed, installed, and tried beside the checkout (Linux)"
	@echo "make licences    the licence of everything installed"
	@echo "make catalogue   compile the Chinese message catalogue"
	@echo "make templates   build the shipped Word templates anew"
	@echo "make docs        write the generated pages of docs/ and the README's outputs anew"
	@echo "make clean       remove what these made, the environment too"

demo:
	@$(SET_UP) run
	@$(RUN) tools/demo.py

test:
	@$(SET_UP) dev
	@$(RUN) -m pytest

coverage:
	@$(SET_UP) dev
	@$(RUN) -m pytest --cov --cov-report=term

lint:
	@$(SET_UP) dev
	@$(RUN) -m ruff check .
	@$(RUN) -m mypy --strict docgen

bench:
	@$(SET_UP) dev
	@$(RUN) benchmarks/side_by_side.py --repeats $(REPEATS)
	@$(RUN) benchmarks/checking.py --repeats $(REPEATS)
	@$(RUN) benchmarks/rendering.py --repeats $(REPEATS)
	@$(RUN) benchmarks/notices.py --repeats $(REPEATS)
	@$(RUN) benchmarks/desk.py --repeats $(REPEATS)
	@$(RUN) benchmarks/linting.py --repeats $(REPEATS)
	@$(RUN) benchmarks/pdf.py
	@$(RUN) benchmarks/intake.py --repeats $(REPEATS)
	@$(RUN) benchmarks/verifying.py --repeats $(REPEATS)

bench-memory:
	@$(SET_UP) dev
	@$(RUN) benchmarks/memory.py

bench-inspect:
	@$(SET_UP) dev
	@$(RUN) benchmarks/inspect_many.py

verify-scores:
	@$(SET_UP) dev
	@$(RUN) tools/verify_scores.py

audit-scores:
	@$(SET_UP) dev
	@$(RUN) tools/audit_scores.py
	@cd samples/audit && for n in 1 2 3; do \
		../../$(RUN) ../../tools/draft_scores.py blind-report-$$n.txt blind-report-$$n.values.json; done

wheel-test:
	@$(SET_UP) dev
	@DOCGEN_VENV=$(VENV) $(RUN) tools/wheel_test.py

lowest-test:
	@$(PYTHON) tools/lowest_test.py

offline:
	@$(SET_UP) dev
	@$(RUN) tools/offline_folder.py

one-folder:
	@$(SET_UP) dev
	@$(RUN) tools/one_folder.py

packed-test:
	@$(SET_UP) dev
	@$(RUN) tools/packed_test.py

licences:
	@$(SET_UP) dev
	@$(RUN) tools/licences.py

catalogue:
	@$(SET_UP) dev
	@$(RUN) tools/catalogue.py

templates:
	@$(SET_UP) dev
	@$(RUN) tools/build_templates.py

docs:
	@$(SET_UP) dev
	@$(RUN) tools/template_docs.py
	@$(RUN) tools/rule_docs.py
	@$(RUN) tools/layout_docs.py
	@$(RUN) tools/readme_outputs.py

clean:
	rm -rf $(VENV) .venv-wheel .venv-lowest output build dist .pytest_cache .mypy_cache .ruff_cache .coverage .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
