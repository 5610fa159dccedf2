"""Gram matrices of lines that agree up to phases, over each field, and one over H that a mirror image is not."""

from __future__ import annotations

import numpy as np
import pytest

from packing import Field, Packing
from packing.space import Space
from packing.symmetry.phases import phase_distance


@pytest.mark.parametrize("field", Field)
def test_random_phases_are_found(field: Field) -> None:
    space, rng = Space.lines(3, field), np.random.default_rng(1)
    gram = Packing(space.gaussian(6, rng), space).gram
    phases = Packing(Space.lines(1, field).gaussian(6, rng), Space.lines(1, field)).vectors[:, 0]
    turned = field.multiply(field.multiply(field.conjugate(phases)[:, None], gram), phases[None])
    assert phase_distance(gram, turned, 1e-4) < 1e-14


def test_mirrored_vector_parts_are_other_lines_from_four_on() -> None:
    """With a real first row, three lines have one vector part, which a rotation turns over; four have three."""
    rng = np.random.default_rng(2)
    gram = 0.1 * rng.standard_normal((4, 4, 4))
    gram[0, :, 1:] = gram[:, 0, 1:] = 0
    gram = gram + Field.QUATERNION.conjugate(np.swapaxes(gram, 0, 1))
    gram[np.arange(4), np.arange(4)] = [1.0, 0, 0, 0]
    mirrored = Field.QUATERNION.conjugate(gram)
    assert phase_distance(gram[:3, :3], mirrored[:3, :3], 1e-4) < 1e-14
    assert phase_distance(gram, mirrored, 1e-4) > 1e-2
