"""The shape of SARIF 2.1.0 as far as docgen writes it, as a JSON Schema: no property that the standard lacks."""

from __future__ import annotations

from typing import Any

TEXT = {"type": "string"}
LANGUAGE = {"type": "string", "pattern": "^[a-zA-Z]{2}(-[a-zA-Z]{2})?$"}
LEVEL = {"enum": ["none", "note", "warning", "error"]}
BAG = {"type": "object"}


def shape(required: tuple[str, ...], **properties: Any) -> dict[str, Any]:
    return {
        "type": "object",
        "additionalProperties": False,
        "required": list(required),
        "properties": {**properties, "properties": BAG},
    }


def several(item: Any, unique: bool = False) -> dict[str, Any]:
    return {"type": "array", "items": item, "uniqueItems": unique}


MESSAGE = shape(("text",), text={"type": "string", "minLength": 1})
ARTIFACT_LOCATION = shape(("uri",), uri={"type": "string", "format": "uri-reference", "pattern": r"^[!-~]+$"})
REGION = shape((), startLine={"type": "integer", "minimum": 1}, startColumn={"type": "integer", "minimum": 1})
LOCATION = shape(
    (),
    id={"type": "integer", "minimum": -1},
    physicalLocation=shape(("artifactLocation",), artifactLocation=ARTIFACT_LOCATION, region=REGION),
    logicalLocations=several(shape((), name=TEXT, fullyQualifiedName=TEXT, kind=TEXT), True),
)
REFERENCE = shape((), id=TEXT, index={"type": "integer", "minimum": -1})
NOTIFICATION = shape(
    ("message",),
    descriptor=REFERENCE,
    associatedRule=REFERENCE,
    level=LEVEL,
    message=MESSAGE,
    locations=several(LOCATION),
)
RULE = shape(
    ("id",),
    id=TEXT,
    name=TEXT,
    shortDescription=MESSAGE,
    fullDescription=MESSAGE,
    help=MESSAGE,
    defaultConfiguration=shape((), level=LEVEL),
)
SUPPRESSION = shape(
    ("kind",),
    kind={"enum": ["inSource", "external"]},
    status={"enum": ["accepted", "underReview", "rejected"]},
    justification=TEXT,
)
RESULT = {
    **shape(
        ("message",),
        ruleId=TEXT,
        ruleIndex={"type": "integer", "minimum": -1},
        kind={"enum": ["notApplicable", "pass", "fail", "review", "open", "informational"]},
        level=LEVEL,
        message=MESSAGE,
        locations=several(LOCATION),
        relatedLocations=several(LOCATION, True),
        suppressions=several(SUPPRESSION, True),
    ),
    # a level other than none says that it failed
    "if": {"properties": {"kind": {"not": {"const": "fail"}}}},
    "then": {"properties": {"level": {"const": "none"}}},
}
DRIVER = shape(
    ("name",), name=TEXT, version=TEXT, semanticVersion=TEXT, language=LANGUAGE, rules=several(RULE, True)
)
RUN = shape(
    ("tool",),
    tool=shape(("driver",), driver=DRIVER),
    invocations=several(
        shape(
            ("executionSuccessful",),
            executionSuccessful={"type": "boolean"},
            exitCode={"type": "integer"},
            toolExecutionNotifications=several(NOTIFICATION),
        )
    ),
    artifacts=several(
        shape(
            (),
            location=ARTIFACT_LOCATION,
            mimeType={"type": "string", "pattern": "^[^/]+/.+$"},
            hashes={"type": "object", "additionalProperties": TEXT},
        ),
        True,
    ),
    language=LANGUAGE,
    columnKind={"enum": ["utf16CodeUnits", "unicodeCodePoints"]},
    results=several(RESULT),
)
SARIF = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "type": "object",
    "additionalProperties": False,
    "required": ["version", "runs"],
    "properties": {
        "$schema": {"type": "string", "format": "uri"},
        "version": {"const": "2.1.0"},
        "runs": several(RUN),
    },
}
