"""What auditing one file gave, before anything is worded."""

from __future__ import annotations

from collections.abc import Sequence

from docgen.auditing.relations import Relation, Verdict
from docgen.errors import DocgenError
from docgen.frozen import frozen


@frozen
class Audit:
    """The relations of one document; ``issued`` is the day of issue they were judged by (ISO text, "": none).

    ``digest`` is the SHA-256 of the file. ``figures`` is how many quantities were read.
    """

    file: str
    relations: tuple[Relation, ...]
    issued: str = ""
    digest: str = ""
    figures: int = 0

    def of(self, verdict: Verdict) -> Sequence[Relation]:
        """The relations with a verdict, in the order of the text."""
        return [each for each in self.relations if each.verdict is verdict]

    @property
    def has_faults(self) -> bool:
        """Whether anything in it contradicts itself."""
        return any(each.verdict is Verdict.INCONSISTENT for each in self.relations)


@frozen
class Audited:
    """One of several files: its audit, or the error for which it couldn't be read."""

    path: str
    audit: Audit | None
    error: DocgenError | None
