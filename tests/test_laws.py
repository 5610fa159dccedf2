"""Every law of `laws` in every space."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import laws
import pytest

from packing.space import Space

LAWS = (
    laws.measures_are_invariant,
    laws.bounds_grow_with_n,
    laws.records_grow_with_n,
    laws.no_packing_beats_a_bound,
    laws.same_seed_same_bytes,
)


@pytest.mark.parametrize("space", laws.SPACES, ids=str)
@pytest.mark.parametrize("law", LAWS, ids=lambda law: law.__name__)
def test_law(law: Callable[[Space], None], space: Space) -> None:
    law(space)


@pytest.mark.parametrize("space", laws.SPACES, ids=str)
def test_sizes_and_coherences_are_inverse(space: Space) -> None:
    laws.sizes_and_coherences_are_inverse(space)


@pytest.mark.parametrize("space", [*laws.CHORDAL, Space.lines(3, "C")], ids=str)
def test_complements_are_isometric(space: Space) -> None:
    laws.complements_are_isometric(space)


@pytest.mark.parametrize("field", ["R", "C", "H"])
def test_dimension_one_is_lines(field: str) -> None:
    laws.dimension_one_is_lines(field)


@pytest.mark.parametrize("space", laws.MEETING, ids=str)
def test_spectral_coherence_is_one_where_subspaces_meet(space: Space) -> None:
    laws.spectral_coherence_is_one_where_subspaces_meet(space)


@pytest.mark.parametrize("space", laws.SPACES, ids=str)
def test_every_format_keeps_every_bit(space: Space, tmp_path: Path) -> None:
    laws.every_format_keeps_every_bit(space, tmp_path)
