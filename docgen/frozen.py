"""Immutable data classes at a quarter of the start-up cost of ``dataclass(frozen=True, slots=True)``.

The standard decorator compiles six methods for each class, about half a millisecond each; with some seventy
classes that was a fifth of the time of a whole command. Here only ``__init__`` is compiled, the other methods
are shared. That nothing is assigned later is checked by mypy (``dataclass_transform``), not at run time.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, TypeVar, dataclass_transform

_Class = TypeVar("_Class")


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def frozen(cls: type[_Class]) -> type[_Class]:
    """A slotted data class whose instances are equal when their fields are; fields, replace, asdict work."""
    made = dataclass(slots=True, eq=False, repr=False)(cls)
    for name, method in (("__eq__", _equal), ("__hash__", _hash), ("__repr__", _shown)):
        if name not in cls.__dict__:
            setattr(made, name, method)
    return made


def _values(one: Any) -> tuple[Any, ...]:
    return tuple([getattr(one, name) for name in one.__match_args__])


def _equal(one: Any, other: object) -> bool:
    return _values(one) == _values(other) if other.__class__ is one.__class__ else NotImplemented


def _hash(one: Any) -> int:
    return hash(_values(one))


def _shown(one: Any) -> str:
    pairs = ", ".join(f"{name}={getattr(one, name)!r}" for name in one.__match_args__)
    return f"{type(one).__qualname__}({pairs})"
