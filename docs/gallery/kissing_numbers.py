"""Kissing numbers: reproduce the table of linear programming bounds.

How many unit spheres of R^d can touch one of them? As many as points of the unit sphere with pairwise `<x, y>` at most
1/2. Odlyzko and Sloane (1979) bounded that number by Delsarte's linear programme in 2 to 24 dimensions; Bachoc and
Vallentin (2008) improved it by semidefinite programming over triples of points. Here every number is computed again:
the first bound comes with an exact certificate made on the spot, the second from a certificate that is shipped with the
package and checked in rational arithmetic, and the configurations are built with their exact angles. Those built are
not everywhere the largest known: in 12 dimensions 840 points are built and 841 are published.
"""

from fractions import Fraction

import packing as pk
from packing.bounds import largest_code
from packing.bounds.twopoint.size_certificate import delsarte_certificate
from packing.records.kissing import published_kissing
from packing.space import Space

HALF = Fraction(1, 2)

# A. M. Odlyzko and N. J. A. Sloane, J. Combin. Theory A 26 (1979), Table I.
ODLYZKO_SLOANE = {3: 13, 4: 25, 5: 46, 6: 82, 7: 140, 8: 240, 9: 380, 16: 8313, 24: 196560}
# H. D. Mittelmann and F. Vallentin, Experiment. Math. 19 (2010), Table 1: semidefinite programming in high accuracy.
THREE_POINT = {3: 12, 4: 24, 5: 44, 6: 78, 7: 134, 8: 240, 9: 364, 16: 7355, 24: 196560}

print("         here:                                     published:")
print("  d   built   two points   best certified   three points   points")
for d, published in ODLYZKO_SLOANE.items():
    certificate = delsarte_certificate(Space.sphere(d), HALF)
    statement = pk.kernel.check(certificate)  # integers and fractions only
    assert isinstance(statement, pk.kernel.SizeStatement)
    two_points = int(statement.size)
    assert two_points == published

    built = pk.constructions.largest_kissing(d)
    assert built.coherence == HALF
    best = largest_code(d, HALF)
    assert built.problem.n <= best.upper_bound <= two_points
    assert best.upper_bound >= THREE_POINT[d]  # a finer method may not lose to a coarser one

    record = published_kissing(d).lower  # figures and citations, state of August 2026
    assert built.problem.n <= record <= THREE_POINT[d]
    print(f"{d:3d} {built.problem.n:7d} {two_points:12d} {best.upper_bound:16d} {THREE_POINT[d]:14d} {record:8d}")

print()
print("Where the columns agree the kissing number is proved: 12, 24, 240, 196560 in dimensions 3, 4, 8, 24.")
