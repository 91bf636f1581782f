# One command a job; `uv run just` lists them.

_default:
    @just --list

# Everything CI runs.
check: lint types layers test

# Style and format.
lint:
    uv run ruff check .
    uv run ruff format --check .

# Make style and format right.
fix:
    uv run ruff check --fix .
    uv run ruff format .

# mypy, strict.
types:
    uv run mypy

# The layering of the rooms.
layers:
    uv run lint-imports

# All tests, on all cores.
test *args:
    uv run pytest {{args}}

# Damaged files for a long time: ten times the tests' own, then towards code that none has reached yet.
fuzz seconds="600":
    TWOFOUR_FUZZ=10 uv run pytest tests/generative/test_fuzz_own_tables.py tests/generative/test_fuzz_exports.py
    uv run python tools/fuzz.py --seconds {{seconds}}

# The benchmarks, one after another; each prints ratios.
bench:
    uv run python bench/kernel.py
    uv run python bench/day.py
    uv run python bench/windows.py
    uv run python bench/import_csv.py

# Rewrite the pages that come from code.
docs:
    uv run python tools/metric_reference.py
    uv run python tools/rules_reference.py
    uv run python tools/doctor_reference.py
    uv run python tools/export_reference.py
    uv run python tools/rights_reference.py
    uv run python tools/report_reference.py

# Rewrite the exact versions in pyproject.toml from what resolves today.
pins:
    uv run python tools/pins.py
