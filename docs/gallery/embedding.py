"""Analyse an embedding matrix: are its rows random, and if not, in which way?

A matrix of 1200 rows in 48 dimensions stands in for token embeddings. It is made by seed: three groups of rows in
orthogonal subspaces, and five rows that nearly repeat others. The report finds both without being told. The second
moment of the cosines is that of random rows, so it sees nothing; the first and the fourth do, and so do the components
of the graph of overlaps.
"""

from textwrap import fill

import numpy as np

from packing.overlaps import Settings, overlaps
from packing.report import overlap_figure, save_figure

rng = np.random.default_rng(7)
rows = np.kron(np.eye(3), rng.standard_normal((400, 16)))  # three orthogonal blocks
originals = rng.choice(400, 5, replace=False)
rows[1195:] = rows[800 + originals] + 0.05 * np.kron([0, 0, 1], rng.standard_normal((5, 16)))
rotation, _ = np.linalg.qr(rng.standard_normal((48, 48)))
embedding = rows[rng.permutation(1200)] @ rotation  # nothing is visible in the entries

found = overlaps(embedding, Settings(eps=(1e-6, 0.1, 0.5)))
print("moment of |cos|   measured   random rows   ratio")
for p in (1, 2, 4):
    measured, random = found.absolute[p], found.random.moments[p]
    print(f"{p:15d} {measured:10.5f} {random:13.5f} {measured / random:7.2f}")
assert abs(found.absolute[2] / found.random.moments[2] - 1) < 0.03  # blind to blocks
assert found.absolute[4] / found.random.moments[4] > 2  # about 3, the number of blocks

blocks = found.factors[0]
print(f"\ncomponents above {blocks.eps}: sizes {blocks.sizes}, ranks {blocks.ranks}")
assert sorted(blocks.sizes) == [400, 400, 400]
assert set(blocks.ranks) == {16}

print("closest pairs:")
for pair in found.top[:5]:
    print(f"  rows {pair.left:4d} and {pair.right:4d}: cos {pair.cosine:+.6f}")
assert all(pair.cosine > 0.99 for pair in found.top[:5])
print("\n" + "\n".join(fill(sentence, 96) for sentence in found.sentences))
save_figure(overlap_figure(found), "embedding.svg")
