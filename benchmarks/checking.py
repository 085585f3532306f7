"""How fast records are checked, beside jsonschema's ``iter_errors`` alone: make bench.

Everything is in one process and interleaved, so that what else the machine does falls on both; the
median ratio of the rounds is printed. Ratios travel, seconds don't.
"""

from __future__ import annotations

import argparse
import gc
import statistics
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from docgen.library import find_library
from docgen.records import Record, parse
from docgen.rules import checking
from docgen.rules.evidence import Witness
from docgen.rules.packs import load_packs
from docgen.schemas import Kind, load_kind, read_schema
from docgen.sources import read_source
from docgen.validation import validate

ROOT = Path(__file__).resolve().parent.parent
SAMPLE = ROOT / "samples/good/civil-affairs-half-year/complete.json"
#: the record of a real summary: 99 indicators, and two rules in three have something to tell of it
SEED = ROOT / "samples/gongqingcheng-2020h1.json"
#: few and many items of the rule that loops over them
FEW, MANY = 500, 5000
LOADING_MS = 60


def milliseconds(do: Callable[[], object]) -> float:
    """The time of one run."""
    start = time.perf_counter()
    do()
    return (time.perf_counter() - start) * 1000


def interleaved(jobs: dict[str, Callable[[], object]], rounds: int) -> dict[str, list[float]]:
    """The times of several jobs, run in turn, the order changing every round."""
    times: dict[str, list[float]] = {name: [] for name in jobs}
    for do in jobs.values():
        do()
    gc.collect()
    for number in range(rounds):
        names = list(jobs) if number % 2 else list(reversed(jobs))
        for name in names:
            times[name].append(milliseconds(jobs[name]))
    return times


def worded_validator(kind: Kind) -> Any:
    """jsonschema's validator of the kind, with the schema it refers to."""
    from jsonschema import Draft202012Validator
    from referencing import Registry, Resource

    core = read_schema(kind.path.with_name("core.json"))
    registry = Registry().with_resource(core["$id"], Resource.from_contents(core))
    return Draft202012Validator(kind.schema, registry=registry)


def statuses_only(record: Record, kind: Kind, packs: list[Any]) -> list[object]:
    """Every rule's truth without anything to show for it: no places, labels, values or sentences."""
    witness = Witness(record, kind)
    scope = witness.scope
    found: list[object] = []
    for pack in packs:
        for rule in pack.rules:
            scope.start()
            if rule.for_each is None:
                found.append(rule.condition.evaluate(scope))
                continue
            listing = rule.for_each.evaluate(scope)
            for element in getattr(listing, "elements", ()):
                scope.start(element)
                if rule.where is None or rule.where.evaluate(scope) is True:
                    found.append(rule.condition.evaluate(scope))
    return found


def payments(count: int) -> dict[str, Any]:
    """A record with one list of so many instalments."""
    instalment = {"period": "2020-06", "due": "2020-06-10", "paid": "2020-06-10"}
    payment = {"id": "pay", "program": "orphan", "name": "x", "instalments": [instalment] * count}
    return {"kind": "civil-affairs-half-year", "period": {"start": "2020-01-01", "end": "2020-06-30"},
            "payments": [payment]}  # fmt: skip


def measure(sample: Path, kind: Kind, packs: list[Any], validator: Any, rounds: int) -> None:
    """Print what checking one record takes, stage by stage, beside iter_errors alone on the same record."""
    source = read_source(str(sample))
    record = parse(source)
    data = parse(source).data

    def whole() -> object:
        fresh = parse(source)
        return checking.check(fresh, kind, packs, validate(fresh, kind))

    times = interleaved(
        {
            "jsonschema iter_errors alone": lambda: list(validator.iter_errors(data)),
            "parse + schema + all rules with evidence": whole,
            "parse": lambda: parse(source),
            "schema": lambda: validate(record, kind),
            "rules with evidence": lambda: checking.check_record(record, kind, packs),
            "rules, their truth only": lambda: statuses_only(record, kind, packs),
        },
        rounds,
    )
    middle = {name: statistics.median(each) for name, each in times.items()}
    rules = sum(len(pack.rules) for pack in packs)
    print(f"{sample.name}: {len(data['indicators'])} indicators, {rules} rules, median of {rounds} rounds")
    for name, value in middle.items():
        print(f"  {name:45} {value:8.2f} ms")
    alone, ours = times["jsonschema iter_errors alone"], times["parse + schema + all rules with evidence"]
    rate = statistics.median(a / b for a, b in zip(alone, ours, strict=True))
    print(f"rate beside iter_errors alone: {rate:.2f}x  aim 5x {'met' if rate >= 5 else 'NOT met'}")
    evidence = middle["rules with evidence"] - middle["rules, their truth only"]
    print(f"the evidence (values, places, labels, sentences) costs {evidence:.2f} ms a record")


def main() -> None:
    """Print a line for each ratio, with its aim."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--repeats", type=int, default=30, help="rounds (default 30)")
    rounds = parser.parse_args().repeats
    library = find_library()
    kind = load_kind(library, "civil-affairs-half-year")
    packs = load_packs(library, kind)
    validator = worded_validator(kind)
    for sample in (SAMPLE, SEED):
        measure(sample, kind, packs, validator, rounds)
    loading = statistics.median(milliseconds(lambda: load_packs(library, kind)) for _ in range(rounds))
    verdict = "met" if loading <= LOADING_MS else "NOT met"
    print(f"loading the packs (kept data): {loading:.0f} ms  aim {LOADING_MS} ms {verdict}")
    few, many = (Record.from_data(payments(count)) for count in (FEW, MANY))
    loops = interleaved(
        {
            "few": lambda: checking.check_record(few, kind, packs),
            "many": lambda: checking.check_record(many, kind, packs),
        },
        max(3, rounds // 5),
    )
    growth = statistics.median(loops["many"]) / statistics.median(loops["few"])
    print(f"rules over {MANY} items beside {FEW}: {growth:.1f}x the time (linear is {MANY / FEW:.0f}x)")


if __name__ == "__main__":
    main()
