"""Values that a notebook shows: as HTML where it is read, as LaTeX where it becomes a paper.

A value says only that it is shown; how stands in `packing.report.notebook`, which is imported when a notebook asks.
"""

from __future__ import annotations

from importlib import import_module

from packing.doors import shown


class Displayed:
    """A value with `_repr_html_` and `_repr_latex_`, by the name of its class; see `packing.report.notebook`.

    >>> import packing as pk
    >>> pk.bounds.lower_bound(pk.lines(6, 3))._repr_latex_()
    '$\\\\mu(6\\\\text{ lines in }\\\\mathbb{R}^{3}) \\\\geq \\\\frac{\\\\sqrt{5}}{5}\\\\quad\\\\text{(Welch, proved)}$'
    """

    __slots__ = ()

    def _repr_html_(self) -> str:
        return str(import_module("packing.report.notebook").html(self))

    def _repr_latex_(self) -> str:
        return str(import_module("packing.report.notebook").latex(self))


__dir__ = shown(__name__)
