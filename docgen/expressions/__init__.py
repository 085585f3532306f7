"""The rule language: a small subset of Python expression syntax over a record, exact and three-valued.

``compile_expression`` parses and checks an expression against the types of a record's kind;
``Expression.evaluate`` gives its value with the evidence. Nothing in an expression can reach Python.
"""

from __future__ import annotations

from docgen.expressions.compiling import Expression, ExpressionFault, compile_expression
from docgen.expressions.reading import Scope
from docgen.expressions.types import Type
from docgen.expressions.values import Listing, Nothing, Number, Thing, Unknown, Value, text_of

__all__ = [
    "Expression",
    "ExpressionFault",
    "Listing",
    "Nothing",
    "Number",
    "Scope",
    "Thing",
    "Type",
    "Unknown",
    "Value",
    "compile_expression",
    "text_of",
]
