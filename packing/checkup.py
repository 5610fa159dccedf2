"""An examination of the installation: versions, extras, programs, places, and each kernel at work."""

from __future__ import annotations

import os
import platform
import shutil
import sys
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from packing.doors import shown

CORE = ("numpy", "scipy", "sympy", "numba", "highspy", "python-flint", "matplotlib", "cyclopts", "rich")

EXTRAS = {
    "jax": ("train", "training on jax"),
    "dask": ("cluster", "sweeps on a cluster"),
    "pyarrow": ("parquet", "rows of overlaps as Parquet"),
    "pandas": ("notebook", "tables as DataFrames"),
}
"""What an optional library is for, and the extra that installs it."""

PROGRAMS = {
    "pdflatex": ("texlive-latex-extra", "with which the tests compile the tables"),
    "chromium": ("chromium", "with which the tests open the pages of an atlas"),
}
"""Programs that the tests use, and their Debian packages."""


@dataclass(frozen=True)
class Kernel:
    """What one kernel did: the seconds it took, and the fault, "" where its answer is right."""

    name: str
    seconds: float
    fault: str = ""


@dataclass(frozen=True)
class CheckUp:
    """What was found; `str` is a report to send, `answer` the same for programs."""

    versions: dict[str, str | None]
    extras: dict[str, str | None]
    programs: dict[str, str | None]
    places: dict[str, str]
    kernels: tuple[Kernel, ...]

    @property
    def is_well(self) -> bool:
        """Whether every kernel gives the right answer."""
        return not any(kernel.fault for kernel in self.kernels)

    def answer(self) -> dict[str, Any]:
        """The same as plain values."""
        kernels = [{"name": each.name, "seconds": each.seconds, "fault": each.fault or None} for each in self.kernels]
        return {
            "well": self.is_well, "versions": self.versions, "extras": self.extras, "programs": self.programs,
            "places": self.places, "kernels": kernels,
        }  # fmt: skip

    def __str__(self) -> str:
        lines = ["Installed", *(f"  {name} {number or 'missing'}" for name, number in self.versions.items())]
        lines += ["", "Extras"]
        for name, number in self.extras.items():
            extra, job = EXTRAS[name]
            cure = f"missing, for {job}: pip install 'packing[{extra}]'"
            lines.append(f"  {name} {number or cure}")
        lines += ["", "Programs"]
        for name, path in self.programs.items():
            package, job = PROGRAMS[name]
            lines.append(f"  {name} {path or f'missing, {job}: apt-get install {package}'}")
        lines += ["", "Places", *(f"  {what}: {place}" for what, place in self.places.items()), "", "Kernels"]
        lines += [f"  {each.name}: {each.fault or 'right'} ({each.seconds:.2f} s)" for each in self.kernels]
        end = "All kernels give the right answer." if self.is_well else "A kernel is wrong: this is a fault to report."
        return "\n".join([*lines, "", f"{end} With a report, send all of this and the command that failed."])


def check_up() -> CheckUp:
    """Look at everything; the kernels take a few seconds, more where they are compiled for the first time."""
    return CheckUp(
        {"packing": installed(("packing",))["packing"], "python": platform.python_version(),
         "system": platform.platform(), **installed(CORE)},
        installed(EXTRAS),
        {name: shutil.which(name) for name in PROGRAMS},
        _places(),
        tuple(_tried(name, kernel) for name, kernel in _KERNELS.items()),
    )  # fmt: skip


def installed(names: Iterable[str]) -> dict[str, str | None]:
    """The versions of distributions, None for those that are not installed.

    >>> installed(["no-such-distribution"])
    {'no-such-distribution': None}
    """
    return {name: _version(name) for name in names}


@cache
def _version(name: str) -> str | None:
    if name == "packing":
        return str(sys.modules["packing"].__version__)
    try:
        return version(name)
    except PackageNotFoundError:
        return None


def _places() -> dict[str, str]:
    from packing.records.stores import own_store

    store = own_store()
    here = Path(sys.modules["packing"].__file__ or "").parent
    cache_place = os.environ.get("NUMBA_CACHE_DIR") or f"{here} (__pycache__), or where numba may write"
    return {
        "package": str(here),
        "your packings": f"{store} ({'there' if store.exists() else 'none yet'})",
        "compiled kernels": cache_place,
        "processors": str(os.cpu_count()),
    }


def _tried(name: str, kernel: Callable[[], bool]) -> Kernel:
    start = time.perf_counter()
    try:
        fault = "" if kernel() else "a wrong answer"
    except Exception as problem:  # whatever a broken installation raises is what the report is about
        fault = f"{type(problem).__name__}: {' '.join(str(problem).split())[:200]}"
    return Kernel(name, round(time.perf_counter() - start, 3), fault)


def _closed_forms() -> bool:
    from packing.bounds import lower_bound
    from packing.problem import lines

    return str(lower_bound(lines(6, 3)).exact) == "sqrt(5)/5"


def _search() -> bool:
    from packing.problem import lines
    from packing.search import minimize_coherence

    found = minimize_coherence(lines(7, 3), restarts=4, constructions=False)
    return abs(found.packing.coherence - 3**-0.5) < 1e-9


def _certificates() -> bool:
    from packing.bounds import largest_code
    from packing.kernel import Statement, check

    return isinstance(check(largest_code(8, "1/2").certificate), Statement)


def _linear_programmes() -> bool:
    import highspy

    solver = highspy.Highs()  # type: ignore[no-untyped-call]
    solver.setOptionValue("output_flag", False)
    x = solver.addVariable(lb=0.0, ub=3.0)
    solver.maximize(2 * x)
    return abs(solver.getObjectiveValue() - 6.0) < 1e-9


def _balls() -> bool:
    from flint import arb

    return bool(arb(2).sqrt() ** 2 - 2 < 1e-12)


_KERNELS: dict[str, Callable[[], bool]] = {
    "closed forms (sympy)": _closed_forms,
    "search (numba)": _search,
    "certificates (integers)": _certificates,
    "linear programmes (highspy)": _linear_programmes,
    "balls (python-flint)": _balls,
}

__dir__ = shown(__name__)
