"""The main job on the sample records, each command as a user would type it: make demo.

Makes the official document of a complete record; then takes a record with faults, shows its
findings, is refused the official document, and makes the marked draft. Everything lands in
output/demo/. Speaks Chinese where the terminal's language is Chinese, else English.
"""

from __future__ import annotations

import locale
import os
import shlex
import subprocess
import sys
import sysconfig
import unicodedata
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
OUTPUT = Path("output/demo")
COMPLETE = "samples/good/civil-affairs-half-year/complete.json"
WITH_FAULTS = "samples/gongqingcheng-2020h1.json"

TEXTS = {
    "complete": (
        "1. A complete record of a made-up county becomes the official document",
        "一、完整的记录（虚构的县）生成正式文稿",
    ),
    "check": (
        "2. A record with the facts of a real summary is checked",
        "二、校核一份按真实总结整理的记录",
    ),
    "refused": (
        "3. Its figures contradict each other, so the official document is refused (this is meant)",
        "三、记录中有文稿差错，不出正式文稿（本来就应如此）",
    ),
    "draft": (
        "4. The marked draft is made all the same: every finding is a comment in Word",
        "四、草稿照常生成：每条差错和提示都是一条 Word 批注",
    ),
    "where": ("What lies in {folder}:", "{folder} 里有："),
    "official": ("the official summary and plan, clean paper", "正式的总结和计划，纸面干净"),
    "sheet": ("the check sheet that goes with it", "随附的校核单"),
    "marked": ("the draft, marked 草稿 on every page, with comments", "草稿，每页有“草稿”标记，带批注"),
    "data": (
        "the record as made, and where each value stands",
        "生成时的记录，以及每个数值在文稿中的位置",
    ),
    "listing": ("the findings of step 2, as text", "第二步的校核结果（文本）"),
    "unexpected": (
        "This was to end with exit code {expected}, but ended with {code}.",
        "此步应以退出码 {expected} 结束，实际为 {code}。",
    ),
    "next": (
        "Open the .docx files in Word or LibreOffice. To start with your own: docgen init DIR",
        "可用 Word、WPS 或 LibreOffice 打开这些 .docx。要从自己的记录开始：docgen init 文件夹",
    ),
}


def is_chinese() -> bool:
    """Whether the user's language is Chinese, judged as docgen itself does."""
    names = ("DOCGEN_LANG", "LC_ALL", "LC_MESSAGES", "LANG")
    named = next((os.environ[name] for name in names if os.environ.get(name)), "")
    if not named and sys.platform == "win32":
        named = locale.getlocale()[0] or ""  # Chinese (Simplified)_China
    return named.lower().startswith(("zh", "chinese"))


def say(key: str, **values: object) -> None:
    """Print one of the texts in the user's language."""
    print(TEXTS[key][is_chinese()].format(**values), flush=True)


def run(arguments: list[str], expected: int, *, last_lines: int | None = None) -> str:
    """Run a docgen command, shown as typed; what it prints. Ends the demo on another exit code.

    ``last_lines`` shows only so many lines of it.
    """
    print("$ docgen " + shlex.join(arguments), flush=True)
    program = Path(sysconfig.get_path("scripts")) / "docgen"
    result = subprocess.run(
        [str(program), *arguments],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        env={**os.environ, "PYTHONUTF8": "1", "DOCGEN_LANG": "zh_CN" if is_chinese() else "en"},
    )
    lines = result.stdout.splitlines()
    if last_lines is not None and result.returncode == expected:
        lines = ["…", *lines[-last_lines:]]
    print(*lines, "", sep="\n", flush=True)
    if result.returncode != expected:
        say("unexpected", expected=expected, code=result.returncode)
        raise SystemExit(1)
    return result.stdout


def describe() -> None:
    """List what was made, a line each."""
    say("where", folder=OUTPUT.as_posix() + "/")
    for path in sorted((ROOT / OUTPUT).iterdir()):
        if path.suffix == ".docx":
            key = "marked" if "draft" in path.name else "official" if "." not in path.stem else "sheet"
        else:
            key = "data" if path.suffix == ".json" else "listing"
        # a Chinese character is two columns wide
        width = len(path.name) + sum(unicodedata.east_asian_width(each) in "WF" for each in path.name)
        print(f"  {path.name}{' ' * (32 - width)}  {TEXTS[key][is_chinese()]}")
    say("next")


def main() -> None:
    """Run the four steps."""
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]
    (ROOT / OUTPUT).mkdir(parents=True, exist_ok=True)
    official, draft = (OUTPUT / "summary-and-plan.docx").as_posix(), (OUTPUT / "draft.docx").as_posix()
    say("complete")
    run(["make", COMPLETE, "-o", official, "--force"], 0)
    say("check")
    findings = run(["check", WITH_FAULTS], 1)
    (ROOT / OUTPUT / "findings.txt").write_text(findings, encoding="utf-8")
    say("refused")
    run(["make", WITH_FAULTS, "-o", (OUTPUT / "refused.docx").as_posix(), "--force"], 1, last_lines=3)
    say("draft")
    run(["make", WITH_FAULTS, "--draft", "-o", draft, "--force"], 0)
    describe()


if __name__ == "__main__":
    main()
