"""Several processes on this machine: the first one and its helpers, each with a line of its own to it.

The first one doesn't only send and collect: what no helper has a hand free for it does itself, so that two
processes keep two cores busy and much of the work is never sent. Nothing is shared between them, no queue and
no lock, so that a helper that is killed at any moment (half a result sent) costs nothing but its own tasks,
which others do again.
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
from threading import Thread, active_count
from typing import Any, TypeVar

from docgen.batch.bench import Bench, Setup
from docgen.batch.crews import Task, do
from docgen.errors import UsageError

Tag = TypeVar("Tag")

#: how many processes may die one after the other, with nothing done between, until that is held for no chance
MOST_DEATHS = 3
#: tasks that a helper has: one that it does, and others that wait for it, so that it never sleeps
_AT_HAND = 3
#: bytes of tasks that a line surely holds though nobody reads: where both ends wait until the other one
#: reads, nothing ever goes on
_ROOM = 65_536 if sys.platform == "linux" else 8_192
#: what else is under way: what the first process has done before it is its turn
_AHEAD = 6
#: tasks that are ready to be begun: whether one is the last is known before it is given away
_OPEN = 2
#: how long a process may take to end once it is asked to
_PATIENCE_SECONDS = 60.0


@dataclass(slots=True, eq=False)
class _Job:
    """A task on its way; ``result`` says once it is done whether it failed, and what came of it."""

    task: Task
    is_begun: bool = False
    message: bytes = b""
    result: tuple[bool, Any] | None = None


@dataclass(slots=True, eq=False)
class _Worker:
    """A helper, this end of its line, and its jobs in the order in which it does them.

    ``is_ready`` once it has said so: until its tools are made nothing is sent, for others are faster.
    """

    process: Any
    line: Connection
    is_ready: bool = False
    jobs: deque[_Job] = field(default_factory=deque)


class Processes:
    """A crew of this process and helpers. One that dies is replaced; what it had not finished is done again.

    Helpers begin at once. Where nothing else runs in this process they are copies of it, which have its tools
    already; otherwise, and everywhere but on Linux, they are new ones that make their own.
    """

    def __init__(self, bench: Bench, workers: int) -> None:
        self.bench = bench
        self.helpers = workers - 1
        self.workers: list[_Worker] = []
        self.deaths = 0
        # before files are opened that are not theirs
        own = bench if sys.platform == "linux" and active_count() == 1 else None
        for _ in range(self.helpers):
            self._begin(own)

    def done(
        self, tasks: Iterator[tuple[Tag, Task]], is_stopped: Callable[[], bool]
    ) -> Iterator[tuple[Tag, Any]]:
        """Each task's tag and result, in order."""
        # few tasks are under way at a time, so that results never pile up behind a slow reader
        under_way: deque[tuple[Tag, _Job]] = deque()
        most = _AT_HAND * self.helpers + _AHEAD
        is_over = False
        while True:
            self._hand_out([job for _, job in under_way], patience=0)
            while not is_over and len(under_way) < most and not is_stopped():
                if sum(not job.is_begun for _, job in under_way) >= _OPEN:
                    break  # all hands are full
                following = next(tasks, None)
                if following is None:
                    is_over = True
                    break
                under_way.append((following[0], _Job(following[1])))
                self._give([job for _, job in under_way])
            if not under_way:
                return
            jobs = [job for _, job in under_way]
            own = next((job for job in jobs if not job.is_begun), None)
            if own is not None:
                own.is_begun = True
                own.result = _answer(self.bench, own.task)
            elif jobs[0].result is None:
                self._hand_out(jobs, patience=None)
            while under_way and (answer := under_way[0][1].result) is not None:
                tag, _ = under_way.popleft()
                failed, result = answer
                if failed:
                    raise result
                yield tag, result

    def close(self) -> None:
        """End the processes, once what they are doing is done."""
        for worker in self.workers:
            worker.line.close()
            if not worker.is_ready:
                worker.process.terminate()  # it was never given anything
        for worker in self.workers:
            worker.process.join(_PATIENCE_SECONDS)
            if worker.process.is_alive():
                worker.process.terminate()
                worker.process.join()
        self.workers.clear()

    def _hand_out(self, jobs: Sequence[_Job], patience: float | None) -> None:
        """Take in what is done (waiting for something if there is time), and give out what nobody has yet."""
        while len(self.workers) < self.helpers:
            self._begin(None)
        self._give(jobs)
        # a helper may have done several tasks meanwhile
        while self.workers and (lines := wait([each.line for each in self.workers], patience)):
            patience = 0
            for worker in [each for each in self.workers if each.line in lines]:
                self._take_in(worker)
        self._give(jobs)

    def _take_in(self, worker: _Worker) -> None:
        """What a helper has to say: the result of its first job, or that it is ready for jobs."""
        try:
            answer = pickle.loads(worker.line.recv_bytes())
        except (EOFError, OSError):
            self._bury(worker)
            return
        if not worker.is_ready:
            worker.is_ready = True
            return
        worker.jobs.popleft().result = answer
        self.deaths = 0

    def _give(self, jobs: Sequence[_Job]) -> None:
        taken = {id(job) for worker in self.workers for job in worker.jobs}
        waiting = deque(job for job in jobs if job.result is None and id(job) not in taken)
        while waiting:
            job = waiting[0]
            ready = [each for each in self.workers if each.is_ready]
            worker = min(ready, key=lambda each: len(each.jobs), default=None)
            if worker is None or len(worker.jobs) >= _AT_HAND:
                return
            if worker.jobs and len(waiting) == 1 and not job.is_begun:
                return  # sooner done here than behind another
            job.message = job.message or pickle.dumps(job.task, pickle.HIGHEST_PROTOCOL)
            if worker.jobs and sum(len(each.message) for each in (*worker.jobs, job)) > _ROOM:
                return
            job.is_begun = True  # what kills a helper isn't tried here
            try:
                worker.line.send_bytes(job.message)
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
        process = context.Process(target=_work, args=(own or self.bench.setup, theirs, lines), daemon=True)
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
    bench = given if isinstance(given, Bench) else Bench(given)
    gc.freeze()
    gc.set_threshold(50_000)
    answer: Any = None  # that it is ready
    try:
        while True:
            line.send_bytes(pickle.dumps(answer, pickle.HIGHEST_PROTOCOL))
            answer = _answer(bench, pickle.loads(line.recv_bytes()))
    except (EOFError, OSError):
        return  # nobody listens any more


def _answer(bench: Bench, task: Task) -> tuple[bool, Any]:
    """Whether a task failed, and what came of it; a failure is raised when the task's turn comes."""
    try:
        return False, do(bench, task)
    except Exception as error:
        return True, error


def _end_with_the_first() -> None:
    """A first process that is killed can't end the others, which would wait for tasks for ever."""
    first = parent_process()
    if first is not None:
        wait([first.sentinel])
        os._exit(1)
