"""With DOCGEN_REQUIRE_ALL=1 (as in .ci/run) a skipped test is a failed one; and what many tests need."""

from __future__ import annotations

import ctypes
import os
import sys
from collections.abc import Callable, Generator, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any

import hypothesis
import pytest

from docgen.library import Library, shipped_root


def _refuse_skip(report: pytest.TestReport | pytest.CollectReport) -> None:
    if report.skipped and os.environ.get("DOCGEN_REQUIRE_ALL") == "1" and not hasattr(report, "wasxfail"):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr
        report.outcome = "failed"
        report.longrepr = f"{report.nodeid}: nothing may be skipped here, but: {reason}"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    _refuse_skip(report)
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    report = yield
    _refuse_skip(report)
    return report


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """A real browser, one for all tests: playwright can't be started twice in one process."""
    from desk_server import CHROMIUM
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield found
        found.close()


@pytest.fixture
def as_ordinary_user() -> Callable[[], AbstractContextManager[None]]:
    """``with as_ordinary_user():`` what file modes forbid is forbidden to root, too.

    Root stays root, so that it still reads a checkout that nobody else may: it only gives up, for a while, to
    overrule modes and owners.
    """

    @contextmanager
    def without_rights() -> Iterator[None]:
        if os.geteuid():
            yield
            return
        rights = _rights()
        all_of_them = rights[0].effective
        _set_rights(rights, all_of_them & ~OVERRULING)
        try:
            yield
        finally:
            _set_rights(rights, all_of_them)

    if not sys.platform.startswith("linux"):
        pytest.skip("only Linux lets root give up its rights for a while")
    return without_rights


#: CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH and CAP_FOWNER, as bits
OVERRULING = 0b1110


class _Rights(ctypes.Structure):
    _fields_ = (
        ("effective", ctypes.c_uint32),
        ("permitted", ctypes.c_uint32),
        ("inheritable", ctypes.c_uint32),
    )


def _header() -> ctypes.Array[ctypes.c_uint32]:
    return (ctypes.c_uint32 * 2)(0x20080522, 0)  # version 3 of capget(2), this thread


def _rights() -> ctypes.Array[_Rights]:
    rights = (_Rights * 2)()  # the lower and the upper 32
    assert ctypes.CDLL(None).capget(_header(), rights) == 0
    return rights


def _set_rights(rights: ctypes.Array[_Rights], effective: int) -> None:
    rights[0].effective = effective
    assert ctypes.CDLL(None).capset(_header(), rights) == 0


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update-golden", action="store_true", help="write the expected results anew; review the diff"
    )


@pytest.fixture(scope="session")
def library() -> Library:
    """The shipped schemas, rule packs and templates, without any office's."""
    return Library((shipped_root(),))


@pytest.fixture
def update_golden(request: pytest.FixtureRequest) -> bool:
    """Whether expected results are to be written rather than compared."""
    return bool(request.config.getoption("--update-golden"))


#: how long one example takes depends on what else the machine does: no test fails for that
hypothesis.settings.register_profile("docgen", deadline=None)
hypothesis.settings.load_profile("docgen")
