"""A batch on several machines: the same chunks through a Dask scheduler, the documents into a shared folder.

Workers need docgen (the same version) and the folder, nothing else: schemas, rules and the template travel
by their digest. A worker that lacks them says so and gets the bytes once; bytes of another digest it refuses.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
import threading
import zlib
from collections.abc import Mapping
from concurrent.futures import CancelledError, Executor, Future
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from docgen import __version__
from docgen.batch.bench import Bench, MakingSetup, Setup
from docgen.batch.crews import LACKING, Task, do
from docgen.batch.sinks import FolderSink
from docgen.batch.teams import Team
from docgen.errors import UsageError
from docgen.library import CHECKS, CORE, SCHEMAS, TEMPLATES, Library

#: how long the scheduler, and its first worker, are waited for
PATIENCE_SECONDS = 30


class Bundle(NamedTuple):
    """What a batch needs of the library: each file's content by its path in a library's folder."""

    setup: Setup
    files: Mapping[str, bytes]

    def digest(self) -> str:
        """The SHA-256 of all names and contents, and of what else has to be the same on every machine."""
        told = hashlib.sha256(f"{__version__} {zlib.ZLIB_RUNTIME_VERSION}".encode("ascii"))
        for name, content in sorted(self.files.items()):
            told.update(f"\n{name} {hashlib.sha256(content).hexdigest()}".encode())
        setup = self.setup
        told.update(repr((setup.kind, setup.pattern, setup.as_of, setup.explanations)).encode("utf-8"))
        return told.hexdigest()


def bundle(setup: Setup, bench: Bench) -> Bundle:
    """The files that a batch uses."""
    schemas = {file.id: file.path for file in setup.library.schema_files()}
    paths = [(SCHEMAS, schemas[id]) for id in (CORE, setup.kind)]
    paths += [(CHECKS, pack.path) for pack in bench.packs if pack.rules]
    paths.append((TEMPLATES, setup.template.path))
    files = {f"{folder}/{path.name}": path.read_bytes() for folder, path in paths}
    # where the library stands on this machine is nobody else's business
    template = replace(setup.template, path=Path(setup.template.path.name), library=Path())
    return Bundle(setup._replace(library=Library(()), template=template), files)


def cluster(address: str, setup: Setup, bench: Bench) -> Team:
    """A team of the workers of a scheduler; UsageError if it can't be reached or has none."""
    try:
        from distributed import Client
        from distributed.scheduler import KilledWorker
    except ImportError as error:
        raise UsageError("cluster-not-installed") from error
    try:
        make_client: Any = Client
        client = make_client(address, timeout=PATIENCE_SECONDS, set_as_default=False)
    except (OSError, ValueError, TimeoutError) as error:
        raise UsageError("cluster-not-reached", address=address) from error
    try:
        client.wait_for_workers(1, timeout=PATIENCE_SECONDS)
    except TimeoutError as error:
        client.close()
        raise UsageError("cluster-without-workers", address=address) from error
    threads = sum(client.nthreads().values())
    sent = bundle(setup, bench)
    key = sent.digest()

    def submit(executor: Executor, task: Task, given: Bundle | None = None) -> Future[Any]:
        return executor.submit(do_there, key, task, given)

    return Team(
        begin=partial(client.get_executor, pure=False),
        submit=submit,
        width=2 * threads + 2,
        submit_with_all=lambda executor, task: submit(executor, task, sent),
        lost=(KilledWorker, CancelledError),
        finish=client.close,
    )


#: a worker may have several threads; each has its own tools, and needs them for one batch at a time
_own = threading.local()


def do_there(key: str, task: Task, given: Bundle | None) -> Any:
    """One task on a worker; LACKING if it has not the files of that digest yet."""
    if getattr(_own, "key", None) != key:
        if given is None:
            return LACKING
        if given.digest() != key:
            raise UsageError("cluster-other-bytes", version=__version__)
        # the tools hold all that they were made from: a worker, which is always ended from outside, leaves
        # no folder behind
        with tempfile.TemporaryDirectory(prefix="docgen-") as folder:
            _own.bench = Bench(unpacked(given, Path(folder)))
        _own.key = key
    for each in task[1]:
        if isinstance(each, MakingSetup):
            refuse_other_folder(each)
    return do(_own.bench, task)


def unpacked(given: Bundle, folder: Path) -> Setup:
    """A bundle's files as a library in a folder, and the setup that uses it."""
    for name, content in given.files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    template = replace(
        given.setup.template, path=folder / TEMPLATES / given.setup.template.path, library=folder
    )
    return given.setup._replace(library=Library((folder,)), template=template)


def refuse_other_folder(making: MakingSetup) -> None:
    """UsageError on a machine that doesn't see the batch's folder."""
    sink = making.sink
    if isinstance(sink, FolderSink) and not os.path.exists(os.path.join(sink.folder, making.mark)):
        raise UsageError("cluster-folder-not-shared", path=sink.folder)
