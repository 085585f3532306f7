"""Small deliberate faults put into a rule's expressions, to see whether the rule's own tests notice them."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import replace
from decimal import Decimal
from functools import cached_property
from typing import Any

from docgen.expressions import ExpressionFault, Type, compile_expression
from docgen.expressions.compiling import parse
from docgen.frozen import frozen
from docgen.records import Record
from docgen.rules.checking import judged
from docgen.rules.rule import Rule
from docgen.rules.selftests import completed, overall
from docgen.schemas import Kind

#: a comparison -> those that are taken for it most easily
NEIGHBOURS: dict[type[ast.cmpop], tuple[type[ast.cmpop], ...]] = {
    ast.Lt: (ast.LtE,),
    ast.LtE: (ast.Lt,),
    ast.Gt: (ast.GtE,),
    ast.GtE: (ast.Gt,),
    ast.Eq: (ast.NotEq, ast.LtE, ast.GtE),
    ast.NotEq: (ast.Eq,),
    ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
}
#: what is mutated of a rule
PARTS = ("condition", "when", "where")


@frozen
class Mutant:
    """One small change: in which ``part`` of the rule, the sub-expression ``before`` and ``after`` it.

    ``source`` is the whole expression with the change; ``change`` is how a pack lists the mutant.
    """

    part: str
    before: str
    after: str
    source: str

    @property
    def change(self) -> str:
        """The change as one text: 「a <= b → a < b」."""
        return f"{self.before} → {self.after}"


def mutants_of(rule: Rule) -> Iterator[Mutant]:
    """Every mutant of a rule's condition, when and where."""
    for part in PARTS:
        expression = getattr(rule, part)
        if expression is not None:
            for before, after, source in changes(expression.source):
                yield Mutant(part, before, after, source)


def changes(source: str) -> Iterator[tuple[str, str, str]]:
    """Each small change of an expression: the sub-expression before, after, and the whole after it."""
    tree = parse(source)
    nodes = list(ast.walk(tree.body))
    for index, node in enumerate(nodes):
        for other in changed(node):
            copy = deepcopy(tree)
            target = list(ast.walk(copy.body))[index]
            whole = ast.unparse(substituted(copy, target, other))
            yield ast.unparse(node), ast.unparse(other), whole


def substituted(tree: ast.Expression, target: ast.AST, other: ast.AST) -> ast.Expression:
    """The tree with one of its nodes put out for another."""

    class Putting(ast.NodeTransformer):
        def visit(self, node: ast.AST) -> Any:
            return other if node is target else self.generic_visit(node)

    result = Putting().visit(tree)
    assert isinstance(result, ast.Expression)  # only expressions inside it are put out
    return result


def changed(node: ast.AST) -> Iterator[ast.expr]:
    """What a slip could have made of a node."""
    match node:
        case ast.Compare():
            yield from changed_comparison(node)
        case ast.BoolOp():
            yield ast.BoolOp(ast.Or() if isinstance(node.op, ast.And) else ast.And(), node.values)
            for index in range(len(node.values)):
                rest = node.values[:index] + node.values[index + 1 :]
                yield rest[0] if len(rest) == 1 else ast.BoolOp(node.op, rest)
        case ast.UnaryOp(op=ast.Not()):
            yield node.operand
        case ast.BinOp():
            yield node.left
            if isinstance(node.op, (ast.Add, ast.Mult)):
                yield node.right
        case ast.List() | ast.Tuple() if len(node.elts) > 1:
            for index in range(len(node.elts)):
                yield ast.List(node.elts[:index] + node.elts[index + 1 :], ast.Load())
        case ast.Constant(value=value) if isinstance(value, (int, float)) and not isinstance(value, bool):
            for step in (1, -1):
                number = Decimal(str(value)) + step
                if number >= 0:
                    yield ast.Constant(int(number) if number == number.to_integral_value() else float(number))


def changed_comparison(node: ast.Compare) -> Iterator[ast.Compare]:
    """A comparison with each of its operators, in turn, put out for a neighbour."""
    for index, operator in enumerate(node.ops):
        for neighbour in NEIGHBOURS.get(type(operator), ()):
            operators = [*node.ops[:index], neighbour(), *node.ops[index + 1 :]]
            yield ast.Compare(node.left, operators, node.comparators)


class Trial:
    """One rule with the records of its tests, on which its mutants are tried."""

    def __init__(self, rule: Rule, kind: Kind) -> None:
        self.rule = rule
        self.kind = kind
        self.tests = [
            (wanted, Record.from_data(completed(fragment, kind))) for wanted, fragment in rule.tests
        ]
        self.derived = {name: Type("number", each.title, each.unit) for name, each in kind.derived.items()}
        item = rule.for_each.type.item if rule.for_each and rule.for_each.type else None
        self.locals = {"item": item} if item else {}

    @cached_property
    def survivors(self) -> list[Mutant]:
        """The mutants that every test of the rule passes, each change of a part told once."""
        found: dict[tuple[str, str], Mutant] = {}
        for mutant in mutants_of(self.rule):
            if (mutant.part, mutant.change) not in found and not self.is_noticed(mutant):
                found[mutant.part, mutant.change] = mutant
        return list(found.values())

    def unnoticed(self) -> list[Mutant]:
        """The survivors that the pack doesn't list as equivalent."""
        listed = {change for change, _reason in self.rule.equivalent}
        return [mutant for mutant in self.survivors if mutant.change not in listed]

    def needless(self) -> list[str]:
        """What the pack lists as equivalent though a test notices it, or nothing makes it."""
        changes = {mutant.change for mutant in self.survivors}
        return [change for change, _reason in self.rule.equivalent if change not in changes]

    def is_noticed(self, mutant: Mutant) -> bool:
        """Whether a test comes out otherwise, or the mutant is no expression of the language."""
        locals_ = {} if mutant.part == "when" else self.locals
        try:
            expression = compile_expression(
                mutant.source, self.kind.root, locals_, self.derived, wanted="boolean"
            )
        except ExpressionFault:
            return True
        match mutant.part:
            case "condition":
                rule = replace(self.rule, condition=expression)
            case "when":
                rule = replace(self.rule, when=expression)
            case _:
                rule = replace(self.rule, where=expression)
        return any(overall(judged(rule, record, self.kind)) != wanted for wanted, record in self.tests)
