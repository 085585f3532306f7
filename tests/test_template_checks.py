"""docgen templates check: every fault of a template at once, each with its place."""

from __future__ import annotations

import json
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from docx_builder import PACKAGE, R, W, document, paragraph, part, row, run, section, table, texts

from docgen.cli import main
from docgen.library import Library
from docgen.messages import word
from docgen.ooxml.compiled import compile_template
from docgen.ooxml.environment import make_environment
from docgen.ooxml.filling import CompiledTemplate
from docgen.schemas import load_kind
from docgen.template_checks import check_template
from docgen.templates import template_root

KIND = "civil-affairs-half-year"
#: a template as somebody in a hurry types it
HURRIED = (
    paragraph("截至{{ perod.end }}，{{ title }"),
    paragraph("｛｛ issuer.name ｝｝和{{ title｜date }}"),
    paragraph("{{ period.end|date(“M月底”) }}及{{ title title }}"),
    table(row("{% if title %}甲", "乙{% endif %}"), row("{%tr for x in plan %}合计", "{{ x.text }}")),
    paragraph("{%p for x in plan %}"),
    paragraph("{{ x.dew }}{%tc if x %}"),
    paragraph("{% endfor %}结束 }}"),
    paragraph("{%p if title %}"),
)


def faults(library: Library, *body: str, **parts: object) -> list[tuple[str, str, object]]:
    root = template_root(load_kind(library, KIND))
    found = check_template(Path("t.docx"), document(*body, **parts), root)  # type: ignore[arg-type]
    return [(each.code, str(each.parameters["where"]), each.parameters["placeholder"]) for each in found]


def test_tells_everything_in_one_go_in_the_order_of_the_text(library: Library):
    assert faults(library, *HURRIED) == [
        ("template-unknown-field", "正文第1段第3字", "{{ perod.end }}"),
        ("template-tag-not-closed", "正文第1段第19字", "{{ title }"),
        ("template-full-width-brace", "正文第2段第1字", "｛｛ issuer.name ｝｝"),
        ("template-full-width-sign", "正文第2段第19字", "{{ title｜date }}"),
        ("template-chinese-quotes", "正文第3段第1字", "{{ period.end|date(“M月底”) }}"),
        ("template-syntax", "正文第3段第30字", "{{ title title }}"),
        ("template-block-crosses-cells", "正文第5段第2字", "{% endif %}"),
        ("template-text-lost", "正文第6段第1字", "{%tr for x in plan %}"),
        ("template-lacks-endfor", "正文第6段第1字", "{%tr for x in plan %}"),
        ("template-unknown-field", "正文第9段第1字", "{{ x.dew }}"),
        ("template-tag-outside-table", "正文第9段第12字", "{%tc if x %}"),
        ("template-lacks-endif", "正文第9段第12字", "{%tc if x %}"),
        ("template-tags-differ", "正文第10段第1字", "{% endfor %}"),
        ("template-tag-not-opened", "正文第10段第16字", "}}"),
        ("template-lacks-endif", "正文第11段第1字", "{%p if title %}"),
    ]


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ((paragraph("{%p if title %}"), paragraph("甲"), paragraph("{% endif %}")), "template-tags-differ"),
        ((paragraph("{%p if title %}"), table(row("{%p endif %}", "甲"))), "template-block-crosses-cells"),
        ((table(row("{%tc for x in plan %}", "甲"), row("{%tc endfor %}", "乙")),), "template-block-crosses-cells"),
        ((table(row("{%tr for x in plan %}", "")), table(row("{%tr endfor %}", ""))), "template-block-crosses-cells"),
        ((paragraph("{%tr if title %}"), paragraph("{%tr endif %}")), "template-tag-outside-table"),
        ((paragraph("{% colspan 2 %}"),), "template-tag-outside-table"),
        ((paragraph("{% else %}"),), "template-closes-nothing"),
        ((paragraph("{% for x in plan %}{% elif title %}{% endfor %}"),), "template-closes-nothing"),
        ((paragraph("{% if title %}{% for x in plan %}{% endif %}"),), "template-lacks-endfor"),
        ((paragraph("{%p if title %}甲"), paragraph("{%p endif %}")), "template-text-lost"),
        ((paragraph("{{ title 】}"),), "template-tag-not-closed"),
        ((paragraph("{{title｝｝"),), "template-full-width-brace"),
        ((paragraph("{％ if title ％}"),), "template-full-width-brace"),
        ((paragraph("{{ title|default(‘无’) }}"),), "template-chinese-quotes"),
        ((paragraph("{% fro x in plan %}{{ x.text }}{% endfor %}"),), "template-tag-not-allowed"),
        ((paragraph("{% for x in plan, %}{{ x.text|brief( }}{% endfor %}"),), "template-syntax"),
        ((paragraph("{{% if title %}甲{% endif %}"),), "template-syntax"),
        ((paragraph("{% if title %}甲{% else: %}乙{% endif; %}"),), "template-syntax"),
        ((paragraph("{% if title %}甲{% else %}乙{% else %}丙{% endif %}"),), "template-closes-nothing"),
        ((paragraph("{% if title %}甲{% else %}乙{% elif title %}丙{% endif %}"),), "template-closes-nothing"),
        ((paragraph("{% if title %}甲{% elseif title %}乙{% endif %}"),), "template-tag-not-allowed"),
        ((paragraph("{% endraw %}"),), "template-closes-nothing"),
        ((paragraph("{% raw %}{{ 不是标记 }}"), paragraph("{{ title }}")), "template-syntax"),
        ((paragraph("{# 说明"), paragraph("{{ title }}")), "template-tag-not-closed"),
        ((paragraph("说明 #}{{ title }}"),), "template-tag-not-opened"),
        ((paragraph("{{ title }}}"),), "template-tag-not-opened"),
        ((paragraph("{ { title } }"),), "template-syntax"),
        ((paragraph("{ % if title % }甲{ % endif % }"),), "template-syntax"),
        ((paragraph("{{ title… }}"), paragraph("{{ period。end }}")), "template-full-width-sign"),
        ((paragraph("{{ ti\u200btle }}"), paragraph("{% if\ufeff title %}{% endif %}")), "template-unseen-sign"),
    ],
)
def test_names_one_fault_as_what_it_is(library: Library, body: tuple[str, ...], code: str):
    assert {each[0] for each in faults(library, *body)} == {code}


@pytest.mark.parametrize(
    "around",
    [
        '<w:hyperlink w:anchor="a">{}</w:hyperlink>',
        '<w:ins w:id="1" w:author="甲">{}</w:ins>',
        "<w:sdt><w:sdtContent>{}</w:sdtContent></w:sdt>",
        '<w:fldSimple w:instr="DATE">{}</w:fldSimple>',
    ],
)
def test_names_a_block_that_begins_outside_of_something_and_ends_inside(library: Library, around: str):
    begun, ended = run("{% if title %}甲"), run("乙{% endif %}")
    assert faults(library, f"<w:p>{begun}{around.format(ended)}</w:p>") == [
        ("template-block-half-inside", "正文第1段第17字", "{% endif %}")
    ]
    assert faults(library, f"<w:p>{around.format(begun + ended)}</w:p>") == []
    assert faults(library, f"<w:p>{begun}{around.format(run('丙'))}{ended}</w:p>") == []


def test_shows_what_was_typed_where_a_tag_stands_in_another(library: Library):
    assert faults(library, paragraph("{{ {{ title }} }}")) == [
        ("template-tag-not-closed", "正文第1段第1字", "{{ {{ title }} }}"),
        ("template-tag-not-opened", "正文第1段第16字", "}}"),
    ]


def test_looks_into_fields_attributes_and_properties(library: Library):
    field = '<w:p><w:r><w:instrText>HYPERLINK "{{ titel }}"</w:instrText></w:r></w:p>'
    core = '<cp:coreProperties xmlns:cp="c" xmlns:dc="d"><dc:title>{{ titl }}</dc:title></cp:coreProperties>'
    root = template_root(load_kind(library, KIND))
    found = check_template(Path("t.docx"), document(field, extra={"docProps/core.xml": core}), root)
    assert [(each.parameters["where"], each.parameters["name"], each.parameters["nearest"]) for each in found] == [
        ("文档属性", "titl", "title"),
        ("正文（域、公式或隐藏内容）", "titel", "title"),
    ]


@pytest.mark.parametrize("braces", ["{{", "{%", "{{ x｝｝", "{#"])
def test_tells_every_one_of_thousands_of_braces_that_nothing_closes(library: Library, braces: str):
    many = 20_000
    found = faults(library, paragraph(braces * many))
    each = len(braces)
    if braces == "{#":  # one comment, with thousands of signs in it
        assert found == [("template-tag-not-closed", "正文第1段第1字", "{#" * 15)]
    elif braces.endswith("｝"):
        assert found == [
            ("template-full-width-brace", f"正文第1段第{number * each + 1}字", braces) for number in range(many)
        ]
    else:
        shown = braces * 15
        assert found == [
            ("template-tag-not-closed", f"正文第1段第{number * each + 1}字", shown[: (many - number) * each])
            for number in range(many)
        ]


def test_finds_thousands_of_tags_in_order_in_one_paragraph_and_one_table(library: Library):
    many = 1_000
    inline = paragraph("{{ title }}{% if title %}甲{% endif %}{# 注 #}" * many)
    runs = paragraph(*[run("{%r if title %}"), run("{%- if title -%}"), run("{% endif %}"), run("{%r endif %}")] * (many // 4))
    rows = table(*[row("{%tr for x in plan %}", ""), row("{{ x.text }}", ""), row("{%tr endfor %}", "")] * (many // 10))
    lost = table(*[row("{%tr if title %}", "甲"), row("{%tr endif %}", "")] * (many // 10))
    assert faults(library, inline, runs, rows) == []
    assert {each[0::2] for each in faults(library, lost)} == {("template-text-lost", "{%tr if title %}")}


def test_blocks_and_brackets_far_too_deep_are_faults_as_others_are(library: Library):
    opened, closed = "{% if title %}", "{% endif %}"
    assert faults(library, paragraph(opened * 20 + "{{ title }}" + closed * 20)) == []
    assert faults(library, paragraph(opened * 500 + closed * 500)) == [("template-too-deep", "正文第1段第281字", opened)]
    for tag in ("{{ " + "(" * 500 + "title" + ")" * 500 + " }}", "{{ title" + "|first" * 500 + " }}", "{% if title" + " and title" * 500 + " %}"):
        after = closed if tag.startswith("{%") else ""
        assert faults(library, paragraph(tag + after)) == [("template-syntax", "正文第1段第1字", tag)]


def test_a_tag_that_is_not_closed_is_found_in_fields_and_properties_too(library: Library):
    field = f'<w:p><w:r><w:instrText>QUOTE "{"{{ title " * 9_000}"</w:instrText></w:r></w:p>'
    core = '<cp:coreProperties xmlns:cp="c" xmlns:dc="d"><dc:title>{% if title</dc:title></cp:coreProperties>'
    assert faults(library, field, paragraph("{{ titel }}"), extra={"docProps/core.xml": core}) == [
        ("template-tag-not-closed", "文档属性", "{% if title"),
        ("template-unknown-field", "正文第2段第1字", "{{ titel }}"),
        ("template-tag-not-closed", "正文（域、公式或隐藏内容）", "{{ title {{ title {{ title {{"),
    ]


def test_says_which_of_the_headers_it_means(library: Library):
    kinds = ("default", "first", "even", "default")
    parts = {f"word/header{n}.xml": f'<w:hdr xmlns:w="{W}">{paragraph("{{ titel }}")}</w:hdr>' for n in range(1, 5)}
    related = "".join(
        f'<Relationship Id="rId{n}" Type="{R}/header" Target="{"/word/" if n == 2 else ""}header{n}.xml"/>' for n in range(1, 5)
    )
    parts["word/_rels/document.xml.rels"] = f'<Relationships xmlns="{PACKAGE}/relationships">{related}</Relationships>'
    ones, twos = (
        section(*[f'<w:headerReference w:type="{kinds[n - 1]}" r:id="rId{n}"/>' for n in numbers]) for numbers in ((1, 2, 3), (4,))
    )
    broken = f"<w:p><w:pPr>{ones}</w:pPr></w:p>"
    assert faults(library, broken, sections=twos, extra=parts) == [
        ("template-unknown-field", f"{label}第1段第1字", "{{ titel }}") for label in ("页眉", "首页页眉", "偶数页页眉", "第2节页眉")
    ]


def test_says_when_a_document_would_not_be_one_any_more(library: Library):
    split_cell = f"<w:tbl><w:tr><w:tc>{paragraph('{%tr if title %}')}</w:tc></w:tr></w:tbl>{paragraph('{%tr endif %}')}"
    assert faults(library, split_cell) != []
    odd = f"<w:p>{run('甲')}<w:hyperlink>{run('{%- if title %}乙{% endif %}')}</w:hyperlink></w:p>"
    assert [each[0] for each in faults(library, odd)] == ["template-breaks-document"]


@pytest.mark.parametrize(
    "body",
    [
        (paragraph("{%p for x in plan %}"), paragraph("{{ x.text }}"), paragraph("{%p endfor %}")),
        (table(row("{%tr for x in plan %}", ""), row("{% vm %}{{ title }}", "{% cellbg 'FF0000' %}{{ x.text }}"), row("{%tr endfor %}", "")),),
        (table(row("{%tc for x in plan %}", "{{ x.text }}", "{%tc endfor %}")),),
        (paragraph(run("{% i"), run("f title %}甲{% endif", bold=True), run(" %}")),),
        (paragraph("{% for x in plan %}{{ x.text }}"), paragraph("{% endfor %}")),
        (paragraph("{% if title %}{{ '「无」' }}{% else %}无{% endif %}{# “说明” #}"),),
        (paragraph("写作{_{ 名称 }_}，{% raw %}{{ 不是标记 }}{% endraw %}"),),
        (paragraph("写作{_{ ，不写完"), paragraph("{{ title }}"), paragraph("}_}")),
        (paragraph("{# 说明 {{ 不是标记 }}"), paragraph("{{ 也不是 }} #}{{ title }}")),
        (paragraph("{ 单个花括号 } 和 100% 以及“引号”（括号）"),),
        (paragraph("{ 甲 { 乙 } }、{ 完成 100% }、{% if title %}#{% endif %}"),),
        (paragraph("{{\u00a0title\u3000}}{{ title|default('「无」……') }}"),),
        (paragraph("甲{%- if title %}乙"), paragraph("丙{% endif -%}丁")),
        (paragraph("{% for x in plan %}{{ x.text if loop.last else loop.nextitem.text }}{% endfor %}"),),
    ],
)
def test_raises_no_false_alarm(library: Library, body: tuple[str, ...]):
    assert faults(library, *body) == []


def exit_code(*arguments: str) -> int:
    with pytest.raises(SystemExit) as ended:
        main([*arguments])
    return int(str(ended.value.code or 0))


@pytest.fixture
def office(tmp_path: Path) -> Path:
    folder = tmp_path / "templates" / "docx"
    folder.mkdir(parents=True)
    (folder / "own.docx").write_bytes(document(paragraph("{{ titel }}"), paragraph("{% if title %}")))
    (folder / "own.yaml").write_text(f"id: own\ntitle: 本单位\nkind: {KIND}\n", encoding="utf-8")
    (tmp_path / "bare.docx").write_bytes(document(paragraph("{{ title }}")))
    (tmp_path / "broken.docx").write_bytes(b"no zip")
    return tmp_path


def test_the_command_lists_the_faults_of_a_template(office: Path, capsys: pytest.CaptureFixture[str]):
    assert exit_code("templates", "check", "own", "--library", str(office), "--lang", "zh_CN") == 1
    assert capsys.readouterr().out.splitlines() == [
        "own  本单位：差错2处",
        "    正文第1段第1字：{{ titel }} 里的“titel”不是这类材料的字段，请核对。该段：“{{ titel }}”。是不是“title”？",
        "    正文第2段第1字：{% if title %} 没有在恰当的地方配上 {% endif %}，请补上。该段：{% if title %}",
        "共检查模板1个，有差错的1个",
    ]


def test_the_command_checks_all_templates_and_files_beside(office: Path, capsys: pytest.CaptureFixture[str]):
    assert exit_code("templates", "check", "--json") == 0
    shipped = json.loads(capsys.readouterr().out)["templates"]
    assert len(shipped) >= 8 and all(not each["findings"] and each["error"] is None for each in shipped)
    assert exit_code("templates", "check", str(office / "bare.docx")) == 2
    assert exit_code("templates", "check", str(office / "bare.docx"), "--kind", KIND) == 0
    assert exit_code("templates", "check", str(office / "broken.docx"), "--kind", KIND) == 3
    assert exit_code("templates", "check", str(office / "broken.docx"), "work-plan", "--kind", KIND) == 4
    assert exit_code("templates", "check", "work-plann") == 2


def rewritten(data: bytes, change: Callable[[str], str], name: str) -> bytes:
    written = BytesIO()
    with ZipFile(BytesIO(data)) as before, ZipFile(written, "w") as after:
        for each in before.namelist():
            content = before.read(each)
            after.writestr(each, change(content.decode("utf-8")) if each == name else content)
    return written.getvalue()


def test_a_template_that_word_saved_as_template_makes_documents(tmp_path: Path):
    data = rewritten(
        document(paragraph("{{ title }}")),
        lambda xml: xml.replace("document.main+xml", "template.main+xml"),
        "[Content_Types].xml",
    )
    made = CompiledTemplate.of(compile_template(data, "t.docx"), make_environment({}, {})).fill({"title": "通知"}).data
    assert "template.main" in part(data, "[Content_Types].xml") and "template.main" not in part(made, "[Content_Types].xml")
    assert texts(made) == ["通知"]


def told(file: Path, capsys: pytest.CaptureFixture[str]) -> list[str]:
    exit_code("templates", "check", str(file), "--kind", KIND, "--lang", "zh_CN")
    said = capsys.readouterr()
    return [line.replace(str(file), file.name) for line in (said.out + said.err).splitlines() if "共检查" not in line]


STRICT = rewritten(
    document(paragraph("{{ title }}")),
    lambda xml: xml.replace(W, "http://purl.oclc.org/ooxml/wordprocessingml/main"),
    "word/document.xml",
)
NO_DOCX = word("lint-not-docx", {}, "zh_CN")
ALIAS = rewritten(
    document(paragraph("{{ title }}")),
    lambda xml: xml.replace("w:", "ns0:").replace(":w=", ":ns0="),
    "word/document.xml",
)
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@pytest.mark.parametrize(
    ("name", "data", "sentence"),
    [
        ("模板.doc", OLE, NO_DOCX),
        ("模板.dotx", b"", NO_DOCX),
        ("模板.wps", OLE, NO_DOCX),
        ("改名.docx", OLE + bytes(99), "这是旧格式的 .doc（或 .wps）文件，请用 Word 或 WPS 打开后另存为 .docx。"),
        ("加密.docx", OLE + "EncryptedPackage".encode("utf-16-le"), "文件设有打开密码，请另存一份不带密码的再检查。"),
        ("空.docx", b"", "文件是空的。"),
        ("不全.docx", document(paragraph("甲"))[:-80], "文件不完整，缺少末尾部分，请重新取得该文件。"),
        (
            "巨图.docx",
            document(paragraph("甲"), extra={"word/media/image1.bmp": bytes(65_000_000)}),
            "模板解开后超过 64 MB 或部件过多，其中最大的是 word/media/image1.bmp（65 MB），请把图片压缩后再放进去。",
        ),
        ("别名.docx", ALIAS, "不是能打开的 .docx 文件，请用 Word 另存为 .docx。"),
        ("严格.docx", STRICT, "文件是“Strict Open XML”格式，请另存为普通的 .docx。"),
    ],
)
def test_says_what_another_file_is(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str, data: bytes, sentence: str
):
    (tmp_path / name).write_bytes(data)
    assert told(tmp_path / name, capsys) == [f"{name}: {sentence}"]


def test_the_bare_command_still_lists(office: Path, capsys: pytest.CaptureFixture[str]):
    printed = []
    for arguments in (["templates"], ["templates", "list"]):
        assert exit_code(*arguments, "--library", str(office)) == 0
        printed.append(capsys.readouterr().out)
    assert exit_code("templates", "--library", str(office), "list") == 0
    assert printed[0] == printed[1] == capsys.readouterr().out
    assert "own  本单位" in printed[0]
