"""PDF of documents that are there already, each beside its document or all in a folder."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from docgen.converting import Office, find_office, stand_ins
from docgen.errors import DocgenError, UnreadableInput, UsageError
from docgen.laying_out import fetches, fonts_of
from docgen.ooxml.reading import read_document
from docgen.sources import read_bytes
from docgen.writing import refuse_existing, write_all


@dataclass(frozen=True, slots=True)
class Converted:
    """What became of the documents."""

    made: tuple[Path, ...]
    #: why the others have no PDF
    errors: tuple[DocgenError, ...]
    #: fonts that the documents ask for and that aren't installed -> what stands in for them
    stand_ins: dict[str, str]


def convert_files(
    files: Sequence[str | Path],
    folder: str | Path | None = None,
    *,
    force: bool = False,
    max_bytes: int,
    is_stopped: Callable[[], bool] = lambda: False,
) -> Converted:
    """Make each .docx into a PDF of its name; what can't be read is told and the others are made.

    UsageError, before anything is made, without LibreOffice, over PDF that are there (unless ``force``), or
    where two documents would have the same PDF.
    """
    targets: dict[Path, Path] = {}
    for document in map(Path, files):
        target = (Path(folder) if folder is not None else document.parent) / f"{document.stem}.pdf"
        if target in targets:
            raise UsageError("pdf-same-name", path=str(target))
        targets[target] = document
    if not force:
        refuse_existing(list(targets))
    program = find_office()
    if program is None:
        raise UsageError("pdf-no-office")
    if folder is not None:
        with suppress(OSError):  # writing tells what is the matter
            Path(folder).mkdir(parents=True, exist_ok=True)
    made: list[Path] = []
    errors: list[DocgenError] = []
    fonts: set[str] = set()
    with tempfile.TemporaryDirectory(prefix="docgen-pdf-", ignore_cleanup_errors=True) as work:
        copies: dict[Path, tuple[Path, Path]] = {}
        for number, (target, document) in enumerate(targets.items()):
            try:
                if document.name.startswith("~$"):
                    raise UnreadableInput("pdf-lock-file", path=str(document), name=document.name[2:])
                data = read_bytes(str(document), max_bytes=max_bytes)
                reading = read_document(data, str(document))
                if fetches(reading):
                    raise UnreadableInput("pdf-links-outside", path=str(document))
                fonts.update(fonts_of(reading))
            except DocgenError as error:
                errors.append(error)
                continue
            copy = Path(work, f"{number}.docx")
            copy.write_bytes(data)
            copies[copy] = (document, target)
        with Office(program) as office:
            for copy, is_made in office.convert(list(copies), is_stopped):
                document, target = copies[copy]
                if not is_made:
                    errors.append(UnreadableInput("pdf-not-made", path=str(document)))
                    continue
                try:
                    write_all({target: copy.with_suffix(".pdf").read_bytes()})
                except UsageError as error:  # the others may go elsewhere, and what is made is told of
                    errors.append(error)
                    continue
                made.append(target)
    return Converted(tuple(made), tuple(errors), stand_ins(sorted(fonts)))
