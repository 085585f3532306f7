"""Immutable data classes: made, compared and replaced as those of dataclasses are."""

from __future__ import annotations

from dataclasses import asdict, field, replace

import pytest

from docgen.frozen import frozen


@frozen
class Unit:
    """A field of each sort."""

    name: str
    code: str = "01"
    parts: list[str] = field(default_factory=list)
    label: str = field(init=False, default="")
    seen: list[str] = field(init=False, default_factory=list)

    def __post_init__(self) -> None:
        object.__setattr__(self, "label", f"{self.code} {self.name}")


@frozen
class Office(Unit):
    """A class on top of another."""

    town: str = ""


def test_fields_are_given_in_order_or_by_name_and_have_their_defaults() -> None:
    unit = Unit("民政局", parts=["社会组织"])
    assert asdict(unit) == {
        "name": "民政局",
        "code": "01",
        "parts": ["社会组织"],
        "label": "01 民政局",
        "seen": [],
    }
    assert Unit("民政局", "02") == Unit(code="02", name="民政局")
    assert Unit("民政局").parts is not Unit("民政局").parts
    assert Unit("民政局").seen is not Unit("民政局").seen


def test_a_class_on_top_of_another_takes_its_fields_first() -> None:
    office = Office("民政局", "03", [], "云川县")
    assert (office.label, office.town) == ("03 民政局", "云川县")
    assert replace(office, town="").town == ""
    assert office != Unit("民政局", "03", [])


def test_a_wrong_call_is_a_type_error_that_names_the_class() -> None:
    with pytest.raises(TypeError, match=r"Unit\.__init__"):
        Unit()  # type: ignore[call-arg]
    with pytest.raises(TypeError, match=r"Unit\.__init__"):
        Unit("民政局", place="")  # type: ignore[call-arg]
