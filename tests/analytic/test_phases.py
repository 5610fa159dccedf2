"""Phase diagrams of partitions: exact thresholds, single phases, and agreement with single exponents."""

import math

import pytest
import sympy

from packing.analytic.partitions import best_partition
from packing.analytic.phases import phase_diagram, simplex_threshold
from packing.errors import InputError


@pytest.mark.long
@pytest.mark.parametrize("d", [2, 3, 4, 6])
def test_one_vector_more_has_the_thresholds_of_the_simplices(d):
    diagram = phase_diagram(d + 1, d)
    assert [point.exact for point in diagram.breakpoints] == [simplex_threshold(m) for m in range(1, d)]
    assert diagram.phases[-1].blocks == ((d + 1, d),)


def test_thresholds_are_where_energies_cross():
    for m in (1, 2, 5):
        p = simplex_threshold(m)
        energies = [(j + 1) * sympy.Integer(j) ** (1 - p) for j in (m, m + 1)]
        assert abs(sympy.N(energies[0] - energies[1], 30)) < 1e-25


def test_six_in_four():
    diagram = phase_diagram(6, 4, search=False)
    assert [phase.blocks for phase in diagram.phases] == [((2, 1), (2, 1), (1, 1), (1, 1)), ((3, 2), (3, 2)), ((6, 4),)]
    assert [point.exact for point in diagram.breakpoints] == [sympy.log(3) / sympy.log(2), 2]
    assert diagram.at(1.7).blocks == ((3, 2), (3, 2))
    assert diagram.phases[-1].high == math.inf


def test_multiples_of_d_have_one_breakpoint():
    assert [point.value for point in phase_diagram(9, 3, search=False).breakpoints] == [2]
    assert len(phase_diagram(3, 5).phases) == 1
    assert phase_diagram(8, 4, "relu").phases[0].blocks == ((2, 1),) * 4


def test_diagram_agrees_with_the_partition_at_an_exponent():
    diagram = phase_diagram(7, 4, search=False)
    for p in (0.5, 1.2, 1.63, 1.8, 1.97):
        assert diagram.at(p).blocks == best_partition(7, 4, p, search=False).blocks


def test_bad_input():
    with pytest.raises(InputError, match="n must be a positive integer"):
        phase_diagram(0, 3)
    with pytest.raises(InputError, match="abs or relu"):
        phase_diagram(4, 3, "square")
