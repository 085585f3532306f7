"""What stops the work: the few exceptions of docgen.

A fault in a user's record is never one of these; it is a finding (findings.py) and is collected to
the end. An exception here means that nothing could be judged or made, and carries what the user
needs to mend it: a stable ``code`` that the catalogue words (messages.py), the file, and the place.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeVar


class DocgenError(Exception):
    """Base of what docgen raises on purpose; ``code`` and ``parameters`` are worded by messages.py.

    ``path`` is the file as the user named it (``-`` for standard input), ``line`` and ``column``
    count from 1, ``suggestion`` is the nearest right name where there is one. ``also`` holds the
    further errors of a file that is refused with all that is wrong with it.
    """

    def __init__(
        self,
        code: str,
        *,
        path: str = "",
        line: int | None = None,
        column: int | None = None,
        suggestion: str = "",
        **parameters: object,
    ) -> None:
        self.code = code
        self.path = path
        self.line = line
        self.column = column
        self.suggestion = suggestion
        self.parameters: dict[str, Any] = dict(parameters)
        self.also: tuple[DocgenError, ...] = ()
        where = ":".join(str(part) for part in (path, line, column) if part)
        super().__init__(f"{where}: {code} {parameters}" if where else f"{code} {parameters}")


class UnreadableInput(DocgenError):
    """A record, explanations file or other input of the user that can't be read at all (exit 3)."""


class BrokenLibrary(DocgenError):
    """A schema, rule pack or template that is refused whole (exit 3)."""


class UsageError(DocgenError):
    """A call that asks for something that isn't there or would do harm, such as overwriting (exit 2)."""


_Other = TypeVar("_Other", bound=DocgenError)


def together(errors: Sequence[_Other]) -> _Other:
    """Several errors (at least one) as one to raise: the first, which carries the others."""
    first = errors[0]
    first.also = tuple(errors[1:])
    return first


class YamlFault(DocgenError):
    """A YAML file that can't be read strictly; what it was for decides what the user is told it is."""

    def as_broken_library(self) -> BrokenLibrary:
        """The same fault as that of a schema, pack or sidecar, which is refused whole."""
        return self._as(BrokenLibrary)

    def as_unreadable_input(self) -> UnreadableInput:
        """The same fault as that of a file the user handed in."""
        return self._as(UnreadableInput)

    def _as(self, other: type[_Other]) -> _Other:
        same = other(self.code, path=self.path, line=self.line, column=self.column, **self.parameters)
        same.also = tuple(each._as(other) for each in self.also if isinstance(each, YamlFault))
        return same
