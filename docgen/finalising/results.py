"""What a document is to be finalised with, and what came of that, or of verifying it."""

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
class Standing:
    """What became of one value of the record at one place of the document.

    ``status`` is same, reformatted, moved, changed or gone. ``is_marked``: an anchor in the file says so too.
    """

    pointer: str
    title: str
    status: str
    made: str
    written: str
    place: str
    is_marked: bool


@frozen
class Consequence:
    """A rule that would come out differently with the edited values, and what it would then say."""

    title: str
    before: str
    after: str
    message: str


@frozen
class Verification:
    """What differs, and what became of each value that the record gave the document.

    ``record`` is the record's path, "" where none was found; ``row`` the row of the list that it is.
    """

    path: str
    record: str
    findings: tuple[Finding, ...]
    values: tuple[Standing, ...] = ()
    consequences: tuple[Consequence, ...] = ()
    row: int | None = None
    #: the marked copy and its 改动清单, the change to the record, where they were asked for
    written: tuple[str, ...] = ()

    @property
    def is_blocked(self) -> bool:
        """Whether something contradicts the record, or there was no record to compare with."""
        return any(each.blocks for each in self.findings)

    def count(self, *statuses: str) -> int:
        """How many values have one of these statuses."""
        return sum(each.status in statuses for each in self.values)


@frozen
class Updated:
    """A copy with the record's present figures: how many were set, what is told, and the files written."""

    path: str
    record: str
    count: int
    findings: tuple[Finding, ...]
    written: tuple[str, ...] = ()

    @property
    def is_blocked(self) -> bool:
        """Whether something is left to a person, or nothing was written."""
        return any(each.blocks for each in self.findings)
