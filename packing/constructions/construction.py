"""A construction as a value: a named packing with its exact coherence, whose vectors are made when asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import sympy

from packing.configuration import Packing, Vectors
from packing.constructions.exact import ExactOverlap, ExactVectors
from packing.displayed import Displayed
from packing.errors import InputError, check_room
from packing.exact_gram import ExactRows
from packing.problem import Field, Problem
from packing.rigor import Rigor


@dataclass(frozen=True, repr=False)
class Construction(Displayed):
    """A packing of `problem` with the exact `coherence`; its vectors are made when they are first asked for.

    `optimal` names the theorem by which no packing of `problem` has a smaller coherence, "" where none is claimed.
    `reference` is a key of `references.bib`. `rigor` is `proved` where the vectors are exact, `numerical` where they
    are floats that solve equations up to rounding. `build` and `rows` are functions of a module or `partial` of one, so
    that a construction can be pickled.

    Fields: `name`: that of the family.

    >>> from packing.constructions.simplices import simplex
    >>> print(simplex(3))
    simplex: 4 vectors on S^2, coherence -1/3
    >>> simplex(3).packing.n
    4
    """

    name: str
    problem: Problem
    coherence: sympy.Expr
    reference: str
    build: Callable[[], ExactVectors] | None = field(repr=False, compare=False)
    optimal: str = ""
    rows: Callable[[], Vectors] | None = field(default=None, repr=False, compare=False)
    rigor: Rigor = Rigor.PROVED

    @cached_property
    def vectors(self) -> ExactVectors:
        """The exact vectors."""
        if self.build is None:
            raise InputError(f"{self.name} is known in floats only, without exact vectors: use its packing instead")
        return self.build()

    @cached_property
    def packing(self) -> Packing:
        """The vectors as floats: n rows in F^d. Raises `InputError` where they would not fit into memory."""
        check_room(f"{self.problem}", self.problem.n, self.problem.space.width)
        if self.rows is not None:
            return Packing(self.rows(), self.problem.space)
        return Packing(self.vectors.floats(self.problem.d, self.problem.field), self.problem.space, self._whole)

    @property
    def _whole(self) -> ExactRows | None:
        """The vectors as whole numbers, or as Gaussian integers over C; None over other rings."""
        ring, rows = self.vectors.ring, self.vectors.coefficients
        if ring.degree == 1:
            return ExactRows(rows[None, :, :, 0])
        is_gaussian = ring.minimal_polynomial == (1, 0, 1) and self.problem.field is Field.COMPLEX
        return ExactRows(np.moveaxis(rows, -1, 0)) if is_gaussian and self.problem.m == 1 else None

    @cached_property
    def gram(self) -> sympy.ImmutableMatrix:
        """The exact Gram matrix <x_i, x_j>, at most 64 vectors."""
        return self.vectors.gram

    @cached_property
    def angles(self) -> tuple[ExactOverlap, ...]:
        """The exact angle set, largest overlap first, with multiplicities."""
        return self.vectors.angles(self.problem.objects)

    def __str__(self) -> str:
        return f"{self.name}: {self.problem}, coherence {self.coherence}"

    def __repr__(self) -> str:
        text = str(self)
        return f"Construction({text if len(text) <= _LONGEST else f'{self.name}: {self.problem}'})"


_LONGEST = 140
"""A longer text leaves the exact coherence out."""

Family = Callable[[Problem], Iterable[Construction]]
"""A family of constructions: its members that are packings of a problem; the built-in ones stand in `ALL`."""
