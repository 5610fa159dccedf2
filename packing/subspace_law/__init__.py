"""The law of the overlap of two random subspaces: exact moments, distribution functions with a stated accuracy.

Two uniform subspaces of dimension m of F^d, 2m <= d, have squared cosines y_1, ..., y_m of their principal angles with

    density  ~  prod y_i^(s/2 - 1) (1 - y_i)^(s (d - 2m + 1)/2 - 1)  prod_{i<j} |y_i - y_j|^s,      s = 1, 2, 4,

the Jacobi ensemble. Where 2m > d, 2m - d of the cosines are 1 and the others those of the complements. The overlap is
the root of the mean y_i (chordal distance) or of the largest (spectral). References: James, Ann. Math. Statist. 35
(1964); Absil, Edelman, Koev, Linear Algebra Appl. 414 (2006).
"""

from packing.doors import shown
from packing.subspace_law.law import SubspaceLaw as SubspaceLaw

__dir__ = shown(__name__)
