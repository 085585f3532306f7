"""Several processes, several machines: the same bytes, whoever dies in between."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing import parent_process
from pathlib import Path
from typing import Any

import pytest
from notice_lists import notice, write_list, write_template

import docgen
from docgen.batch.processes import Processes
from docgen.errors import UsageError

ROWS = 1200


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_template(tmp_path_factory.mktemp("template"))


@pytest.fixture(scope="module")
def rows(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_list(
        tmp_path_factory.mktemp("list") / "list.jsonl",
        ROWS,
        lambda at, record: notice(at, deadline="2024-01-01") if at % 97 == 0 else record,
    )


@pytest.fixture(scope="module")
def alone(rows: Path, template: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    folder = tmp_path_factory.mktemp("alone") / "out"
    docgen.notices(rows, str(template), folder)
    return contents(folder)


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def children(parent: int) -> list[int]:
    """The processes that a process has begun; Linux tells them in /proc."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdecimal():
            try:
                fields = (
                    (entry / "stat").read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
                )
                command = (entry / "cmdline").read_bytes()
            except OSError:
                continue
            if int(fields[1]) == parent and b"resource_tracker" not in command:
                found.append(int(entry.name))
    return found


@contextmanager
def killing_one(find: list[int] | None, folder: Path, after: int) -> Iterator[list[int]]:
    """Once so many files are there, kill one of the processes (None: one that this process has begun)."""
    killed: list[int] = []

    def kill() -> None:
        while not folder.is_dir() or sum(1 for _ in os.scandir(folder)) < after:
            time.sleep(0.002)
        killed.append((children(os.getpid()) if find is None else find)[0])
        os.kill(killed[0], signal.SIGKILL)

    thread = threading.Thread(target=kill, daemon=True)
    thread.start()
    yield killed
    thread.join(20)


def test_two_processes_make_what_one_makes(
    rows: Path, template: Path, alone: dict[str, bytes], tmp_path: Path
) -> None:
    result = docgen.notices(rows, str(template), tmp_path / "out", workers=2)
    assert (result.made, result.returned) == (ROWS - ROWS // 97, ROWS // 97)
    assert [row.number for row in result.rows()] == list(range(1, ROWS + 1))
    assert contents(tmp_path / "out") == alone


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="finds the processes in /proc")
@pytest.mark.parametrize("threads", (1, 2), ids=("copies", "new ones"))
def test_a_process_that_is_killed_is_replaced(
    rows: Path,
    template: Path,
    alone: dict[str, bytes],
    tmp_path: Path,
    threads: int,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("docgen.batch.processes.active_count", lambda: threads)
    folder = tmp_path / "out"
    with killing_one(None, folder, 150) as killed:
        result = docgen.notices(rows, str(template), folder, workers=2)
    assert len(killed) == 1
    assert result.is_complete
    assert contents(folder) == alone


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@pytest.fixture
def workers(tmp_path: Path) -> Iterator[tuple[str, list[int]]]:
    """The address of a scheduler with two workers, and the workers' processes."""
    pytest.importorskip("distributed")
    address = f"tcp://127.0.0.1:{free_port()}"
    environment = {
        **os.environ,
        "DASK_DISTRIBUTED__SCHEDULER__WORKER_TTL": "10s",
        "DOCGEN_CACHE": str(tmp_path / "cache"),
    }
    environment.pop("DOCGEN_LIBRARY", None)

    def begun(module: str, *options: str) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", f"distributed.cli.{module}", *options]
        folder = tmp_path / "elsewhere"  # a worker has no library near it
        folder.mkdir(exist_ok=True)
        return subprocess.Popen(
            command, cwd=folder, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )

    host, _, port = address.removeprefix("tcp://").partition(":")
    processes = [begun("dask_scheduler", "--host", host, "--port", port, "--no-dashboard")]
    processes += [
        begun("dask_worker", address, "--nthreads", "1", "--no-dashboard", "--no-nanny") for _ in range(2)
    ]
    try:
        yield address, [process.pid for process in processes[1:]]
    finally:
        for process in reversed(processes):
            process.kill()
            process.wait()


def test_a_cluster_makes_what_one_process_makes_though_a_worker_is_killed(
    rows: Path, template: Path, alone: dict[str, bytes], workers: tuple[str, list[int]], tmp_path: Path
) -> None:
    address, pids = workers
    folder = tmp_path / "out"
    with killing_one(pids, folder, 150) as killed:
        result = docgen.notices(rows, str(template), folder, dask=address)
    assert killed == [pids[0]]
    assert (result.made, result.returned, result.is_complete) == (ROWS - ROWS // 97, ROWS // 97, True)
    assert contents(folder) == alone


def test_a_scheduler_that_does_not_answer_is_told(
    rows: Path, template: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("distributed")
    monkeypatch.setattr("docgen.batch.cluster.PATIENCE_SECONDS", 1)
    with pytest.raises(UsageError) as refused:
        docgen.notices(rows, str(template), tmp_path / "out", dask=f"tcp://127.0.0.1:{free_port()}")
    assert refused.value.code == "cluster-not-reached"
    assert not (tmp_path / "out").exists()


def test_a_worker_refuses_other_bytes_and_another_folder(
    template: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from docgen.batch.bench import Bench, MakingSetup, Setup, origin_of
    from docgen.batch.cluster import bundle, do_there
    from docgen.batch.crews import LACKING
    from docgen.batch.sinks import FolderSink
    from docgen.batch.wire import Base
    from docgen.library import find_library
    from docgen.templates import read_sidecar

    temporary = tmp_path / "temporary"
    temporary.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(temporary))
    setup = Setup(find_library(), "notice", read_sidecar("tong-zhi", template, template.parent))
    sent = bundle(setup, Bench(setup))
    base = Base(notice(1), "list.jsonl")
    task = ("judge_chunk", (base, [base.wire(1, 1, notice(1))]))
    assert do_there(sent.digest(), task, None) is LACKING
    other = sent._replace(files={**sent.files, "schemas/notice.json": b"{}"})
    with pytest.raises(UsageError) as refused:
        do_there(sent.digest(), task, other)
    assert refused.value.code == "cluster-other-bytes"
    assert [judged.keys.file for judged in do_there(sent.digest(), task, sent)] == [
        "0001-云川县第1社会组织.docx"
    ]
    assert list(temporary.iterdir()) == []  # what ends a worker leaves no time to clear up
    making = MakingSetup(FolderSink(tmp_path), origin_of(setup), None, "no-such-mark")
    with pytest.raises(UsageError) as refused:
        do_there(sent.digest(), ("make_chunk", (base, [], making)), None)
    assert refused.value.code == "cluster-folder-not-shared"


class Bench:
    """Tools of a process that does what a test asks for."""

    setup = None

    def step(self, what: str) -> str | int:
        if what == "die" and parent_process() is not None:
            os._exit(9)
        if what == "fail":
            raise UsageError("output-exists", names="x")
        if what == "who":
            return os.getpid()
        if what == "much":
            return "长" * 1_000_000
        return what


def crew(monkeypatch: pytest.MonkeyPatch) -> Processes:
    monkeypatch.setattr("docgen.batch.processes.active_count", lambda: 1)
    monkeypatch.setattr("docgen.batch.processes.Bench", Bench)
    processes = Processes(Bench(), 2)  # type: ignore[arg-type]
    while not processes.workers[0].is_ready:  # else this one has done everything before
        processes._hand_out([], patience=None)
    return processes


@pytest.mark.skipif(sys.platform != "linux", reason="the processes are copies of this one")
def test_results_come_in_order_however_large(monkeypatch: pytest.MonkeyPatch) -> None:
    processes = crew(monkeypatch)
    try:
        tasks = [(at, ("step", ("much" if at % 3 else f"第{at}个",))) for at in range(40)]
        found = list(processes.done(iter(tasks), lambda: False))
        assert found == [(at, "长" * 1_000_000 if at % 3 else f"第{at}个") for at in range(40)]
        # what fails on a process fails here, and the others can be asked again
        with pytest.raises(UsageError) as failed:
            list(processes.done(iter([(1, ("step", ("fail",)))]), lambda: False))
        assert failed.value.code == "output-exists"
        assert list(processes.done(iter([(1, ("step", ("x",)))]), lambda: False)) == [(1, "x")]
    finally:
        processes.close()
    assert processes.workers == []


@pytest.mark.skipif(sys.platform != "linux", reason="the processes are copies of this one")
def test_this_process_does_what_the_helper_has_no_hand_free_for(monkeypatch: pytest.MonkeyPatch) -> None:
    processes = crew(monkeypatch)
    try:
        assert len(processes.workers) == 1
        # two tasks: one for each process, for a task that waits behind another would be done last
        tasks = [(at, ("step", ("who",))) for at in range(2)]
        helper = processes.workers[0].process.pid
        assert list(processes.done(iter(tasks), lambda: False)) == [(0, helper), (1, os.getpid())]
        # more than a line holds is sent only to one that reads, whose own results are as large
        large = [(at, ("step", (str(at) * 1_000_000,))) for at in range(9)]
        found = list(processes.done(iter(large), lambda: False))
        assert found == [(at, str(at) * 1_000_000) for at in range(9)]
    finally:
        processes.close()


def test_a_helper_that_is_not_ready_keeps_nobody_waiting(
    rows: Path, template: Path, alone: dict[str, bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("docgen.batch.processes.active_count", lambda: 2)
    begun: list[Any] = []
    begin = Processes._begin

    def never_ready(self: Processes, own: object) -> None:
        begin(self, None)
        begun.append(self.workers[-1].process)
        os.kill(begun[-1].pid, signal.SIGSTOP)

    if not hasattr(signal, "SIGSTOP"):
        pytest.skip("a process can't be held here")
    monkeypatch.setattr(Processes, "_begin", never_ready)
    closed = Processes.close

    def let_go(self: Processes) -> None:
        assert [worker.is_ready for worker in self.workers] == [False]
        os.kill(begun[-1].pid, signal.SIGCONT)
        closed(self)

    monkeypatch.setattr(Processes, "close", let_go)
    docgen.notices(rows, str(template), tmp_path / "out", workers=2)
    assert contents(tmp_path / "out") == alone
    assert len(begun) == 1
    assert not begun[0].is_alive()


@pytest.mark.skipif(sys.platform != "linux", reason="the processes are copies of this one")
def test_a_task_that_kills_every_process_ends_the_batch(monkeypatch: pytest.MonkeyPatch) -> None:
    processes = crew(monkeypatch)
    # those that replace them are copies as well here, for the test's own tools are nowhere else
    begin = processes._begin
    monkeypatch.setattr(processes, "_begin", lambda _: begin(Bench()))  # type: ignore[arg-type]
    tasks = [(at, ("step", ("die" if at == 0 else str(at),))) for at in range(8)]
    found = []
    try:
        with pytest.raises(UsageError) as refused:
            for each in processes.done(iter(tasks), lambda: False):
                found.append(each)
    finally:
        processes.close()
    assert refused.value.code == "notices-processes-die"
    assert found == []
