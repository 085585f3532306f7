"""Several processes on this machine, each with a line of its own to the first one.

Nothing is shared between them, no queue and no lock, so that one that is killed at any moment (half a result
sent) costs nothing but its own tasks, which others do again.
"""

from __future__ import annotations

import os
import pickle
import sys
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from multiprocessing import get_context, parent_process
from multiprocessing.connection import Connection, wait
from queue import SimpleQueue
from threading import Thread, active_count
from typing import Any, TypeVar

from docgen.batch.bench import Bench, Setup
from docgen.batch.crews import Task, do
from docgen.errors import UsageError

Tag = TypeVar("Tag")

#: how many processes may die one after the other, with nothing done between, until that is held for no chance
MOST_DEATHS = 3
#: tasks that a process has: one that it does, and one that waits for it
_AT_HAND = 2
#: how long a process may take to end once it is asked to
_PATIENCE_SECONDS = 60.0


@dataclass(slots=True, eq=False)
class _Job:
    """A task on its way; ``result`` says once it is done whether it failed, and what came of it."""

    message: bytes
    result: tuple[bool, Any] | None = None


@dataclass(slots=True, eq=False)
class _Worker:
    """A process, this end of its line, and its jobs in the order in which it does them."""

    process: Any
    line: Connection
    jobs: deque[_Job] = field(default_factory=deque)


class Processes:
    """A crew of processes; one that dies is replaced, and what it had not finished is done again.

    They begin at once. Where nothing else runs in this process they are copies of it, which have its tools
    already; otherwise, and everywhere but on Linux, they are new ones that make their own.
    """

    def __init__(self, bench: Bench, workers: int) -> None:
        self.setup = bench.setup
        self.count = workers
        self.workers: list[_Worker] = []
        self.deaths = 0
        # before files are opened that are not theirs
        own = bench if sys.platform == "linux" and active_count() == 1 else None
        for _ in range(workers if own is not None else 0):
            self._begin(own)

    def done(
        self, tasks: Iterator[tuple[Tag, Task]], is_stopped: Callable[[], bool]
    ) -> Iterator[tuple[Tag, Any]]:
        """Each task's tag and result, in order."""
        # few tasks are under way at a time, so that results never pile up behind a slow reader
        under_way: deque[tuple[Tag, _Job]] = deque()
        most = 2 * self.count + 1
        is_over = False
        while True:
            while not is_over and len(under_way) < most and not is_stopped():
                following = next(tasks, None)
                if following is None:
                    is_over = True
                    break
                under_way.append((following[0], _Job(pickle.dumps(following[1], pickle.HIGHEST_PROTOCOL))))
                self._hand_out([job for _, job in under_way], patience=0)
            if not under_way:
                return
            tag, job = under_way[0]
            while job.result is None:
                self._hand_out([job for _, job in under_way], patience=None)
            under_way.popleft()
            failed, result = job.result
            if failed:
                raise result
            yield tag, result

    def close(self) -> None:
        """End the processes, once what they are doing is done."""
        for worker in self.workers:
            worker.line.close()
        for worker in self.workers:
            worker.process.join(_PATIENCE_SECONDS)
            if worker.process.is_alive():
                worker.process.terminate()
                worker.process.join()
        self.workers.clear()

    def _hand_out(self, jobs: Sequence[_Job], patience: float | None) -> None:
        """Take in what is done (waiting for something if there is time), and give out what nobody has yet."""
        while len(self.workers) < self.count:
            self._begin(None)
        self._give(jobs)
        by_line = {worker.line: worker for worker in self.workers}
        for line in wait(list(by_line), patience):
            worker = by_line[line]  # type: ignore[index]
            try:
                answer = pickle.loads(worker.line.recv_bytes())
            except (EOFError, OSError):
                self._bury(worker)
                continue
            worker.jobs.popleft().result = answer
            self.deaths = 0
        self._give(jobs)

    def _give(self, jobs: Sequence[_Job]) -> None:
        taken = {id(job) for worker in self.workers for job in worker.jobs}
        waiting = deque(job for job in jobs if job.result is None and id(job) not in taken)
        while waiting:
            worker = min(self.workers, key=lambda each: len(each.jobs), default=None)
            if worker is None or len(worker.jobs) >= _AT_HAND:
                return
            try:
                worker.line.send_bytes(waiting[0].message)
            except OSError:
                self._bury(worker)
                continue
            worker.jobs.append(waiting.popleft())

    def _bury(self, worker: _Worker) -> None:
        """A process died: its jobs are nobody's again."""
        self.workers.remove(worker)
        worker.line.close()
        worker.process.join()
        self.deaths += 1
        if self.deaths >= MOST_DEATHS:
            raise UsageError("notices-processes-die")

    def _begin(self, own: Bench | None) -> None:
        context: Any = get_context("spawn" if own is None else "fork")
        ours, theirs = context.Pipe()
        lines = [ours, *(worker.line for worker in self.workers)] if own is not None else []
        process = context.Process(target=_work, args=(own or self.setup, theirs, lines), daemon=True)
        process.start()
        theirs.close()
        self.workers.append(_Worker(process, ours))


def _work(given: Bench | Setup, line: Connection, others: Sequence[Connection]) -> None:
    """A process's whole life: tasks come in on its line, results go out; it ends with the line."""
    import gc
    import signal

    for each in others:
        each.close()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the first process ends the work, in order
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    Thread(target=_end_with_the_first, daemon=True).start()
    tasks: SimpleQueue[bytes | None] = SimpleQueue()
    # read by a thread, so that the first process never waits until a task is taken
    Thread(target=_take_in, args=(line, tasks), daemon=True).start()
    bench = given if isinstance(given, Bench) else Bench(given)
    gc.freeze()
    gc.set_threshold(50_000)
    while (message := tasks.get()) is not None:
        try:
            answer = (False, do(bench, pickle.loads(message)))
        except Exception as error:  # raised again on the first process
            answer = (True, error)
        try:
            line.send_bytes(pickle.dumps(answer, pickle.HIGHEST_PROTOCOL))
        except OSError:
            return  # nobody listens any more


def _take_in(line: Connection, tasks: SimpleQueue[bytes | None]) -> None:
    try:
        while True:
            tasks.put(line.recv_bytes())
    except (EOFError, OSError):
        while not tasks.empty():  # nobody wants what was not begun
            tasks.get()
        tasks.put(None)


def _end_with_the_first() -> None:
    """A first process that is killed can't end the others, which would wait for tasks for ever."""
    first = parent_process()
    if first is not None:
        wait([first.sentinel])
        os._exit(1)
