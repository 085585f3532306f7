"""The command line: reads arguments, prints, decides exit codes; jobs.py does the work.

Exit codes: 0 clean (hints too), 1 blocked (--fail-on and --strict say by what), 2 usage, 3 unreadable
input, a broken library or a rule that broke, 4 some of several inputs judged and others not, 70 a fault
of docgen itself, 130 interrupted.
"""

from __future__ import annotations

import codecs
import gc
import os
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import click

from docgen.errors import DocgenError, UnreadableInput, UsageError
from docgen.messages import LANGUAGES, N_, locale_folder, translate, word

if TYPE_CHECKING:
    from docgen.inspecting import Inspection
    from docgen.rules.outcomes import Checked, Standard

CLEAN, BLOCKED, USAGE, UNREADABLE, PARTLY, BUG, INTERRUPTED, BROKEN_PIPE = 0, 1, 2, 3, 4, 70, 130, 141

#: the formats of a check's report, those that are no text, and what may end with 1
FORMATS = ("text", "json", "html", "xlsx", "docx", "sarif", "junit")
BINARY = ("xlsx", "docx")
FAIL_ON = ("error", "warning", "info", "never")

#: click's own texts, so that the catalogue can hold them; click asks for them through gettext
CLICK_TEXTS = (
    N_("Usage:"),
    N_("Options"),
    N_("Commands"),
    N_("Show this message and exit."),
    N_("Show the version and exit."),
    N_("Error: {message}"),
    N_("Try '{command} {option}' for help."),
    N_("Missing command."),
    N_("Missing argument"),
    N_("No such command {name!r}."),
    N_("No such option: {name}"),
    N_("No such option {name!r}."),
    N_("Option {name!r} requires an argument."),
    N_("Option {name!r} does not take a value."),
    N_("Invalid value for {param_hint}: {message}"),
    N_("{value!r} is not a valid {number_type}."),
    N_("{value} is not in the range {range}."),
    N_("default: {default}"),
    N_("%(prog)s, version %(version)s"),
)


#: a command makes few cycles: looking for them every 700 objects is a tenth of its time
_OBJECTS_BETWEEN_COLLECTIONS = 50_000


def main(args: Sequence[str] | None = None) -> None:
    """Run one docgen command and end the process with its exit code."""
    gc.set_threshold(_OBJECTS_BETWEEN_COLLECTIONS)
    sys.exit(run(sys.argv[1:] if args is None else list(args)))


def run(args: list[str]) -> int:
    """Run one docgen command; its exit code. Nothing but an exit code ever comes out of here."""
    _prepare_streams()
    language = _terminal_language(args)
    is_json = "--json" in args or "--format=json" in args or ("--format", "json") in pairwise(args)
    try:
        return _run_command(args, language)
    except DocgenError as error:
        code = USAGE if isinstance(error, UsageError) else UNREADABLE
        _say_error(error, code, language, is_json)
        return code
    except click.ClickException as error:
        _say_usage(error, language, is_json)
        return USAGE
    except (KeyboardInterrupt, click.Abort):
        click.echo(translate(N_("Interrupted."), language), err=True)
        return INTERRUPTED
    except BrokenPipeError:  # raised by the last flush: what is left must not be flushed once more
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return BROKEN_PIPE
    except OSError as error:  # a file of the library, the folder itself: never a fault of docgen
        unreadable = UnreadableInput(
            "file-error", path=str(error.filename or ""), reason=error.strerror or str(error)
        )
        _say_error(unreadable, UNREADABLE, language, is_json)
        return UNREADABLE
    except Exception as error:
        return _say_bug(error, language, is_json)


def _run_command(args: list[str], language: str) -> int:
    # click words its own texts with gettext's global domain, which takes its language from here
    import gettext

    before = os.environ.get("LANGUAGE")
    os.environ["LANGUAGE"] = language
    gettext.bindtextdomain("docgen", str(locale_folder()))
    gettext.textdomain("docgen")
    try:
        code = command_line(language).main(args, prog_name="docgen", standalone_mode=False)
        sys.stdout.flush()
        return int(code)
    except SystemExit:  # of all that ends a command, click exits by itself only for a closed pipe
        return BROKEN_PIPE
    finally:
        if before is None:
            del os.environ["LANGUAGE"]
        else:
            os.environ["LANGUAGE"] = before


def command_line(language: str) -> click.Group:
    """docgen's commands, with help in the given language."""

    def _(text: str) -> str:
        return translate(text, language)

    def command(
        name: str, do: Callable[..., int], help: str, *arguments: click.Parameter, options: Sequence[str] = ()
    ) -> click.Command:
        params = [*arguments, *(_option(each, _) for each in (*options, *_ALWAYS))]

        def callback(**given: Any) -> int:
            given["files_language"] = given.pop("lang") or "zh_CN"
            return do(language=language, **given)

        return click.Command(name, params=params, callback=callback, help=help)

    record = click.Argument(["record"], metavar="RECORD")
    rule = click.Argument(["rule"], metavar="RULE")
    explain_help = _("Show what a rule looks at, why, and on what legal basis.")
    rules = [
        command("list", _rules_list, _("List the rules."), options=("for_kind",)),
        command("explain", _explain, explain_help, rule),
        command(
            "test",
            _rules_test,
            _("Run the rules' own tests, and see whether they notice small changes of the rules."),
            click.Argument(["packs"], metavar="[PACK]...", nargs=-1),
        ),
        command(
            "new",
            _rules_new,
            _("Begin a new rule, with a remark on everything to fill in."),
            click.Argument(["id"], metavar="ID"),
            options=("pack_file", "kind"),
        ),
    ]
    commands = [
        command(
            "make",
            _make,
            _("Make the document of a record. With --draft, a marked draft."),
            record,
            options=(
                "template",
                "output",
                "draft",
                "explanations",
                "as_of",
                "fail_on_made",
                "strict",
                "force",
                "max_size",
            ),
        ),
        command(
            "check",
            _check,
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
            _diff,
            _("Show what changed between two records."),
            click.Argument(["before"], metavar="A"),
            click.Argument(["after"], metavar="B"),
            options=("max_size",),
        ),
        command(
            "inspect",
            _inspect,
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
            "letters",
            _letters,
            _("Make letters that ask units to verify their records, and the workbook for the answers."),
            click.Argument(["records"], metavar="RECORD...", nargs=-1, required=True),
            options=("out_folder", "terms", "explanations", "as_of", "force", "max_size"),
        ),
        command(
            "orders",
            _orders,
            _("Make rectification orders of what the inspector marked as true in the workbook."),
            click.Argument(["workbook"], metavar="WORKBOOK"),
            click.Argument(["records"], metavar="RECORD...", nargs=-1, required=True),
            options=("out_folder", "terms", "explanations", "force", "max_size"),
        ),
        command("kinds", _kinds, _("List the kinds of record.")),
        command("templates", _templates, _("List the templates.")),
        command("explain", _explain, explain_help, rule),
        click.Group(
            "rules",
            commands=rules,
            help=_("List, explain and test the rules; begin a new one."),
            params=[_option("lang", _)],
            callback=lambda lang: None,
        ),
        command(
            "init",
            _init,
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
        params=[_option("lang", _)],
        callback=lambda lang: None,
    )
    return click.version_option(_version(), prog_name="docgen")(group)


#: name -> how to make the option; its help is given to the translation when the option is made
_OPTIONS: Mapping[str, tuple[list[str], str, dict[str, Any]]] = {
    "template": (
        ["-t", "--template"],
        N_("The template to use; see “docgen templates”."),
        {"metavar": "TEMPLATE"},
    ),
    "output": (
        ["-o", "--output"],
        N_("The .docx to write; otherwise beside the record, named by its title."),
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
    "max_size": (
        ["--max-size"],
        N_("Refuse a record larger than this many MB."),
        {"metavar": "MB", "type": click.IntRange(min=1), "default": 64, "show_default": True},
    ),
    "kind": (
        ["--kind"],
        N_("The kind of the first record; see “docgen kinds”."),
        {"metavar": "KIND", "default": "civil-affairs-half-year", "show_default": True},
    ),
    "for_kind": (["--kind"], N_("Only those for this kind of record."), {"metavar": "KIND", "default": None}),
    "pack_file": (
        ["-o", "--output"],
        N_("The rule pack to add it to, or to make; otherwise it is printed."),
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
_ALWAYS = ("library", "lang", "as_json")


def _option(name: str, _: Callable[[str], str]) -> click.Option:
    declarations, help, settings = _OPTIONS[name]
    return click.Option(declarations, help=_(help), **settings)


def _make(
    record: str,
    template: str | None,
    output: str | None,
    draft: bool,
    explanations: str | None,
    as_of: str | None,
    fail_on: str,
    strict: bool,
    force: bool,
    max_size: int,
    library: str | None,
    as_json: bool,
    language: str,
    files_language: str,
) -> int:
    from docgen import jobs
    from docgen.formats.listings import made_text
    from docgen.formats.text import check_text
    from docgen.rules.outcomes import Standard

    made = jobs.make(
        record,
        output,
        template=template,
        draft=draft,
        explanations=explanations,
        as_of=as_of,
        force=force,
        library=library,
        language=files_language,
        max_bytes=max_size * 1024 * 1024,
        standard=Standard(fail_on, strict),
    )
    code = CLEAN if made.document else UNREADABLE if made.result.is_broken else BLOCKED
    if as_json:
        from docgen.formats.json_report import result_object

        files = {"document": made.document, "sheet": made.sheet, "manifest": made.manifest}
        _print_json(code, language, inputs=[result_object(made.result, language)], made=files)
        return code
    if not made.document:
        click.echo(check_text(made.result, language, colour=_is_coloured()), nl=False)
    click.echo(
        made_text(made.result, made.document, made.sheet, made.manifest, language),
        nl=False,
        err=not made.document,
    )
    return code


def _check(
    records: tuple[str, ...],
    form: str,
    output: str | None,
    fail_on: str,
    strict: bool,
    explanations: str | None,
    as_of: str | None,
    force: bool,
    max_size: int,
    library: str | None,
    as_json: bool,
    language: str,
    files_language: str,
) -> int:
    from docgen import jobs
    from docgen.rules.outcomes import Standard

    if as_json and form not in ("text", "json"):
        raise UsageError("format-and-json", form=form)
    form = "json" if as_json else form
    if output is None and form in BINARY:
        raise UsageError("format-needs-file", form=form)
    results = jobs.check_files(
        records,
        explanations=explanations,
        as_of=as_of,
        library=library,
        max_bytes=max_size * 1024 * 1024,
    )
    standard = Standard(fail_on, strict)
    code = _exit_code(results, standard)
    if output is None:
        _print_report(form, results, code, standard, language)
        return code
    data = jobs.report(
        results, form, exit_code=code, standard=standard, library=library, language=files_language
    )
    written = jobs.write_report(output, data, records, force=force)
    _say_unreadable([each.error for each in results if each.error is not None], language)
    click.echo(translate(N_("Written: {file}"), language).format(file=written))
    return code


def _print_report(
    form: str, results: Sequence[Checked], code: int, standard: Standard, language: str
) -> None:
    """Print a report; the text has what couldn't be judged on standard error, the others hold it."""
    from docgen.formats.reports import rendered

    if form == "json":
        _print_json(code, language, inputs=[_checked_object(each, language) for each in results])
    elif form == "text":
        from docgen.formats.text import check_text

        _say_unreadable([each.error for each in results if each.error is not None], language)
        judged = [each.result for each in results if each.result is not None]
        texts = [check_text(result, language, colour=_is_coloured()) for result in judged]
        click.echo("\n".join(texts), nl=False)
    else:
        # bytes: XML and HTML say that they are UTF-8, whatever the console's code page
        click.echo(rendered(form, results, language, exit_code=code, standard=standard), nl=False)


def _checked_object(checked: Checked, language: str) -> dict[str, object]:
    from docgen.formats.json_report import checked_object

    return checked_object(checked, language)


def _exit_code(results: Sequence[Checked], standard: Standard) -> int:
    judged = [each.result for each in results if each.result is not None]
    if len(judged) < len(results):
        return PARTLY if judged else UNREADABLE
    if any(result.is_broken for result in judged):
        return UNREADABLE
    return BLOCKED if any(map(standard.fails, judged)) else CLEAN


def _diff(
    before: str,
    after: str,
    max_size: int,
    library: str | None,
    as_json: bool,
    language: str,
    files_language: str,
) -> int:
    from docgen import jobs
    from docgen.formats.listings import changes_text

    changes = jobs.diff(before, after, library=library, max_bytes=max_size * 1024 * 1024)
    if as_json:
        _print_json(CLEAN, language, before=before, after=after, changes=changes)
    else:
        click.echo(changes_text(changes, language), nl=False)
    return CLEAN


def _inspect(
    records: tuple[str, ...],
    output: str | None,
    previous: str | None,
    band: int,
    baseline: str | None,
    as_of: str | None,
    explanations: str | None,
    workers: int,
    force: bool,
    max_size: int,
    library: str | None,
    as_json: bool,
    language: str,
    files_language: str,
) -> int:
    from docgen import jobs
    from docgen.formats.inspection_report import head, summary_text

    with _interruptible() as is_stopped:
        inspected = jobs.inspect(
            records,
            output,
            previous=previous,
            band=band,
            baseline=baseline,
            as_of=as_of,
            explanations=explanations,
            workers=workers,
            force=force,
            library=library,
            language=files_language,
            max_bytes=max_size * 1024 * 1024,
            is_stopped=is_stopped,
        )
    inspection = inspected.inspection
    code = _inspection_code(inspection)
    if as_json:
        _print_json(code, language, inspection=head(inspection), files=inspected.files)
    else:
        click.echo(summary_text(inspection, [str(file) for file in inspected.files]), nl=False)
    return code


def _inspection_code(inspection: Inspection) -> int:
    """Interrupted, else none readable, else some unreadable (or a rule broke), else blocked, else clean."""
    counts = inspection.counts
    if not inspection.is_complete:
        return INTERRUPTED
    if counts["unreadable"] == inspection.done:
        return UNREADABLE
    if counts["unreadable"] or any(tally.units.get("error") for tally in inspection.tallies.values()):
        return PARTLY
    return BLOCKED if counts["blocked"] else CLEAN


@contextmanager
def _interruptible() -> Iterator[Callable[[], bool]]:
    """Ctrl-C asks for an end once (and what was done is kept); the second one ends at once."""
    import signal
    import threading

    stopped = threading.Event()
    if threading.current_thread() is not threading.main_thread():
        yield stopped.is_set
        return

    def ask(*_: object) -> None:
        stopped.set()
        signal.signal(signal.SIGINT, before)

    before = signal.getsignal(signal.SIGINT)
    signal.signal(signal.SIGINT, ask)
    try:
        yield stopped.is_set
    finally:
        signal.signal(signal.SIGINT, before)


def _letters(
    records: tuple[str, ...],
    output: str,
    terms: str,
    explanations: str | None,
    as_of: str | None,
    force: bool,
    max_size: int,
    library: str | None,
    as_json: bool,
    language: str,
    files_language: str,
) -> int:
    from docgen import sending
    from docgen.formats.sendings import letters_text, sent_object

    made = sending.letters(
        records,
        output,
        terms,
        explanations=explanations,
        as_of=as_of,
        force=force,
        library=library,
        language=files_language,
        max_bytes=max_size * 1024 * 1024,
    )
    code = CLEAN
    if made.unreadable:
        code = PARTLY if made.sent or made.clean else UNREADABLE
    if as_json:
        clean = [{"file": file, "unit": unit} for file, unit in made.clean]
        unreadable = _unreadable(made.unreadable, language)
        _print_json(code, language, **sent_object(made), clean=clean, unreadable=unreadable)
        return code
    _say_unreadable(made.unreadable, language)
    click.echo(letters_text(made, language), nl=False)
    return code


def _orders(
    workbook: str,
    records: tuple[str, ...],
    output: str,
    terms: str,
    explanations: str | None,
    force: bool,
    max_size: int,
    library: str | None,
    as_json: bool,
    language: str,
    files_language: str,
) -> int:
    from docgen import sending
    from docgen.formats.json_report import finding_object
    from docgen.formats.sendings import orders_text, sent_object

    made = sending.orders(
        workbook,
        records,
        output,
        terms,
        explanations=explanations,
        force=force,
        library=library,
        language=files_language,
        max_bytes=max_size * 1024 * 1024,
    )
    code = BLOCKED if any(finding.blocks for finding in made.findings) else CLEAN
    if made.unreadable:
        code = PARTLY
    if as_json:
        findings = [finding_object(finding, language) for finding in made.findings]
        unreadable = _unreadable(made.unreadable, language)
        counts = {"true": made.true, "false": made.false, "open": made.open}
        _print_json(
            code, language, **sent_object(made), counts=counts, findings=findings, unreadable=unreadable
        )
        return code
    _say_unreadable(made.unreadable, language)
    click.echo(orders_text(made, language), nl=False)
    return code


def _unreadable(errors: Sequence[DocgenError], language: str) -> list[dict[str, Any]]:
    from docgen.formats.json_report import error_object

    return [error_object(error, language) for error in errors]


def _say_unreadable(errors: Sequence[DocgenError], language: str) -> None:
    for error in errors:
        click.echo(_error_text(error, language), err=True)


def _kinds(library: str | None, as_json: bool, language: str, files_language: str) -> int:
    from docgen import jobs
    from docgen.formats.listings import kinds_text

    kinds = jobs.kinds(library=library)
    if as_json:
        _print_json(CLEAN, language, kinds=kinds)
    else:
        click.echo(kinds_text(kinds, language), nl=False)
    return CLEAN


def _templates(library: str | None, as_json: bool, language: str, files_language: str) -> int:
    from docgen import jobs
    from docgen.formats.listings import templates_text

    templates = jobs.templates(library=library)
    if as_json:
        _print_json(CLEAN, language, templates=templates)
    else:
        click.echo(templates_text(templates, language), nl=False)
    return CLEAN


def _explain(rule: str, library: str | None, as_json: bool, language: str, files_language: str) -> int:
    from docgen import jobs
    from docgen.formats.listings import rule_text

    explained = jobs.explain(rule, library=library)
    if as_json:
        _print_json(CLEAN, language, rule=explained)
    else:
        click.echo(rule_text(explained, language), nl=False)
    return CLEAN


def _rules_list(
    kind: str | None, library: str | None, as_json: bool, language: str, files_language: str
) -> int:
    from docgen import jobs
    from docgen.formats.listings import rules_text

    rules = jobs.rules(kind=kind, library=library)
    if as_json:
        _print_json(CLEAN, language, rules=rules)
    else:
        click.echo(rules_text(rules, language), nl=False)
    return CLEAN


def _rules_test(
    packs: tuple[str, ...], library: str | None, as_json: bool, language: str, files_language: str
) -> int:
    from docgen import jobs
    from docgen.formats.listings import trials_text

    trials = jobs.test_rules(packs, library=library)
    code = CLEAN if all(trial.is_sound for trial in trials) else BLOCKED
    if as_json:
        _print_json(code, language, rules=trials)
    else:
        click.echo(trials_text(trials, language), nl=False)
    return code


def _rules_new(
    id: str,
    output: str | None,
    kind: str,
    library: str | None,
    as_json: bool,
    language: str,
    files_language: str,
) -> int:
    from docgen import jobs

    text = jobs.new_rule(id, output, kind=kind, library=library)
    if as_json:
        _print_json(CLEAN, language, id=id, file=output, text=text)
    elif output is None:
        click.echo(text, nl=False)
    else:
        click.echo(translate(N_("Added {id} to {file}."), language).format(id=id, file=output))
    return CLEAN


def _init(
    folder: str, kind: str, library: str | None, as_json: bool, language: str, files_language: str
) -> int:
    from docgen import jobs
    from docgen.formats.listings import started_text

    files = jobs.init(folder, kind=kind, library=library)
    if as_json:
        _print_json(CLEAN, language, folder=folder, files=files)
    else:
        click.echo(started_text(folder, files, language), nl=False)
    return CLEAN


def _print_json(code: int, language: str, **content: object) -> None:
    import json

    from docgen.formats.json_report import report

    encoding = (getattr(sys.stdout, "encoding", None) or "utf-8").lower()
    is_ascii = not encoding.replace("_", "-").startswith("utf")  # escapes survive any code page
    click.echo(json.dumps(report(code, language, **content), ensure_ascii=is_ascii, indent=2))


def _error_text(error: DocgenError, language: str) -> str:
    """``file:line:column: sentence``, and the nearest right name."""
    where = ":".join(str(part) for part in (error.path, error.line, error.column) if part)
    text = f"{where}: " if where else ""
    text += word(error.code, error.parameters, language)
    if error.suggestion:
        text += ("" if language.startswith("zh") else " ") + translate(
            N_("Did you mean “{name}”?"), language
        ).format(name=error.suggestion)
    return "\n".join((text, *(_error_text(other, language) for other in error.also)))


def _say_error(error: DocgenError, code: int, language: str, is_json: bool) -> None:
    if is_json:
        from docgen.formats.json_report import error_object

        _print_json(code, language, error=error_object(error, language))
    click.echo(_error_text(error, language), err=True)


def _say_usage(error: click.ClickException, language: str, is_json: bool) -> None:
    if is_json:
        _print_json(USAGE, language, error={"code": "usage", "sentence": error.format_message()})
    error.show()


def _say_bug(error: Exception, language: str, is_json: bool) -> int:
    """A short message; what a developer needs goes to a file, because a clerk can do nothing with it."""
    import tempfile
    import traceback

    details = "".join(traceback.format_exception(error))
    where = ""
    try:
        handle, where = tempfile.mkstemp(prefix="docgen-", suffix=".log")
        with os.fdopen(handle, "w", encoding="utf-8", errors="backslashreplace") as stream:
            stream.write(f"docgen {_version()}, Python {sys.version}, {sys.platform}\n\n{details}")
    except OSError:
        click.echo(details, err=True)  # the only place left for them
    sentence = translate(
        N_("This is a fault of docgen itself ({name}), not of your record. Details: {file}"), language
    ).format(name=type(error).__name__, file=where)
    if is_json:
        _print_json(BUG, language, error={"code": "internal-error", "sentence": sentence})
    click.echo(sentence, err=True)
    return BUG


def _terminal_language(args: Sequence[str]) -> str:
    """The language of what is printed: --lang, else DOCGEN_LANG, else that of the locale."""
    named = os.environ.get("DOCGEN_LANG", "")
    for position, argument in enumerate(args):
        if argument == "--":
            break
        if argument.startswith("--lang="):
            named = argument.partition("=")[2]
        elif argument == "--lang" and position + 1 < len(args):
            named = args[position + 1]
    if not named:
        named = next(
            (os.environ[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(name)), ""
        )
    if not named and sys.platform == "win32":
        import locale

        named = locale.getlocale()[0] or ""  # Chinese (Simplified)_China
    return "zh_CN" if named.lower().startswith(("zh", "chinese")) else "en"


def _is_coloured() -> bool:
    return sys.stdout.isatty() and "NO_COLOR" not in os.environ and os.environ.get("TERM") != "dumb"


def _prepare_streams() -> None:
    """Never fail on a character that the console's code page lacks."""
    codecs.register_error("docgen-console", _replaced)
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="docgen-console")


def _replaced(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    bad = error.object[error.start : error.end]
    return "".join({"›": ">", "“": '"', "”": '"'}.get(character, "?") for character in bad), error.end


def _version() -> str:
    from docgen import __version__

    return __version__
