r"""Capacity: how a quadratic model shares d dimensions among features that matter unequally.

The target is sum_i v_i x_i^2 and the model x^T W W^T x, with n independent features of mean 0, variance 1 and kurtosis
kappa, and W (n, d) with features as rows. With E = diag(v) - W W^T the mean squared error is exactly

    L = 2 |E|_F^2 + (tr E)^2 + (kappa - 3) sum_i E_ii^2.

The capacity of feature i is C_i = |w_i|^4 / sum_j <w_i, w_j>^2, and sum_i C_i <= d. In g_i = |w_i|^2 and C_i,

    L = (kappa - 1) sum_i (v_i - g_i)^2 + (sum_i (v_i - g_i))^2 + 2 sum_i g_i^2 (1/C_i - 1),

whose minimum under sum C <= d, C <= 1 bounds the loss of every W from below.

For kappa >= 3 it is convex: (kappa - 3) g^2 + 2 g^2/C has the Hessian determinant 8 (kappa - 3) g^2/C^3. Given g the
best capacities are C_i = min(1, g_i / price), one price for all: important features keep a dimension (C = 1), less
important ones share, the least are ignored (C = 0). For n = 2, d = 1 the second feature is ignored exactly while
v_2/v_1 is at most 2 kappa/(kappa^2 - 3).

For kappa <= 3 nothing is shared: two capacities strictly between 0 and 1 have g_i/C_i = price in common, and moving
both along it, one up and one down, keeps sum g and sum C and is concave in L, so one of them may end at 0 or 1. The d
largest importances get a dimension each, with g_i = v_i + R/(kappa - 1 + d), R the sum of the others, and

    L = (kappa - 1) (sum of the others' v_i^2 + R^2/(kappa - 1 + d)).

Orthogonal features reach it. Reference: Scherlis, Sachan, Jermyn, Benton, Shlegeris, arXiv:2210.01892 (the bound, its
price, both cases and the boundary are derived here).
"""

from packing.doors import shown
from packing.toymodels.capacity.bound import IGNORED as IGNORED
from packing.toymodels.capacity.bound import Allocation as Allocation
from packing.toymodels.capacity.bound import ignored_below as ignored_below
from packing.toymodels.capacity.bound import optimal_allocation as optimal_allocation
from packing.toymodels.capacity.config import CapacityConfig as CapacityConfig
from packing.toymodels.capacity.config import falling_importance as falling_importance
from packing.toymodels.capacity.training import KIND as KIND
from packing.toymodels.capacity.training import CapacityModel as CapacityModel
from packing.toymodels.capacity.training import TrainedCapacities as TrainedCapacities
from packing.toymodels.capacity.training import quadratic_loss as quadratic_loss
from packing.toymodels.capacity.training import train_capacity as train_capacity

__dir__ = shown("packing.toymodels.capacity")
