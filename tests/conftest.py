"""Settings for all tests: hypothesis without deadlines, the same examples in every run; processes; no store at
home; Ctrl-C; what was skipped; a share of the tests, where one is asked for.
"""

import os
import signal
import zlib
from collections.abc import Iterator

import pytest
import skipped
from hypothesis import settings

settings.register_profile("packing", deadline=None, derandomize=True, max_examples=40)
settings.load_profile("packing")


for threads in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):  # read when numpy is first imported
    os.environ.setdefault(threads, "1")  # as many processes as cores: more threads than that only wait for each other

MOST_PROCESSES = 6
"""With more of them `-n auto` spends more CPU seconds on imports and collection than it saves on the clock."""


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    """The processes of `-n auto`."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return min(cores, MOST_PROCESSES)


SHARE = "PACKING_TESTS_SHARE"
"""A variable k/n: only the tests whose names fall into the k-th of n shares are run."""


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out the other shares; a name is always in the same one."""
    part, _, parts = os.environ.get(SHARE, "0/1").partition("/")
    shares = [zlib.crc32(item.nodeid.encode()) % int(parts) for item in items]
    left = [item for item, share in zip(items, shares, strict=True) if share != int(part)]
    if left:
        config.hook.pytest_deselected(items=left)
        items[:] = [item for item, share in zip(items, shares, strict=True) if share == int(part)]


@pytest.fixture(autouse=True, scope="session")
def no_store_of_ones_own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """The packings that the user of this machine has found are not asked."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_DATA_HOME", str(tmp_path_factory.mktemp("data")))
        yield


@pytest.fixture
def ctrl_c() -> Iterator[None]:
    """Ctrl-C as at a terminal, here and in child processes: jobs that a script sends to the background ignore it."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say what was skipped, and the one line that installs what was missing."""
    for line in skipped.summary(skipped.reasons(terminalreporter.stats.get("skipped", []))):
        terminalreporter.write_line(line)


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Fail where everything that the tests need was promised and something was skipped for want of it."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    missing = [] if reporter is None else skipped.summary(skipped.reasons(reporter.stats.get("skipped", [])))
    if missing and os.environ.get(skipped.PROMISE):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
