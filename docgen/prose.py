"""Text with mentions -> text that remembers which characters state which value. (Reading comes below.)"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple


class Segment(NamedTuple):
    """A stretch of resolved text; ``states`` is the JSON pointer of the value it states, or ""."""

    text: str
    states: str = ""


@dataclass(frozen=True, slots=True)
class Prose:
    """Resolved text of the field at ``pointer``; str() gives the plain text."""

    pointer: str
    segments: tuple[Segment, ...]

    def __str__(self) -> str:
        return "".join(segment.text for segment in self.segments)

    def __bool__(self) -> bool:
        return any(segment.text for segment in self.segments)
