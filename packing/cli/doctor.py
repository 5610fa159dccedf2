"""`packing doctor`"""

from __future__ import annotations

from packing.cli.options import Json
from packing.cli.output import show


def doctor(*, json: Json = False) -> int:
    """What is installed, where caches and records are, which kernels run, and what to send with a report.

    Exit code 1 where a kernel gives a wrong answer or none.

    Example: packing doctor
    """
    from packing.checkup import check_up

    found = check_up()
    show(found.answer(), str(found), as_json=json)
    return 0 if found.is_well else 1


def version_text() -> str:
    """The version, and those of the solvers on a line of their own."""
    from packing.checkup import installed

    names = ("numpy", "scipy", "sympy", "numba", "highspy", "python-flint")
    solvers = ", ".join(f"{name} {number}" for name, number in installed(names).items() if number)
    return f"{installed(('packing',))['packing']}\n{solvers}"
