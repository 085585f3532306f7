"""docgen templates check: templates judged before anyone fills them, all faults of all of them at once.

Nothing here prints.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from docgen.errors import DocgenError, UsageError
from docgen.expressions import Type
from docgen.library import Library, find_library
from docgen.rendering import compile_for
from docgen.schemas import load_kind
from docgen.template_checks import CheckedTemplate, check_template
from docgen.templates import OTHER_ROOTS, Template, find_template, read_sidecar, template_root


def check_templates(
    names: Sequence[str] = (), *, kind: str | None = None, library: str | Path | None = None
) -> list[CheckedTemplate]:
    """The templates named by id or path judged against their kind's fields; all there are, if none is.

    ``kind`` is for a .docx without sidecar. UsageError for a name that is none.
    """
    found = find_library(library, map(Path, names))
    if names:
        return [_checked(name, found, kind) for name in names]
    return [_checked(file.id, found, None) for file in found.template_files()]


def _checked(name: str, library: Library, kind: str | None) -> CheckedTemplate:
    try:
        template = _named(name, library, kind)
        root = _root(template, library)
        findings = check_template(template.path, _bytes(template), root)
        if not findings:
            compile_for(template, root)
        return CheckedTemplate(name, template.title, template.kind, tuple(findings), None)
    except UsageError:
        raise
    except DocgenError as error:
        return CheckedTemplate(name, "", "", (), error)


def _named(name: str, library: Library, kind: str | None) -> Template:
    path = Path(name)
    if path.suffix.lower() == ".docx":
        if path.is_file() and path.with_suffix(".yaml").is_file():
            return read_sidecar(path.stem, path, path.parent)
        if path.is_file() and kind is None:
            raise UsageError("template-kind-needed", path=name)
        return find_template(library, name, kind or "")
    for file in library.template_files():
        if file.id == name:
            return read_sidecar(file.id, file.path, file.root)
    return find_template(library, name, kind or "")


def _root(template: Template, library: Library) -> Type:
    return OTHER_ROOTS.get(template.kind) or template_root(load_kind(library, template.kind))


def _bytes(template: Template) -> bytes:
    from docgen.errors import BrokenLibrary

    try:
        return template.path.read_bytes()
    except OSError as fault:
        raise BrokenLibrary("template-unreadable", path=str(template.path)) from fault
