"""Regular expressions that are compiled when they are first asked: a command needs few of all there are."""

from __future__ import annotations

import re
from typing import Any, cast


def lazy(source: str, flags: int = 0) -> re.Pattern[str]:
    """What ``re.compile`` gives, to be used by its methods; a fault in it is raised at its first use."""
    return cast("re.Pattern[str]", _Lazy(source, flags))


class _Lazy:
    def __init__(self, source: str, flags: int) -> None:
        self._given = source, flags

    def __getattr__(self, name: str) -> Any:
        # asked once for each method: from then on it stands in the instance
        method = getattr(re.compile(*self._given), name)
        setattr(self, name, method)
        return method
