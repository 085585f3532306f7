"""Relations between indicators that a kind's schema declares, as rules: totals, parts and rates.

An indicator's ``x-relations`` says what it is of others: ``{"total_of": [ids]}`` (a sum; ``within`` allows it
to differ by so much, in its unit), ``{"part_of": id}`` (not more than it), ``{"rate_of": {"part": id,
"whole": id}}`` (a quotient, as precise as it is stated). 「无」 is none of it, and has no parts.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from functools import cached_property, partial
from graphlib import CycleError, TopologicalSorter
from hashlib import sha256
from itertools import count
from typing import Any

from docgen.errors import BrokenLibrary, together
from docgen.expressions import Deferred, Expression, ExpressionFault, Type, compile_expression
from docgen.findings import Nature, Severity
from docgen.frozen import frozen
from docgen.locating import join_pointer, normal_key
from docgen.quantities import multiply, number_text, parse_unit, to_decimal
from docgen.records import Record, parse, read_source
from docgen.rules.rule import Message, Pack, Rule
from docgen.schema_checks import INDICATORS, RELATIONS, fault_at
from docgen.schemas import Kind
from docgen.validation import is_id
from docgen.wording import nearest

PACK_ID, PACK_TITLE = "relations", "指标之间的关系"
#: what a declaration may say, and the keys inside rate_of
_KEYS, _RATE_KEYS = ("total_of", "part_of", "rate_of", "within"), ("part", "whole")
Test = tuple[str, dict[str, Any]]


@frozen
class Draft:
    """A rule before it is compiled: its expressions as texts, its message as texts and (expression, unit)."""

    id: str
    title: str
    why: str
    expect: str
    when: str
    condition: str
    message: tuple[str | tuple[str, str], ...]
    tests: tuple[Test, ...]


def relations_pack(kind: Kind, owners: Mapping[str, str], is_right: bool = False) -> Pack | None:
    """The generated pack of a kind's declared relations; None where it declares none.

    ``owners`` has the rules of other packs, whose ids stay theirs. BrokenLibrary, with the places, for
    declarations that can't be rules; with ``is_right``, which says that all were found to be rules before,
    their expressions are compiled when they are first used.
    """
    reader = RelationReader(kind, is_right)
    declared = {
        id_: node[RELATIONS]
        for id_, node in kind.schema.get("properties", {}).get("indicators", {}).get("properties", {}).items()
        if RELATIONS in node
    }
    text = kind.path.read_text(encoding="utf-8-sig") if declared else ""
    rules: list[Rule] = []
    for id_, given in declared.items():
        try:
            for draft in reader.drafts(id_, given):
                if draft.id in owners:
                    raise reader.broken(id_, "pack-rule-twice", id=draft.id, other=owners[draft.id])
                rules.append(reader.rule(id_, draft, line_of(id_, text)))
        except BrokenLibrary as fault:
            reader.faults.append(fault)
    if not is_right and not reader.faults:
        reader.refuse_circles(declared)
    if reader.faults:
        raise together(reader.faults)
    if not rules:
        return None
    return Pack(PACK_ID, PACK_TITLE, kind.path, sha256(text.encode()).hexdigest(), tuple(rules))


def line_of(id_: str, text: str) -> int:
    """The line on which a schema declares an indicator."""
    name, at = f'"{id_}"', -1
    while (at := text.find(name, at + 1)) >= 0:
        if text[at + len(name) : at + len(name) + 80].lstrip().startswith(":"):
            return text.count("\n", 0, at) + 1
    return 1


class RelationReader:
    """Reads the declarations of one kind and makes them rules."""

    def __init__(self, kind: Kind, is_right: bool = False) -> None:
        self.kind = kind
        self.is_right = is_right
        indicators = kind.root.fields.get("indicators")
        self.types: Mapping[str, Type] = indicators.fields if indicators else {}
        self.faults: list[BrokenLibrary] = []

    @cached_property
    def source(self) -> Record:
        """The schema's file, which knows where everything in it stands."""
        return parse(read_source(str(self.kind.path)))

    def broken(self, id_: str, code: str, suggestion: str = "", **parameters: Any) -> BrokenLibrary:
        """The refusal of a declaration, at its place in the schema."""
        pointer = f"{join_pointer(INDICATORS, id_)}/{RELATIONS}"
        said = {"indicator": id_, **parameters}
        return fault_at(self.source, code, pointer, suggestion, key=True, **said)

    def refuse_circles(self, declared: Mapping[str, Any]) -> None:
        """A fault if an indicator is, by way of others, a part of itself."""
        parts: dict[str, set[str]] = {}
        for id_, given in declared.items():
            parts.setdefault(id_, set()).update(given.get("total_of", ()))
            if "part_of" in given:
                parts.setdefault(given["part_of"], set()).add(id_)
        try:
            TopologicalSorter(parts).prepare()
        except CycleError as circle:
            ids = circle.args[1][:-1]
            first = next(id_ for id_ in declared if id_ in ids)
            names = "、".join(self.title(id_) for id_ in ids)
            self.faults.append(self.broken(first, "relation-in-circle", names=names))

    def drafts(self, id_: str, given: Any) -> Iterator[Draft]:
        """The rules that an indicator's declaration stands for."""
        is_readable = isinstance(given, dict) and given and set(given) <= set(_KEYS)
        if not is_readable or ("within" in given and "total_of" not in given):
            raise self.broken(id_, "relation-not-readable")
        if "total_of" in given:
            yield self.total(id_, given["total_of"], given.get("within"))
        if "part_of" in given:
            yield self.part(id_, given["part_of"])
        if "rate_of" in given:
            yield self.rate(id_, given["rate_of"])

    def total(self, id_: str, parts: Any, within: Any) -> Draft:
        """The rule that parts add up to their total."""
        is_number = isinstance(within, (int, Decimal)) and not isinstance(within, bool) and within > 0
        if not isinstance(parts, list) or len(parts) < 2 or len(set(map(str, parts))) < len(parts):
            raise self.broken(id_, "relation-not-readable")
        if within is not None and not is_number:
            raise self.broken(id_, "relation-not-readable")
        for part in parts:
            self.known(id_, part)
        self.same_units(id_, [id_, *parts])
        unit, title, total = self.unit(id_), self.title(id_), " + ".join(map(or_zero, parts))
        names = "、".join(self.title(part) for part in parts)
        limit = f"{number_text(within)}{unit}" if within else ""
        whole = or_zero(id_)
        near = f'near({total}, {whole}, quantity({within}, "{unit}"))'
        return Draft(
            id=f"total-{id_}",
            title=f"{title}与分项合计一致",
            why="各分项相加应等于总数；不等说明有分项漏列、重复，或有一个数填错。",
            expect=f"{names}合计等于{title}" + (f"，四舍五入的误差不超过{limit}" if limit else ""),
            when=f"given({id_}) and ({any_given(parts)})",
            condition=near if within else f"{total} == {whole}",
            message=(
                f"{title}：分项合计", (total, unit), f"{unit}，与总数", (whole, unit), f"{unit}相差",
                (f"abs({total} - {whole})", unit), f"{unit}，请核对。",
            ),
            tests=tuple(self.total_tests(id_, parts, Fraction(within or 0))),
        )  # fmt: skip

    def part(self, id_: str, whole: Any) -> Draft:
        """The rule that a part is not more than its whole."""
        self.known(id_, whole)
        self.same_units(id_, [id_, whole])
        title, unit = self.title(id_), self.unit(id_)
        return Draft(
            id=f"part-{id_}",
            title=f"{title}不大于{self.title(whole)}",
            why="其中项包含在总数之内，不会比总数多。",
            expect=f"{title}不大于{self.title(whole)}",
            when=f"given({id_})",
            condition=f"{or_zero(id_)} <= {or_zero(whole)}",
            message=(
                title, (or_zero(id_), unit), f"{unit}，大于{self.title(whole)}", (or_zero(whole), unit),
                f"{unit}，请核对。",
            ),
            tests=tuple(self.part_tests(id_, whole)),
        )  # fmt: skip

    def rate(self, id_: str, given: Any) -> Draft:
        """The rule that a stated rate is what its part and whole give."""
        if not isinstance(given, dict) or set(given) != set(_RATE_KEYS):
            raise self.broken(id_, "relation-not-readable")
        part, whole = given["part"], given["whole"]
        if part == whole:
            raise self.broken(id_, "relation-not-readable")
        for name in (part, whole):
            self.known(id_, name)
        quotient = multiply(self.dimension(part), self.dimension(whole), -1)
        if quotient != self.dimension(id_):
            raise self.broken(id_, "relation-unlike-units", units=self.units([id_, part, whole]))
        title, unit = self.title(id_), self.unit(id_)
        zero, none = (f'quantity(0, "{self.unit(each)}")' for each in (whole, part))
        divided = f"{or_zero(part)} / {or_zero(whole)}"
        return Draft(
            id=f"rate-{id_}",
            title=f"填报的{title}与计算一致",
            why="比率由两个数相除得到，按填报的位数四舍五入后应当相同；不同说明三个数中有一个填错。",
            expect=f"{title}等于{self.title(part)}除以{self.title(whole)}",
            when=f"given({id_}) and ({or_zero(whole)} > {zero} or {or_zero(part)} > {none})",
            condition=f"{or_zero(whole)} > {zero} and rounds_to({divided}, {id_})",
            message=(
                self.title(part), (or_zero(part), self.unit(part)), f"{self.unit(part)}，{self.title(whole)}",
                (or_zero(whole), self.unit(whole)), f"{self.unit(whole)}，{title}应为", (divided, unit),
                f"{unit}，填报", (id_, unit), f"{unit}，请核对。",
            ),
            tests=tuple(self.rate_tests(id_, part, whole)),
        )  # fmt: skip

    def known(self, id_: str, other: Any) -> None:
        """BrokenLibrary unless the other end is another indicator that the schema declares, with its unit."""
        if not isinstance(other, str) or other == id_:
            raise self.broken(id_, "relation-not-readable")
        if other not in self.types:
            near = nearest(other, list(self.types))
            raise self.broken(id_, "relation-unknown-indicator", near, name=other)
        for name in (id_, other):
            if not is_id(name) or normal_key(name) != name:
                raise self.broken(id_, "relation-bad-id", name=name)
            if self.types[name].unit is None:
                raise self.broken(id_, "relation-without-unit", name=name)

    def same_units(self, id_: str, ids: Sequence[str]) -> None:
        """BrokenLibrary unless all of them measure the same."""
        if len({self.dimension(each) for each in ids}) > 1:
            raise self.broken(id_, "relation-unlike-units", units=self.units(ids))

    def units(self, ids: Sequence[str]) -> str:
        """Names with their units, for a message."""
        return "、".join(f"{self.title(each)}（{self.unit(each)}）" for each in ids)

    def title(self, id_: str) -> str:
        """What the schema calls an indicator."""
        return self.types[id_].title or id_

    def unit(self, id_: str) -> str:
        """The unit that the schema fixes for an indicator."""
        return self.types[id_].unit or ""

    def dimension(self, id_: str) -> Any:
        """What an indicator measures."""
        return parse_unit(self.unit(id_)).dimension

    def factor(self, id_: str) -> Fraction:
        """How large an indicator's unit is."""
        return parse_unit(self.unit(id_)).factor

    def compiled(self, id_: str, source: str, wanted: str) -> Expression:
        """An expression of an indicator's declaration, compiled."""
        later = partial(self.surely, id_, source, wanted)
        return Deferred(source, later) if self.is_right else later()

    def surely(self, id_: str, source: str, wanted: str) -> Expression:
        """The expression; BrokenLibrary at the declaration that it was made of if it is none."""
        try:
            return compile_expression(source, self.kind.root, {}, {}, wanted=wanted)
        except ExpressionFault as fault:
            parameters = {"source": source, **fault.parameters}
            raise self.broken(id_, fault.code, fault.suggestion, **parameters) from fault

    def rule(self, id_: str, draft: Draft, line: int) -> Rule:
        """The rule of a draft: a contradiction of the record with itself, which cites no law."""
        parts = tuple(
            part if isinstance(part, str) else (self.compiled(id_, part[0], "number"), part[1])
            for part in draft.message
        )
        return Rule(
            id=draft.id, title=draft.title, nature=Nature.CONTRADICTION, severity=Severity.ERROR,
            why=draft.why, expect=draft.expect, condition=self.compiled(id_, draft.condition, "boolean"),
            message=Message(parts), ask=None, when=self.compiled(id_, draft.when, "boolean"), for_each=None,
            where=None, on_empty="not-applicable", area="", first=None, last=None, bases=(),
            tests=draft.tests, pack=PACK_ID, path=str(self.kind.path), line=line,
        )  # fmt: skip

    # --- a rule's own tests: amounts in base units, so that unlike sizes of unit come out whole

    def step(self, ids: Sequence[str]) -> Fraction:
        """The least amount that is a whole number in the unit of each."""
        factors = [self.factor(each) for each in ids]
        above, below = [f.numerator for f in factors], [f.denominator for f in factors]
        return Fraction(math.lcm(*above), math.gcd(*below))

    def fragment(self, amounts: Mapping[str, Fraction], **more: Any) -> dict[str, Any]:
        """A record fragment with indicators of these amounts in base units."""
        values = {name: plain(amount / self.factor(name)) for name, amount in amounts.items()}
        return {"indicators": {**values, **more}}

    def total_tests(self, id_: str, parts: Sequence[str], within: Fraction) -> Iterator[Test]:
        """Sums that are right, too much, too little, unknown, left out, only about right."""
        step = self.step([id_, *parts])
        amounts = {part: step * (index + 1) for index, part in enumerate(parts)}
        total, slack = sum(amounts.values(), Fraction(0)), within * self.factor(id_)
        more = 2 * slack if within else step
        for amount in {total, total + slack, total - slack}:
            yield "pass", self.fragment({**amounts, id_: amount})
        for amount in (total + more, total - more):
            yield "fail", self.fragment({**amounts, id_: amount})
        yield "not-assessable", self.fragment({**amounts}, **{id_: {"unknown": "待统计"}})
        for part in parts:
            others = {name: amount for name, amount in amounts.items() if name != part}
            yield "pass", self.fragment({**others, id_: total - amounts[part]}, **{part: "无"})
            yield "fail", self.fragment({**others, id_: total - amounts[part] + more}, **{part: "无"})
            yield "not-assessable", self.fragment({**others, id_: total})
            yield "not-assessable", self.fragment({**others, id_: total}, **{part: {"unknown": "待统计"}})
        yield "not-applicable", self.fragment({id_: total})
        yield "not-applicable", self.fragment(amounts)
        yield "fail", self.fragment(amounts, **{id_: "无"})
        yield "pass", self.fragment({}, **dict.fromkeys((id_, *parts), "无"))
        size = 100 * math.ceil(more / step)
        large = {name: amount * size for name, amount in amounts.items()}
        for name in (id_, *parts):
            yield "not-assessable", self.about({**large, id_: total * size + more}, name)
            yield "fail", self.about({**large, id_: 3 * total * size}, name)

    def part_tests(self, id_: str, whole: str) -> Iterator[Test]:
        """A part that is the whole, less, more, unknown, left out, only about right."""
        step = self.step([id_, whole])
        yield "pass", self.fragment({id_: step, whole: step})
        yield "pass", self.fragment({id_: step, whole: 2 * step})
        yield "fail", self.fragment({id_: 2 * step, whole: step})
        yield "not-assessable", self.fragment({id_: step})
        yield "not-assessable", self.fragment({id_: step}, **{whole: {"unknown": "待统计"}})
        yield "not-assessable", self.fragment({whole: step}, **{id_: {"unknown": "待统计"}})
        yield "not-applicable", self.fragment({whole: step})
        yield "fail", self.fragment({id_: step}, **{whole: "无"})
        yield "pass", self.fragment({whole: step}, **{id_: "无"})
        for name in (id_, whole):
            yield "not-assessable", self.about({id_: 101 * step, whole: 100 * step}, name)
            yield "fail", self.about({id_: 300 * step, whole: 100 * step}, name)

    def rate_tests(self, id_: str, part: str, whole: str) -> Iterator[Test]:
        """One of three, stated right, rounded, wrong, without its numbers, of nothing at all."""
        step, factor = self.step([part, whole]), self.factor(id_)
        amounts = {part: step, whole: 3 * step}
        for places in (0, 1):
            stated = to_decimal(Fraction(1, 3) / factor, places)
            yield "pass", self.fragment(amounts, **{id_: stated})
            for wrong in (stated + Decimal(1).scaleb(-places), stated - Decimal(1).scaleb(-places)):
                yield "fail", self.fragment(amounts, **{id_: wrong})
        yield "not-assessable", self.fragment({}, **{id_: 1})
        yield "not-assessable", self.fragment({whole: step}, **{id_: 1, part: {"unknown": "待统计"}})
        yield "not-assessable", self.fragment({part: step}, **{id_: 1, whole: {"unknown": "待统计"}})
        yield "not-assessable", self.fragment(amounts, **{id_: {"unknown": "待统计"}})
        yield "not-applicable", self.fragment(amounts)
        for none in (0, "无"):
            yield "not-applicable", self.fragment({part: Fraction(0)}, **{id_: 1, whole: none})
            yield "fail", self.fragment({part: step}, **{id_: 1, whole: none})
            yield "fail", self.fragment({whole: step}, **{id_: 1, part: none})
            yield "pass", self.fragment({whole: step}, **{id_: 0, part: none})
        share = Fraction(1, 3) / factor
        places = next(each for each in count() if share * 10**each >= 100)
        near, far = (to_decimal(share * times, places) for times in (Fraction(21, 20), 5))
        for name in (id_, part, whole):
            large = {part: 100 * step, whole: 300 * step}
            yield "not-assessable", self.about({**large, id_: Fraction(near) * factor}, name)
            yield "fail", self.about({**large, id_: Fraction(far) * factor}, name)

    def about(self, amounts: Mapping[str, Fraction], name: str) -> dict[str, Any]:
        """A fragment in which one value is only about right."""
        fragment = self.fragment(amounts)
        fragment["indicators"][name] = {"value": fragment["indicators"][name], "qualifier": "about"}
        return fragment


def any_given(ids: Sequence[str]) -> str:
    """The condition that one of the values is given."""
    return " or ".join(f"given({id_})" for id_ in ids)


def or_zero(id_: str) -> str:
    """A value of which 「无」 is none."""
    return f"or_zero({id_})"


def plain(amount: Fraction) -> int | Decimal:
    """A number as a record has it."""
    return amount.numerator if amount.denominator == 1 else to_decimal(amount)
