"""Processes that an executor has on other machines (cluster.py) at work; the ones that die are replaced."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import BrokenExecutor, Executor, Future
from typing import Any, TypeVar

from docgen.batch.crews import LACKING, Task
from docgen.errors import UsageError

Tag = TypeVar("Tag")

#: how often a chunk may be there when a process dies, until it is held for the cause
_MOST_DEATHS = 3


class Team:
    """Tasks on an executor that may lose its processes; ``begin`` makes a new one.

    ``width`` tasks are under way at a time. ``lost`` are the errors that mean a process died.
    ``submit_with_all`` gives along what a process that answers LACKING needs; ``finish`` ends what the
    executors were made from.
    """

    def __init__(
        self,
        begin: Callable[[], Executor],
        submit: Callable[[Executor, Task], Future[Any]],
        width: int,
        submit_with_all: Callable[[Executor, Task], Future[Any]] | None = None,
        lost: tuple[type[Exception], ...] = (BrokenExecutor,),
        finish: Callable[[], object] = lambda: None,
    ) -> None:
        self.begin = begin
        self.submit = submit
        self.width = width
        self.submit_with_all = submit_with_all or submit
        self.lost = lost
        self.finish = finish
        self.executor: Executor | None = None
        self.under_way: deque[Future[Any]] = deque()

    def done(
        self, tasks: Iterator[tuple[Tag, Task]], is_stopped: Callable[[], bool]
    ) -> Iterator[tuple[Tag, Any]]:
        # few tasks are under way at a time, so that results never pile up behind a slow reader
        waiting: deque[tuple[Tag, Task]] = deque()
        deaths = 0
        is_over = False
        while True:
            while not is_over and len(waiting) < self.width and not is_stopped():
                following = next(tasks, None)
                if following is None:
                    is_over = True
                    break
                waiting.append(following)
                self.under_way.append(self._submitted(following[1]))
            if not waiting:
                return
            tag, task = waiting[0]
            try:
                result = self.under_way[0].result()
            except self.lost as error:
                deaths += 1
                if deaths >= _MOST_DEATHS:
                    raise UsageError("notices-processes-die") from error
                self._begin_anew([each for _, each in waiting])
                continue
            if result is LACKING:
                self.under_way[0] = self._submitted(task, self.submit_with_all)
                continue
            deaths = 0
            waiting.popleft()
            self.under_way.popleft()
            yield tag, result

    def _submitted(
        self, task: Task, submit: Callable[[Executor, Task], Future[Any]] | None = None
    ) -> Future[Any]:
        if self.executor is None:
            self.executor = self.begin()
        try:
            return (submit or self.submit)(self.executor, task)
        except self.lost as error:  # it died just now: the future says so when its turn comes
            failed: Future[Any] = Future()
            failed.set_exception(error)
            return failed

    def _begin_anew(self, tasks: Sequence[Task]) -> None:
        """A new executor; what the old one has done needn't be done again."""
        if self.executor is not None:
            self.executor.shutdown(wait=False)
        self.executor = None
        for at, (future, task) in enumerate(zip(self.under_way, tasks, strict=True)):
            is_done = future.done() and not future.cancelled() and future.exception() is None
            if not is_done:
                self.under_way[at] = self._submitted(task)

    def close(self) -> None:
        """End the processes, once what they are doing is done."""
        for future in self.under_way:
            future.cancel()
        if self.executor is not None:
            self.executor.shutdown(wait=True)
            self.executor = None
        self.finish()
