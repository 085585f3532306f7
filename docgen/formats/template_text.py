"""What docgen templates check says: a line for each template in order, every fault of those that aren't."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from docgen.formats.json_report import error_object, finding_object
from docgen.messages import N_, translate, word

if TYPE_CHECKING:
    from docgen.template_checks import CheckedTemplate


def checked_templates_text(checked: Sequence[CheckedTemplate], language: str) -> str:
    """The templates that could be judged, in order, then how many there are and how many have faults."""
    lines: list[str] = []
    for each in checked:
        if each.error is not None:
            continue
        if not each.findings:
            lines.append(
                translate(N_("{name}  {title}: in order"), language).format(name=each.name, title=each.title)
            )
            continue
        said = translate(N_("{name}  {title}: {count} faults"), language)
        lines.append(said.format(name=each.name, title=each.title, count=len(each.findings)))
        lines += (f"    {word(finding.code, finding.parameters, language)}" for finding in each.findings)
    faulty = sum(1 for each in checked if each.findings or each.error)
    total = translate(N_("Templates checked: {count}; with faults: {faulty}"), language)
    return "\n".join([*lines, total.format(count=len(checked), faulty=faulty)]) + "\n"


def checked_template_object(checked: CheckedTemplate, language: str) -> dict[str, Any]:
    """One template for --json."""
    return {
        "template": checked.name,
        "title": checked.title,
        "kind": checked.kind,
        "findings": [finding_object(each, language) for each in checked.findings],
        "error": None if checked.error is None else error_object(checked.error, language),
    }
