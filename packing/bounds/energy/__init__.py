"""What no packing can have less of: lower bounds on energies, each theorem in one file.

>>> from packing.objective import Energy
>>> from packing.problem import lines
>>> print(least_energy(lines(6, 3), Energy(4)))
6 lines in R^3: sum of |t|^4 >= 1.2 (Welch-Sidelnikov of order 1, proved)
"""

from packing.bounds.energy.energy_bound import EnergyBound as EnergyBound
from packing.bounds.energy.energy_bound import EnergyBoundFunction as EnergyBoundFunction
from packing.bounds.energy.least_energy import energy_bounds as energy_bounds
from packing.bounds.energy.least_energy import least_energy as least_energy
from packing.doors import shown

__dir__ = shown(__name__)
