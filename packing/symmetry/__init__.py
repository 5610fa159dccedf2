"""Isometries of packings: symmetry groups, and when two packings are the same up to order and isometry.

>>> from packing import Packing
>>> from packing.symmetry import congruence_distance
>>> square = Packing([[1, 0], [0, 1], [-1, 0], [0, -1]], "vectors")
>>> congruence_distance(square, square)
0.0
"""

from packing.doors import shown
from packing.symmetry.comparison import Comparison as Comparison
from packing.symmetry.comparison import compare as compare
from packing.symmetry.congruence import congruence_distance as congruence_distance
from packing.symmetry.groups import Automorphisms as Automorphisms
from packing.symmetry.groups import automorphisms as automorphisms
from packing.symmetry.isometry import same_packing as same_packing
from packing.symmetry.isometry import symmetry_order as symmetry_order

__dir__ = shown(__name__)
