"""Values on their way through a template: escaped text with marks that say what each stretch states.

The marks are control characters, which XML and so records can't contain; anchors.py takes them out
again and gives every value a run of its own.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from contextvars import ContextVar
from functools import lru_cache

from markupsafe import Markup

from docgen.errors import UnreadableInput
from docgen.prose import Prose, Stating

#: around a value: VALUE pointer TEXT … END; around the prose of a field: FIELD pointer TEXT … FIELD_END
VALUE, END, FIELD, FIELD_END, TEXT = "\x02", "\x04", "\x05", "\x06", "\x03"

#: what XML 1.0 can't hold at all; records are checked for it long before, this is the last door
FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
#: what can't be put out as it is; most texts have none of it
_SPECIAL = re.compile("[\x00-\x1f&<>\ud800-\udfff\ufffe\uffff]")
#: before a value that brings docxtpl's own signs (new paragraph, new page; line breaks and tabs in markup)
SIGNS = "\x0e"
_NEW_PARAGRAPH, _NEW_PAGE = "\a", "\f"

#: the package of docxtpl's that is being rendered here, if any
live_package: ContextVar[object] = ContextVar("live_package", default=None)

_BREAK = '</w:t><w:br/><w:t xml:space="preserve">'
#: with a space that no XML library writes, which tells it from a tab of the template's own
TAB_ELEMENT = "<w:tab />"
TAB = f'</w:t>{TAB_ELEMENT}<w:t xml:space="preserve">'


def escaped(text: str) -> str:
    """Text for a ``w:t``: markup escaped, line breaks and tabs as the elements that Word wants."""
    if not _SPECIAL.search(text):
        return text
    if FORBIDDEN.search(text):
        raise UnreadableInput("character-not-for-xml", text=FORBIDDEN.sub("□", text)[:40])
    text = escaped_markup(text)
    if "\n" in text or "\t" in text or "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\n", _BREAK).replace("\t", TAB)
    return text


def escaped_markup(text: str) -> str:
    """Text for any element (xml.sax.saxutils would load a web client to do it)."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _markup(text: str) -> Markup:
    """Text that is markup already (Markup's own way there asks it first what it is)."""
    return str.__new__(Markup, text)


def marked(value: object) -> Markup:
    """A value as it is put out inside a ``w:t``, with its marks; plain text gets none."""
    if type(value) is str:
        return _markup(_plain(value))
    if isinstance(value, Stating):
        written = [_marked_prose(part) if isinstance(part, Prose) else escaped(part) for part in value.parts]
        return _markup("".join(written))
    if hasattr(value, "__html__"):
        return _markup(_with_signs(_brought_markup(value), "\n\t\a\f"))
    return _markup(_plain(str(value)))


class NeedsLivePackage(Exception):
    """A value that adds to its package: ``package`` is docxtpl's, None where nobody named it."""

    def __init__(self, package: object) -> None:
        super().__init__(package)
        self.package = package


def _brought_markup(value: object) -> str:
    """The markup that a value brings itself; NeedsLivePackage if its package is not being rendered."""
    package = getattr(value, "tpl", None)
    if package is not None and live_package.get() is not package:
        raise NeedsLivePackage(package)
    markup = str(Markup(value))
    if ' r:id="' in markup and live_package.get() is None:
        raise NeedsLivePackage(None)
    return markup


def _plain(text: str) -> str:
    """Text of a template's own making may hold docxtpl's signs for a new paragraph and a new page."""
    if _NEW_PARAGRAPH not in text and _NEW_PAGE not in text:
        return escaped(text)
    pieces = re.split(f"([{_NEW_PARAGRAPH}{_NEW_PAGE}])", text)
    written = (escaped(piece) if number % 2 == 0 else piece for number, piece in enumerate(pieces))
    return _with_signs("".join(written), "\a\f")


def _with_signs(markup: str, signs: str) -> str:
    return SIGNS + markup if any(sign in markup for sign in signs) else markup


def marked_blocks(value: object) -> Markup:
    """A value put out between paragraphs ({{p …}}): a paragraph of its own, or the markup it brings."""
    if hasattr(value, "__html__"):
        return marked(value)
    return _markup(f"<w:p>{marked_runs(value)}</w:p>")


def in_property(value: object) -> Markup:
    """A value as it is put out in a property of the document: text only, escaped once."""
    text = str(value)
    if hasattr(value, "__html__"):
        text = re.sub(r"<[^>]*>", "", text)
        return _markup(FORBIDDEN.sub("", text))
    if FORBIDDEN.search(text):
        raise UnreadableInput("character-not-for-xml", text=FORBIDDEN.sub("□", text)[:40])
    return _markup(escaped_markup(text))


def _marked_prose(prose: Prose) -> str:
    text = "".join(
        [
            f"{VALUE}{segment.states}{TEXT}{escaped(segment.text)}{END}"
            if segment.states
            else escaped(segment.text)
            for segment in prose.segments
        ]
    )
    return f"{FIELD}{prose.pointer}{TEXT}{text}{FIELD_END}" if prose.pointer else text


def marked_runs(value: object) -> Markup:
    """A value put out between runs ({{r …}}): a run of its own, or the markup it brings itself."""
    if hasattr(value, "__html__"):
        return marked(value)
    return _markup(f'<w:r><w:t xml:space="preserve">{marked(value)}</w:t></w:r>')


def unmarked(value: object) -> str:
    """A value as ``marked`` puts it out, less the marks: for documents that nothing is placed in."""
    kind = type(value)
    if kind is str or kind is int:
        return _kept_plain(str(value))
    return _kept_markup(str(value)) if isinstance(value, Stating) else marked(value)


def unmarked_runs(value: object) -> Markup:
    """A value between runs as ``marked_runs`` puts it out, less the marks."""
    if hasattr(value, "__html__"):
        return marked(value)
    return _markup(f'<w:r><w:t xml:space="preserve">{unmarked(value)}</w:t></w:r>')


#: thousands of documents state the same texts
_kept_plain = lru_cache(maxsize=512)(lambda text: _markup(_plain(text)))
_kept_markup = lru_cache(maxsize=2048)(lambda text: _markup(escaped(text)))
kept_escaped = lru_cache(maxsize=2048)(escaped)

#: the filters that compiled.py puts on placeholders; their names can't be typed by accident
VALUE_FILTER = "_state"
OUTPUT_FILTERS: dict[str, Callable[[object], object]] = {
    VALUE_FILTER: marked,
    "_runs": marked_runs,
    "_blocks": marked_blocks,
    "_property": in_property,
}
#: the same for an environment whose documents are never split
UNMARKED_FILTERS = {**OUTPUT_FILTERS, VALUE_FILTER: unmarked, "_runs": unmarked_runs}
