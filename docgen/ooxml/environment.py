"""The Jinja environment of templates: sandboxed, always escaping, without loader, globals or guesses."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import islice
from typing import TYPE_CHECKING, Any

from docgen.errors import BrokenLibrary
from docgen.ooxml.marking import OUTPUT_FILTERS

if TYPE_CHECKING:
    from jinja2 import Template
    from jinja2.sandbox import SandboxedEnvironment

#: Jinja's own filters that templates may use; none of them builds text of a size it is told
JINJA_FILTERS = ("default", "first", "last", "length", "join", "list", "reverse", "selectattr", "rejectattr")
#: Jinja's own tests that templates may use
JINJA_TESTS = (
    *("defined", "undefined", "even", "odd", "divisibleby", "in"),
    *("eq", "==", "equalto", "ne", "!=", "gt", ">", "ge", ">=", "lt", "<", "le", "<="),
)

#: what one part of a document may come to, in characters; a few nested loops could ask for any amount
MAX_RENDERED = 64_000_000
_PIECES = 4096

Filters = Mapping[str, Callable[..., object]]


def make_environment(filters: Filters, tests: Filters) -> SandboxedEnvironment:
    """An environment that knows these filters and tests beside the few of Jinja's own that are safe."""
    from jinja2 import StrictUndefined, nodes
    from jinja2.compiler import CodeGenerator, Frame
    from jinja2.exceptions import SecurityError
    from jinja2.sandbox import SandboxedEnvironment

    class Code(CodeGenerator):
        def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:
            # what our own filters put out is escaped already: asking again costs as much as the filter
            if isinstance(node, nodes.Filter) and node.name in OUTPUT_FILTERS and finalize.src is None:
                self.write("(")
            else:
                super()._output_child_pre(node, frame, finalize)

    class Environment(SandboxedEnvironment):
        code_generator_class = Code
        # a template of a few words could otherwise ask for gigabytes or for hours
        intercepted_binops = frozenset(("*", "**", "%"))

        def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
            if (
                operator == "**"
                or isinstance(left, str | list | tuple)
                or isinstance(right, str | list | tuple)
            ):
                raise SecurityError(f"{operator} is not for templates")
            return super().call_binop(context, operator, left, right)

        def is_safe_callable(self, obj: Any) -> bool:
            # values have no methods that a document needs, and text's own can ask for gigabytes (ljust)
            return False

        def getattr(self, obj: Any, attribute: str) -> Any:
            # Jinja asks Python's attributes first and a mapping's keys after a caught exception: slow here,
            # and a record's field named "items" would be a method
            if type(obj) is dict or isinstance(obj, Mapping):
                try:
                    return obj[attribute]
                except KeyError:
                    return self.undefined(obj=obj, name=attribute)
            return super().getattr(obj, attribute)

    environment = Environment(
        autoescape=True, undefined=StrictUndefined, keep_trailing_newline=True, cache_size=0, extensions=()
    )
    environment.globals.clear()
    environment.filters = {name: environment.filters[name] for name in JINJA_FILTERS}
    environment.filters.update(filters)
    environment.filters.update(OUTPUT_FILTERS)
    environment.tests = {name: environment.tests[name] for name in JINJA_TESTS}
    environment.tests.update(tests)
    return environment


def text_of(template: Template, context: Mapping[str, Any]) -> str:
    """The template rendered; BrokenLibrary if it prints more than any document holds."""
    pieces = template.generate(context)
    written: list[str] = []
    size = 0
    while some := list(islice(pieces, _PIECES)):
        size += sum(map(len, some))
        if size > MAX_RENDERED:
            raise BrokenLibrary("template-prints-too-much", limit=MAX_RENDERED // 1_000_000)
        written += some
    return "".join(written)
