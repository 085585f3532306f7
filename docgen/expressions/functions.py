"""The closed set of functions of the rule language, in one visible table."""

from __future__ import annotations

import ast
from collections.abc import Callable, Sequence
from decimal import Decimal
from fractions import Fraction

from docgen.expressions import values as v
from docgen.expressions.date_functions import date_of, of_dates, year_day
from docgen.expressions.list_functions import lacking_months, longest_gap, over_list
from docgen.expressions.parts import ATOM, LOOSE, Compilation, Evaluator, Known, Part, counted, stating
from docgen.expressions.ranges import OPEN, is_loose, loosely, loosely_abs, loosely_near, loosely_rounds
from docgen.expressions.scopes import Scope
from docgen.expressions.values import Gap, Nothing, Number, Range, Unknown, Value, shown_number
from docgen.quantities import number_text, parse_unit, to_decimal
from docgen.wording import nearest

_PRESENCE_WORDS = {
    "has": "已写明{0}且不为“无”",
    "none": "{0}为“无”",
    "known": "已写明{0}",
    "given": "填写了{0}一项",
}
_ABSENCE_WORDS = {
    "has": "{0}为“无”",
    "none": "{0}不是“无”",
    "known": "没有写明{0}",
    "given": "没有填写{0}",
}


def compile_call(compilation: Compilation, node: ast.Call) -> Part:
    """A call of one of FUNCTIONS; anything else is refused with the nearest name."""
    if not isinstance(node.func, ast.Name):
        raise compilation.fault("expression-not-allowed", node)
    name = node.func.id
    if name not in FUNCTIONS:
        raise compilation.fault(
            "expression-unknown-function", node, nearest(name, list(FUNCTIONS)), name=name
        )
    low, high, build = FUNCTIONS[name]
    if node.keywords or not low <= len(node.args) <= high:
        code = "expression-arguments-exactly" if low == high else "expression-arguments"
        raise compilation.fault(code, node, name=name, low=low, high=high)
    return build(compilation, node, name)


def of_numbers(
    parts: list[Part], work: Callable[[list[Number]], Value], loose: Callable[[list[Number]], Value]
) -> Evaluator:
    """An evaluator of numbers of one dimension that passes on what is missing; ``loose`` takes ranges."""

    def run(scope: Scope) -> Value:
        values = [part.run(scope) for part in parts]
        numbers = [value for value in values if isinstance(value, Number)]
        if len(numbers) < len(values):
            return v.absent(*values) or Unknown((Gap("", "填写的内容无法计算"),))
        for number in numbers[1:]:
            if number.dimension != numbers[0].dimension:
                return v.unlike(numbers[0].dimension, number.dimension)
        return loose(numbers) if is_loose(numbers) else work(numbers)

    return run


def of_alike(compilation: Compilation, node: ast.Call, name: str) -> Part:
    """abs, min, max, near(a, b, tolerance), multiple_of(a, b): numbers of one dimension."""
    parts = compilation.arguments(node, "number")
    dimension = parts[0].known.dimension
    for part in parts[1:]:
        dimension = compilation.alike(parts[0], part, node) if dimension is None else dimension
        compilation.alike(Part(part.run, Known("number", dimension), ""), part, node)
    known = Known("number", dimension)
    words = [part.words for part in parts]
    match name:
        case "near":
            said = f"{words[0]}与{words[1]}相差不超过{words[2]}"
            run = of_numbers(
                parts,
                lambda n: abs(n[0].amount - n[1].amount) <= n[2].amount,
                lambda n: loosely_near(n[0], n[1], n[2]),
            )
            return Part(stating(said, run), Known("boolean"), said, rank=LOOSE)
        case "multiple_of":
            said = f"{words[0]}是{words[1]}的整数倍"
            run = of_numbers(parts, is_multiple, lambda n: OPEN)
            return Part(stating(said, run), Known("boolean"), said, rank=LOOSE)
        case "abs":
            run = of_numbers(
                parts,
                lambda n: Number(abs(n[0].amount), n[0].dimension, n[0].shown_in, n[0].places),
                lambda n: loosely_abs(n[0]) if isinstance(n[0], Range) else n[0],
            )
            return counted(Part(run, known, f"{parts[0].within(ATOM)}的绝对值"))
        case "min":
            run = of_numbers(parts, least, lambda n: loosely(lambda *each: least(each), *n))
            return counted(Part(run, known, f"{'、'.join(words)}中最小的"))
    run = of_numbers(parts, most, lambda n: loosely(lambda *each: most(each), *n))
    return counted(Part(run, known, f"{'、'.join(words)}中最大的"))


def least(numbers: Sequence[Number]) -> Number:
    """The smallest of the numbers."""
    return min(numbers, key=lambda number: number.amount)


def most(numbers: Sequence[Number]) -> Number:
    """The largest of the numbers."""
    return max(numbers, key=lambda number: number.amount)


def is_multiple(numbers: list[Number]) -> Value:
    """Whether the first number is so many times the second, without a rest."""
    whole, part = numbers
    return part.amount != 0 and (whole.amount / part.amount).denominator == 1


def rounds_to(compilation: Compilation, node: ast.Call, name: str) -> Part:
    """rounds_to(computed, stated): half up, at the precision that the stated value was written with."""
    parts = compilation.arguments(node, "number")
    compilation.alike(parts[0], parts[1], node)
    if not parts[1].path:
        raise compilation.fault("expression-needs-path", node.args[1], name=name)

    def work(numbers: list[Number]) -> Value:
        computed, stated = numbers
        if stated.places is None:
            return Unknown((Gap("", "看不出填报的数保留几位小数"),))
        factor = stated.shown_in.factor if stated.shown_in else Fraction(1)
        return Fraction(to_decimal(computed.amount / factor, stated.places)) == stated.amount / factor

    def loose(numbers: list[Number]) -> Value:
        computed, stated = numbers
        factor = stated.shown_in.factor if stated.shown_in else Fraction(1)
        return loosely_rounds(computed, stated, factor / 10 ** (stated.places or 0))

    words = f"{parts[0].words}四舍五入后等于{parts[1].words}"

    def run(scope: Scope) -> Value:
        scope.spend()
        if scope.is_traced:
            (computed, _), (stated, _) = scope.apart(parts[0].run), scope.apart(parts[1].run)
            scope.note(parts[0].words, computed, stated)
        return of_numbers(parts, work, loose)(scope)

    return Part(stating(words, run), Known("boolean"), words, rank=LOOSE)


def presence(compilation: Compilation, node: ast.Call, name: str) -> Part:
    """What the record gives at a path.

    has(x): true for a value, false for 「无」, unknown where it is missing or unknown; none(x) the other way
    round; known(x): given and not unknown (「无」 is known); given(x): the field is there at all, which is
    unknown where what it belongs to is.
    """
    part = compilation.compile(node.args[0])
    if not part.path:
        raise compilation.fault("expression-needs-path", node.args[0], name=name)
    ends = (part.path[-1], "value")
    is_whole = len(part.path) == 1

    def has(value: Value) -> Value:
        return value if value.__class__ is Unknown else value.__class__ is not Nothing

    def given(value: Value) -> Value:
        if value.__class__ is not Unknown:
            return True
        assert isinstance(value, Unknown)
        if not value.gaps:
            return True
        if not value.gaps[0].reason:
            return False
        return True if is_whole or value.gaps[0].pointer.rpartition("/")[2] in ends else value

    answers: dict[str, Callable[[Value], Value]] = {
        "has": has,
        "given": given,
        "none": lambda value: value if value.__class__ is Unknown else value.__class__ is Nothing,
        "known": lambda value: value.__class__ is not Unknown,
    }
    answer = answers[name]
    words = _PRESENCE_WORDS[name].format(part.words)
    denial = _ABSENCE_WORDS[name].format(part.words)
    inner = part.run
    traced = stating(words, lambda scope: answer(inner(scope)), denial)

    def run(scope: Scope) -> Value:
        return traced(scope) if scope.is_traced else answer(inner(scope))

    def known_run(scope: Scope) -> Value:  # what is asked most, without a call
        return traced(scope) if scope.is_traced else inner(scope).__class__ is not Unknown

    return Part(known_run if name == "known" else run, Known("boolean"), words, rank=LOOSE)


def or_zero(compilation: Compilation, node: ast.Call, name: str) -> Part:
    """or_zero(x): a number of the record, of which 「无」 is none; what is missing stays missing."""
    (part,) = compilation.arguments(node, "number")
    dimension, type_ = part.known.dimension, part.known.type
    if not part.path or dimension is None or type_ is None:
        raise compilation.fault("expression-needs-path", node.args[0], name=name)
    zero, inner = Number(Fraction(0), dimension, parse_unit(type_.unit or "")), part.run

    def run(scope: Scope) -> Value:
        value = inner(scope)
        return zero if value.__class__ is Nothing else value

    return Part(run, part.known, part.words)


def quantity(compilation: Compilation, node: ast.Call, name: str) -> Part:
    """quantity(1000, "元/人"): a literal with its unit."""
    number, unit = node.args
    if (
        not isinstance(number, ast.Constant)
        or not isinstance(unit, ast.Constant)
        or not isinstance(unit.value, str)
    ):
        raise compilation.fault("expression-quantity", node)
    compilation.want(compilation.compile(number), "number", number)
    measure = parse_unit(unit.value)
    digits = Decimal(compilation.text(number))
    value = Number(Fraction(digits) * measure.factor, measure.dimension, measure)
    return Part(
        lambda scope: value, Known("number", measure.dimension), f"{number_text(digits)}{measure.text}"
    )


def counts(compilation: Compilation, node: ast.Call, name: str) -> Part:
    """counts("责任人", number, "佐证材料", number…): those that aren't zero, 「责任人2项、佐证材料1项」.

    What can't be counted is said to be unknown, and keeps nobody from saying the others.
    """
    if len(node.args) % 2:
        wanted = len(node.args) + 1
        raise compilation.fault("expression-arguments-exactly", node, name=name, low=wanted, high=wanted)
    labels: list[str] = []
    for each in node.args[::2]:
        label = compilation.compile(each)
        if not isinstance(each, ast.Constant) or not isinstance(each.value, str):
            raise compilation.fault("expression-wrong-sort", each, wanted="text", found=label.known.sort)
        labels.append(each.value)
    parts = [compilation.compile(each) for each in node.args[1::2]]
    for part, each in zip(parts, node.args[1::2], strict=True):
        compilation.want(part, "number", each)

    def run(scope: Scope) -> Value:
        found: list[str] = []
        for label, part in zip(labels, parts, strict=True):
            value = part.run(scope)
            if not isinstance(value, Number):
                found.append(f"{label}未知")
            elif value.amount:
                found.append(f"{label}{shown_number(value)}项")
        return "、".join(found)

    return counted(Part(run, Known("text"), "、".join(labels)))


#: name -> least and most arguments, and what checks and builds the call
FUNCTIONS: dict[str, tuple[int, int, Callable[[Compilation, ast.Call, str], Part]]] = {
    "sum": (2, 2, over_list),
    "count": (1, 2, over_list),
    "longest_gap": (4, 4, longest_gap),
    "lacking_months": (5, 5, lacking_months),
    "counts": (2, 40, counts),
    "all": (2, 2, over_list),
    "any": (2, 2, over_list),
    "abs": (1, 1, of_alike),
    "min": (2, 9, of_alike),
    "max": (2, 9, of_alike),
    "near": (3, 3, of_alike),
    "multiple_of": (2, 2, of_alike),
    "rounds_to": (2, 2, rounds_to),
    "or_zero": (1, 1, or_zero),
    "days": (2, 2, of_dates),
    "months": (2, 2, of_dates),
    "working_days": (2, 2, of_dates),
    "start_of": (1, 1, of_dates),
    "end_of": (1, 1, of_dates),
    "year_of": (1, 1, of_dates),
    "year_day": (2, 2, year_day),
    "date": (1, 1, date_of),
    "has": (1, 1, presence),
    "known": (1, 1, presence),
    "none": (1, 1, presence),
    "given": (1, 1, presence),
    "quantity": (2, 2, quantity),
}
