"""``docgen notices``: the whole task, as the command line and Python call it."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import date
from functools import partial
from pathlib import Path

from docgen.batch.bench import Bench, MakingSetup, Setup, origin_of
from docgen.batch.checklist import write_checklist
from docgen.batch.crews import Alone, Crew
from docgen.batch.listing import Row, Table, read_common, read_rows
from docgen.batch.making import Resumed
from docgen.batch.manifest import MANIFEST, PARTIAL, Manifest, known_documents
from docgen.batch.names import same_name
from docgen.batch.outputs import ArchiveSink, Extras, is_in, put_out
from docgen.batch.results import COMPANIONS, BatchResult
from docgen.batch.running import (
    Judgement,
    Shared,
    Silent,
    Watcher,
    judge_list,
    judged_rows,
    make_documents,
)
from docgen.batch.sinks import FolderSink, Sink, is_temporary, mark_folder
from docgen.errors import UnreadableInput, UsageError
from docgen.findings import Finding, Nature, Place, Severity
from docgen.jobs import day_given
from docgen.library import Library, find_library
from docgen.ooxml.anchors import Anchors
from docgen.rules.explanations import read_explanations, without_use
from docgen.templates import OTHER_ROOTS, Template, file_named, list_templates, read_sidecar
from docgen.wording import nearest
from docgen.writing import DOCX, clear_beside, folder_not_made, is_held, refuse_sources

#: what file managers put into a folder by themselves
_UNSEEN = ("desktop.ini", "Thumbs.db", "thumbs.db")
#: how many names a message gives
_MOST_NAMES = 5


def notices(
    data: str | Path,
    template: str,
    output: str | Path,
    *,
    common: str | Path | None = None,
    file_names: str | None = None,
    workers: int = 1,
    dask: str | None = None,
    resume: bool = False,
    force: bool = False,
    check_only: bool = False,
    as_of: str | date | None = None,
    explanations: str | Path | None = None,
    language: str = "zh_CN",
    library: str | Path | None = None,
    archive: str | Path | None = None,
    combine: str | Path | None = None,
    one_sided: bool = False,
    pdf: bool = False,
    anchors: bool = False,
    sink: Sink | None = None,
    watcher: Watcher | None = None,
    is_stopped: Callable[[], bool] = lambda: False,
) -> BatchResult:
    """Make a document for each row of a list, from one template, into a folder with a manifest.

    ``data`` is the list, ``common`` what all rows share, ``file_names`` the pattern of the names
    (``{seq:04}-{addressee}.docx``; otherwise the template's own), ``explanations`` a file that explains
    failed rules, of all rows that it fits. A bad row makes no document and is among
    the result's rows with its findings; the others go on. A folder that isn't empty is refused, unless
    ``resume`` goes on with what an earlier run began (what is as it should be isn't touched) or ``force``
    writes over it; both together also write over documents that somebody changed. With ``check_only``
    nothing is written. ``archive`` is a .zip that takes the documents instead of the folder, ``combine`` one
    .docx of them all for printing (each begins on an odd page unless ``one_sided``), ``pdf`` puts a PDF
    beside each. With ``anchors`` every value stands in a hidden bookmark, by which ``docgen verify`` finds it
    again. ``language`` is that of reasons in the 核对清单. Once ``is_stopped`` says so the batch ends, and
    can be resumed. Raises UsageError, BrokenLibrary and UnreadableInput where nothing can be made.
    """
    extras = Extras(_path(archive), _path(combine), not one_sided, pdf)
    places = find_library(library, [Path(data).absolute().parent])
    found = template_named(places, template)
    folder = Path(output)
    if not check_only:
        extras.refuse(folder, may_replace=force or resume)
        _refuse_own_files(folder, extras.combine, [data, found.path])
    explained = read_explanations(Path(explanations)) if explanations is not None else ()
    kept: Anchors = "bookmark" if anchors else "none"
    setup = Setup(places, found.kind, found, file_names, day_given(as_of), explained, kept)
    bench = Bench(setup)
    shared = Shared(Path(common or "").name, read_common(common))
    result = BatchResult(folder, str(data), found.id, found.title, bench.kind.id, bench.kind.title)
    crew = _crew(bench, workers, dask)
    run = _Run(
        bench,
        crew,
        result,
        watcher or Silent(),
        is_stopped,
        partial(read_rows, data, bench.kind, shared.data),
        shared,
        extras.combine,
    )
    try:
        if check_only:
            run.check()
        else:
            was_cut_short = _ready(folder, resume, force)
            for each in extras.files:
                clear_beside(each)
            with Manifest(folder, origin_of(setup), is_anew=force and not resume) as manifest:
                place = sink or (ArchiveSink(extras.archive) if extras.archive else None)
                is_kept = resume and (place is None or place.is_shared)  # an archive begins anew
                resumed = Resumed(str(folder.absolute()), was_cut_short, force) if is_kept else None
                run.make(manifest, place or FolderSink(folder.absolute()), resumed)
            if result.is_complete:
                # other machines have only what the documents are made from
                write_checklist(result, places, language, crew if dask is None else Alone(bench))
                put_out(extras, result, run.watcher, is_stopped)
    finally:
        crew.close()
    return result


def _path(given: str | Path | None) -> Path | None:
    return None if given is None else Path(given)


def _crew(bench: Bench, workers: int, dask: str | None) -> Crew:
    if dask is not None:
        from docgen.batch.cluster import cluster

        return cluster(dask, bench.setup, bench)
    if workers <= 1:
        return Alone(bench)
    from docgen.batch.processes import Processes

    return Processes(bench, workers)


class _Run:
    """One run of a batch: the list judged, and unless that is all, its documents made."""

    def __init__(
        self,
        bench: Bench,
        crew: Crew,
        result: BatchResult,
        watcher: Watcher,
        is_stopped: Callable[[], bool],
        read: Callable[[], Table],
        shared: Shared,
        beside: Path | None,
    ) -> None:
        self.bench = bench
        self.crew = crew
        self.result = result
        self.watcher = watcher
        self.is_stopped = is_stopped
        self.read = read
        self.shared = shared
        self.beside = beside

    def check(self) -> None:
        """Judge the list, and write nothing."""
        self.result.is_check_only = True
        for rows in judged_rows(self.judged()):
            for row in rows:
                self.result.add(row)
            self.watcher.dealt_with(rows, self.result)

    def make(self, manifest: Manifest, sink: Sink, resumed: Resumed | None) -> None:
        """Judge the list and make the documents of its good rows."""
        folder, result = self.result.folder, self.result
        _clean(folder)
        try:
            try:
                known = known_documents(folder) if resumed is not None else {}
                judgement = self.judged()
                self._refuse_clashes(judgement)
            except BaseException:
                manifest.give_up()
                raise
            if not result.is_complete:
                manifest.give_up()
                return
            manifest.begin()
            mark = mark_folder(folder) if isinstance(sink, FolderSink) else ""
            making = MakingSetup(sink, manifest.origin, resumed, mark)
            make_documents(
                judgement, making, known, manifest, result, self.crew, self.watcher, self.is_stopped
            )
            if result.is_complete:
                result.manifest = manifest.finish()
                result.left_over = _left_over(folder, judgement, self.beside)
        finally:
            try:
                sink.finish(result)  # an archive may stand in the folder, and is written beside its place
            finally:
                _clean(folder)

    def _refuse_clashes(self, judgement: Judgement) -> None:
        """UsageError if a document would have the name of the template or of the one for printing."""
        template, files = self.bench.setup.template.path, judgement.plan.files.first
        for code, each in (("output-is-input", template), ("notices-output-taken", self.beside)):
            if each is not None and is_in(self.result.folder, each) and same_name(each.name) in files:
                raise UsageError(code, path=str(each))

    def judged(self) -> Judgement:
        """The first pass, and what it tells of the list as a whole."""
        tables: list[Table] = []

        def rows() -> Iterator[Row]:
            tables.append(self.read())
            return tables[-1].rows

        result = self.result
        judgement = judge_list(
            rows,
            self.bench.roles,
            self.crew,
            self.watcher,
            self.is_stopped,
            result.list_name,
            self.shared,
        )
        if not judgement.total and judgement.is_complete:
            raise UnreadableInput("notices-list-empty", path=result.list_name)
        result.total, result.is_complete = judgement.total, judgement.is_complete
        result.findings = (
            *self._without_common(judgement),
            *judgement.plan.on_the_list(),
            *self._unused(judgement),
        )
        result.notes = tuple(tables[0].notes)
        return judgement

    def _without_common(self, judgement: Judgement) -> list[Finding]:
        """A hint for a list that hasn't even the office's name, which nobody writes on each row."""
        fields, first = self.bench.kind.root.fields, judgement.base
        if self.shared.data or first is None or "issuer" in first.data or "issuer" not in fields:
            return []
        lacking = [each.title for name, each in fields.items() if each.is_required and name not in first.data]
        told = {"titles": "、".join(lacking)}
        return [Finding("notices-without-common", Place(), Severity.WARNING, Nature.ADVICE, told)]

    def _unused(self, judgement: Judgement) -> list[Finding]:
        """A hint for each explanation that holds for no row of the list."""
        given = enumerate(self.bench.setup.explanations) if judgement.is_complete else ()
        return [without_use(each, None, set()) for at, each in given if at not in judgement.explained_by]


def template_named(library: Library, id_or_path: str) -> Template:
    """The template of that id or path; its sidecar says for which kind of record it is."""
    path = file_named(id_or_path)
    if path is not None:
        return read_sidecar(path.stem, path, path.parent)
    known = {each.id: each for each in list_templates(library) if each.kind not in OTHER_ROOTS}
    if id_or_path not in known:
        near, names = nearest(id_or_path, known), "、".join(known)
        raise UsageError("template-missing", suggestion=near, template=id_or_path, templates=names)
    return known[id_or_path]


def _refuse_own_files(folder: Path, combine: Path | None, sources: list[str | Path]) -> None:
    """UsageError if the 核对清单 would take the place of a file given, or the one for printing its."""
    for name in COMPANIONS:
        refuse_sources(folder / name, sources)
    if combine is not None:
        refuse_sources(combine, sources)
        if is_in(folder, combine) and same_name(combine.name) in COMPANIONS:
            raise UsageError("notices-output-taken", path=str(combine))


def _ready(folder: Path, resume: bool, force: bool) -> bool:
    """Make the folder, or refuse it; whether an earlier run in it was cut short."""
    if folder.exists() and not folder.is_dir():
        raise UsageError("notices-not-a-folder", path=str(folder))
    try:
        folder.mkdir(parents=True, exist_ok=True)
        there = {each.name for each in os.scandir(folder) if not _is_unseen(each.name)}
    except OSError as error:
        raise folder_not_made(folder, error) from error
    is_ours = MANIFEST in there or PARTIAL in there
    if there and not force and not (resume and is_ours):
        names = "、".join(sorted(there)[:_MOST_NAMES]) + ("…" if len(there) > _MOST_NAMES else "")
        code = "notices-folder-not-empty" if not is_ours else "notices-folder-has-notices"
        raise UsageError("notices-nothing-to-resume" if resume else code, path=str(folder), names=names)
    return PARTIAL in there


def _is_unseen(name: str) -> bool:
    return name in _UNSEEN or (name.startswith(".") and not is_temporary(name))


def _clean(folder: Path) -> None:
    """Take away what a run that was killed was just writing."""
    for each in os.scandir(folder):
        # an archive that another batch writes into this folder is left alone
        if is_temporary(each.name) and not is_held(each.path):
            with suppress(OSError):  # somebody looks at it: the next run takes it away
                os.unlink(each.path)


def _left_over(folder: Path, judgement: Judgement, beside: Path | None) -> tuple[str, ...]:
    """Documents and PDF in the folder of no row of the list, sorted; the one for printing isn't meant."""
    known = {*COMPANIONS, beside.name} if beside is not None and is_in(folder, beside) else {*COMPANIONS}
    wanted, returned = judgement.plan.files.first, judgement.returned_names
    names = (each.name for each in os.scandir(folder) if not each.name.startswith((".", "~$")))
    documents = ((name, document) for name in names if (document := _document_of(name)))
    return tuple(
        sorted(
            name
            for name, document in documents
            if document not in known and ((key := same_name(document)) not in wanted or key in returned)
        )
    )


def _document_of(name: str) -> str:
    """The document that a file is, or is the PDF of; "" for others."""
    stem, ending = os.path.splitext(name)
    if ending.lower() == ".pdf":
        return stem + DOCX
    return name if ending.lower() == DOCX else ""
