"""统一社会信用代码 (GB 32100-2015): eighteen signs, the last of which is calculated from the others."""

from __future__ import annotations

from typing import Literal

TITLE = "统一社会信用代码"
LENGTH = 18
#: the signs in order of their values; I, O, S, V and Z are left out for looking like others
_SIGNS = "0123456789ABCDEFGHJKLMNPQRTUWXY"


def credit_code_fault(code: str) -> Literal["length", "signs", "check", ""]:
    """What is wrong with a code as it is written: its length, a sign that none has, the last sign; or ""."""
    if len(code) != LENGTH:
        return "length"
    signs = code.upper()
    if any(sign not in _SIGNS for sign in signs):
        return "signs"
    total = sum(_SIGNS.index(sign) * pow(3, at, 31) for at, sign in enumerate(signs[:-1]))
    return "" if signs[-1] == _SIGNS[-total % 31] else "check"
