"""Immutable data classes at a quarter of the start-up cost of ``dataclass(frozen=True, slots=True)``.

The standard decorator compiles six methods for each class, about half a millisecond each; with some seventy
classes that was a fifth of the time of a whole command. Here only ``__init__`` is compiled, when the first
instance is made; the other methods are shared. That nothing is assigned later is checked by mypy
(``dataclass_transform``), not at run time.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import MISSING, dataclass, field, fields
from typing import Any, TypeVar, cast, dataclass_transform

_Class = TypeVar("_Class")


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def frozen(cls: type[_Class]) -> type[_Class]:
    """A slotted data class whose instances are equal when their fields are; fields, replace, asdict work."""
    made: Any = dataclass(slots=True, eq=False, repr=False, init=False)(cls)

    def first_init(one: Any, *given: Any, **named: Any) -> None:
        init = _init_of(made)
        made.__init__ = init
        init(one, *given, **named)

    made.__init__ = first_init
    for name, method in (("__eq__", _equal), ("__hash__", _hash), ("__repr__", _shown)):
        if name not in cls.__dict__:
            setattr(made, name, method)
    return cast("type[_Class]", made)


def _init_of(cls: Any) -> Callable[..., None]:
    """The method that takes a value for each field, in order or by name, as ``dataclass`` would make it."""
    known: dict[str, Any] = {"MISSING": MISSING}
    parameters, lines = ["self"], []
    for each in fields(cls):
        name, value, default = each.name, each.name, ""
        if each.default_factory is not MISSING:
            known[f"new_{name}"] = each.default_factory
            default = "=MISSING"
            value = f"new_{name}() if {name} is MISSING else {name}" if each.init else f"new_{name}()"
        elif each.default is not MISSING:
            known[f"default_{name}"] = each.default
            default = f"=default_{name}"
            value = name if each.init else f"default_{name}"
        if each.init:
            parameters.append(name + default)
        lines.append(f" self.{name} = {value}")
    if hasattr(cls, "__post_init__"):
        lines.append(" self.__post_init__()")
    exec(f"def __init__({', '.join(parameters)}):\n" + ("\n".join(lines) or " pass"), known)
    init: Callable[..., None] = known["__init__"]
    init.__qualname__ = f"{cls.__qualname__}.__init__"  # as a TypeError for a wrong call names it
    return init


def _values(one: Any) -> tuple[Any, ...]:
    return tuple([getattr(one, name) for name in one.__match_args__])


def _equal(one: Any, other: object) -> bool:
    return _values(one) == _values(other) if other.__class__ is one.__class__ else NotImplemented


def _hash(one: Any) -> int:
    return hash(_values(one))


def _shown(one: Any) -> str:
    pairs = ", ".join(f"{name}={getattr(one, name)!r}" for name in one.__match_args__)
    return f"{type(one).__qualname__}({pairs})"
