"""Texts that tools get wrong: shared by the tests of reading, rendering and checking.

Every one may stand in a record and has to come out of a made document as it went in.
"""

from __future__ import annotations

HOSTILE_TEXTS: tuple[str, ...] = (
    "{{ x }}",
    "{% if x %}是{% endif %}",
    "{# 不是注释 #}",
    "{%p for x in y %}",
    "{x|Y年}",
    "A & B",
    "&amp;&#65;",
    "5<b 且 b>3",
    "<w:t>标签</w:t>",
    "]]>",
    "<!-- 注释 -->",
    "\"双引号\" 和 '单引号'",
    "“中文引号”‘单引号’",
    "😀👨\u200d👩\u200d👧",
    "𠮷野家 𰻝面",
    "２０２０年 ＡＢ",
    "零\u200b宽",
    "不换行\u00a0空格\u3000全角空格",
    "  两端空格  ",
    "制\t表",
    "反斜杠 \\ \\n",
    "e\u0301 与 é",
    "\u202e从右到左\u202c",
    "〔2020〕1号",
    "$x ${x} %s %(x)s",
    "=1+1",
    "长" * 20_000,
)
