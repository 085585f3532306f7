"""docxtpl's tag language: every feature and every pair of features gives the same parts as docxtpl."""

from __future__ import annotations

from io import BytesIO
from itertools import combinations
from typing import Any
from zipfile import ZipFile

import pytest
from docx_builder import canonical, paragraph, texts
from feature_templates import CONTEXT, FEATURES, OURS_ALONE, package

from docgen.ooxml.compiled import compile_template
from docgen.ooxml.environment import make_environment
from docgen.ooxml.filling import CompiledTemplate


def compiled(data: bytes) -> CompiledTemplate:
    return CompiledTemplate.of(compile_template(data, "t.docx"), make_environment({}, {}))


def by_docxtpl(data: bytes, context: dict[str, Any] | None = None, **how: Any) -> bytes:
    from docxtpl import DocxTemplate

    template = DocxTemplate(BytesIO(data))
    template.render(CONTEXT if context is None else context, **(how or {"autoescape": True}))
    buffer = BytesIO()
    template.save(buffer)
    return buffer.getvalue()


def canonical_parts(data: bytes) -> dict[str, str]:
    """Every part as canonical XML; what names the parts, where order means nothing, sorted."""
    found = {}
    with ZipFile(BytesIO(data)) as archive:
        for name in archive.namelist():
            content = archive.read(name)
            if name.endswith(".rels") or name == "[Content_Types].xml":
                from lxml import etree

                told = {tuple(sorted(each.attrib.items())) for each in etree.fromstring(content)}
                # python-docx drops the entries of sorts of file that the package doesn't hold
                kept = {each for each in told if ("Extension", "png") not in each}
                found[name] = "\n".join(map(str, sorted(kept)))
            else:
                found[name] = canonical(content)
    return found


def assert_same(data: bytes) -> None:
    ours = canonical_parts(compiled(data).fill(CONTEXT, split=False).data)
    theirs = canonical_parts(by_docxtpl(data))
    # python-docx writes no relationships of a part that has none
    empty = {name for name in ours if name.endswith(".rels") and not ours[name]}
    assert {name: xml for name, xml in ours.items() if name not in empty} == theirs


@pytest.mark.parametrize("name", FEATURES)
def test_every_feature_gives_what_docxtpl_gives(name: str):
    assert_same(package(FEATURES[name]))


@pytest.mark.parametrize("name", FEATURES)
def test_every_feature_pairs_with_every_other(name: str):
    names = list(FEATURES)
    for other in names[names.index(name) + 1 :]:
        assert_same(package(FEATURES[name], FEATURES[other]))


REPEATABLE = [name for name in FEATURES if not FEATURES[name].parts]


@pytest.mark.parametrize("name", REPEATABLE)
def test_every_feature_repeats_in_a_loop_and_inside_a_condition(name: str):
    before = paragraph("{%p for pass in [1, 2] %}") + paragraph("{%p if flag %}")
    assert_same(package(FEATURES[name], before=before, after=paragraph("{%p endif %}") + paragraph("{%p endfor %}")))


@pytest.mark.parametrize("name", [*FEATURES, *OURS_ALONE])
def test_a_run_of_its_own_for_each_value_changes_no_text(name: str):
    data = package((FEATURES | OURS_ALONE)[name])
    apart, together = compiled(data).fill(CONTEXT).data, compiled(data).fill(CONTEXT, split=False).data
    for each in ZipFile(BytesIO(data)).namelist():
        if each.startswith("word/") and not each.endswith(".rels"):
            assert texts(apart, each) == texts(together, each)


def test_the_corpus_has_every_pair():
    assert len(list(combinations(FEATURES, 2))) > 400
