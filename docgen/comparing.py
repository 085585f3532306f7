"""What changed between two records: values matched by id, numbers compared exactly.

Gives data, not sentences. Order counts only where the reader sees it: in sections and their parts.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Hashable, Iterator
from decimal import Decimal
from difflib import SequenceMatcher
from enum import Enum
from typing import Any

from docgen.frozen import frozen
from docgen.locating import join_pointer
from docgen.records import Record

#: what tells the elements of a list apart: an id, or for instalments the period they are for
_IDENTITIES = ("id", "period")
#: lists longer than this (product of both lengths) are compared by position: alignment is quadratic
_MAX_ALIGNED = 250_000


class ChangeKind(str, Enum):
    """What happened to a value; MOVED is said of sections only, RESPELT of numbers such as 77.7 and 77.70."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    MOVED = "moved"
    RESPELT = "respelt"


@frozen
class Change:
    """One difference: where it stands in each record (None: not there), and the values.

    ``key`` is the id or field name of what changed ("" for an element that has neither); for MOVED
    ``before`` and ``after`` are positions from 0.
    """

    kind: ChangeKind
    pointer_a: str | None
    pointer_b: str | None
    key: str
    before: Any
    after: Any


def compare(a: Record, b: Record, *, spelling: bool = False) -> list[Change]:
    """The changes that lead from ``a`` to ``b``, in the order of ``a``; none means the same content.

    With ``spelling``, numbers of the same value written with other digits are listed too.
    """
    changes = _differences(a.data, b.data, "", "", "")
    return [change for change in changes if spelling or change.kind is not ChangeKind.RESPELT]


def _differences(before: Any, after: Any, at_a: str, at_b: str, key: str) -> Iterator[Change]:
    if isinstance(before, dict) and isinstance(after, dict):
        yield from _members(before, after, at_a, at_b)
    elif isinstance(before, list) and isinstance(after, list):
        identity = _identity(before, after)
        if identity:
            yield from _elements_by(identity, before, after, at_a, at_b)
        else:
            yield from _elements_in_order(before, after, at_a, at_b)
    elif not _is_equal(before, after):
        yield Change(ChangeKind.CHANGED, at_a, at_b, key, before, after)
    elif str(before) != str(after):
        yield Change(ChangeKind.RESPELT, at_a, at_b, key, before, after)


def _members(before: dict[str, Any], after: dict[str, Any], at_a: str, at_b: str) -> Iterator[Change]:
    for key, value in before.items():
        pointer = join_pointer(at_a, key)
        if key in after:
            yield from _differences(value, after[key], pointer, join_pointer(at_b, key), key)
        else:
            yield Change(ChangeKind.REMOVED, pointer, None, key, value, None)
    for key, value in after.items():
        if key not in before:
            yield Change(ChangeKind.ADDED, None, join_pointer(at_b, key), key, None, value)


def _identity(before: list[Any], after: list[Any]) -> str:
    """The field by which the elements of both lists can be told apart, or ""."""
    for field in _IDENTITIES:
        if all(_is_told_apart(elements, field) for elements in (before, after)):
            return field
    return ""


def _is_told_apart(elements: list[Any], field: str) -> bool:
    names = [element.get(field) for element in elements if isinstance(element, dict)]
    are_texts = len(names) == len(elements) and all(isinstance(name, str) for name in names)
    return are_texts and len(set(names)) == len(names)


def _elements_by(
    identity: str, before: list[Any], after: list[Any], at_a: str, at_b: str
) -> Iterator[Change]:
    """Differences of two lists whose elements have names; moves only where the order shows."""
    places = {element[identity]: position for position, element in enumerate(after)}
    moved = _moved(before, places, identity) if f"{at_a}/".startswith("/sections/") else set()
    for position, element in enumerate(before):
        name, pointer = element[identity], join_pointer(at_a, position)
        if name not in places:
            yield Change(ChangeKind.REMOVED, pointer, None, name, element, None)
            continue
        other = places[name]
        other_pointer = join_pointer(at_b, other)
        if name in moved:
            yield Change(ChangeKind.MOVED, pointer, other_pointer, name, position, other)
        yield from _differences(element, after[other], pointer, other_pointer, name)
    names = {element[identity] for element in before}
    for name, position in places.items():
        if name not in names:
            yield Change(ChangeKind.ADDED, None, join_pointer(at_b, position), name, None, after[position])


def _moved(before: list[Any], places: dict[str, int], identity: str) -> set[str]:
    """The fewest elements that have to be moved to get from one order to the other.

    Those are all but a longest rising run of new positions (patience sorting).
    """
    names = [element[identity] for element in before if element[identity] in places]
    tails: list[int] = []
    lengths = []
    for name in names:
        length = bisect_left(tails, places[name])
        tails[length : length + 1] = [places[name]]
        lengths.append(length)
    moved, wanted = set(), len(tails) - 1
    ceiling = len(places)
    for name, length in zip(reversed(names), reversed(lengths), strict=True):
        if length == wanted and places[name] < ceiling:
            wanted, ceiling = wanted - 1, places[name]
        else:
            moved.add(name)
    return moved


def _elements_in_order(before: list[Any], after: list[Any], at_a: str, at_b: str) -> Iterator[Change]:
    """Differences of two lists without names: equal elements are matched, the rest compared in pairs."""
    for first, last, other_first, other_last in _unequal_stretches(before, after):
        pairs = min(last - first, other_last - other_first)
        for step in range(pairs):
            i, j = first + step, other_first + step
            yield from _differences(before[i], after[j], join_pointer(at_a, i), join_pointer(at_b, j), "")
        for i in range(first + pairs, last):
            yield Change(ChangeKind.REMOVED, join_pointer(at_a, i), None, "", before[i], None)
        for j in range(other_first + pairs, other_last):
            yield Change(ChangeKind.ADDED, None, join_pointer(at_b, j), "", None, after[j])


def _unequal_stretches(before: list[Any], after: list[Any]) -> list[tuple[int, int, int, int]]:
    """The stretches where two lists differ, as (start, end) in each."""
    if len(before) * len(after) > _MAX_ALIGNED:
        return [(0, len(before), 0, len(after))]
    frozen = [_frozen(value) for value in before], [_frozen(value) for value in after]
    matcher = SequenceMatcher(None, *frozen, autojunk=False)
    return [(i, j, k, m) for tag, i, j, k, m in matcher.get_opcodes() if tag != "equal"]


def _frozen(value: Any) -> Hashable:
    """A value as something hashable that tells numbers by digits and true from 1."""
    if isinstance(value, dict):
        return "object", tuple(sorted((key, _frozen(member)) for key, member in value.items()))
    if isinstance(value, list):
        return "list", tuple(_frozen(element) for element in value)
    return type(value).__name__, str(value)


def _is_equal(before: Any, after: Any) -> bool:
    """Whether two values are the same; true and 1 are not, 56 and 56.0 are."""
    if isinstance(before, bool) or isinstance(after, bool):
        return before is after
    are_numbers = isinstance(before, (int, Decimal)) and isinstance(after, (int, Decimal))
    return bool(before == after) and (are_numbers or type(before) is type(after))
