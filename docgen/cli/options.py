"""The options of all commands, each with its declarations and its help."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import click

from docgen.messages import LANGUAGES, N_

#: the formats of a check's report, those that are no text, and what may end with 1
FORMATS = ("text", "json", "html", "xlsx", "docx", "sarif", "junit")
BINARY = ("xlsx", "docx")
LINT_FORMATS = tuple(form for form in FORMATS if form != "docx")
PROFILES = ("auto", "plain", "official", "letter", "order", "minutes")
FAIL_ON = ("error", "warning", "info", "never")

#: name -> how to make the option; its help is given to the translation when the option is made
OPTIONS: Mapping[str, tuple[list[str], str, dict[str, Any]]] = {
    "template": (
        ["-t", "--template"],
        N_("The template to use; see “docgen templates”."),
        {"metavar": "TEMPLATE"},
    ),
    "output": (
        ["-o", "--output"],
        N_("The .docx to write, or a folder for it; otherwise beside the record, named by its title."),
        {"metavar": "FILE"},
    ),
    "draft": (
        ["--draft"],
        N_("Make a draft: marked on every page, each finding a comment at its value."),
        {"is_flag": True},
    ),
    "explanations": (
        ["--explanations"],
        N_("A file that explains failed rules (rule, place, reason, by whom)."),
        {"metavar": "FILE"},
    ),
    "as_of": (
        ["--as-of"],
        N_("The day that decides what is overdue; otherwise the record's own date."),
        {"metavar": "DATE"},
    ),
    "force": (["--force"], N_("Overwrite what is there."), {"is_flag": True}),
    "form": (
        ["--format", "form"],
        N_("The report's format: text, json, html, xlsx, docx, sarif or junit."),
        {"type": click.Choice(FORMATS), "metavar": "FORMAT", "default": "text", "show_default": True},
    ),
    "report_file": (
        ["-o", "--output"],
        N_("The file for the report; .xlsx and .docx need one, the others are printed without it."),
        {"metavar": "FILE"},
    ),
    "fail_on": (
        ["--fail-on"],
        N_("What ends with 1: error (what blocks a document), warning, info, or never."),
        {"type": click.Choice(FAIL_ON), "metavar": "SEVERITY", "default": "error", "show_default": True},
    ),
    "fail_on_made": (
        ["--fail-on"],
        N_("What keeps the document from being made: error (what blocks it anyway), warning or info."),
        {"type": click.Choice(FAIL_ON[:-1]), "metavar": "SEVERITY", "default": "error", "show_default": True},
    ),
    "strict": (["--strict"], N_("What can't be assessed counts too."), {"is_flag": True}),
    "folder": (
        ["-o", "--output"],
        N_("The folder for the reports; otherwise 检查结果 or inspection, here."),
        {"metavar": "DIR"},
    ),
    "pdf_too": (
        ["--pdf", "pdf"],
        N_("Also make a PDF beside the document; needs LibreOffice."),
        {"is_flag": True},
    ),
    "pdf_folder": (
        ["-o", "--output", "output"],
        N_("The folder for the PDF; otherwise each beside its document."),
        {"metavar": "DIR"},
    ),
    "previous": (
        ["--previous"],
        N_("A folder with last period's records, to compare with."),
        {"metavar": "DIR"},
    ),
    "band": (
        ["--band"],
        N_("Ask about changes since last period beyond this many percent."),
        {"metavar": "PERCENT", "type": click.IntRange(min=0), "default": 30, "show_default": True},
    ),
    "baseline": (
        ["--baseline"],
        N_("An earlier inspection.json: findings are marked new, still there or gone."),
        {"metavar": "FILE"},
    ),
    "workers": (
        ["--workers"],
        N_("On how many processes to work."),
        {"metavar": "N", "type": click.IntRange(1, 64), "default": 1, "show_default": True},
    ),
    "out_folder": (
        ["-o", "--output"],
        N_("The folder for what is made; it is made if it isn't there."),
        {"metavar": "DIR", "required": True},
    ),
    "terms": (
        ["--from", "terms"],
        N_("A YAML file: sender, document number, dates and contact."),
        {"metavar": "FILE", "required": True},
    ),
    "issued": (
        ["--issued"],
        N_("The day of issue, where the text doesn't say it."),
        {"metavar": "DATE"},
    ),
    "html": (["--html"], N_("Write a page too, to read or print."), {"metavar": "FILE"}),
    "against": (
        ["--against"],
        N_("A record to hold the report's figures against."),
        {"metavar": "RECORD"},
    ),
    "to_record": (
        ["--to-record"],
        N_("Draft a record of this kind from the report; see “docgen kinds”."),
        {"metavar": "KIND"},
    ),
    "record_file": (["-o", "--output"], N_("The record to write."), {"metavar": "FILE"}),
    "show_all": (["--all", "show_all"], N_("Show also what is consistent."), {"is_flag": True}),
    "list_template": (
        ["-t", "--template"],
        N_("The template to use; see “docgen templates”."),
        {"metavar": "TEMPLATE", "required": True},
    ),
    "common": (
        ["--common"],
        N_("A .json file with the fields that all rows share."),
        {"metavar": "FILE"},
    ),
    "file_names": (
        ["--names", "file_names"],
        N_("How documents are named, such as {seq:04}-{addressee}; otherwise as the template says."),
        {"metavar": "PATTERN"},
    ),
    "dask": (
        ["--dask"],
        N_("The address of a Dask scheduler: its workers make the documents."),
        {"metavar": "ADDRESS"},
    ),
    "resume": (
        ["--resume"],
        N_("Go on with what an earlier run began; what is as it should be isn't touched."),
        {"is_flag": True},
    ),
    "check_only": (
        ["--check", "check_only"],
        N_("Only check the list, and write nothing."),
        {"is_flag": True},
    ),
    "archive": (
        ["--zip", "archive"],
        N_("Put the documents into this .zip instead of the folder."),
        {"metavar": "FILE"},
    ),
    "combine": (
        ["--combine"],
        N_("Also make one .docx of all documents, for printing on both sides."),
        {"metavar": "FILE"},
    ),
    "one_sided": (
        ["--one-sided"],
        N_("With --combine: for printing on one side, without empty pages between."),
        {"is_flag": True},
    ),
    "pdf": (
        ["--pdf"],
        N_("Also make a PDF beside each document; needs LibreOffice."),
        {"is_flag": True},
    ),
    "anchors": (
        ["--anchors"],
        N_("Put every value of the row into a hidden bookmark, by which docgen verify finds it again."),
        {"is_flag": True},
    ),
    "force_notices": (
        ["--force"],
        N_("Begin anew in a folder that isn't empty; with --resume, write over changed documents too."),
        {"is_flag": True},
    ),
    "profile": (
        ["--profile"],
        N_("The form to hold it to: auto, plain, official, letter, order or minutes."),
        {"type": click.Choice(PROFILES), "metavar": "PROFILE", "default": "auto", "show_default": True},
    ),
    "fix": (
        ["--fix"],
        N_("Put right what can be, in a new file; a .txt becomes a document set by the standard."),
        {"is_flag": True},
    ),
    "show_diff": (["--diff"], N_("Show what --fix would put right; nothing is written."), {"is_flag": True}),
    "tracked": (
        ["--tracked"],
        N_("With --fix: write changes of the text as revisions, to accept or reject in Word."),
        {"is_flag": True},
    ),
    "rendered": (
        ["--rendered"],
        N_("Lay the document out with LibreOffice too, and measure on its pages what the file doesn't tell."),
        {"is_flag": True},
    ),
    "lint_file": (
        ["-o", "--output"],
        N_("The file for the report; with --fix, for the document."),
        {"metavar": "FILE"},
    ),
    "lint_form": (
        ["--format", "form"],
        N_("The report's format: text, json, html, xlsx, sarif or junit."),
        {"type": click.Choice(LINT_FORMATS), "metavar": "FORMAT", "default": "text", "show_default": True},
    ),
    "select": (
        ["--select"],
        N_("Only these rules: an id, or how ids begin (layout.body)."),
        {"metavar": "RULE", "multiple": True},
    ),
    "ignore": (["--ignore"], N_("Not these rules."), {"metavar": "RULE", "multiple": True}),
    "every_place": (["--all", "every_place"], N_("Show every place by itself."), {"is_flag": True}),
    "fail_on_lint": (
        ["--fail-on"],
        N_("What ends with 1: error, warning, info, or never."),
        {"type": click.Choice(FAIL_ON), "metavar": "SEVERITY", "default": "error", "show_default": True},
    ),
    "strict_lint": (
        ["--strict"],
        N_("What the standard says in general counts as an error too."),
        {"is_flag": True},
    ),
    "strict_verify": (
        ["--strict"],
        N_("Hints end with 1 too: names changed, figures added or gone."),
        {"is_flag": True},
    ),
    "number": (
        ["--number"],
        N_("The document's number (发文字号), such as 云民字〔2024〕6号; none if it has no place for one."),
        {"metavar": "NUMBER"},
    ),
    "issue_date": (
        ["--date"],
        N_("The date of issue (成文日期): the day it was signed."),
        {"metavar": "DATE", "required": True},
    ),
    "signed_by": (["--signed-by"], N_("Who signed it."), {"metavar": "NAME", "required": True}),
    "printed": (
        ["--printed"],
        N_("The date of printing (印发日期); otherwise it goes with the date of issue if it was the same."),
        {"metavar": "DATE"},
    ),
    "final_record": (
        ["--record"],
        N_("The record to hold its figures against; otherwise the one beside it that it was made from."),
        {"metavar": "RECORD"},
    ),
    "list_behind": (
        ["--list", "list_behind"],
        N_("For a document of a batch: the list that it was made from; its row is the record."),
        {"metavar": "DATA"},
    ),
    "row": (
        ["--row"],
        N_("With --list: the row's number, if the document isn't in the batch's folder."),
        {"metavar": "N", "type": click.IntRange(1)},
    ),
    "row_template": (
        ["-t", "--template", "row_template"],
        N_("With --list: the template, if the document isn't in the batch's folder."),
        {"metavar": "TEMPLATE"},
    ),
    "without_record": (
        ["--no-record", "without_record"],
        N_("There is no record: the figures are not compared."),
        {"is_flag": True},
    ),
    "public": (
        ["--public"],
        N_("Make a copy for the public: no identity, bank card or phone numbers, no private values."),
        {"is_flag": True},
    ),
    "allowed": (
        ["--allow", "allowed"],
        N_("With --public: a value that may stand after all, such as an office's phone number."),
        {"metavar": "TEXT", "multiple": True},
    ),
    "final_file": (
        ["-o", "--output"],
        N_("The .docx to write, or a folder for it; otherwise beside the document, named 定稿 or 公开."),
        {"metavar": "FILE"},
    ),
    "fonts_conf": (
        ["--fonts-conf"],
        N_("Write fontconfig's file of stand-ins for the fonts of official documents."),
        {"metavar": "FILE"},
    ),
    "into_record": (
        ["--into-record"],
        N_("Write the change that would give the record the edited values (JSON Patch); it isn't applied."),
        {"metavar": "FILE"},
    ),
    "update_file": (
        ["--update"],
        N_("A copy of the .docx with the record's present figures in sentences that are as they were made."),
        {"metavar": "FILE"},
    ),
    "made_from": (
        ["--made-from"],
        N_("With --update: the record the document was made from, if its manifest isn't beside it."),
        {"metavar": "RECORD"},
    ),
    "marked_file": (
        ["-o", "--output"],
        N_("A copy of the .docx with a comment at each difference; its 改动清单 is written beside it."),
        {"metavar": "FILE"},
    ),
    "at": (
        ["--at"],
        N_("The moment for the history (2024-07-05T17:30); otherwise now."),
        {"metavar": "TIME"},
    ),
    "history_form": (
        ["--format", "form"],
        N_("text or json."),
        {"type": click.Choice(FORMATS[:2]), "metavar": "FORMAT", "default": "text", "show_default": True},
    ),
    "max_size": (
        ["--max-size"],
        N_("Refuse a record larger than this many MB."),
        {"metavar": "MB", "type": click.IntRange(min=1), "default": 64, "show_default": True},
    ),
    "port": (
        ["--port"],
        N_("The port to listen on; 0 takes a free one."),
        {"metavar": "PORT", "type": click.IntRange(0, 65535), "default": 0, "show_default": True},
    ),
    "work": (
        ["--work"],
        N_("The folder in which the browsers' work is kept."),
        {"metavar": "DIR"},
    ),
    "keep": (
        ["--keep"],
        N_("Remove work that nobody came back to for this many days."),
        {"metavar": "DAYS", "type": click.IntRange(min=0), "default": 7, "show_default": True},
    ),
    "kind": (
        ["--kind"],
        N_("The kind of the first record; see “docgen kinds”."),
        {"metavar": "KIND", "default": "civil-affairs-half-year", "show_default": True},
    ),
    "kind_of_pack": (
        ["--kind"],
        N_("The kind that a new rule pack is for; see “docgen kinds”."),
        {"metavar": "KIND", "default": "civil-affairs-half-year", "show_default": True},
    ),
    "kind_of_template": (
        ["--kind"],
        N_("The kind that a .docx without sidecar is for; see “docgen kinds”."),
        {"metavar": "KIND", "default": None},
    ),
    "for_kind": (["--kind"], N_("Only those for this kind of record."), {"metavar": "KIND", "default": None}),
    "pack_file": (
        ["-o", "--output"],
        N_("The rule pack to add it to, or to make; otherwise it is printed."),
        {"metavar": "FILE"},
    ),
    "form_file": (["-o", "--output"], N_("The .xlsx to write."), {"metavar": "FILE", "required": True}),
    "form_record": (
        ["--from", "record"],
        N_("A record to fill the form in from."),
        {"metavar": "RECORD"},
    ),
    "links": (
        ["--links"],
        N_("A workbook with the numbers typed in prose, to be confirmed; confirmed ones become mentions."),
        {"metavar": "FILE"},
    ),
    "annotate": (
        ["--annotate"],
        N_("Write the workbook with what is wrong as comments in its cells; a folder for several."),
        {"metavar": "FILE"},
    ),
    "intake_file": (["-o", "--output"], N_("The record to write."), {"metavar": "FILE"}),
    "kind_of_table": (
        ["--kind"],
        N_("The kind that an office's own tables are for; a form knows its kind."),
        {"metavar": "KIND"},
    ),
    "merge": (["--merge"], N_("Put several files together into one record."), {"is_flag": True}),
    "total": (
        ["--total"],
        N_("Add up the units' records, and compare with this one, which they were reported in."),
        {"metavar": "RECORD"},
    ),
    "mapping": (
        ["--mapping"],
        N_("A file that keeps what the headings of each sender's tables mean."),
        {"metavar": "FILE"},
    ),
    "sender": (["--sender"], N_("Whose tables these are, in the file of meanings."), {"metavar": "NAME"}),
    "roster": (
        ["--roster"],
        N_("A list of who owes a form, and by when; it shows what came and what didn't."),
        {"metavar": "FILE"},
    ),
    "library": (
        ["--library"],
        N_("An office's folder with its own schemas, checks and templates."),
        {"metavar": "DIR"},
    ),
    "lang": (
        ["--lang"],
        N_("The language of messages and files: zh_CN or en."),
        {"type": click.Choice(LANGUAGES), "metavar": "LANG"},
    ),
    "as_json": (["--json", "as_json"], N_("Print one JSON object for programs."), {"is_flag": True}),
}
ALWAYS = ("library", "lang", "as_json")


def option(name: str, _: Callable[[str], str]) -> click.Option:
    declarations, help, settings = OPTIONS[name]
    return click.Option(declarations, help=_(help), **settings)
