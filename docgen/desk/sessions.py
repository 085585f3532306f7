"""What each browser keeps here: a folder of its own, which no other browser can name.

A browser is known by its cookie; the folder is called by the cookie's SHA-256, so that somebody who sees the
folders learns no cookie. Everything is written to the disk at once: a server that was killed finds it again.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import secrets
import shutil
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

from docgen.writing import folder_not_made, write_all

#: what a browser left alone for longer is taken away when the server starts, in days
DEFAULT_DAYS = 7
_ID = re.compile(r"[a-z0-9]{12}", re.ASCII)
_STATE = "state.json"
_DAY = 86_400


class Item:
    """One thing on a browser's desk (a record, a document, a batch of notices, an inspection): a folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.id = folder.name

    @property
    def state(self) -> dict[str, Any]:
        """What is known of it; empty for one whose making was cut short."""
        try:
            found = json.loads((self.folder / _STATE).read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return found if isinstance(found, dict) else {}

    def keep(self, **changes: Any) -> dict[str, Any]:
        """Change what is known of it, on the disk in one step; the whole of it."""
        state = {**self.state, **changes}
        self.write({_STATE: json.dumps(state, ensure_ascii=False).encode("utf-8")})
        return state

    def write(self, contents: dict[str, bytes]) -> None:
        """Write files of it, whole or not at all."""
        write_all({self.folder / name: data for name, data in contents.items()})

    def path(self, name: str) -> Path:
        """A file of it; the names are ours, never the user's."""
        return self.folder / name

    def remove(self) -> None:
        """Take it away with all its files."""
        shutil.rmtree(self.folder, ignore_errors=True)


class Session:
    """One browser's desk."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.id = folder.name

    def touch(self) -> None:
        """Note that somebody is still here."""
        with suppress(OSError):
            os.utime(self.folder)

    def new(self, sort: str, name: str, contents: dict[str, bytes], **state: Any) -> Item:
        """Put a new thing on the desk, with its files; ``name`` is what its user calls it."""
        item = Item(self.folder / _new_id())
        item.folder.mkdir(mode=0o700)
        try:
            item.write(contents)
            item.keep(sort=sort, name=name, made=time.time(), **state)
        except BaseException:
            item.remove()
            raise
        return item

    def item(self, id: str) -> Item | None:
        """The thing of that id on this desk; None if there is none."""
        if not _ID.fullmatch(id):
            return None
        item = Item(self.folder / id)
        return item if item.state else None

    def items(self) -> Iterator[Item]:
        """Everything on the desk, the newest first."""
        known = [(item.state.get("made", 0), item) for item in map(Item, self.folder.iterdir()) if item.state]
        yield from (item for _made, item in sorted(known, key=lambda pair: -pair[0]))

    def clear(self) -> None:
        """Take everything away."""
        for item in list(self.items()):
            item.remove()


class Workplace:
    """The folder of all browsers' desks, for its owner's eyes only."""

    def __init__(self, folder: Path, days: int = DEFAULT_DAYS) -> None:
        self.folder = folder
        try:
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            self._prune(days)
        except OSError as error:
            raise folder_not_made(folder, error) from error

    def begin(self) -> tuple[str, Session]:
        """A new browser: its cookie and its desk."""
        cookie = secrets.token_urlsafe(32)
        session = Session(self.folder / _folder_name(cookie))
        session.folder.mkdir(mode=0o700)
        return cookie, session

    def session(self, cookie: str) -> Session | None:
        """The desk of the browser with that cookie; None if there is none."""
        folder = self.folder / _folder_name(cookie)
        return Session(folder) if cookie and folder.is_dir() else None

    def _prune(self, days: int) -> None:
        """Take away desks that nobody came back to, and what a killed server was just writing."""
        oldest = time.time() - days * _DAY
        for each in list(self.folder.iterdir()):
            if not each.is_dir() or each.is_symlink() or not re.fullmatch(r"[0-9a-f]{32}", each.name):
                continue
            if each.stat().st_mtime < oldest:
                shutil.rmtree(each, ignore_errors=True)
                continue
            for item in list(each.iterdir()):
                if _ID.fullmatch(item.name) and not Item(item).state:
                    shutil.rmtree(item, ignore_errors=True)
                    continue
                for half in item.glob(".docgen-*.tmp"):
                    half.unlink(missing_ok=True)


def default_folder() -> Path:
    """Where desks are kept unless somebody says otherwise: where this system keeps a program's state."""
    if sys.platform == "win32":
        base = os.environ.get("LOCALAPPDATA") or str(Path.home() / "AppData" / "Local")
    elif sys.platform == "darwin":
        base = str(Path.home() / "Library" / "Application Support")
    else:
        base = os.environ.get("XDG_STATE_HOME") or str(Path.home() / ".local" / "state")
    return Path(base) / "docgen" / "desk"


def _folder_name(cookie: str) -> str:
    return hashlib.sha256(cookie.encode("utf-8", "replace")).hexdigest()[:32]


def _new_id() -> str:
    return secrets.token_hex(6)
