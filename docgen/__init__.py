"""docgen: JSON work records into checked, official Chinese .docx documents.

    import docgen

    record = docgen.load("record.json")
    result = docgen.check(record)
    for finding in result.findings:
        print(finding.place.label, finding.code)
    if not result.is_blocked:
        made = docgen.make(record, "summary.docx")
        print(made.document)

    batch = docgen.notices("list.jsonl", "notice", "notices")
    for row in batch.returned_rows():
        print(row.number, row.findings)

    for relation in docgen.audit("report.docx").relations:
        print(relation.place.label, relation.verdict.value, relation.equation)

``load``, ``check``, ``make``, ``notices`` and ``audit`` are the whole of the API; everything else may change.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from docgen.audits import audit_file as audit
    from docgen.batch.notices import notices
    from docgen.jobs import check, load, make

__all__ = ["audit", "check", "load", "make", "notices"]

__version__ = "0.1.0"


def __getattr__(name: str) -> Any:
    if name == "notices":
        from docgen.batch import notices as module

        return module.notices
    if name == "audit":
        from docgen.audits import audit_file

        return audit_file
    if name in __all__:
        from docgen import jobs

        return getattr(jobs, name)
    raise AttributeError(f"module 'docgen' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted([*__all__, "__version__"])
