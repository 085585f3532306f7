"""An expression that was found right before: it is compiled when somebody asks for more than its source."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from docgen.expressions.compiling import Expression


class Deferred(Expression):
    """An expression whose other fields are filled in when one of them is first read."""

    __slots__ = ("_compile",)

    def __init__(self, source: str, compile: Callable[[], Expression]) -> None:
        object.__setattr__(self, "source", source)  # to mypy, a frozen class has no other way
        self._compile = compile

    def __getattr__(self, name: str) -> Any:
        # Python asks here for what a slot doesn't hold yet
        if name not in Expression.__match_args__:
            raise AttributeError(name)
        made = self._compile()
        for each in Expression.__match_args__:
            setattr(self, each, getattr(made, each))
        return getattr(made, name)
