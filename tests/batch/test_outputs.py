"""What a batch puts out besides its folder: an archive, one document for printing, and PDF."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZIP_STORED, ZipFile

import docx
import pytest
from notice_lists import SAMPLE, notice, write_list, write_template

import docgen
from docgen import converting
from docgen.batch.results import BatchResult
from docgen.cli import run as run_command
from docgen.errors import UsageError

needs_office = pytest.mark.skipif(
    shutil.which("soffice") is None or shutil.which("pdftotext") is None,
    reason="needs LibreOffice (soffice) and poppler (pdftotext)",
)


class Office:
    """A list of four rows of which the third has no addressee, and a template."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.template = str(write_template(folder / "template"))
        self.rows = write_list(
            folder / "名单.jsonl", 4, lambda at, record: notice(at, addressee=None) if at == 3 else record
        )

    def notices(self, name: str, **options: Any) -> BatchResult:
        return docgen.notices(self.rows, self.template, self.folder / name, **options)


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return Office(tmp_path)


def documents(folder: Path) -> dict[str, bytes]:
    return {each.name: each.read_bytes() for each in sorted(folder.glob("0*.docx"))}


def unpacked(archive: Path) -> dict[str, bytes]:
    with ZipFile(archive) as opened:
        return {each: opened.read(each) for each in opened.namelist()}


def test_an_archive_holds_the_same_documents_as_a_folder_in_the_order_of_the_list(office: Office) -> None:
    office.notices("文件夹")
    archive = office.folder / "通知.zip"
    result = office.notices("清单", archive=archive)
    assert result.outputs == (archive,)
    assert unpacked(archive) == documents(office.folder / "文件夹")
    assert list(unpacked(archive)) == sorted(unpacked(archive))
    names = sorted(each.name for each in (office.folder / "清单").iterdir())
    assert names == ["manifest.jsonl", "核对清单.docx", "核对清单.xlsx"]
    with ZipFile(archive) as opened:
        infos = opened.infolist()
    assert {each.flag_bits & 0x800 for each in infos} == {0x800}  # names are UTF-8, and say so
    assert {(each.date_time, each.compress_type) for each in infos} == {((1980, 1, 1, 0, 0, 0), ZIP_STORED)}


def test_an_archive_is_the_same_from_two_processes(office: Office) -> None:
    one, two = office.folder / "1.zip", office.folder / "2.zip"
    office.notices("一", archive=one)
    office.notices("二", archive=two, workers=2)
    assert one.read_bytes() == two.read_bytes()


def test_an_archive_that_was_interrupted_was_never_there_and_starts_over(office: Office) -> None:
    archive, undisturbed = office.folder / "通知.zip", office.folder / "对照.zip"
    write_list(office.rows, 350)
    begun: list[Path] = []

    def is_begun() -> bool:
        begun.extend(office.folder.glob(".docgen-*.tmp"))
        return bool(begun)

    result = office.notices("清单", archive=archive, is_stopped=is_begun)
    assert begun and not result.is_complete and 0 < result.made < 350
    assert [each.name for each in office.folder.iterdir() if each.suffix in (".zip", ".tmp")] == []
    again = office.notices("清单", archive=archive, resume=True)
    office.notices("另", archive=undisturbed)
    assert again.is_complete and archive.read_bytes() == undisturbed.read_bytes()


def test_a_folder_of_documents_does_not_keep_them_from_a_later_archive(office: Office) -> None:
    office.notices("通知")
    archive = office.folder / "通知.zip"
    office.notices("通知", archive=archive, resume=True)
    assert unpacked(archive) == documents(office.folder / "通知")


def test_a_file_that_is_there_is_not_written_over_unasked(office: Office) -> None:
    archive = office.folder / "通知.zip"
    archive.write_bytes(b"mine")
    with pytest.raises(UsageError) as raised:
        office.notices("清单", archive=archive)
    assert (raised.value.code, raised.value.path) == ("output-exists", str(archive))
    assert archive.read_bytes() == b"mine" and not (office.folder / "清单").exists()
    office.notices("清单", archive=archive, force=True)
    assert len(unpacked(archive)) == 3


@pytest.mark.parametrize(
    ("options", "code"),
    [
        ({"archive": "a.zip", "pdf": True}, "notices-pdf-in-archive"),
        ({"archive": "a"}, "notices-output-ending"),
        ({"combine": "a.pdf"}, "notices-output-ending"),
        ({"combine": "nowhere/a.docx"}, "output-no-folder"),
        ({"combine": "folder.docx"}, "output-is-folder"),
        ({"combine": "template/tong-zhi.docx", "force": True}, "output-is-input"),
        ({"combine": "清单/核对清单.DOCX", "force": True}, "notices-output-taken"),
    ],
)
def test_what_cannot_be_had_is_refused_before_anything_is_made(
    office: Office, options: dict[str, Any], code: str
) -> None:
    given = {key: office.folder / each if isinstance(each, str) else each for key, each in options.items()}
    (office.folder / "folder.docx").mkdir()
    with pytest.raises(UsageError) as raised:
        office.notices("清单", **given)
    assert raised.value.code == code and not (office.folder / "清单").exists()


@pytest.mark.parametrize("begun_before", [False, True])
def test_no_document_of_the_batch_is_written_over_by_the_one_for_printing(
    office: Office, begun_before: bool
) -> None:
    folder = office.folder / "通知"
    if begun_before:
        write_list(office.rows, 250)
        office.notices("通知", is_stopped=lambda: (folder / "0001-云川县第1社会组织.docx").exists())
        assert (folder / "manifest.partial.jsonl").read_bytes()
    before = {each.name: each.read_bytes() for each in folder.glob("*")}
    for name in ("0001-云川县第1社会组织.docx", "0004-云川县第4社会组织.DOCX"):
        with pytest.raises(UsageError) as raised:
            office.notices("通知", combine=folder / name, force=True)
        assert (raised.value.code, raised.value.path) == ("notices-output-taken", str(folder / name))
    assert {each.name: each.read_bytes() for each in folder.glob("*")} == before
    elsewhere = office.folder / "0004-云川县第4社会组织.docx"
    assert office.notices("通知", combine=elsewhere, force=True).outputs == (elsewhere,)


@pytest.mark.parametrize(
    ("name", "names"), [("云川县第4社会组织", "{addressee}"), ("核对清单", "{seq}")], ids=["document", "list"]
)
def test_the_template_is_not_written_over(office: Office, name: str, names: str) -> None:
    template = Path(office.template)
    sidecar = template.with_suffix(".yaml").read_text("utf-8").replace("tong-zhi", name)
    template = template.rename(template.with_name(f"{name}.docx"))
    template.with_suffix(".yaml").write_text(sidecar, encoding="utf-8")
    office.template, own = str(template), template.read_bytes()
    with pytest.raises(UsageError) as raised:
        office.notices("template", file_names=names, force=True)
    assert (raised.value.code, raised.value.path) == ("output-is-input", str(template))
    assert template.read_bytes() == own


@contextmanager
def no_file_larger_than(size: int) -> Iterator[None]:
    """A disk that is too full for larger files."""
    import resource
    import signal

    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    old = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, old)


@pytest.mark.skipif(sys.platform == "win32", reason="needs limits to the size of files")
def test_a_full_disk_leaves_no_half_archive(office: Office) -> None:
    archive = office.folder / "通知.zip"
    office.notices("量", archive=archive)
    size = archive.stat().st_size
    archive.unlink()
    with no_file_larger_than(size - 100), pytest.raises(UsageError) as raised:
        office.notices("清单", archive=archive)
    assert (raised.value.code, raised.value.path) == ("output-disk-full", str(archive))
    assert [each.name for each in office.folder.iterdir() if each.suffix in (".zip", ".tmp")] == []


@pytest.mark.skipif(sys.platform == "win32", reason="needs limits to the size of files")
def test_a_full_temporary_folder_costs_the_one_for_printing_and_no_document(office: Office) -> None:
    write_list(office.rows, 60)
    folder, printed = office.folder / "通知", office.folder / "打印.docx"
    office.notices("通知")
    size = max(each.stat().st_size for each in folder.iterdir())
    with no_file_larger_than(size + 1000):
        result = office.notices("通知", combine=printed, resume=True)
    assert [(each.code, each.place.file) for each in result.findings if each.code != "notice-numbers-gap"] == [
        ("notices-no-room", tempfile.gettempdir())
    ]
    assert (result.in_place, result.is_complete, result.outputs, printed.exists()) == (60, True, (), False)


def test_one_document_for_printing_has_all_in_order_from_folder_and_archive_alike(office: Office) -> None:
    whole, other = office.folder / "打印.docx", office.folder / "打印2.docx"
    result = office.notices("通知", combine=whole)
    office.notices("清单", archive=office.folder / "通知.zip", combine=other)
    assert result.outputs == (whole,)
    assert whole.read_bytes() == other.read_bytes()
    texts = [each.text for each in docx.Document(str(whole)).paragraphs if each.text.endswith("社会组织：")]
    assert texts == ["云川县第1社会组织：", "云川县第2社会组织：", "云川县第4社会组织："]


def test_one_document_for_printing_is_the_same_after_an_interruption(office: Office) -> None:
    whole = office.folder / "打印.docx"
    office.notices("通知", combine=whole)
    undisturbed = whole.read_bytes()
    office.notices("通知", combine=whole, resume=True)
    assert whole.read_bytes() == undisturbed


def test_documents_of_several_templates_are_made_and_not_put_together(office: Office) -> None:
    office.notices("通知")
    first = office.folder / "通知" / "0001-云川县第1社会组织.docx"
    made = docx.Document(str(first))
    made.styles.add_style("另一样式", 1)
    stream = BytesIO()
    made.save(stream)

    def swap(name: str, done: int, total: int) -> None:
        """Somebody saves one of the documents while they are put together."""
        (office.folder / "通知" / "0002-云川县第2社会组织.docx").write_bytes(stream.getvalue())

    watcher = docgen.batch.running.Silent()
    watcher.put_out = swap  # type: ignore[method-assign]
    result = office.notices("通知", combine=office.folder / "打印.docx", resume=True, watcher=watcher)
    assert [(each.code, each.place.file) for each in result.findings] == [
        ("combine-other-template", "0002-云川县第2社会组织.docx")
    ]
    assert result.outputs == () and not (office.folder / "打印.docx").exists()


@needs_office
def test_each_notice_is_numbered_from_one_and_has_its_imprint_at_the_foot_of_its_last_page(
    tmp_path: Path,
) -> None:
    sample = json.loads(SAMPLE.read_text("utf-8"))
    rows = write_list(
        tmp_path / "名单.jsonl",
        3,
        lambda at, record: {
            **sample,
            "addressee": record["addressee"],
            "paragraphs": sample["paragraphs"] * (4 if at == 2 else 1),
            "printing": {"office": "云川县民政局办公室", "date": "2024-01-30"},
        },
    )
    whole = tmp_path / "打印.docx"
    result = docgen.notices(rows, "notice", tmp_path / "通知", combine=whole, one_sided=True)
    assert result.made == 3
    one_by_one = [_pages(each) for each in sorted((tmp_path / "通知").glob("0*.docx"))]
    assert [len(each) for each in one_by_one] == [len(one_by_one[0]), len(one_by_one[1]), len(one_by_one[0])]
    expected = [page for pages in one_by_one for page in pages]
    # LibreOffice lays a frame that fits its height, and the first lines of a section that begins on an
    # odd page, up to 2 mm lower among others than alone
    assert _farthest(_pages(whole), expected) < 8
    docgen.notices(rows, "notice", tmp_path / "通知", combine=whole, resume=True)
    together = _pages(whole)
    assert _farthest(together, expected) < 8
    numbers = [re.findall(r" —\n\S+ (\d+)\n\S+ —$", page)[-1] for page in together]
    assert numbers == [str(at) for pages in one_by_one for at in range(1, len(pages) + 1)]


def _farthest(pages: list[str], others: list[str]) -> float:
    """How many points a word of one lies from that of the other, at most; the words must be the same."""
    words, expected = (re.findall(r"(\d+),(\d+) (.*)", "\n".join(each)) for each in (pages, others))
    assert [each[2] for each in words] == [each[2] for each in expected]
    pairs = zip(words, expected, strict=True)
    return max(abs(float(one[at]) - float(two[at])) for one, two in pairs for at in (0, 1))


def _pages(document: Path) -> list[str]:
    """The text of each page as LibreOffice lays it out, with the places of its lines."""
    with converting.Office(Path(shutil.which("soffice") or "")) as office:
        assert list(office.convert([document])) == [(document, True)]
    done = subprocess.run(
        ["pdftotext", "-bbox-layout", str(document.with_suffix(".pdf")), "-"],
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    found = []
    for page in done.stdout.split("<page ")[1:]:
        words = re.findall(r'<word xMin="([\d.]+)" yMin="([\d.]+)"[^>]*>([^<]*)</word>', page)
        found.append("\n".join(f"{float(x):.0f},{float(y):.0f} {word}" for x, y, word in words))
    return found


@needs_office
def test_a_pdf_stands_beside_each_document_and_only_changed_ones_are_made_again(office: Office) -> None:
    folder = office.folder / "通知"
    result = office.notices("通知", pdf=True)
    made = {each.name: each.stat().st_mtime_ns for each in folder.glob("*.pdf")}
    assert sorted(made) == [name.replace(".docx", ".pdf") for name in documents(folder)]
    assert result.pdfs == 3
    assert [each.code for each in result.findings if each.code.startswith("pdf-not")] == []
    write_list(
        office.rows,
        4,
        lambda at, record: (
            notice(at, addressee=None)
            if at == 3
            else {**record, "deadline": "2024-06-20"}
            if at == 1
            else record
        ),
    )
    again = office.notices("通知", pdf=True, resume=True)
    changed = {each.name for each in folder.glob("*.pdf") if each.stat().st_mtime_ns != made[each.name]}
    assert (again.pdfs, changed) == (3, {"0001-云川县第1社会组织.pdf"})


@pytest.fixture
def broken_office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Path]:
    """A program in the place of LibreOffice that does as the given Python says."""

    def make(does: str) -> Path:
        folder = tmp_path / "bin"
        folder.mkdir()
        program = folder / "soffice"
        program.write_text(f"#!{sys.executable}\nimport os, sys, time\n{does}\n", encoding="utf-8")
        program.chmod(0o755)
        monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")
        return program

    return make


@pytest.mark.skipif(sys.platform == "win32", reason="the stand-in is a script")
def test_a_crash_is_tried_once_more_and_then_told(
    office: Office, broken_office: Callable[[str], Path]
) -> None:
    broken_office("os.abort()")
    result = office.notices("通知", pdf=True)
    assert [(each.code, each.place.file) for each in result.findings if each.code != "pdf-fonts-missing"] == [
        ("pdf-not-made", name) for name in documents(office.folder / "通知")
    ]
    assert (result.in_place, result.pdfs) == (3, 0)


@pytest.mark.skipif(sys.platform == "win32", reason="the stand-in is a script")
def test_a_document_that_was_lost_to_a_crash_is_made_by_the_second_start(
    office: Office, broken_office: Callable[[str], Path]
) -> None:
    program = broken_office(
        "names = [each for each in sys.argv if each.endswith('.docx')]\n"
        "for name in names[:1]:\n"
        "    open(name.replace('.docx', '.pdf'), 'wb').write(b'%PDF-1.7 %%EOF')\n"
        "if len(names) > 1: os.abort()"
    )
    office.notices("通知")
    files = sorted((office.folder / "通知").glob("0*.docx"))
    with converting.Office(program) as running:
        assert list(running.convert(files)) == [(each, True) for each in files]


@pytest.mark.skipif(sys.platform == "win32", reason="the stand-in is a script")
def test_a_program_that_hangs_is_ended_with_what_it_started(
    office: Office, broken_office: Callable[[str], Path]
) -> None:
    pid = office.folder / "pid"
    program = broken_office(
        "import subprocess\nchild = subprocess.Popen(['sleep', '600'])\n"
        f"open({str(pid)!r}, 'w').write(str(child.pid))\ntime.sleep(600)"
    )
    office.notices("通知")
    files = sorted((office.folder / "通知").glob("0*.docx"))
    with converting.Office(program, start_seconds=1.5, document_seconds=0) as running:
        assert list(running.convert(files[:1])) == [(files[0], False)]
    state = Path(f"/proc/{pid.read_text()}/stat")
    until = time.monotonic() + 10
    while state.exists() and state.read_text().split()[2] != "Z" and time.monotonic() < until:
        time.sleep(0.05)
    assert not state.exists() or state.read_text().split()[2] == "Z"


def test_without_libreoffice_everything_else_is_made(
    office: Office, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PATH", str(office.folder))
    monkeypatch.setattr(converting, "_usual_places", lambda environment: iter(()))
    given = ["notices", str(office.rows), "-t", office.template, "-o", str(office.folder / "通知")]
    assert run_command([*given, "--pdf", "--lang", "zh_CN"]) == 4
    assert "没有找到 LibreOffice，没有做 PDF，其余都已做好。" in capsys.readouterr().out
    assert len(documents(office.folder / "通知")) == 3


def test_finds_libreoffice_where_windows_and_macos_put_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = tmp_path / "LibreOffice" / "program" / "soffice.exe"
    program.parent.mkdir(parents=True)
    program.touch()
    monkeypatch.setattr(sys, "platform", "win32")
    assert list(converting._usual_places({"ProgramFiles": str(tmp_path)}))[1] == program
    monkeypatch.setattr(sys, "platform", "darwin")
    assert Path("/Applications/LibreOffice.app/Contents/MacOS/soffice") in converting._usual_places({})


def test_names_what_stands_in_for_a_font_that_is_not_installed() -> None:
    if shutil.which("fc-match") is None:
        pytest.skip("needs fontconfig (fc-match)")
    assert list(converting.stand_ins(["No Such-Font: 1,2"])) == ["No Such-Font: 1,2"]
    installed = subprocess.run(
        ["fc-match", "-f", "%{family[0]}", "serif"], capture_output=True, encoding="utf-8", check=True
    )
    assert converting.stand_ins([installed.stdout]) == {}


def test_an_archive_and_a_document_for_printing_may_stand_in_the_folder_itself(office: Office) -> None:
    folder, elsewhere = office.folder / "通知", office.folder / "别处.zip"
    archive, printed = folder / "通知.zip", folder / "打印.docx"
    office.notices("清单", archive=elsewhere)
    for options in ({}, {"resume": True}):
        result = office.notices("通知", archive=archive, combine=printed, **options)
        assert (result.outputs, result.left_over) == ((archive, printed), ())
        assert archive.read_bytes() == elsewhere.read_bytes()
    assert sorted(each.name for each in folder.iterdir()) == sorted(
        ["manifest.jsonl", "核对清单.docx", "核对清单.xlsx", "通知.zip", "打印.docx"]
    )


KILLED = """
import os, sys
from pathlib import Path
import docgen
from docgen.writing import begun_beside

target = Path(sys.argv[1])
stream, name = begun_beside(target)
stream.write(b"half")
stream.flush()
print(name, flush=True)
sys.stdin.readline()
os.kill(os.getpid(), 9)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="kills a process as POSIX does")
@pytest.mark.parametrize(("option", "name"), [("archive", "通知.zip"), ("combine", "打印.docx")])
@pytest.mark.parametrize("place", [".", "清单"])
def test_what_a_killed_run_was_writing_is_cleared_and_what_a_running_one_writes_is_not(
    office: Office, option: str, name: str, place: str
) -> None:
    office.notices("清单")
    target = office.folder / place / name
    running = []
    for _ in range(2):
        running.append(
            subprocess.Popen(
                [sys.executable, "-c", KILLED, str(target)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                encoding="utf-8",
            )
        )
    left = [Path(each.stdout.readline().strip()) for each in running if each.stdout]
    running[0].communicate("\n")
    assert {each.parent.resolve() for each in left} == {target.parent.resolve()}
    other = target.with_name(".docgen-00000000-x.tmp")
    if place == ".":
        other.write_bytes(b"of another file")
    result = office.notices("清单", resume=True, **{option: target})
    assert result.outputs == (target,)
    there = sorted(each.name for each in target.parent.glob(".docgen-*"))
    assert there == sorted([left[1].name, *([other.name] if place == "." else [])])
    assert left[1].read_bytes() == b"half"
    running[1].communicate("\n")
    office.notices("清单", resume=True, **{option: target})
    assert not left[1].exists()
