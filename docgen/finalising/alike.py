"""Which of several texts is one of them reworded: by the words in common."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import SequenceMatcher
from itertools import islice

#: texts with fewer words in common are not the same one reworded
_ALIKE = 0.6
#: with so many, they surely are
_SURELY = 0.95
#: so many are tried for one
_MOST_TRIED = 60


def most_alike(words: str, others: Iterable[str]) -> int | None:
    """Which of the other texts (from 0) is this one reworded, None if none is.

    They are given with the likeliest first: only some are tried, and of two alike the earlier is taken.
    """
    matcher: SequenceMatcher[str] = SequenceMatcher(autojunk=False)
    matcher.set_seq2(words)
    best, most = None, _ALIKE
    for at, other in enumerate(islice(others, _MOST_TRIED)):
        matcher.set_seq1(other)
        if matcher.real_quick_ratio() >= most and matcher.quick_ratio() >= most:
            ratio = matcher.ratio()
            if ratio >= most and (best is None or ratio > most):
                best, most = at, ratio
            if ratio >= _SURELY:
                break
    return best
