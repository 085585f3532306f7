"""Who does the work: this process alone, several processes here (processes.py), other machines (cluster.py).

A task is a chunk of rows. Results come back in order, whoever did them and however often: a process that
dies is replaced, and what it had not finished is done again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from enum import Enum
from typing import Any, Protocol, TypeVar

from docgen.batch.bench import Bench

Tag = TypeVar("Tag")


class _Lacking(Enum):
    LACKING = "lacking"


#: what a process on another machine answers that has not the batch's files yet
LACKING = _Lacking.LACKING

#: a step of Bench, by name, and what it is given
Task = tuple[str, tuple[Any, ...]]


class Crew(Protocol):
    """Does tasks; ``done`` gives each with the tag it came with, in order."""

    def done(
        self, tasks: Iterator[tuple[Tag, Task]], is_stopped: Callable[[], bool]
    ) -> Iterator[tuple[Tag, Any]]: ...

    def close(self) -> None: ...


def do(bench: Bench, task: Task) -> Any:
    """One task on this process."""
    step, given = task
    return getattr(bench, step)(*given)


class Alone:
    """This process by itself."""

    def __init__(self, bench: Bench) -> None:
        self.bench = bench

    def done(
        self, tasks: Iterator[tuple[Tag, Task]], is_stopped: Callable[[], bool]
    ) -> Iterator[tuple[Tag, Any]]:
        for tag, task in tasks:
            yield tag, do(self.bench, task)
            if is_stopped():
                return

    def close(self) -> None:
        """Nothing is left to end."""
