"""An edited document held against its record: which values it states otherwise, which it adds or lost.

Works on the text alone; anchors are not read. Nothing here prints.
"""

from __future__ import annotations

from pathlib import Path

from docgen.backing import backing_of, figures
from docgen.finalising.results import Verification
from docgen.findings import Finding, Place
from docgen.sources import DEFAULT_MAX_BYTES, read_bytes


def verify(
    document: str,
    record: str | None = None,
    *,
    library: str | Path | None = None,
    max_bytes: int = DEFAULT_MAX_BYTES,
) -> Verification:
    """Compare a .docx with the record named, or with the one beside it that it was made from.

    Raises UnreadableInput for a document or record that can't be read, and BrokenLibrary.
    """
    data = read_bytes(document, max_bytes=max_bytes)
    backing, _ = backing_of(document, data, record, False, library, max_bytes)
    if backing is None:
        return Verification(document, "", (Finding("verify-record-needed", Place(document)),), None)
    different, same = figures(document, data, backing, library)
    if any(each.code == "final-other-record" for each in different):
        other = Finding("verify-other-record", Place(document), parameters={"record": backing.path})
        return Verification(document, backing.path, (other,), 0)
    return Verification(document, backing.path, tuple(different), same)
