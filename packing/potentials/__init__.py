"""Potentials: what a pair of objects adds to an energy, as a function f of their overlap.

>>> from packing.space import Space
>>> Riesz(1).exact(0, Space.sphere(3)), AbsPower(3).exact(-0.5, Space.sphere(3))
(sqrt(2)/2, 1/8)
"""

from packing.doors import shown
from packing.potentials.distances import Gauss as Gauss
from packing.potentials.distances import Logarithm as Logarithm
from packing.potentials.distances import Riesz as Riesz
from packing.potentials.expressions import Expression as Expression
from packing.potentials.expressions import Polynomial as Polynomial
from packing.potentials.named import NAMES as NAMES
from packing.potentials.named import potential as potential
from packing.potentials.potential import OVERLAP as OVERLAP
from packing.potentials.potential import Piece as Piece
from packing.potentials.potential import Potential as Potential
from packing.potentials.powers import AbsPower as AbsPower
from packing.potentials.powers import ReluPower as ReluPower

__dir__ = shown(__name__)
