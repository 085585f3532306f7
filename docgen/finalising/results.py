"""What a document is to be finalised with, and what came of it."""

from __future__ import annotations

from docgen.finalising.places import Changed
from docgen.findings import Finding
from docgen.frozen import frozen


@frozen
class Order:
    """What a document is to be finalised with, as it was given.

    ``is_public``: the copy is for everybody to read; ``allowed`` are values that it may hold after all.
    ``ignored`` are layout rules not to try, ``without_record`` says that there is no record.
    """

    number: str | None
    day: str
    signed_by: str
    printed: str | None = None
    is_public: bool = False
    allowed: tuple[str, ...] = ()
    ignored: tuple[str, ...] = ()
    without_record: bool = False


@frozen
class Finalised:
    """What came of it: the files written ("" where findings forbade), what was set, how many values agree.

    ``compared`` is None where there was no record to compare with.
    """

    path: str
    written: str
    history: str
    changes: tuple[Changed, ...]
    findings: tuple[Finding, ...]
    compared: int | None = None

    @property
    def is_blocked(self) -> bool:
        """Whether something keeps the document from being final."""
        return any(each.blocks for each in self.findings)


@frozen
class Consequence:
    """A rule that would come out differently with the edited values, and what it would then say."""

    title: str
    before: str
    after: str
    message: str


@frozen
class Verification:
    """What differs, and how many values stand as recorded; ``same`` is None where no record was found."""

    path: str
    record: str
    findings: tuple[Finding, ...]
    same: int | None
    #: the marked copy and its 改动清单, the change to the record, where they were asked for
    written: tuple[str, ...] = ()
    consequences: tuple[Consequence, ...] = ()

    @property
    def is_blocked(self) -> bool:
        """Whether something contradicts the record, or there was no record to compare with."""
        return any(each.blocks for each in self.findings)
