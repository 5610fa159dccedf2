"""A process that has imported the package and runs each command line it is sent in a fork of its own, within limits.

A script: it reads one JSON object a line and answers with one. A fork starts at once, may crash, hang or eat memory
without harm, and sees warnings and streams as a user does.
"""

from __future__ import annotations

import json
import os
import resource
import signal
import sys
import tempfile
import time
from pathlib import Path

CPU_SECONDS = 10
"""What an answer may take."""

BYTES = 2**30
"""The data that an answer may hold beside what the process had."""

WALL_SECONDS = 120
"""A busy machine gives a process less than a whole core; a process that waits for nothing ends here."""


def main() -> None:
    """Serve until the input ends."""
    _import_everything()
    requests = os.fdopen(os.dup(0), encoding="utf-8")
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    nowhere = os.open(os.devnull, os.O_RDWR)
    os.dup2(nowhere, 0)
    os.dup2(nowhere, 1)
    for line in requests:
        print(json.dumps(_answer(json.loads(line))), file=answers, flush=True)


def _import_everything() -> None:
    """What commands import when they run, so that each fork has it."""
    import matplotlib.figure
    import rich.console

    import packing.analytic
    import packing.claims
    import packing.cli.commands
    import packing.exact
    import packing.overlaps
    import packing.report.site
    import packing.report.study_page
    import packing.search
    import packing.studies
    import packing.sweep
    import packing.toymodels
    from packing.overlaps import overlaps

    assert all((matplotlib.figure, rich.console, packing))
    overlaps([[1.0, 0.0], [0.6, 0.8], [0.0, 1.0]])


def _answer(request: dict[str, object]) -> dict[str, object]:
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        began = time.monotonic()
        child = os.fork()
        if not child:
            _run(request, out.fileno(), err.fileno())
        timed_out = not _ends(child, began)
        _, status, used = os.wait4(child, 0)
        with_streams = {}
        for name, stream in (("out", out), ("err", err)):
            stream.seek(0)
            with_streams[name] = stream.read(200_000).decode(errors="backslashreplace")
    code = os.waitstatus_to_exitcode(status)
    return {
        "code": code, "hung": timed_out or code == -signal.SIGXCPU, **with_streams,
        "cpu": used.ru_utime + used.ru_stime, "megabytes": used.ru_maxrss / 1024,
    }  # fmt: skip


def _ends(child: int, began: float) -> bool:
    """Wait for the child; kill its group after `WALL_SECONDS`."""
    pause = 0.002
    while time.monotonic() - began < WALL_SECONDS:
        if os.waitid(os.P_PID, child, os.WEXITED | os.WNOHANG | os.WNOWAIT) is not None:
            return True
        time.sleep(pause)
        pause = min(pause * 1.5, 0.1)
    os.killpg(child, signal.SIGKILL)
    return False


def _run(request: dict[str, object], out: int, err: int) -> None:
    """The child: the streams, the limits, the folder and the environment asked for; then the command."""
    os.setsid()
    os.dup2(out, 1)
    os.dup2(err, 2)
    sys.stdout = open(1, "w", encoding="utf-8", closefd=False)  # noqa: SIM115
    sys.stderr = open(2, "w", encoding="utf-8", closefd=False, errors="backslashreplace")  # noqa: SIM115
    os.chdir(str(request["folder"]))
    os.environ.update(request["environment"])  # type: ignore[call-overload]
    held = next(int(line.split()[1]) for line in Path("/proc/self/status").read_text().splitlines() if "VmData" in line)
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS + 5))
    resource.setrlimit(resource.RLIMIT_DATA, (held * 1024 + BYTES, held * 1024 + BYTES))
    from packing.cli import main as command

    try:
        command(request["arguments"])  # type: ignore[arg-type]
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else 0 if end.code is None else 1
    except BaseException:
        sys.excepthook(*sys.exc_info())
        code = 1
    else:
        code = 0
    for stream in (sys.stdout, sys.stderr):
        stream.flush()
    os._exit(code)


if __name__ == "__main__":
    main()
