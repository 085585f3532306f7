"""What one run has worked out, kept on disk for the next: plain JSON, checked by its digest, never trusted.

Nothing depends on it: a kept file that is missing, damaged or not readable is worked out again.
"""

from __future__ import annotations

import hashlib
import json
import os
from pathlib import Path
from typing import Any


def cache_folder() -> Path:
    """Where things are kept: DOCGEN_CACHE, else the user's cache folder; it need not exist or be writable."""
    named = os.environ.get("DOCGEN_CACHE")
    if named:
        return Path(named)
    local = os.environ.get("LOCALAPPDATA") if os.name == "nt" else os.environ.get("XDG_CACHE_HOME")
    return (Path(local) if local else Path(os.path.expanduser("~")) / ".cache") / "docgen"


def kept(key: str) -> Any:
    """The data kept under a key (which names the content it was worked out from); None if there is none."""
    try:
        digest, _, body = (cache_folder() / f"{key}.json").read_bytes().partition(b"\n")
        if hashlib.sha256(body).hexdigest().encode("ascii") != digest:
            return None
        return json.loads(body)
    except (OSError, ValueError, RecursionError):
        return None


def keep(key: str, data: Any) -> None:
    """Keep data that JSON can hold; where nothing can be written, the next run works it out again."""
    import tempfile

    body = json.dumps(data, ensure_ascii=True, separators=(",", ":")).encode("ascii")
    try:
        folder = cache_folder()
        folder.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=folder, suffix=".tmp")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(hashlib.sha256(body).hexdigest().encode("ascii") + b"\n" + body)
            os.replace(temporary, folder / f"{key}.json")
        except OSError:
            os.unlink(temporary)
    except OSError:
        return
