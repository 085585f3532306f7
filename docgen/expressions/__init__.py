"""The rule language: a small subset of Python expression syntax over a record, exact and three-valued.

``compile_expression`` parses and checks an expression against the types of a record's kind;
``Expression.evaluate`` gives its value with the evidence. Nothing in an expression can reach Python.
"""

from __future__ import annotations

from docgen.expressions.compiling import Expression, compile_expression
from docgen.expressions.deferring import Deferred
from docgen.expressions.parts import ExpressionFault
from docgen.expressions.scopes import Evidence, Failure, Scope
from docgen.expressions.types import Type
from docgen.expressions.values import Gap, Listing, Nothing, Number, Thing, Unknown, Value, text_of

__all__ = [
    "Deferred",
    "Evidence",
    "Expression",
    "ExpressionFault",
    "Failure",
    "Gap",
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
