"""Columns that are made where they are asked for by name: 32 decimals, and the minimal polynomial of the coherence.

Of a packing that was found they belong to the exact packing that ball arithmetic proves to lie beside it.
"""

from __future__ import annotations

import re

import sympy

from packing.constructions import Construction
from packing.exact import Minimal
from packing.exact.digits import DECIMALS as PLACES
from packing.exact.digits import digits_of_record
from packing.records import Record
from packing.report.best import upper
from packing.report.cells import Cell, Formula, Number
from packing.report.query import Query
from packing.report.tabular import Column
from packing.rigor import Rigor
from packing.rounding import Rounding

KEYS = ("digits", "polynomial")
"""The columns that a table of packings has beside its own."""

CERTIFIED = 15
"""Decimals of a packing beside which no exact one is proved: those that are certified of its doubles."""


def exact_columns(query: Query, of_square: bool | None = None) -> tuple[Column, ...]:
    """Those of the columns `KEYS` that are asked for; the polynomial is that of the square but for points.

    >>> from packing.report.query import Query
    >>> [column.heading for column in exact_columns(Query(columns=("n", "digits", "polynomial")))]
    ['coherence to 32 decimals', 'minimal polynomial of its square']
    """
    square = not query.space(2).has_points if of_square is None else of_square
    of = "its square" if square else "it"
    columns = (
        Column("digits", f"coherence to {PLACES} decimals"),
        Column("polynomial", f"minimal polynomial of {of}", right=False),
    )
    return tuple(column for column in columns if column.key in query.columns)


def exact_cells(query: Query, record: Record | None) -> tuple[Cell, ...]:
    """The cells under `exact_columns`; None where there is no packing, or no polynomial is recognised."""
    makers = {"digits": coherence_digits, "polynomial": coherence_polynomial}
    return tuple(None if record is None else makers[column.key](record) for column in exact_columns(query))


def construction_cells(query: Query, construction: Construction) -> tuple[Cell, ...]:
    """The same cells of a construction, whose polynomial is that of the coherence itself."""
    exact, rigor = construction.coherence, construction.rigor
    cells: dict[str, Cell] = {"digits": Number(float(exact), PLACES, Rounding.UP, rigor, exact)}
    if "polynomial" in query.columns:
        cells["polynomial"] = _formula(minimal(exact), rigor)
    return tuple(cells[column.key] for column in exact_columns(query))


def coherence_digits(record: Record) -> Number:
    """The coherence to 32 decimals, rounded up: of the exact packing, or of the one proved to lie beside the stored.

    Where none is proved, the 15 decimals that are certified of the doubles.

    >>> from packing import lines, vectors
    >>> from packing.records import best_known
    >>> print(coherence_digits(best_known(lines(6, 3))))
    0.44721359549995793928183473374626
    >>> print(coherence_digits(best_known(vectors(13, 3))))
    0.54263648682963846368144007679523†
    """
    if record.exact is not None:
        return Number(float(record.exact), PLACES, Rounding.UP, record.rigor, record.exact)
    found = digits_of_record(record)
    if found is None:
        return upper(record, CERTIFIED)
    return Number(float(found.coherence), PLACES, Rounding.UP, Rigor.CERTIFIED, sympy.Rational(found.coherence))


def coherence_polynomial(record: Record) -> Formula | None:
    """The minimal polynomial of the coherence of points, of its square otherwise, in x; None where none is recognised.

    Of an exact coherence it is proved. Of a packing that was found it is recognised from some 250 digits, which is no
    proof: the mark says so.

    >>> from packing import lines, vectors
    >>> from packing.records import best_known
    >>> print(coherence_polynomial(best_known(lines(6, 3))))
    5x - 1
    >>> print(coherence_polynomial(best_known(vectors(13, 3))))
    x^8 - 24x^7 - 12x^6 + 8x^5 + 38x^4 + 24x^3 - 12x^2 - 8x + 1*
    """
    found = digits_of_record(record)
    if found is None or found.minimal is None:
        return None
    return _formula(found.minimal, Rigor.NUMERICAL if found.is_recognised else record.rigor)


def minimal(number: sympy.Expr) -> Minimal:
    """The minimal polynomial of an algebraic number, with integers that have no factor in common.

    >>> print(minimal(sympy.sqrt(5) / 5))
    5x^2 - 1
    """
    polynomial = sympy.Poly(sympy.minimal_polynomial(number, sympy.Symbol("x")))
    return Minimal(tuple(int(c) for c in reversed(polynomial.all_coeffs())))


def _formula(polynomial: Minimal, rigor: Rigor) -> Formula:
    latex = re.sub(r"\^(\d+)", r"^{\1}", str(polynomial))
    return Formula(str(polynomial), f"${latex}$", rigor)
