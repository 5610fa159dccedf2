"""What a paper, a talk or a page shows: tables, figures, their writers, and an atlas as a web site.

>>> table("constructions", n=120, d=8, field="R").rows[-1][0]
'E8 root lines'
>>> print(render(table("pairs", n=5, d=2, columns=None).select(["n", "d", "parallel"]), "csv"))
n,d,parallel
5,2,6
"""

from importlib import import_module
from typing import Any

from packing.doors import shown
from packing.report.cells import Exact as Exact
from packing.report.cells import Formula as Formula
from packing.report.cells import Number as Number
from packing.report.figures.catalogue import figure as figure
from packing.report.figures.catalogue import figure_names as figure_names
from packing.report.figures.style import save_figure as save_figure
from packing.report.progress import ProgressBar as ProgressBar
from packing.report.tables.catalogue import table as table
from packing.report.tables.catalogue import table_names as table_names
from packing.report.tabular import Column as Column
from packing.report.tabular import Table as Table
from packing.report.writers.as_json import as_json as as_json
from packing.report.writers.render import render as render
from packing.rounding import Rounding as Rounding

_LATER = {
    "build_site": "packing.report.site.build",
    "comparison_figure": "packing.report.figures.comparison",
    "overlap_figure": "packing.report.figures.overlaps",
    "study_document": "packing.report.study_page",
    "study_figure": "packing.report.figures.study",
    **dict.fromkeys(
        (
            "autoencoder_figure",
            "capacity_figure",
            "curves_figure",
            "dictionary_figure",
            "dimensionality_figure",
            "factorization_figure",
            "importance_figure",
            "monosemanticity_figure",
            "neurons_figure",
            "phase_figure",
        ),
        "packing.report.figures.toymodels",
    ),
}
"""Functions whose modules take long to import, by the module."""


def __getattr__(name: str) -> Any:
    if name in _LATER:
        return getattr(import_module(_LATER[name]), name)
    raise AttributeError(f"module 'packing.report' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*shown(__name__)(), *_LATER})
