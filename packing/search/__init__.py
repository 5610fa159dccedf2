"""Searches for packings of least coherence.

>>> from packing.problem import lines
>>> found = minimize_coherence(lines(7, 3, "C"), restarts=16)
>>> round(found.packing.coherence, 10), found.status.converged
(0.4714045208, True)
"""

from packing.search.constrained import Constraint as Constraint
from packing.search.constrained import Extending as Extending
from packing.search.constrained import minimize_within as minimize_within
from packing.search.energy import EnergyResult as EnergyResult
from packing.search.energy import minimize_energy as minimize_energy
from packing.search.method import METHODS as METHODS
from packing.search.method import Descent as Descent
from packing.search.method import Method as Method
from packing.search.multistart import minimize_coherence as minimize_coherence
from packing.search.result import Outcome as Outcome
from packing.search.result import Progress as Progress
from packing.search.result import SearchResult as SearchResult
from packing.search.result import Status as Status
from packing.search.symmetry import Antipodal as Antipodal
from packing.search.symmetry import Cyclic as Cyclic
from packing.search.symmetry import Dihedral as Dihedral
from packing.search.symmetry import Permuted as Permuted
from packing.search.symmetry import parse_symmetry as parse_symmetry
