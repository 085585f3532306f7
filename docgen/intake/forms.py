"""A form made from a kind, empty or filled in from a record."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from docgen.frozen import frozen
from docgen.intake.filling import fill
from docgen.intake.naming import Names
from docgen.intake.plans import EACH, Plan
from docgen.records import Record
from docgen.schemas import Kind

if TYPE_CHECKING:
    from docgen.rules.packs import Pack
    from docgen.rules.rule import Rule

#: so many rules are told in one remark
_MOST_RULES = 4


@frozen
class Form:
    """A workbook, and the pointers of what the record says and no cell of it can hold."""

    data: bytes
    lost: tuple[str, ...]


def make_form(
    kind: Kind, packs: Sequence[Pack], record: Record | None = None, signed: Mapping[str, str] | None = None
) -> Form:
    """The form of a kind, filled in from a record if one is given.

    ``signed`` is what the first page says of who filled it in (form_book.SIGNED); the unit is otherwise the
    record's issuer.
    """
    from docgen import __version__
    from docgen.intake.form_book import form_book

    plan = Plan(kind)
    data: Mapping[str, Any] = record.data if record is not None else {}
    known: dict[str, dict[str, Any]] = {
        table.path[0]: {row["#key"]: {} for row in table.rows} for table in plan.tables if table.rows
    }
    together = {**known, **data}
    for name, entries in known.items():
        if isinstance(data.get(name), dict):
            together[name] = {**entries, **data[name]}
    names = Names(kind, together)
    filled = fill(plan, data, names)
    issuer = data.get("issuer")
    unit = issuer.get("name") if isinstance(issuer, dict) else None
    about = {"unit": unit if isinstance(unit, str) else "", **(signed or {})}
    book = form_book(plan, filled, names, rule_notes(plan, packs), signed=about, version=__version__)
    return Form(book, tuple(filled.lost))


def rule_notes(plan: Plan, packs: Sequence[Pack]) -> dict[tuple[str, str], str]:
    """What the rules ask of each cell, with their legal basis: (table, column) or (table, row) -> text."""
    from docgen.formats.text import basis_text

    found: dict[tuple[str, str], list[str]] = {}
    for pack in packs:
        for rule in pack.rules:
            told = f"{rule.title}：{rule.expect}。"
            bases = [text for text in (basis_text(each, "zh_CN") for each in rule.bases) if text]
            if bases:
                told += f"依据：{'；'.join(bases)}。"
            for key in _cells_of(rule, plan):
                lines = found.setdefault(key, [])
                if told not in lines:
                    lines.append(told)
    return {
        key: "\n".join(lines[:_MOST_RULES])
        + (f"\n另有{len(lines) - _MOST_RULES}条规则。" if len(lines) > _MOST_RULES else "")
        for key, lines in found.items()
    }


def _cells_of(rule: Rule, plan: Plan) -> Iterator[tuple[str, str]]:
    """Where the values stand that a rule reads."""
    over = (*rule.for_each.paths[0], EACH) if rule.for_each is not None and rule.for_each.paths else ()
    known = {str(row.get("#key")): table for table in plan.tables for row in table.rows}
    for path in rule.condition.paths:
        first, rest = path[0], "/".join(path[1:])
        if first in known:
            yield known[first].code, f"#row:{first}"
        elif first == "item" and over:
            table = plan.by_code.get("/".join(over))
            if table is not None and table.column(rest) is not None:
                yield table.code, rest
        elif first == "each" and over:
            for table in plan.tables:
                if table.path[: len(over)] == over and len(table.path) > len(over) and table.column(rest):
                    yield table.code, rest
        elif plan.single.column("/".join(path)) is not None:
            yield plan.single.code, "/".join(path)
