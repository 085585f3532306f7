"""Values on their way through a template: escaped text with marks that say what each stretch states.

The marks are control characters, which XML and so records can't contain; anchors.py takes them out
again and gives every value a run of its own.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from typing import TYPE_CHECKING

from docgen.errors import UnreadableInput
from docgen.prose import Prose

if TYPE_CHECKING:
    from markupsafe import Markup

#: around a value: VALUE pointer TEXT … END; around the prose of a field: FIELD pointer TEXT … FIELD_END
VALUE, END, FIELD, FIELD_END, TEXT = "\x02", "\x04", "\x05", "\x06", "\x03"

#: what XML 1.0 can't hold at all; records are checked for it long before, this is the last door
FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")

_BREAK = '</w:t><w:br/><w:t xml:space="preserve">'
_TAB = '</w:t><w:tab/><w:t xml:space="preserve">'


def escaped(text: str) -> str:
    """Text for a ``w:t``: markup escaped, line breaks and tabs as the elements that Word wants."""
    if FORBIDDEN.search(text):
        raise UnreadableInput("character-not-for-xml", text=FORBIDDEN.sub("□", text)[:40])
    text = escaped_markup(text)
    if "\n" in text or "\t" in text or "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\n", _BREAK).replace("\t", _TAB)
    return text


def escaped_markup(text: str) -> str:
    """Text for any element (xml.sax.saxutils would load a web client to do it)."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def marked(value: object) -> Markup:
    """A value as it is put out inside a ``w:t``, with its marks; plain text gets none."""
    from markupsafe import Markup

    parts = (value,) if isinstance(value, Prose) else getattr(value, "parts", None)
    if parts is None:
        if hasattr(value, "__html__"):
            return Markup(value)
        return Markup(escaped(str(value)))
    return Markup(
        "".join(_marked_prose(part) if isinstance(part, Prose) else escaped(part) for part in parts)
    )


def _marked_prose(prose: Prose) -> str:
    text = "".join(
        f"{VALUE}{segment.states}{TEXT}{escaped(segment.text)}{END}"
        if segment.states
        else escaped(segment.text)
        for segment in prose.segments
    )
    return f"{FIELD}{prose.pointer}{TEXT}{text}{FIELD_END}" if prose.pointer else text


def marked_runs(value: object) -> Markup:
    """A value put out between runs ({{r …}}): a run of its own, or the markup it brings itself."""
    from markupsafe import Markup

    if hasattr(value, "__html__"):
        return Markup(value)
    return Markup(f'<w:r><w:t xml:space="preserve">{marked(value)}</w:t></w:r>')


def unmarked(value: object) -> Markup:
    """A value as ``marked`` puts it out, less the marks: for documents that nothing is placed in."""
    from markupsafe import Markup

    parts = (value,) if isinstance(value, Prose) else getattr(value, "parts", None)
    if parts is None:
        return marked(value)
    return Markup("".join([_kept(str(part)) for part in parts]))


def unmarked_runs(value: object) -> Markup:
    """A value between runs as ``marked_runs`` puts it out, less the marks."""
    from markupsafe import Markup

    if hasattr(value, "__html__"):
        return Markup(value)
    return Markup(f'<w:r><w:t xml:space="preserve">{unmarked(value)}</w:t></w:r>')


#: thousands of documents state the same texts
_kept = lru_cache(maxsize=512)(escaped)

#: the two filters that compiled.py puts on every placeholder; their names can't be typed by accident
OUTPUT_FILTERS: dict[str, Callable[[object], object]] = {"_state": marked, "_runs": marked_runs}
#: the same for an environment whose documents are never split
UNMARKED_FILTERS: dict[str, Callable[[object], object]] = {"_state": unmarked, "_runs": unmarked_runs}
