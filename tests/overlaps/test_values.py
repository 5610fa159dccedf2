"""The answers as Python values: a short repr, hashable, the same after pickling; the old names still answer."""

from __future__ import annotations

import pickle
from typing import Any

import numpy as np
import pytest

import packing.overlaps as po
from packing.overlaps import Matrix, Settings, compare, count, frame, overlaps, prepare, preview, survey

ROWS = np.random.default_rng(0).standard_normal((300, 20))

VALUES = {
    "statistics": lambda: overlaps(ROWS, workers=1),
    "comparison": lambda: compare(ROWS, ROWS[:50], workers=1),
    "side": lambda: compare(ROWS, ROWS[:50], workers=1).left,
    "matching": lambda: compare(ROWS, ROWS[:50], workers=1).matching,
    "counts": lambda: count(prepare(ROWS), workers=1),
    "preparation": lambda: prepare(ROWS),
    "survey": lambda: survey(Matrix(ROWS)),
    "matrix": lambda: Matrix(ROWS),
    "preview": lambda: preview(ROWS, 50),
    "frame": lambda: frame(ROWS),
    "factors": lambda: overlaps(ROWS, workers=1).factors[0],
    "settings": lambda: Settings(),
    "random": lambda: overlaps(ROWS, workers=1).random,
    "blocks": lambda: po.Blocks(((9, 4), (9, 4))),
}


@pytest.mark.parametrize("name", VALUES)
def test_values_are_short_hashable_and_picklable(name: str) -> None:
    value: Any = VALUES[name]()
    assert type(value).__name__ in repr(value)
    assert len(repr(value)) < 300
    assert hash(value) == hash(value)
    again = pickle.loads(pickle.dumps(value))
    assert repr(again) == repr(value)


def test_the_repr_of_an_answer_says_what_matters() -> None:
    found = overlaps(ROWS, workers=1)
    shown = repr(found)
    assert f"300 rows in 20 dimensions: coherence {found.coherence:.6g} (random {found.random.maximum:.4g})" in shown
    assert f"E cos^2 {found.absolute[2]:.6g}" in shown
    assert "times random" in shown


def test_an_answer_after_pickling_has_the_same_numbers() -> None:
    found = overlaps(ROWS, workers=1)
    assert found.least.moments
    again = pickle.loads(pickle.dumps(found))
    assert again.sentences == found.sentences
    np.testing.assert_array_equal(again.factors[0].labels, found.factors[0].labels)


@pytest.mark.parametrize(
    ("old", "new"), [("Tally", "PairCounts"), ("load_tally", "load_counts"), ("save_tally", "save_counts")]
)
def test_names_that_changed_still_answer(old: str, new: str) -> None:
    with pytest.warns(DeprecationWarning, match=f"{old} has moved to packing.overlaps.{new}"):
        assert getattr(po, old) is getattr(po, new)
