"""What the headings of an office's own tables mean: asked once, and kept by sender in a small YAML file."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from docgen import strict_yaml
from docgen.errors import UnreadableInput, YamlFault
from docgen.intake.columns import normal

FORMAT = "docgen-mapping/0"
#: a meaning that nobody has confirmed begins so; a heading that nobody wants read says so
OPEN, LEFT_OUT = "？", "不读"
DEFAULT_SENDER = "通用"
_HEAD = """\
# 各单位自己的表格，栏名（行名）是什么意思。docgen intake 读表时用，拿不准的写到这里，前面有问号。
# 对的去掉问号；不对的改成正确的“表·栏”；不用的写“不读”。确认一次，以后不再问。
"""


class Meanings:
    """The meanings that are known for one sender; those for all senders hold too."""

    def __init__(self, path: str | None, sender: str) -> None:
        self.path = path
        self.sender = sender or DEFAULT_SENDER
        self.all: dict[str, dict[str, str]] = {}
        if path is not None and Path(path).exists():
            self.all = _read(path)
        self._known: dict[str, str] = {}
        for name in (DEFAULT_SENDER, self.sender):
            self._known.update({normal(text): meaning for text, meaning in self.all.get(name, {}).items()})
        self.asked: dict[str, str] = {}

    def meaning(self, text: str) -> str | None:
        """What a heading was confirmed to mean ("不读": nothing); None if nobody has said."""
        meaning = self._known.get(normal(text))
        return None if meaning is None or meaning.startswith((OPEN, "?")) else meaning.strip()

    def ask(self, text: str, meaning: str) -> None:
        """Note a heading whose meaning has to be confirmed."""
        if normal(text) not in self._known:
            self.asked.setdefault(text, OPEN + meaning)

    def written(self) -> bytes | None:
        """The file with what was asked added; None if there is nothing new."""
        if not self.asked:
            return None
        self.all.setdefault(self.sender, {}).update(self.asked)
        lines = [f"format: {FORMAT}"]
        for sender, meanings in self.all.items():
            lines.append(f"{_quoted(sender)}:")
            lines += [f"  {_quoted(text)}: {_quoted(meaning)}" for text, meaning in meanings.items()]
        return (_HEAD + "\n".join(lines) + "\n").encode("utf-8")


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _read(path: str) -> dict[str, dict[str, str]]:
    try:
        data = strict_yaml.load_file(Path(path)).data
    except YamlFault as fault:
        raise fault.as_unreadable_input() from None
    if not isinstance(data, Mapping) or data.get("format") != FORMAT:
        raise UnreadableInput("mapping-shape", path=path, format=FORMAT)
    found: dict[str, dict[str, str]] = {}
    for sender, meanings in data.items():
        if sender == "format":
            continue
        if not isinstance(meanings, Mapping):
            raise UnreadableInput("mapping-shape", path=path, format=FORMAT)
        found[str(sender)] = {str(text): str(meaning) for text, meaning in meanings.items()}
    return found
