"""What compiling an expression is made of: its parts, its faults, and the checks every part needs."""

from __future__ import annotations

import ast
from abc import ABC, abstractmethod
from collections.abc import Callable

from docgen.expressions.scopes import Failure, Scope
from docgen.expressions.types import Type
from docgen.expressions.values import Value
from docgen.frozen import frozen
from docgen.quantities import Dimension, dimension_text

Evaluator = Callable[[Scope], Value]

#: how tightly a part holds together: one of a lower rank needs brackets inside one of a higher
LOOSE, SUM, PRODUCT, ATOM = range(4)


class ExpressionFault(Exception):
    """Why an expression is refused: ``code`` for messages.py, ``offset`` in the source, a suggestion."""

    def __init__(self, code: str, offset: int = 0, suggestion: str = "", **parameters: object) -> None:
        super().__init__(f"{code} {parameters}")
        self.code = code
        self.offset = offset
        self.suggestion = suggestion
        self.parameters = parameters


@frozen
class Known:
    """What is known of a sub-expression before it runs: its sort, a number's dimension (None: not known)."""

    sort: str
    dimension: Dimension | None = None
    type: Type | None = None


@frozen
class Part:
    """A compiled sub-expression: how to evaluate it, what it will give, and what it says in Chinese.

    ``path`` is the dotted path if it is nothing but a field of the record.
    """

    run: Evaluator
    known: Known
    words: str
    path: tuple[str, ...] = ()
    rank: int = ATOM

    def within(self, rank: int) -> str:
        """The words as they stand inside a part of that rank."""
        return self.words if self.rank >= rank else f"（{self.words}）"


class Compilation(ABC):
    """One expression being checked: its source, the names it may use, and what every part is checked for."""

    def __init__(self, source: str, root: Type, locals_: dict[str, Type], derived: dict[str, Type]) -> None:
        self.source = source
        self.encoded = source.encode("utf-8")
        self.root = root
        self.locals = locals_
        self.derived = derived
        self.paths: list[tuple[str, ...]] = []

    @abstractmethod
    def compile(self, node: ast.expr) -> Part:
        """The part that a syntax node stands for; ExpressionFault for what the language doesn't have."""

    def text(self, node: ast.AST) -> str:
        """The source of a node (ast counts UTF-8 bytes)."""
        start, end = getattr(node, "col_offset", 0), getattr(node, "end_col_offset", 0)
        return self.encoded[start:end].decode("utf-8")

    def fault(self, code: str, node: ast.AST, suggestion: str = "", **parameters: object) -> ExpressionFault:
        """A fault at a node."""
        offset = len(self.encoded[: getattr(node, "col_offset", 0)].decode("utf-8"))
        return ExpressionFault(code, offset, suggestion, source=self.text(node), **parameters)

    def want(self, part: Part, sort: str, node: ast.AST) -> None:
        """Refuse a part of another sort than is taken here."""
        if part.known.sort != sort:
            raise self.fault("expression-wrong-sort", node, wanted=sort, found=part.known.sort)

    def alike(self, left: Part, right: Part, node: ast.AST) -> Dimension | None:
        """The one dimension of two parts, None if it isn't known; unlike ones (人 and 人次) are refused."""
        a, b = left.known.dimension, right.known.dimension
        if a is not None and b is not None and a != b:
            code = "expression-unlike-units"
            if (a == () and is_plain(left.words)) or (b == () and is_plain(right.words)):
                code = "expression-unit-missing"  # a number that somebody wrote without its unit
            elif () in (a, b):
                code = "expression-plain-number"  # a count, or what was divided by its like
            unit = dimension_text(a or b)
            raise self.fault(code, node, left=dimension_text(a), right=dimension_text(b), unit=unit)
        return b if a is None else a

    def arguments(self, node: ast.Call, sort: str) -> list[Part]:
        """All arguments of a call compiled, each of one sort."""
        parts = [self.compile(argument) for argument in node.args]
        for part, argument in zip(parts, node.args, strict=True):
            self.want(part, sort, argument)
        return parts


def is_plain(words: str) -> bool:
    """Whether the words of a part are a number that stands in the rule."""
    return words.lstrip("－").replace(".", "", 1).isdecimal()


def stating(words: str, run: Evaluator, denial: str = "") -> Evaluator:
    """A truth that stands for itself: noted with its words, and a failure where it is false."""

    def stated(scope: Scope) -> Value:
        if not scope.is_traced:
            return run(scope)
        value, reads = scope.unblamed(run)
        scope.note(words, value)
        if value is False:
            each = scope.local.get("each")
            failure = Failure(words, each.pointer if each else "", denial=denial, reads=reads)
            scope.evidence.failures.append(failure)
        return value

    return stated


def counted(part: Part) -> Part:
    """The part of a call: a step against the budget, and one in the working."""

    inner = part.run

    def run(scope: Scope) -> Value:
        scope.spend()
        value = inner(scope)
        if scope.is_traced:
            scope.note(part.words, value)
        return value

    return Part(run, part.known, part.words, rank=part.rank)
