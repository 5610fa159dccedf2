"""Which partition into orthogonal subspaces is best, as the moment p of the interference grows?

Six vectors in R^4 interfere by E_p, the sum of |<x, y>|^p over ordered pairs. Below p = log 3/log 2 two doubled and
two single axes are best, then two triangles in orthogonal planes, and above 2 one block that does not split. The
breakpoint is exact: 4 and 12/2^p cross there. The picture shows the energies of five partitions over p.
"""

import matplotlib.pyplot as plt
import numpy as np
import sympy

import packing as pk
from packing.analytic.blocks import line, simplex
from packing.exponents import EnergyKind
from packing.report import save_figure

diagram = pk.analytic.phase_diagram(6, 4)
print(diagram)
first = diagram.breakpoints[0]
print(f"\nfirst breakpoint: {first.exact} = {float(first.exact):.10f}, {first.rigor}")
assert first.exact == sympy.log(3) / sympy.log(2)
assert [phase.blocks for phase in diagram.phases[:2]] == [((2, 1), (2, 1), (1, 1), (1, 1)), ((3, 2), (3, 2))]

pair, single, triangle = line(2, EnergyKind.ABS), line(1, EnergyKind.ABS), simplex(3, 2)
partitions = {
    "2 digons + 2 axes": (pair, pair, single, single),
    "2 triangles": (triangle, triangle),
    "triangle + digon + axis": (triangle, pair, single),
    "simplex in R^3 + digon": (simplex(4, 3), pair),
    "simplex in R^4 + copy": (simplex(6, 4),),
}
exponents = np.linspace(0.8, 2.6, 73)
curves = {
    name: [sum(b.value(p, EnergyKind.ABS) for b in blocks) for p in exponents] for name, blocks in partitions.items()
}
print("\nenergy at p =             1.0     1.5     1.8     2.0")
for name, blocks in partitions.items():
    values = [sum(block.value(p, EnergyKind.ABS) for block in blocks) for p in (1.0, 1.5, 1.8, 2.0)]
    print(f"{name:24s}" + "".join(f"{value:8.4f}" for value in values))
lowest = [min(curves, key=lambda name: curves[name][k]) for k in (0, 50)]
assert lowest == ["2 digons + 2 axes", "2 triangles"]

figure, axes = plt.subplots(figsize=(5.6, 3.4), layout="constrained")
for (name, curve), style in zip(curves.items(), ("-", "--", "-.", ":", (0, (1, 3))), strict=True):
    axes.plot(exponents, curve, linestyle=style, label=name)
axes.axvline(float(first.exact), color="0.6", linewidth=0.8)
axes.set(xlabel="exponent p", ylabel="energy $E_p$", ylim=(2, 8))
axes.legend(fontsize=8)
save_figure(figure, "best_partition.svg")
