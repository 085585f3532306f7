"""What all commands print with: exit codes, errors, JSON, the language and what the console can show.

Exit codes: 0 clean (hints too), 1 blocked (--fail-on and --strict say by what), 2 usage, 3 unreadable
input, a broken library or a rule that broke, 4 some of several inputs judged and others not, 70 a fault
of docgen itself, 130 interrupted.
"""

from __future__ import annotations

import codecs
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import click

from docgen.errors import DocgenError
from docgen.messages import N_, translate, word

if TYPE_CHECKING:
    from docgen.pdfs import Converted

CLEAN, BLOCKED, USAGE, UNREADABLE, PARTLY, BUG, INTERRUPTED, BROKEN_PIPE = 0, 1, 2, 3, 4, 70, 130, 141


@contextmanager
def interruptible() -> Iterator[Callable[[], bool]]:
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


def unreadable_objects(errors: Sequence[DocgenError], language: str) -> list[dict[str, Any]]:
    from docgen.formats.json_report import error_object

    return [error_object(error, language) for error in errors]


def say_unreadable(errors: Sequence[DocgenError], language: str) -> None:
    from docgen.formats.text import error_text

    for error in errors:
        click.echo(error_text(error, language), err=True)


def say_converted(result: Converted, language: str) -> None:
    """Which PDF were written, why others weren't, and which fonts others stood in for."""
    say_unreadable(result.errors, language)
    for each in result.made:
        click.echo(translate(N_("Written: {file}"), language).format(file=each))
    if result.stand_ins:
        fonts = ", ".join(f"{font} → {other}" for font, other in result.stand_ins.items())
        click.echo(word("pdf-fonts-missing", {"fonts": fonts}, language))


def print_json(code: int, language: str, **content: object) -> None:
    import json

    from docgen.formats.json_report import report

    click.echo(json.dumps(report(code, language, **content), ensure_ascii=needs_escapes(), indent=2))


def needs_escapes() -> bool:
    """Whether what goes out has to be ASCII: the console isn't UTF, and escapes survive any code page."""
    encoding = (getattr(sys.stdout, "encoding", None) or "utf-8").lower()
    return not encoding.replace("_", "-").startswith("utf")


def say_error(error: DocgenError, code: int, language: str, is_json: bool) -> None:
    from docgen.formats.text import error_text

    if is_json:
        from docgen.formats.json_report import error_object

        print_json(code, language, error=error_object(error, language))
    click.echo(error_text(error, language), err=True)


def say_usage(error: click.ClickException, language: str, is_json: bool) -> None:
    if is_json:
        print_json(USAGE, language, error={"code": "usage", "sentence": error.format_message()})
    error.show()


def say_bug(error: Exception, language: str, is_json: bool) -> int:
    """A short message; what a developer needs goes to a file, because a clerk can do nothing with it."""
    import tempfile
    import traceback

    details = "".join(traceback.format_exception(error))
    where = ""
    try:
        handle, where = tempfile.mkstemp(prefix="docgen-", suffix=".log")
        with os.fdopen(handle, "w", encoding="utf-8", errors="backslashreplace") as stream:
            stream.write(f"docgen {version()}, Python {sys.version}, {sys.platform}\n\n{details}")
    except OSError:
        click.echo(details, err=True)  # the only place left for them
    sentence = translate(
        N_("This is a fault of docgen itself ({name}), not of your record. Details: {file}"), language
    ).format(name=type(error).__name__, file=where)
    if is_json:
        print_json(BUG, language, error={"code": "internal-error", "sentence": sentence})
    click.echo(sentence, err=True)
    return BUG


def terminal_language(args: Sequence[str]) -> str:
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


def is_coloured() -> bool:
    return sys.stdout.isatty() and "NO_COLOR" not in os.environ and os.environ.get("TERM") != "dumb"


def prepare_streams() -> None:
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


def version() -> str:
    from docgen import __version__

    return __version__
