"""The fate of the last feature over density and importance, where theory or symmetry decides it."""

import numpy as np
import pytest

from packing.errors import InputError
from packing.toymodels.importance import Fate, importance_map


def test_two_features_in_one_dimension() -> None:
    found = importance_map(2, 1, [0.03, 0.95], [0.15, 4.0], starts=5, seed=3)
    sparse, dense = zip(*found.fates, strict=True)
    assert sparse == (Fate.SHARED, Fate.SHARED)  # an antipodal pair costs order p^2 only
    assert dense == (Fate.LOST, Fate.ALONE)  # dense inputs keep the more important one
    assert (np.diff(found.losses, axis=0) >= 0).all()


def test_a_map_needs_a_range() -> None:
    with pytest.raises(InputError, match="at least one density and one importance"):
        importance_map(2, 1, [], [1.0])
