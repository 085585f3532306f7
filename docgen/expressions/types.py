"""What an expression may read: the shape of a record, as a tree of types that schemas.py builds."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import field
from decimal import Decimal
from typing import Literal

from docgen.frozen import frozen
from docgen.wording import nearest

#: of so many fields a message tells
MAX_NAMED = 20
Sort = Literal["number", "date", "text", "boolean", "list", "object"]


@frozen
class Type:
    """The type of one field of a record.

    ``unit`` (numbers): the schema's unit, "" for a plain number, None where the record gives its own.
    ``fields`` (objects, and what else an indicator or dated entry says), ``entry`` (an object keyed by
    the record's own ids), ``item`` (lists). ``ref`` names what the field's text refers to by id
    (indicators, documents, plan, sections, any). ``choices`` are the texts allowed, code -> label;
    ``least`` and ``most`` what a number must not be below or above, in its unit.
    """

    sort: Sort
    title: str = ""
    unit: str | None = ""
    fields: Mapping[str, Type] = field(default_factory=dict)
    entry: Type | None = None
    item: Type | None = None
    ref: str = ""
    choices: Mapping[str, str] = field(default_factory=dict)
    window: str = ""
    is_whole: bool = False
    least: int | Decimal | None = None
    most: int | Decimal | None = None
    is_required: bool = False
    may_be_unknown: bool = False
    may_be_none: bool = False
    is_prose: bool = False
    is_public: bool = True


def named_fields(fields: Mapping[str, Type]) -> str:
    """Fields as a message lists them: name（标题）、…"""
    names = [f"{name}（{type_.title}）" if type_.title else name for name, type_ in fields.items()]
    return "、".join([*names[:MAX_NAMED], *(["…"] if len(names) > MAX_NAMED else [])])


def named_choices(choices: Mapping[str, str]) -> str:
    """Choices as a message lists them: "code"（label）、…"""
    return "、".join(
        f'"{code}"（{label}）' if code != label else f'"{code}"' for code, label in choices.items()
    )


def meant(name: str, fields: Mapping[str, Type], others: Iterable[str] = ()) -> str:
    """The field that is meant by a misspelt name, or by its title; "" if none is."""
    titles = {type_.title: each for each, type_ in fields.items() if type_.title}
    return nearest(name, [*others, *fields]) or titles.get(nearest(name, titles), "")
