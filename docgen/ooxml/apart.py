"""Values into runs of their own while the pieces of a rendered part go by: one walk, and no marks.

What comes out is what anchors.take_apart and put_together make of the same part with marks (a test holds
the two together). They are slower and can do more: they tell where every value stands, place comments,
and take markup cut up in any way; what is too unusual here is left to them.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING, Any, NamedTuple

from docgen.ooxml.anchors import (
    CLOSING,
    Anchors,
    after_value,
    anchor_around,
    anchor_name,
    looked_at,
    run_start,
)
from docgen.ooxml.environment import checked_size, pieces_of
from docgen.ooxml.marking import FIELD, SIGNS, VALUE, NeedsLivePackage, kept_escaped
from docgen.prose import Prose, Stating

if TYPE_CHECKING:
    from jinja2 import Template


class Apart(NamedTuple):
    """A part with every value in its own run, in pieces, and how many values it states."""

    pieces: list[str]
    stated: int


class _Unusual(Exception):
    """Markup that has to be seen in one piece."""


class _Read(NamedTuple):
    """A piece of markup: as it stands, as it stands before a value, and its last run's properties, if any."""

    text: str
    before_value: str
    properties: str | None


def runs_apart(
    template: Template, context: Mapping[str, Any], anchors: Anchors, first_anchor: int
) -> Apart | None:
    """The part rendered, its values in runs of their own, anchored from a number on; None if unusual."""
    writer = _Writer(anchors, first_anchor)
    size = 0
    try:
        for pieces in pieces_of(template, context):
            at = len(writer.written)
            writer.take(pieces)
            size = checked_size(size, islice(writer.written, at, None))
        return Apart(writer.finished(), writer.stated)
    except (_Unusual, NeedsLivePackage):
        return None


class _Writer:
    """Writes one part; ``waiting`` is the markup that was read last, until it is known what follows."""

    def __init__(self, anchors: Anchors, first_anchor: int) -> None:
        self.anchors, self.first_anchor = anchors, first_anchor
        self.written: list[str] = []
        self.waiting: _Read | None = None
        self.is_after_value = False
        self.properties, self.run = "", '<w:r><w:t xml:space="preserve">'
        self.stated = 0

    def take(self, pieces: list[str | tuple[object]]) -> None:
        """The next pieces of the part."""
        for piece in pieces:
            if type(piece) is not tuple:
                # what only the slow way can do: markup put out with marks or signs of docxtpl's in it
                if type(piece) is not str and (VALUE in piece or FIELD in piece or SIGNS in piece):
                    raise _Unusual
                if self.is_after_value:
                    self._markup(_read_after(piece, self.properties))
                else:
                    self._markup(_read(piece))
                continue
            value = piece[0]
            if isinstance(value, Stating):
                for part in value.parts:
                    if isinstance(part, str):
                        self._text(part)
                    else:
                        self._prose(part)
                continue
            if type(value) is int:
                value = str(value)
            if type(value) is not str or "\a" in value or "\f" in value:
                raise _Unusual
            self._text(value)

    def finished(self) -> list[str]:
        """The whole part."""
        if self.is_after_value:
            raise _Unusual
        if self.waiting is not None:
            self.written.append(self.waiting.text)
        return self.written

    def _markup(self, read: _Read) -> None:
        if self.waiting is not None:
            self.written.append(self.waiting.text)
        self.waiting = read
        self.is_after_value = False
        if read.properties is not None:
            self.properties = read.properties
            self.run = f'<w:r>{read.properties}<w:t xml:space="preserve">'

    def _text(self, text: str) -> None:
        """Words that state nothing stay in the run that they were put into."""
        text = kept_escaped(text)
        if not text:
            return
        if "<" in text:
            raise _Unusual
        if self.is_after_value:
            text = after_value(text, self.properties)
        self._markup(_Read(text, text + CLOSING, None))

    def _prose(self, prose: Prose) -> None:
        segments, pointer = prose.segments, prose.pointer
        if not pointer:
            stating = len([None for segment in segments if segment.states])
            if not stating:
                for segment in segments:
                    self._text(segment.text)
                return
            if stating != len(segments):
                raise _Unusual
        written = self.written
        if self.waiting is not None:
            written.append(self.waiting.before_value)
            self.waiting = None
        self.is_after_value = True
        run, anchors = self.run, self.anchors
        for text, states in segments:
            if states:
                if states == pointer:
                    raise _Unusual
                before = behind = ""
                if anchors != "none":
                    before, behind = _around(self.first_anchor + self.stated, states, anchors)
                self.stated += 1
                written += (before, run, kept_escaped(text), CLOSING, behind) if text else (before, behind)
            elif text:
                written += (run, kept_escaped(text), CLOSING)


@lru_cache(maxsize=2048)
def _read_after(piece: str, properties: str) -> _Read:
    """Markup read that goes on behind a value in a run of these properties; _Unusual if its end is cut up."""
    if piece != CLOSING and CLOSING.startswith(piece):
        raise _Unusual
    return _read(after_value(piece, properties))


@lru_cache(maxsize=2048)
def _read(text: str) -> _Read:
    """Markup read; _Unusual if it is cut in the head of a run."""
    if run_start(text) < 0 and any(opening in text for opening in ("<w:t>", "<w:t ", "<w:rPr", "</w:rPr>")):
        raise _Unusual
    looked = looked_at(text)
    return _Read(text, looked.without_bare_run if text else "", looked.properties)


@lru_cache(maxsize=8192)
def _around(number: int, pointer: str, anchors: Anchors) -> tuple[str, str]:
    return anchor_around(anchor_name(number, pointer), anchors)
