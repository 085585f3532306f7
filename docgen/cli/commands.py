"""docgen's commands: one visible table of their names, help, arguments and options.

A command names its function as ``module:function`` of this package; it is imported when the command runs.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from importlib import import_module
from typing import Any, cast

import click

from docgen.cli.options import ALWAYS, option
from docgen.cli.output import version
from docgen.messages import translate


def command_line(language: str) -> click.Group:
    """docgen's commands, with help in the given language."""

    def _(text: str) -> str:
        return translate(text, language)

    def command(
        name: str, do: str, help: str, *arguments: click.Parameter, options: Sequence[str] = ()
    ) -> click.Command:
        params = [*arguments, *(option(each, _) for each in (*options, *ALWAYS))]

        def callback(**given: Any) -> int:
            given["files_language"] = given.pop("lang") or "zh_CN"
            return function_of(do)(language=language, **given)

        return click.Command(name, params=params, callback=callback, help=help)

    def templates_group(commands: Sequence[click.Command], help: str) -> click.Group:
        """The group that lists the templates when no command of it is named."""

        def callback(**given: Any) -> int | None:
            context = click.get_current_context()
            if context.invoked_subcommand is not None:
                # what is said before the command holds for it
                context.default_map = {each.name or "": dict(given) for each in commands}
                return None
            given["files_language"] = given.pop("lang") or "zh_CN"
            return function_of("templates:templates_list")(language=language, **given)

        params = [option(each, _) for each in ALWAYS]
        return click.Group(
            "templates",
            commands=commands,
            params=params,
            callback=callback,
            help=help,
            invoke_without_command=True,
        )

    record = click.Argument(["record"], metavar="RECORD")
    rule = click.Argument(["rule"], metavar="RULE")
    explain_help = _("Show what a rule looks at, why, and on what legal basis.")
    rules = [
        command("list", "listing:rules_list", _("List the rules."), options=("for_kind",)),
        command("explain", "listing:explain", explain_help, rule),
        command(
            "test",
            "listing:rules_test",
            _("Run the rules' own tests, and see whether they notice small changes of the rules."),
            click.Argument(["packs"], metavar="[PACK]...", nargs=-1),
        ),
        command(
            "new",
            "listing:rules_new",
            _("Begin a new rule, with a remark on everything to fill in."),
            click.Argument(["id"], metavar="ID"),
            options=("pack_file", "kind_of_pack"),
        ),
    ]
    templates = [
        command("list", "templates:templates_list", _("List the templates.")),
        command(
            "check",
            "templates:templates_check",
            _("Check templates: every placeholder against the fields of its kind, all faults at once."),
            click.Argument(["templates"], metavar="[TEMPLATE]...", nargs=-1),
            options=("kind_of_template",),
        ),
    ]
    commands = [
        command(
            "make",
            "checking:make",
            _("Make the document of a record. With --draft, a marked draft."),
            record,
            options=(
                "template",
                "output",
                "draft",
                "explanations",
                "as_of",
                "pdf_too",
                "fail_on_made",
                "strict",
                "force",
                "max_size",
            ),
        ),
        command(
            "check",
            "checking:check",
            _("Check records and show everything that is wrong with them."),
            click.Argument(["records"], metavar="RECORD...", nargs=-1, required=True),
            options=(
                "form",
                "report_file",
                "fail_on",
                "strict",
                "explanations",
                "as_of",
                "force",
                "max_size",
            ),
        ),
        command(
            "diff",
            "checking:diff",
            _("Show what changed between two records."),
            click.Argument(["before"], metavar="A"),
            click.Argument(["after"], metavar="B"),
            options=("max_size",),
        ),
        command(
            "inspect",
            "checking:inspect",
            _("Check many records, and write a workbook, a page and JSON about them."),
            click.Argument(["records"], metavar="RECORD...", nargs=-1, required=True),
            options=(
                "folder",
                "previous",
                "band",
                "baseline",
                "as_of",
                "explanations",
                "workers",
                "force",
                "max_size",
            ),
        ),
        command(
            "pdf",
            "pdf:pdf",
            _("Make .docx documents into PDF by LibreOffice."),
            click.Argument(["files"], metavar="FILE...", nargs=-1, required=True),
            options=("pdf_folder", "force", "max_size"),
        ),
        command(
            "audit",
            "audit:audit",
            _("Check a report's own figures: totals, rates, amounts, dates. No record is needed."),
            click.Argument(["files"], metavar="FILE...", nargs=-1, required=True),
            options=(
                "issued",
                "show_all",
                "html",
                "against",
                "to_record",
                "record_file",
                "force",
                "max_size",
            ),
        ),
        command(
            "lint",
            "lint:lint",
            _("Check the layout of any .docx against GB/T 9704, and put it right."),
            click.Argument(["files"], metavar="DOCX...", nargs=-1, required=True),
            options=(
                "profile",
                "fix",
                "show_diff",
                "tracked",
                "rendered",
                "lint_form",
                "lint_file",
                "select",
                "ignore",
                "every_place",
                "fail_on_lint",
                "strict_lint",
                "force",
                "max_size",
            ),
        ),
        command(
            "finalize",
            "finalising:finalize",
            _("Make the final copy of a document: numbered, dated, checked, stripped of who worked on it."),
            click.Argument(["document"], metavar="DOCX"),
            options=(
                "number",
                "issue_date",
                "signed_by",
                "printed",
                "final_record",
                "without_record",
                "explanations",
                "public",
                "allowed",
                "ignore",
                "final_file",
                "at",
                "force",
                "max_size",
            ),
        ),
        command(
            "verify",
            "verifying:verify",
            _("Hold an edited document against its record: which figures differ, are new or gone."),
            click.Argument(["document"], metavar="DOCUMENT"),
            options=(
                *("final_record", "list_behind", "row", "common", "row_template", "marked_file"),
                *("into_record", "update_file", "made_from", "explanations"),
                *("strict_verify", "force", "max_size"),
            ),
        ),
        command(
            "history",
            "finalising:history",
            _("Show a record's final copies: who signed which when, and which values changed."),
            record,
            options=("history_form", "max_size"),
        ),
        command(
            "letters",
            "sending:letters",
            _("Make letters that ask units to verify their records, and the workbook for the answers."),
            click.Argument(["records"], metavar="RECORD...", nargs=-1, required=True),
            options=("out_folder", "terms", "previous", "band", "explanations", "as_of", "force", "max_size"),
        ),
        command(
            "orders",
            "sending:orders",
            _("Make rectification orders of what the inspector marked as true in the workbook."),
            click.Argument(["workbook"], metavar="WORKBOOK"),
            click.Argument(["records"], metavar="RECORD...", nargs=-1, required=True),
            options=("out_folder", "terms", "previous", "explanations", "force", "max_size"),
        ),
        command(
            "notices",
            "notices:notices",
            _("Make a document for each row of a list, from one template, into a folder."),
            click.Argument(["data"], metavar="DATA"),
            options=(
                "list_template",
                "out_folder",
                "common",
                "file_names",
                "workers",
                "dask",
                "resume",
                "check_only",
                "archive",
                "combine",
                "one_sided",
                "pdf",
                "anchors",
                "explanations",
                "as_of",
                "force_notices",
            ),
        ),
        command(
            "form",
            "intake:form",
            _("Make the .xlsx form of a kind of record, to be filled in with Excel or WPS."),
            click.Argument(["kind"], metavar="[KIND]", required=False),
            options=("form_file", "form_record", "force", "max_size"),
        ),
        command(
            "intake",
            "intake:intake",
            _("Read filled forms and tables into a record, and show what is wrong, sheet and cell."),
            click.Argument(["files"], metavar="FILE...", nargs=-1, required=True),
            options=(
                "intake_file",
                "kind_of_table",
                "merge",
                "total",
                "mapping",
                "sender",
                "roster",
                "annotate",
                "links",
                "as_of",
                "force",
                "max_size",
            ),
        ),
        command(
            "serve",
            "desk:serve",
            _("Serve the page for the browser: records, documents and notices, all on this machine."),
            options=("port", "work", "keep"),
        ),
        command(
            "open",
            "desk:open_page",
            _("Serve the page for the browser, and open it."),
            options=("port", "work", "keep"),
        ),
        command(
            "doctor",
            "doctor:doctor",
            _("Show what docgen needs on this machine, and how to get what is missing."),
            options=("fonts_conf", "force"),
        ),
        command("kinds", "listing:kinds", _("List the kinds of record.")),
        templates_group(templates, _("List and check the templates.")),
        command("explain", "listing:explain", explain_help, rule),
        click.Group(
            "rules",
            commands=rules,
            help=_("List, explain and test the rules; begin a new one."),
            params=[option("lang", _)],
            callback=lambda lang: None,
        ),
        command(
            "init",
            "listing:init",
            _("Make an office's own folder, with a first record to fill in."),
            click.Argument(["folder"], metavar="DIR"),
            options=("kind",),
        ),
    ]
    group = click.Group(
        "docgen",
        commands=commands,
        help=_(
            "Turn JSON work records into checked, official .docx documents.\n\n"
            "A RECORD is a .json file; - reads standard input."
        ),
        params=[option("lang", _)],
        callback=lambda lang: None,
    )
    return click.version_option(version(), prog_name="docgen")(group)


def function_of(name: str) -> Callable[..., int]:
    """The function that a command names as ``module:function``."""
    module, _, function = name.partition(":")
    return cast(Callable[..., int], getattr(import_module(f"docgen.cli.{module}"), function))
