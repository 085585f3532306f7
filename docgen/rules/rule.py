"""A rule pack and its rules, as they are once a pack was read and found right."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from docgen.dates import PartialDate
from docgen.expressions import Expression
from docgen.findings import Nature, Severity
from docgen.frozen import frozen
from docgen.rules.outcomes import LegalBasis
from docgen.rules.text_rules import TextRule


@frozen
class Message:
    """A pack's sentence: literal texts, and expressions with their formats ("" for none)."""

    parts: tuple[str | tuple[Expression, str], ...]

    @property
    def is_about_item(self) -> bool:
        """Whether it says something of the element that the rule is judging."""
        return any(
            path[0] == "item" for part in self.parts if not isinstance(part, str) for path in part[0].paths
        )


@frozen
class Rule:
    """One rule, checked and compiled for one kind.

    ``tests`` are (outcome wanted, record fragment); ``equivalent`` the mutants that no test can notice, as
    (change, why).
    """

    id: str
    title: str
    nature: Nature
    severity: Severity
    why: str
    expect: str
    condition: Expression
    message: Message
    ask: Message | None
    when: Expression | None
    for_each: Expression | None
    where: Expression | None
    on_empty: str
    area: str
    first: PartialDate | None
    last: PartialDate | None
    bases: tuple[LegalBasis, ...]
    tests: tuple[tuple[str, Any], ...]
    pack: str
    path: str
    line: int
    equivalent: tuple[tuple[str, str], ...] = ()


@frozen
class UnfitRule:
    """A rule that is right for other kinds with the pack's fields and reads what this kind doesn't have.

    It is not applicable to any record of the kind; ``reason`` says what it reads, in Chinese.
    """

    id: str
    title: str
    nature: Nature
    severity: Severity
    why: str
    expect: str
    pack: str
    reason: str
    bases: tuple[LegalBasis, ...] = ()


@frozen
class Pack:
    """A rule pack (规则包) as it applies to one kind; ``digest`` is the SHA-256 of its file.

    ``unfit`` are its rules that don't fit the kind; ``texts`` are rules on prose, which are code; packs of
    inspectors have none.
    """

    id: str
    title: str
    path: Path
    digest: str
    rules: tuple[Rule, ...]
    texts: tuple[TextRule, ...] = ()
    unfit: tuple[UnfitRule, ...] = ()
