"""Chinese marks (标点符号, GB/T 15834): which belong together, and half-width ones beside Chinese.

Pure functions on one text; the checks of records and of documents share them.
"""

from __future__ import annotations

from collections import Counter

from docgen.patterns import lazy

#: Chinese characters, for a character class
HAN = "\u3400-\u4dbf\u4e00-\u9fff〇\U00020000-\U0003134f"
#: Chinese characters and the marks that only stand beside them
CHINESE = HAN + "《》“”（）、。，；：！？〔〕"
_BESIDE_CHINESE = "〇《》“”（）、。，；：！？〔〕"

PAIRS = {"《": "》", "（": "）", "“": "”", "〔": "〕", "【": "】", "「": "」"}
_CLOSING = {close: open_ for open_, close in PAIRS.items()}
_MARK = lazy("[" + "".join(PAIRS) + "".join(_CLOSING) + "]")
_HALF_BRACKETS = str.maketrans("()", "（）")
#: 1） and 一） number something; they close nothing
_PLAIN = "[^()" + "".join(PAIRS) + "".join(_CLOSING) + "]*+"
#: what most texts are: pairs one behind the other, none inside another
_FLAT = lazy(f"{_PLAIN}(?:(?:{'|'.join(a + _PLAIN + b for a, b in PAIRS.items())}){_PLAIN})*+")
_ENUMERATOR = lazy(r"(?:(?<=[。；，：\s])|^)[0-9A-Za-z一二三四五六七八九十]{1,3}[）)]")
_HALF_WIDTH = lazy("[,:;?!()]")


def unpaired(text: str) -> list[int]:
    """Where brackets, quotation marks and title marks stand without their other half."""
    if _FLAT.fullmatch(text):
        return []
    text = _ENUMERATOR.sub(lambda match: "\0" * len(match[0]), text).translate(_HALF_BRACKETS)
    lone: list[int] = []
    waiting: list[int] = []
    open_: Counter[str] = Counter()
    for match in _MARK.finditer(text):
        at, sign = match.start(), match[0]
        if sign in PAIRS:
            waiting.append(at)
            open_[sign] += 1
        elif not open_[_CLOSING[sign]]:
            lone.append(at)
        else:
            while text[waiting[-1]] != _CLOSING[sign]:
                open_[text[waiting[-1]]] -= 1
                lone.append(waiting.pop())
            open_[text[waiting.pop()]] -= 1
    return sorted(lone + waiting)


def half_width_marks(text: str) -> list[int]:
    """Where half-width punctuation stands beside Chinese (not 1,000, 9:30 or 3:1)."""
    places = [match.start() for match in _HALF_WIDTH.finditer(text)]
    beside = [(at, text[max(at - 1, 0) : at], text[at + 1 : at + 2]) for at in places]
    return [at for at, before, after in beside if _is_chinese(before) or _is_chinese(after)]


def _is_chinese(character: str) -> bool:
    """Whether this is one of CHINESE; a class of that many takes a pattern milliseconds to compile."""
    return bool(character) and (
        "\u4e00" <= character <= "\u9fff"
        or character in _BESIDE_CHINESE
        or "\u3400" <= character <= "\u4dbf"
        or "\U00020000" <= character <= "\U0003134f"
    )
