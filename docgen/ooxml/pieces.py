"""Runs measured and cut in characters, as reading counts them: a tab or break is one, ruby its base."""

from __future__ import annotations

import copy
from typing import Any

from docgen.ooxml.reading import W

_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
#: what counts as one character of a paragraph's text
SINGLE = frozenset(f"{W}{name}" for name in ("tab", "ptab", "cr", "br", "noBreakHyphen", "softHyphen", "sym"))


def length(run: Any) -> int:
    """How many characters a run holds."""
    return sum(length_of(child) for child in run)


def length_of(child: Any) -> int:
    """How many characters a child of a run stands for."""
    if child.tag == f"{W}t":
        return len(child.text or "")
    if child.tag == f"{W}ruby":
        return sum(len(each.text or "") for base in child.iter(f"{W}rubyBase") for each in base.iter(f"{W}t"))
    return 1 if child.tag in SINGLE else 0


def cut(run: Any, at: int) -> Any:
    """Move what comes after ``at`` characters to a run of the same format behind this one; that run.

    Ruby is never cut: it goes with what follows.
    """
    rest = run.makeelement(run.tag, dict(run.attrib), run.nsmap)
    properties = run.find(f"{W}rPr")
    if properties is not None:
        rest.append(copy.deepcopy(properties))
    passed = 0
    for child in list(run):
        own = length_of(child)
        if child.tag == f"{W}rPr":
            continue
        if passed >= at or (passed + own > at and child.tag != f"{W}t"):
            rest.append(child)
        elif passed + own > at:
            tail = copy.deepcopy(child)
            set_text(tail, child.text[at - passed :])
            set_text(child, child.text[: at - passed])
            rest.append(tail)
        passed += own
    run.addnext(rest)
    return rest


def set_text(holder: Any, text: str) -> None:
    """The text of a ``w:t``, white space at its ends kept."""
    holder.text = text
    if text != text.strip() or "  " in text:
        holder.set(_SPACE, "preserve")
