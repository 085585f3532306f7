"""Conditions that nothing in any record can decide: comparisons of a thing with itself, or of constants."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from itertools import pairwise

from docgen.expressions.compiling import parse
from docgen.expressions.parts import ExpressionFault

#: nodes that read the record
_READ = (ast.Name, ast.Attribute)


def refuse_constant(source: str) -> None:
    """ExpressionFault for a condition, or a comparison in it, that always comes out the same."""
    blank = len(source) - len(source.lstrip())
    source = source.strip()
    body = parse(source).body
    if isinstance(body, ast.Constant):
        raise ExpressionFault("expression-constant", blank, source=source)
    for node in ast.walk(body):
        for code in reasons(node):
            encoded = source.replace("\n", " ").encode("utf-8")
            start, end = getattr(node, "col_offset", 0), getattr(node, "end_col_offset", 0)
            offset = blank + len(encoded[:start].decode("utf-8"))
            raise ExpressionFault(code, offset, source=encoded[start:end].decode("utf-8"))


def reasons(node: ast.AST) -> Iterator[str]:
    """Why a comparison always comes out the same, if it does."""
    if not isinstance(node, ast.Compare):
        return
    for left, right in pairwise([node.left, *node.comparators]):
        if type(left) is type(right) and ast.dump(left) == ast.dump(right):
            yield "expression-same-sides"
        elif isinstance(left, _READ) or isinstance(right, _READ):
            continue  # the common case, told without walking
        elif is_constant(left) and is_constant(right):
            yield "expression-constant"


def is_constant(node: ast.expr) -> bool:
    """Whether an expression reads nothing of the record."""
    functions = {id(call.func) for call in ast.walk(node) if isinstance(call, ast.Call)}
    return not any(isinstance(each, ast.Name) and id(each) not in functions for each in ast.walk(node))
