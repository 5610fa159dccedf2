"""Starts that are built: tegum products."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.sparse.csgraph import connected_components

from packing.configuration import Packing
from packing.problem import Problem, lines, vectors
from packing.search import Descent
from packing.search.methods import TegumProduct
from packing.search.methods.random_starts import SHAKE


@pytest.mark.parametrize("problem", [lines(20, 5), lines(13, 3, "C"), vectors(9, 6), lines(4, 2)], ids=str)
def test_tegum_products_have_orthogonal_blocks(problem: Problem) -> None:
    """The graph of overlaps is not connected, but for the shaking, and every block has a vector."""
    for seed in range(20):
        packing = Packing(TegumProduct().draw(problem, np.random.default_rng(seed)), problem.objects)
        blocks, _ = connected_components(np.abs(packing.gram) > 20 * SHAKE)
        assert blocks >= 2
        assert np.linalg.matrix_rank(packing.vectors, tol=0.05) == problem.d


def test_a_descent_from_a_tegum_product_reaches_one() -> None:
    """8 points in R^6: two simplices and a cross, coherence 0."""
    method = Descent(TegumProduct())
    ends = [method.run(vectors(8, 6), np.random.default_rng(seed)).coherence for seed in range(10)]
    assert sum(end < 1e-3 for end in ends) >= 8


def test_one_dimension_has_no_two_blocks() -> None:
    assert not TegumProduct().fits(lines(7, 1))
    assert TegumProduct().fits(lines(7, 2))
