from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.linalg import block_diag
from strategies import isometric_copy

from packing import Field, InputError, Objects, Packing
from packing.structure import contact_graph, orthogonal_pairs, rattlers, tegum_factors

shapes = st.lists(st.tuples(st.integers(1, 5), st.integers(1, 3)), min_size=1, max_size=4)


@given(shapes, st.sampled_from(Field), st.integers(0, 2**32 - 1))
def test_the_factors_of_a_hidden_tegum_product_are_found(
    blocks: list[tuple[int, int]], field: Field, seed: int
) -> None:
    rng = np.random.default_rng(seed)
    parts = [block_diag(*(rng.standard_normal(shape) for shape in blocks)) for _ in range(field.real_dimension)]
    hidden = isometric_copy(Packing(field.scalars_of(np.stack(parts, axis=-1))), rng)
    expected = []
    for n, d in blocks:  # fewer than d + 1 random vectors still hang together; rank is at most their number
        expected.append((n, min(n, d)))
    found = tegum_factors(hidden)
    assert sorted(factor.shape for factor in found) == sorted(expected)
    assert sorted(i for factor in found for i in factor.indices) == list(range(hidden.n))
    crossing = (hidden.n**2 - sum(n * n for n, _ in blocks)) // 2
    assert len(orthogonal_pairs(hidden)) >= crossing


def test_orthogonal_pairs_name_the_pairs() -> None:
    assert orthogonal_pairs(Packing([[1, 0], [1, 1], [0, 1], [1, -1]])).tolist() == [[0, 2], [1, 3]]


def test_the_tolerance_decides_what_is_orthogonal() -> None:
    nearly = Packing([[1, 0], [1e-4, 1]])
    assert len(orthogonal_pairs(nearly)) == 0
    assert len(orthogonal_pairs(nearly, 1e-3)) == 1
    assert len(tegum_factors(nearly)) == 1
    assert len(tegum_factors(nearly, 1e-3)) == 2
    with pytest.raises(InputError, match=r"tolerance must lie in \[0, 1\), not -1"):
        orthogonal_pairs(nearly, -1)


def test_the_contact_graph_of_a_square_is_a_cycle() -> None:
    square = Packing([[1, 0], [0, 1], [-1, 0], [0, -1]], Objects.VECTORS)
    graph = contact_graph(square).toarray()
    assert graph.sum(axis=0).tolist() == [2, 2, 2, 2]
    assert (graph == graph.T).all()
    assert rattlers(square) == ()


def test_a_vector_without_contact_is_a_rattler() -> None:
    packing = Packing([[1, 0, 0], [0.8, 0.6, 0], [0, 0, 1], [0.1, 0.1, 1]])
    assert rattlers(packing) == (0, 1)
