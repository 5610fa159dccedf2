"""Searches for packings of least coherence, or of least energy.

>>> from packing.problem import lines
>>> found = minimize(lines(7, 3, "C"), restarts=16)
>>> round(found.packing.coherence, 10), found.status.converged
(0.4714045208, True)
"""

from packing.objective import COHERENCE as COHERENCE
from packing.objective import Coherence as Coherence
from packing.objective import Energy as Energy
from packing.objective import Objective as Objective
from packing.records.starts import KNOWN_STARTS as KNOWN_STARTS
from packing.records.starts import Constructions as Constructions
from packing.records.starts import Records as Records
from packing.search.alphabets.alphabet import Alphabet as Alphabet
from packing.search.alphabets.alphabet import ConstantModulus as ConstantModulus
from packing.search.alphabets.alphabet import DftRows as DftRows
from packing.search.alphabets.alphabet import RootsOfUnity as RootsOfUnity
from packing.search.alphabets.alphabet import parse_alphabet as parse_alphabet
from packing.search.matrix_groups import MatrixGroup as MatrixGroup
from packing.search.methods import METHODS as METHODS
from packing.search.methods.method import Descent as Descent
from packing.search.methods.method import Method as Method
from packing.search.minimize import minimize as minimize
from packing.search.minimize import minimize_coherence as minimize_coherence
from packing.search.minimize import minimize_energy as minimize_energy
from packing.search.minimize import minimize_within as minimize_within
from packing.search.result import EnergyResult as EnergyResult
from packing.search.result import Outcome as Outcome
from packing.search.result import Progress as Progress
from packing.search.result import SearchResult as SearchResult
from packing.search.result import Status as Status
from packing.search.symmetry import Antipodal as Antipodal
from packing.search.symmetry import Cyclic as Cyclic
from packing.search.symmetry import Dihedral as Dihedral
from packing.search.symmetry import Permuted as Permuted
from packing.search.symmetry import parse_symmetry as parse_symmetry
from packing.search.within import Constraint as Constraint
from packing.search.within import Extending as Extending
