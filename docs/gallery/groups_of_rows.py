"""Features that are no lines: groups of rows that span planes, held against random planes and the bounds.

A matrix of 400 rows in 24 dimensions holds 200 features of two dimensions, such as the phase of a day or of a year: the
rows of a feature are a basis of its plane. Two of them share a line, and two lie in one plane. Rows alone hide it: a
plane has many bases, and no two rows are near. Principal angles between the spans find both pairs.
"""

from textwrap import fill

import numpy as np

from packing.overlaps import overlaps

rng = np.random.default_rng(5)
planes = np.linalg.qr(rng.standard_normal((200, 24, 2)))[0].swapaxes(1, 2)
planes[1, 0] = planes[0] @ planes[0].T @ np.ones(2) @ planes[0]  # a line of plane 0 in plane 1
planes[3] = np.array([[1, -1], [1, 1]]) / np.sqrt(2) @ planes[2]  # another basis of the same plane
rows, labels = planes.reshape(-1, 24), np.repeat(np.arange(200), 2)

found = overlaps(rows, groups=labels)
for sentence in found.sentences:
    print(fill(sentence, 96))

print("\nnearest planes, by the mean squared cosine of their principal angles:")
for pair in found.near[:3]:
    print(f"  {pair}")
assert (found.near[0].left, found.near[0].right) == (2, 3)
assert max(found.near[0].angles) < 1e-7
sharp = {(pair.left, pair.right): pair for pair in found.sharp[:2]}
assert sharp.keys() == {(0, 1), (2, 3)}
assert sharp[0, 1].angles[1] > 0.5  # a line in common, and no plane

row_overlaps = overlaps(rows)
largest, random = row_overlaps.coherence, row_overlaps.random.maximum
print(f"\nthe largest |cos| of two rows is {largest:.3f}; random rows have {random:.3f}")
assert largest < random + 0.1  # nothing to see
