"""Write anew, in both READMEs, what the commands shown there really print: make docs.

A comment before a console block names the command and how it ends:
``<!-- run: docgen check samples/x.json | exit 1 | lines 12+6 -->``. ``lines`` keeps the first and the last
lines of a long output. ``--check`` writes nothing and exits 1 where a README shows something else.
"""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
import sysconfig
import tempfile
from pathlib import Path

from docgen.library import shipped_root

ROOT = Path(__file__).resolve().parent.parent
#: each README with the language that its commands answer in
READMES = {"README.md": "en", "README.zh-CN.md": "zh_CN"}

_SHOWN = re.compile(
    r"<!-- run: (?P<command>[^|\n]+?)(?: \| exit (?P<code>\d))?"
    r"(?: \| lines (?P<first>\d+)\+(?P<last>\d+))? -->\n"
    r"```console\n(?P<shown>.*?)```\n",
    re.DOTALL,
)


def printed(command: str, language: str) -> tuple[str, int]:
    """What a command prints (standard output and error) in a language, and its exit code."""
    words = shlex.split(command)
    if words == ["make", "demo"]:
        arguments = [sys.executable, "tools/demo.py"]
    else:
        arguments = [str(Path(sysconfig.get_path("scripts")) / words[0]), *words[1:]]
    with tempfile.TemporaryDirectory(prefix="docgen-cache-") as cache:
        environment = {
            **os.environ,
            "DOCGEN_LANG": language,
            "PYTHONUTF8": "1",
            "COLUMNS": "100",
            "DOCGEN_CACHE": cache,
        }
        result = subprocess.run(
            arguments,
            cwd=ROOT,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
        )
    # where this checkout or installation lies is nobody's business
    return result.stdout.replace(str(shipped_root()) + os.sep, ""), result.returncode


def shortened(text: str, first: int, last: int) -> str:
    """The first and last lines of a text, with a line of dots for what is left out."""
    lines = text.rstrip("\n").split("\n")
    if len(lines) > first + last + 1:
        lines = [*lines[:first], "…", *lines[len(lines) - last :]]
    return "\n".join(line.rstrip() for line in lines) + "\n"


def renewed(text: str, language: str) -> str:
    """A README's text with every shown output as the command prints it now.

    ValueError if a command ends otherwise than its comment says.
    """

    def renew(match: re.Match[str]) -> str:
        command = match["command"]
        output, code = printed(command, language)
        if code != int(match["code"] or 0):
            raise ValueError(f"{command}: exit code {code}\n{output}")
        if match["first"]:
            output = shortened(output, int(match["first"]), int(match["last"]))
        else:
            output = shortened(output, 10**6, 0)
        head = match[0][: match.start("shown") - match.start()]
        return f"{head}$ {command}\n{output}```\n"

    return _SHOWN.sub(renew, text)


def main(arguments: list[str]) -> int:
    """Renew the READMEs, or with --check say which are stale."""
    stale = []
    for name, language in READMES.items():
        path = ROOT / name
        text = path.read_text(encoding="utf-8")
        new = renewed(text, language)
        if new != text:
            stale.append(name)
            if "--check" not in arguments:
                path.write_text(new, encoding="utf-8", newline="\n")
    for name in stale:
        print(f"{name} {'is stale: run make docs' if '--check' in arguments else 'written anew'}")
    return 1 if stale and "--check" in arguments else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
