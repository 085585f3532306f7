"""Print the licence of every installed distribution; exit 1 if one of them is AGPL.

Reads what each distribution says of itself: the licence expression, else its classifiers, else the
first line of its licence field or of the licence file it brings. One that says nothing is listed as such
and fails too.
"""

from __future__ import annotations

import sys
from email.message import Message
from importlib.metadata import Distribution, distributions

FORBIDDEN = ("AGPL", "AFFERO")


def licence_of(metadata: Message) -> str:
    """The licence that a distribution's metadata names, or "" if it names none."""
    expression = metadata.get("License-Expression", "").strip()
    if expression:
        return expression
    classifiers = [
        text.rsplit(" :: ", 1)[-1]
        for text in metadata.get_all("Classifier", [])
        if text.startswith("License :: ") and text != "License :: OSI Approved"
    ]
    if classifiers:
        return "; ".join(classifiers)
    # some put the whole text of the licence here: its first line names it
    return next((line.strip() for line in metadata.get("License", "").splitlines() if line.strip()), "")


def licence_file(distribution: Distribution) -> str:
    """The first line of the first licence file that a distribution brings, "" if it brings none."""
    for name in distribution.metadata.get_all("License-File") or ():
        for line in (distribution.read_text(f"licenses/{name}") or "").splitlines():
            if line.strip():
                return line.strip()
    return ""


def is_forbidden(licence: str) -> bool:
    """Whether a licence may not come in: AGPL under any of its names."""
    return any(word in licence.upper() for word in FORBIDDEN)


def main() -> int:
    """List the licences; the exit code."""
    found = {}
    for distribution in distributions():
        metadata = distribution.metadata
        licence = licence_of(metadata) or licence_file(distribution)  # type: ignore[arg-type]
        found[metadata["Name"]] = (metadata["Version"], licence)
    width = max(map(len, found))
    refused = []
    for name, (version, licence) in sorted(found.items(), key=lambda item: item[0].lower()):
        print(f"{name:{width}}  {version:18}  {licence or '(says nothing)'}")
        if not licence or is_forbidden(licence):
            refused.append(name)
    if refused:
        print(f"not acceptable, or without a licence: {', '.join(sorted(refused))}", file=sys.stderr)
    return 1 if refused else 0


if __name__ == "__main__":
    sys.exit(main())
