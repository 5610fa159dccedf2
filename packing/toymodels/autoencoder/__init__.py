"""The autoencoder x' = ReLU(W W^T x + b) and its variants: n sparse features through d dimensions.

Without the ReLU it is principal components; with ReLUs on the hidden layer too, and an encoder of its own, it computes
|x| in superposition.
Reference: Elhage et al., Toy Models of Superposition (2022), arXiv:2209.10652.
"""

from packing.doors import shown
from packing.toymodels.autoencoder.config import AutoencoderConfig as AutoencoderConfig
from packing.toymodels.autoencoder.losses.closed import exact_loss as exact_loss
from packing.toymodels.autoencoder.losses.closed import one_sparse_loss as one_sparse_loss
from packing.toymodels.autoencoder.model import affordable as affordable
from packing.toymodels.autoencoder.model import train as train
from packing.toymodels.autoencoder.options import Engine as Engine
from packing.toymodels.autoencoder.options import FloatType as FloatType
from packing.toymodels.autoencoder.options import Loss as Loss
from packing.toymodels.autoencoder.options import Task as Task
from packing.toymodels.autoencoder.options import Variant as Variant
from packing.toymodels.autoencoder.trained import TrainedModel as TrainedModel
from packing.toymodels.autoencoder.trained import TrainedModels as TrainedModels

__dir__ = shown("packing.toymodels.autoencoder")
