"""Search methods, one a file: what one restart does.

>>> from packing.problem import lines
>>> [method.name for method in METHODS if fits(method, lines(6, 3))]
['random', 'random', 'cyclic orbits', 'symmetric descent', 'hopped descent']
"""

from packing.search.methods.hopping import Grow as Grow
from packing.search.methods.hopping import Hop as Hop
from packing.search.methods.hopping import HoppedDescent as HoppedDescent
from packing.search.methods.method import BEST_OF_FOUR as BEST_OF_FOUR
from packing.search.methods.method import QUICKLY as QUICKLY
from packing.search.methods.method import AntipodalPairs as AntipodalPairs
from packing.search.methods.method import Descent as Descent
from packing.search.methods.method import Method as Method
from packing.search.methods.method import fits as fits
from packing.search.methods.random_starts import CyclicOrbits as CyclicOrbits
from packing.search.methods.random_starts import Gaussian as Gaussian
from packing.search.methods.random_starts import HarmonicFrames as HarmonicFrames
from packing.search.methods.random_starts import TegumProduct as TegumProduct
from packing.search.methods.random_starts import WeylHeisenbergOrbits as WeylHeisenbergOrbits
from packing.search.methods.symmetric import SymmetricDescent as SymmetricDescent

METHODS: tuple[Method, ...] = (
    QUICKLY,
    BEST_OF_FOUR,
    Descent(CyclicOrbits(), 4),
    Descent(WeylHeisenbergOrbits()),
    Descent(HarmonicFrames(), 4),
    AntipodalPairs(),
    AntipodalPairs(SymmetricDescent(), "antipodal pairs of orbits"),
    SymmetricDescent(),
    HoppedDescent(),
    Hop(),
)
"""The built-in methods; a search runs those that fit, and more of those that do well."""
