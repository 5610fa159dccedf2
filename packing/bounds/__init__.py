"""What no packing can beat: theorems, each read from both sides, how near n objects must come and how many fit.

>>> from packing.problem import lines
>>> print(lower_bound(lines(126, 6, "C")))
126 lines in C^6: coherence >= 0.5 (Levenshtein second, proved)
>>> print(most_lines(6, "1/4", "C"))
lines of C^6 with |<x, y>|^2 <= 1/4: n <= 126 (Delsarte, certified)
"""

from __future__ import annotations

from packing.bounds.angle_sets.model import Programme as Programme
from packing.bounds.angle_sets.programme import programme as programme
from packing.bounds.angle_sets.size import code_with_angles as code_with_angles
from packing.bounds.both_sides import ALL as ALL
from packing.bounds.both_sides import lower_bound as lower_bound
from packing.bounds.both_sides import lower_bounds as lower_bounds
from packing.bounds.bound import Bound as Bound
from packing.bounds.bound import BoundFunction as BoundFunction
from packing.bounds.bound import Inapplicable as Inapplicable
from packing.bounds.bound import Theorem as Theorem
from packing.bounds.bound_report import BoundReport as BoundReport
from packing.bounds.energy.energy_bound import EnergyBound as EnergyBound
from packing.bounds.energy.least_energy import energy_bounds as energy_bounds
from packing.bounds.energy.least_energy import least_energy as least_energy
from packing.bounds.equiangular_lines.at_angle import equiangular as equiangular
from packing.bounds.equiangular_lines.over_angles import most_equiangular as most_equiangular
from packing.bounds.from_certificates import certified as certified
from packing.bounds.from_certificates import from_certificate as from_certificate
from packing.bounds.size_bound import NoSizeBound as NoSizeBound
from packing.bounds.size_bound import SizeBound as SizeBound
from packing.bounds.sizes import largest_code as largest_code
from packing.bounds.sizes import most_lines as most_lines
from packing.bounds.sizes import most_subspaces as most_subspaces
from packing.bounds.theorems.bukh_cox import bukh_cox as bukh_cox
from packing.bounds.theorems.cap import cap as cap
from packing.bounds.theorems.cross_polytope import cross_polytope as cross_polytope
from packing.bounds.theorems.fejes_toth import fejes_toth as fejes_toth
from packing.bounds.theorems.gerzon import gerzon as gerzon
from packing.bounds.theorems.gerzon import gerzon_number as gerzon_number
from packing.bounds.theorems.lemmens_seidel import lemmens_seidel as lemmens_seidel
from packing.bounds.theorems.levenshtein_first import levenshtein_first as levenshtein_first
from packing.bounds.theorems.levenshtein_second import levenshtein_second as levenshtein_second
from packing.bounds.theorems.neumann import neumann as neumann
from packing.bounds.theorems.orthoplex import orthoplex as orthoplex
from packing.bounds.theorems.rankin_simplex import rankin_simplex as rankin_simplex
from packing.bounds.theorems.relative import relative as relative
from packing.bounds.theorems.trivial import trivial as trivial
from packing.bounds.theorems.welch import welch as welch
from packing.bounds.theorems.welch_higher import welch_higher as welch_higher
from packing.bounds.threepoint.threepoint_bound import three_point as three_point
from packing.bounds.threepoint.threepoint_size import three_point_size as three_point_size
from packing.bounds.twopoint.delsarte_bound import delsarte as delsarte
from packing.bounds.twopoint.levenshtein_bound import levenshtein as levenshtein
from packing.bounds.twopoint.linear_programme import linear_programme as linear_programme
from packing.doors import shown

__dir__ = shown("packing.bounds")
