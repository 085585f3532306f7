"""Edits of a made .docx that leave its figures as typed: paragraphs and tables in another order or form."""

from __future__ import annotations

import re
from copy import deepcopy
from typing import Any

from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.text.paragraph import Paragraph
from verify_edits import HEADING, Edit, each, element, prose, run_of, through


def _moved(document: Any) -> None:
    first, *_, last = prose(document)
    last._p.addnext(first._p)


def _pairs_swapped(document: Any) -> None:
    found = prose(document)
    for one, two in zip(found[::2], found[1::2], strict=False):
        one._p.addprevious(two._p)


def _all_reversed(document: Any) -> None:
    found = [paragraph._p for paragraph in prose(document)]
    after = found[0].getprevious()
    for paragraph in found:
        after.addnext(paragraph)


def _joined(one: Paragraph, two: Paragraph) -> None:
    for run in two.runs:
        one._p.append(run._r)
    two._p.getparent().remove(two._p)


def _pairs_merged(document: Any) -> None:
    found = prose(document)
    for one, two in zip(found[::2], found[1::2], strict=False):
        _joined(one, two)


def _all_merged(document: Any) -> None:
    one, *others = prose(document)
    for other in others:
        _joined(one, other)


def split_at(sign: str) -> Any:
    """A change that makes a paragraph of every stretch up to a sign."""

    def change(paragraph: Paragraph) -> None:
        first, *others = [part for part in re.split(f"(?<={sign})", paragraph.text) if part]
        for part in others:
            paragraph.insert_paragraph_before(first, paragraph.style)
            first = part
        paragraph.text = first

    return change


def lines_at(sign: str) -> Any:
    """A change that begins a new line after every such sign."""

    def change(paragraph: Paragraph) -> None:
        paragraph.text = paragraph.text.replace(sign, sign + "\n").rstrip("\n")

    return change


def _headings_gone(document: Any) -> None:
    for paragraph in list(document.paragraphs):
        if HEADING.match(paragraph.text) and len(paragraph.text) < 30:
            paragraph._p.getparent().remove(paragraph._p)


def _in_table(document: Any) -> None:
    """Two paragraphs of text put into the cells of a new table."""
    one, two = prose(document)[1:3]
    table = document.add_table(1, 2)
    one._p.addprevious(table._tbl)
    for paragraph, cell in zip((one, two), table.rows[0].cells, strict=True):
        cell._tc.append(paragraph._p)


def _table_of_words(document: Any) -> None:
    table = document.add_table(2, 2)
    for cell, text in zip(table._cells, ("事项", "责任单位", "宣传引导", "办公室"), strict=True):
        cell.text = text


def _tables_as_text(document: Any) -> None:
    for table in document.tables:
        for row in table.rows:
            cells = dict.fromkeys(cell._tc for cell in row.cells)
            texts = ["".join(part.text or "" for part in cell.iter(qn("w:t"))) for cell in cells]
            line = element("<w:p/>")
            line.append(run_of("\t".join(texts)))
            table._tbl.addprevious(line)
        table._tbl.getparent().remove(table._tbl)


def _rows_reversed(document: Any) -> None:
    for table in document.tables:
        head, *rows = table._tbl.tr_lst
        for row in rows:
            head.addnext(row)


def _cells_merged(document: Any) -> None:
    for table in document.tables:
        for row in list(table.rows)[1:]:
            cells = row.cells
            if len(cells) > 3 and cells[2]._tc is not cells[3]._tc:
                cells[2].merge(cells[3])


def _column_added(document: Any) -> None:
    for table in document.tables:
        for row, text in zip(table.rows, ["备注"] + ["无"] * len(table.rows), strict=False):
            cell = deepcopy(row._tr.tc_lst[-1])
            for paragraph in cell.p_lst:
                cell.remove(paragraph)
            cell.append(element("<w:p/>"))
            cell.p_lst[0].append(run_of(text))
            row._tr.append(cell)


def _in_text_box(document: Any) -> None:
    """A paragraph put into a text box."""
    paragraph = prose(document)[1]
    box = parse_xml(
        f'<w:p {nsdecls("w")}><w:r><w:pict><v:shape xmlns:v="urn:schemas-microsoft-com:vml"><v:textbox>'
        "<w:txbxContent/></v:textbox></v:shape></w:pict></w:r></w:p>"
    )
    paragraph._p.addprevious(box)
    next(box.iter(qn("w:txbxContent"))).append(paragraph._p)


#: another order, other paragraphs and tables
ARRANGED: dict[str, Edit] = {
    "a paragraph moved to the end": through(_moved),
    "paragraphs swapped in pairs": through(_pairs_swapped),
    "all paragraphs in reverse": through(_all_reversed),
    "paragraphs merged in pairs": through(_pairs_merged),
    "all paragraphs merged into one": through(_all_merged),
    "a paragraph for every sentence": each(split_at("。")),
    "a paragraph for every part between semicolons": each(split_at("；")),
    "a line for every sentence": each(lines_at("。")),
    "a line for every clause": each(lines_at("，")),
    "empty paragraphs between": each(lambda paragraph: paragraph.insert_paragraph_before("")),
    "paragraphs without figures between": each(
        lambda paragraph: paragraph.insert_paragraph_before("在县委、县政府的领导下，各项工作有序推进。")
    ),
    "headings taken out": through(_headings_gone),
    "paragraphs put into a table": through(_in_table),
    "a paragraph in a text box": through(_in_text_box),
    "a table of words added": through(_table_of_words),
    "tables as text": through(_tables_as_text),
    "rows of tables in reverse": through(_rows_reversed),
    "cells of tables merged": through(_cells_merged),
    "a column of words added": through(_column_added),
}
