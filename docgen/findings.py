"""What is wrong with the user's input, and where: the finding and its place.

A finding holds a stable code and parameters, never a sentence: messages.py holds the sentences and
formats/ words them in an explicit language. Nothing here reads a file.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from enum import Enum

from docgen.frozen import frozen


class Severity(str, Enum):
    """How much a finding weighs; an error of nature CONTRADICTION blocks the official document."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


class Nature(str, Enum):
    """The two natures of a finding, kept apart everywhere.

    CONTRADICTION 文稿差错: the record contradicts itself or its schema; may block.
    ADVICE 业务提示: late, low, missing, open; never blocks a truthful document.
    """

    CONTRADICTION = "文稿差错"
    ADVICE = "业务提示"


@frozen
class Place:
    """Where in the user's input something stands.

    ``file`` as the user named it; ``pointer`` a JSON pointer (RFC 6901) into the record ("" is the
    whole record); ``label`` the Chinese path a clerk knows (指标 › 城市低保户数 › 数值); ``line`` and
    ``column`` count from 1 and are None where the input has none.
    """

    file: str = ""
    pointer: str = ""
    label: str = ""
    line: int | None = None
    column: int | None = None


@frozen
class Finding:
    """One fault at one place, worded by messages.py from ``code`` and ``parameters``."""

    code: str
    place: Place
    severity: Severity = Severity.ERROR
    nature: Nature = Nature.CONTRADICTION
    parameters: Mapping[str, object] = field(default_factory=dict)

    @property
    def blocks(self) -> bool:
        """Whether this finding alone keeps the official document from being made."""
        return self.severity is Severity.ERROR and self.nature is Nature.CONTRADICTION
