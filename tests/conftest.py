"""With DOCGEN_REQUIRE_ALL=1 (as in .ci/run) a skipped test is a failed one; and what many tests need."""

from __future__ import annotations

import os
from collections.abc import Callable, Generator, Iterator
from contextlib import AbstractContextManager, contextmanager

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


@pytest.fixture
def as_ordinary_user() -> Callable[[], AbstractContextManager[None]]:
    """``with as_ordinary_user():`` what root may read and write, the block may not."""

    @contextmanager
    def without_rights() -> Iterator[None]:
        is_root = os.geteuid() == 0
        if is_root:
            os.seteuid(65534)  # nobody
        try:
            yield
        finally:
            if is_root:
                os.seteuid(0)

    if not hasattr(os, "geteuid"):
        pytest.skip("this system has no file modes")
    return without_rights


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
