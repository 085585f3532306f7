"""The Jinja environment of templates: sandboxed, always escaping, without loader, globals or guesses."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, cast

from docgen.errors import BrokenLibrary
from docgen.ooxml.marking import OUTPUT_FILTERS, UNMARKED_FILTERS, VALUE_FILTER

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
#: how often its loops inside of others may go round, whether they print or not
MAX_ROUNDS = 10_000_000
_PIECES = 4096
#: what templates ask a loop for
_LOOP = frozenset(("index", "index0", "first", "last", "length", "revindex", "revindex0"))

Filters = Mapping[str, Callable[..., object]]


def make_environment(filters: Filters, tests: Filters, *, is_marked: bool = True) -> SandboxedEnvironment:
    """An environment that knows these filters and tests beside the few of Jinja's own that are safe.

    ``is_marked=False`` is for documents that are never split: their values are written without marks.
    """
    from jinja2 import StrictUndefined, nodes
    from jinja2.compiler import CodeGenerator, Frame
    from jinja2.exceptions import SecurityError
    from jinja2.runtime import LoopContext
    from jinja2.sandbox import SandboxedEnvironment

    class Code(CodeGenerator):
        put_out: nodes.Expr | None = None

        def visit_Output(self, node: nodes.Output, frame: Frame) -> None:  # noqa: N802 - Jinja's name
            # what stands between two tags leaves the template together: see pieces_of
            if frame.buffer is not None or frame.require_output_check:
                super().visit_Output(node, frame)
                return
            if not node.nodes:
                self.writeline("yield None", node)
                return
            finalize = self._make_finalize()
            self.writeline("yield (", node)
            for child in node.nodes:
                if isinstance(child, nodes.TemplateData):
                    self.write(repr(child.data))
                else:
                    self._output_child_pre(child, frame, finalize)
                    self.visit(child, frame)
                    self._output_child_post(child, frame, finalize)
                self.write(", ")
            self.write(")")

        def visit_Getattr(self, node: nodes.Getattr, frame: Frame) -> None:  # noqa: N802 - Jinja's name
            # most of what is asked is a plain mapping, which needs nobody to look after it
            if not isinstance(node.node, nodes.Name):
                super().visit_Getattr(node, frame)
                return
            ref, name = frame.symbols.ref(node.node.name), repr(node.attr)
            self.write(f"({ref}[{name}] if type({ref}) is dict and {name} in {ref} else ")
            super().visit_Getattr(node, frame)
            self.write(")")

        def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:
            # what our own filters put out is escaped already: asking again costs as much as the filter
            if isinstance(node, nodes.Filter) and node.name in OUTPUT_FILTERS and finalize.src is None:
                self.write("(")
                if is_marked and node.name == VALUE_FILTER and frame.buffer is None:
                    self.put_out = node
            else:
                super()._output_child_pre(node, frame, finalize)

        def visit_Filter(self, node: nodes.Filter, frame: Frame) -> None:  # noqa: N802 - Jinja's name
            # a value that is put out leaves the template as it is: see pieces_of
            if node is self.put_out and node.node is not None:
                self.visit(node.node, frame)
                self.write(",")
            else:
                super().visit_Filter(node, frame)

    class Environment(SandboxedEnvironment):
        code_generator_class = Code
        # a template of a few words could otherwise ask for gigabytes or for hours
        intercepted_binops = frozenset(("*", "**", "%"))

        def _generate(self, source: nodes.Template, *given: Any, **named: Any) -> str:
            # an output of nothing tells of every round of a loop that stands inside of another
            for outer in source.find_all(nodes.For):
                for inner in outer.find_all(nodes.For):
                    first = inner.body[0] if inner.body else None
                    if not isinstance(first, nodes.Output) or first.nodes:
                        inner.body.insert(0, nodes.Output([], lineno=inner.lineno))
            return super()._generate(source, *given, **named)

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
            kind = type(obj)
            if kind is dict or (kind is not LoopContext and isinstance(obj, Mapping)):
                try:
                    return obj[attribute]
                except KeyError:
                    return self.undefined(obj=obj, name=attribute)
            if kind is LoopContext and attribute in _LOOP:
                return getattr(obj, attribute)  # what a loop says of itself is safe
            return super().getattr(obj, attribute)

    environment = Environment(
        autoescape=True, undefined=StrictUndefined, keep_trailing_newline=True, cache_size=0, extensions=()
    )
    environment.globals.clear()
    environment.filters = {name: environment.filters[name] for name in JINJA_FILTERS}
    environment.filters.update(filters)
    environment.filters.update(OUTPUT_FILTERS if is_marked else UNMARKED_FILTERS)
    environment.tests = {name: environment.tests[name] for name in JINJA_TESTS}
    environment.tests.update(tests)
    return environment


#: what a template puts out: its own markup, and in a marked environment values in tuples of one
Piece = str | tuple[object]


def pieces_of(template: Template, context: Mapping[str, Any]) -> Iterator[list[Piece]]:
    """What the template puts out, some pieces at a time: the values in its texts are still to be written.

    BrokenLibrary if its loops come to no end, jinja2.TemplateError where it asks for what can't be (a
    division by zero, a number that is too large).
    """
    from jinja2 import TemplateRuntimeError

    some: list[Piece] = []
    rounds = 0
    try:
        # Template.generate would only mend tracebacks that nobody sees
        for put_out in template.root_render_func(template.new_context(dict(context))):
            if isinstance(put_out, str):
                some.append(put_out)
            elif put_out is None:
                rounds += 1
                if rounds > MAX_ROUNDS:
                    raise BrokenLibrary("template-loops-too-often", limit=MAX_ROUNDS // 1_000_000)
            else:
                some += cast("tuple[Piece, ...]", put_out)
            if len(some) > _PIECES:
                yield some
                some = []
    except (ArithmeticError, NameError, TypeError) as fault:
        raise TemplateRuntimeError(str(fault)) from fault
    yield some


def text_of(template: Template, context: Mapping[str, Any]) -> str:
    """The template rendered, values as its environment writes them; BrokenLibrary if it prints too much."""
    write = template.environment.filters[VALUE_FILTER]
    written: list[str] = []
    size = 0
    for some in pieces_of(template, context):
        texts: list[str] = [write(piece[0]) if isinstance(piece, tuple) else piece for piece in some]
        size = checked_size(size, texts)
        written += texts
    return "".join(written)


def checked_size(before: int, texts: Iterable[str]) -> int:
    """The size of a part so far; BrokenLibrary if it is more than any document holds."""
    size = before + sum(map(len, texts))
    if size > MAX_RENDERED:
        raise BrokenLibrary("template-prints-too-much", limit=MAX_RENDERED // 1_000_000)
    return size
