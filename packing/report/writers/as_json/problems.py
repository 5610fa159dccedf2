"""A problem as JSON."""

from __future__ import annotations

from typing import Any

from packing.problem import Problem


def problem_json(problem: Problem) -> dict[str, Any]:
    """n and the space: `d`, `field`, `objects`.

    >>> from packing import lines
    >>> problem_json(lines(13, 3, "C"))
    {'n': 13, 'd': 3, 'field': 'C', 'objects': 'lines'}
    """
    return {"n": problem.n, **problem.space.json}
