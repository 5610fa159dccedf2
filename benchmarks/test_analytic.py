"""How long exact partitions, phase diagrams and bounds take."""

import pytest

from packing.analytic import best_partition, orthogonal_pairs, phase_diagram, relu_bound


@pytest.mark.parametrize(("n", "d", "p", "kind"), [(500, 64, 1.9, "abs"), (500, 64, 2, "relu"), (500, 64, 3, "abs")])
def test_best_partition(benchmark, n, d, p, kind):
    found = benchmark.pedantic(best_partition, args=(n, d, p, kind), rounds=1)
    benchmark.extra_info["energy"] = found.energy
    assert sum(size for size, _ in found.blocks) == n


@pytest.mark.parametrize(("n", "d"), [(7, 4), (12, 6)])
def test_phase_diagram(benchmark, n, d):
    diagram = benchmark.pedantic(phase_diagram, args=(n, d), rounds=1)
    benchmark.extra_info["phases"] = [str(phase) for phase in diagram.phases]


def test_orthogonal_pairs(benchmark):
    assert benchmark.pedantic(orthogonal_pairs, args=(100, 6, "R", True), rounds=1).lower > 0


def test_relu_bound(benchmark):
    assert benchmark.pedantic(relu_bound, args=(41, 7, 12), rounds=1).value > 0
