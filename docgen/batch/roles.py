"""What part the fields of a kind play in a batch: to whom, under which number, by when; and the file names.

The template's sidecar says it; what it is silent about follows from the names that kinds share
(``addressee``, ``number``, ``signature.date``, ``deadline``).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, cast

from docgen.batch.names import NamePattern, Place, find_field, read_pattern
from docgen.errors import BrokenLibrary
from docgen.expressions import Type
from docgen.frozen import frozen
from docgen.records import join_pointer
from docgen.schemas import Kind
from docgen.templates import Template

#: 发文字号: one for the whole batch, one for each document in sequence, or nothing said of it
Numbers = Literal["shared", "each", ""]

_NAME_FIELDS = ("name", "名称")
_CODE_FIELDS = ("code", "credit_code", "uscc", "identity")


@frozen
class Roles:
    """The fields by their part; None where the kind has none.

    ``recipient`` is who a document is for (主送机关), ``code`` what identifies it (统一社会信用代码),
    ``number`` the 发文字号, ``issued`` the 成文日期, ``deadlines`` the dates by which something is due.
    ``is_recipient_public`` and ``is_code_public``: whether they may be shown outside the document.
    """

    pattern: NamePattern
    recipient: Place | None
    code: Place | None
    number: Place | None
    issued: Place | None
    deadlines: tuple[Place, ...]
    numbers: Numbers
    is_recipient_public: bool
    is_code_public: bool


def read_roles(template: Template, kind: Kind, pattern: str | None = None) -> Roles:
    """The roles of a template's kind; UsageError for a wrong pattern, BrokenLibrary for a wrong sidecar."""
    recipient, code, is_public = _recipient(template, kind)
    numbers = cast(Numbers, template.numbers)
    named = pattern or template.file_name
    if not named and recipient and is_public:
        named = "{seq:04}-{" + recipient.pointer[1:].replace("/", ".") + "}"
    return Roles(
        pattern=read_pattern(named or "{seq:04}.docx", kind),
        recipient=recipient,
        code=code,
        number=_known("number", kind),
        issued=_known("signature.date", kind),
        deadlines=tuple(_deadlines(kind.root)),
        numbers=numbers,
        is_recipient_public=is_public,
        is_code_public=code is not None and isinstance(find_field(code.pointer, kind), Place),
    )


def _recipient(template: Template, kind: Kind) -> tuple[Place | None, Place | None, bool]:
    """The recipient's name and code, and whether the name is public."""
    path = template.recipient
    for each in (path,) if path else ("recipient", "addressee"):
        found = _known(each, kind)
        if found is None:
            continue
        if found.type.sort != "object":
            code = _known(template.recipient_code, kind) if template.recipient_code else None
            return found, code, isinstance(find_field(each, kind), Place)
        name, code = _first(each, _NAME_FIELDS, kind), _first(each, _CODE_FIELDS, kind)
        if name is not None:
            return name, code, isinstance(find_field(name.pointer, kind), Place)
    if path:
        raise BrokenLibrary("sidecar-no-recipient", path=str(template.path), field=path)
    return None, None, False


def _first(path: str, names: tuple[str, ...], kind: Kind) -> Place | None:
    found = (_known(f"{path}.{name}", kind) for name in names)
    return next((each for each in found if each is not None), None)


def _known(path: str, kind: Kind) -> Place | None:
    """The field at a path, public or not; None if the kind has none."""
    found = find_field(path, kind, may_be_private=True)
    return found if isinstance(found, Place) else None


def _deadlines(type_: Type, pointer: str = "", title: str = "") -> Iterator[Place]:
    """The dates by which something is due (办理期限), those in lists and keyed by ids aside."""
    for name, inner in type_.fields.items():
        at, called = join_pointer(pointer, name), f"{title} › {inner.title}" if title else inner.title
        if inner.sort == "date" and inner.window == "due" and not inner.fields:
            yield Place(at, called, inner)
        elif inner.sort == "object":
            yield from _deadlines(inner, at, called)
