"""An autoencoder of features of m dimensions: planes and other subspaces in superposition.

Feature i is a vector x_i of R^m, active with a small chance and then uniform in the unit ball or on its sphere. Tied
weights W_i (d x m) add it to d dimensions, h = sum_j W_j x_j, and z_i = W_i^T h is read out as it is (linear), or
shortened by a threshold (shrinkage, the ReLU of m = 1). The columns of W_i span a subspace of R^d: training packs
subspaces, and what is kept is measured as a packing.
Reference: Engels et al., Not All Language Model Features Are One-Dimensionally Linear (2024), arXiv:2405.14860.
"""

from packing.doors import shown
from packing.toymodels.subspaces.config import SubspaceConfig as SubspaceConfig
from packing.toymodels.subspaces.options import FeatureLaw as FeatureLaw
from packing.toymodels.subspaces.options import ReadOut as ReadOut
from packing.toymodels.subspaces.options import SubspaceLoss as SubspaceLoss
from packing.toymodels.subspaces.trained import SubspaceModel as SubspaceModel
from packing.toymodels.subspaces.trained import SubspaceModels as SubspaceModels
from packing.toymodels.subspaces.training import KIND as KIND
from packing.toymodels.subspaces.training import closed_loss as closed_loss
from packing.toymodels.subspaces.training import least_loss as least_loss

__dir__ = shown("packing.toymodels.subspaces")
