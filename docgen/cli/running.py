"""Running one command: its language, its streams, and an exit code for everything that can happen."""

from __future__ import annotations

import os
import sys
from itertools import pairwise

import click

from docgen.cli.commands import command_line
from docgen.cli.output import (
    BROKEN_PIPE,
    INTERRUPTED,
    UNREADABLE,
    USAGE,
    prepare_streams,
    say_bug,
    say_error,
    say_usage,
    terminal_language,
)
from docgen.errors import DocgenError, UnreadableInput, UsageError
from docgen.messages import N_, locale_folder, translate

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
    N_("Missing option"),
    # one and several, as a catalogue holds them
    N_("Got unexpected extra argument ({args})\0Got unexpected extra arguments ({args})"),
    N_("Did you mean {possibility}?\0(Did you mean one of: {possibilities}?)"),
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


def run(args: list[str]) -> int:
    """Run one docgen command; its exit code. Nothing but an exit code ever comes out of here."""
    prepare_streams()
    language = terminal_language(args)
    is_json = "--json" in args or "--format=json" in args or ("--format", "json") in pairwise(args)
    try:
        return _run_command(args, language, is_json)
    except DocgenError as error:
        code = USAGE if isinstance(error, UsageError) else UNREADABLE
        say_error(error, code, language, is_json)
        return code
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
        say_error(unreadable, UNREADABLE, language, is_json)
        return UNREADABLE
    except Exception as error:
        return say_bug(error, language, is_json)


def _run_command(args: list[str], language: str, is_json: bool) -> int:
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
    except click.ClickException as error:  # worded only when it is told
        say_usage(error, language, is_json)
        return USAGE
    except SystemExit:  # of all that ends a command, click exits by itself only for a closed pipe
        return BROKEN_PIPE
    finally:
        if before is None:
            del os.environ["LANGUAGE"]
        else:
            os.environ["LANGUAGE"] = before
