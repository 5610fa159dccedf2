"""Whether an atlas holds what it says: every row read again, every claim computed again, nothing changed or gone."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from typing import Any

from packing.configuration import Packing
from packing.errors import InputError
from packing.problem import Problem
from packing.records import ledger
from packing.records.certified import certified_coherence
from packing.records.fault import Fault

Row = tuple[Any, ...]


def faults(
    connection: sqlite3.Connection,
    problem_of: Callable[[int, int, str, str], Problem],
    packing_of: Callable[[Problem, bytes], Packing],
) -> list[Fault]:
    """Everything wrong with an atlas; `problem_of` and `packing_of` read the columns of a row.

    An atlas of an earlier version that nobody has written to since has no seals: there a run can change unseen.
    """
    (state,) = connection.execute("PRAGMA quick_check(1)").fetchone()
    if state != "ok":
        return [Fault("the file", "damaged", f"is damaged ({state}): restore it from a copy")]
    found: list[Fault] = []
    problems: dict[int, Problem | None] = {}
    for row in connection.execute(f"SELECT {ledger.PACKING} FROM packings ORDER BY id").fetchall():
        problems[row[0]], texts = _packing_faults(row, problem_of, packing_of)
        found += [Fault(_name(row[0], problems[row[0]]), rule, text, problems[row[0]]) for rule, text in texts]
    wrong = {fault.problem for fault in found}
    suspects = {row for row, problem in problems.items() if problem is None or problem in wrong}
    runs = connection.execute("SELECT id, packing FROM runs ORDER BY id").fetchall()
    for run, packing in runs:
        if packing not in problems:
            found.append(Fault(f"run {run}", "missing", f"its packing, row {packing}, is gone"))
    met = {packing for _, packing in runs}
    found += [
        Fault(_name(row, problem), "missing", "has no run that met it", problem)
        for row, problem in problems.items()
        if row not in met
    ]
    return [*found, *_seal_faults(connection, dict(runs), problems, suspects)]


def _packing_faults(
    row: Row, problem_of: Callable[..., Problem], packing_of: Callable[[Problem, bytes], Packing]
) -> tuple[Problem | None, list[tuple[str, str]]]:
    """The problem of a row, None where it names none, and what is wrong with it: (rule, text)."""
    _, n, d, field, objects, coherence, certified, vectors = row
    try:
        problem = problem_of(n, d, field, objects)
    except (ValueError, TypeError, OverflowError) as defect:
        return None, [("unreadable", f"names no problem: {defect}")]
    try:
        if type(vectors) is not bytes:
            raise InputError(f"they are {type(vectors).__name__}")
        exact = certified_coherence(packing_of(problem, vectors))
    except (ValueError, ArithmeticError) as defect:
        return problem, [("unreadable", f"its vectors cannot be read: {defect}")]
    texts = []
    if certified != exact.decimal:
        texts.append(("claim", f"the atlas claims {certified}, and its vectors have {exact.decimal}"))
    if coherence != exact.value:
        texts.append(("order", f"is ordered by coherence {coherence!r}, and its vectors have {exact.value!r}"))
    return problem, texts


def _seal_faults(
    connection: sqlite3.Connection, runs: dict[int, int], problems: dict[int, Problem | None], suspects: set[int]
) -> Iterator[Fault]:
    if not connection.execute("SELECT count(*) FROM sqlite_master WHERE name='ledger'").fetchone()[0]:
        if connection.execute("PRAGMA user_version").fetchone()[0] >= 2:
            yield Fault("the file", "missing", "its table of seals is gone: restore it from a copy")
        return
    known = {run for run, packing in runs.items() if packing in suspects or packing not in problems}
    for run, text in ledger.broken(connection, known):
        problem = problems.get(runs.get(run, 0))
        where = "the ledger" if run == ledger.HEAD else f"run {run}" + (f" ({problem})" if problem else "")
        yield Fault(where, "seal", text, problem)


def _name(row: int, problem: Problem | None) -> str:
    return f"packing {row}" + (f" ({problem})" if problem else "")
