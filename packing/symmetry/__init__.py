"""Isometries of packings: when two of them are the same up to order and isometry.

>>> from packing import Packing
>>> from packing.symmetry import congruence_distance
>>> square = Packing([[1, 0], [0, 1], [-1, 0], [0, -1]], "vectors")
>>> congruence_distance(square, square)
0.0
"""

from packing.symmetry.congruence import congruence_distance as congruence_distance
