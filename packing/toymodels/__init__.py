"""Gradient-trained toy models, measured with the same instruments as every other packing.

>>> from packing.toymodels import AutoencoderConfig, train
>>> trained = train(AutoencoderConfig(n=5, d=2, loss="one_sparse", models=12))
>>> trained.blocks(trained.best)                                   # the pentagon
((5, 2),)
"""

from packing.toymodels.autoencoder import AutoencoderConfig as AutoencoderConfig
from packing.toymodels.autoencoder import Engine as Engine
from packing.toymodels.autoencoder import Loss as Loss
from packing.toymodels.autoencoder import Precision as Precision
from packing.toymodels.autoencoder import Task as Task
from packing.toymodels.autoencoder import Variant as Variant
from packing.toymodels.autoencoder import affordable as affordable
from packing.toymodels.autoencoder import train as train
from packing.toymodels.checkpoint import load_models as load_models
from packing.toymodels.checkpoint import save_models as save_models
from packing.toymodels.compare import Census as Census
from packing.toymodels.compare import NamedFactor as NamedFactor
from packing.toymodels.compare import census as census
from packing.toymodels.compare import classify as classify
from packing.toymodels.compare import structure_name as structure_name
from packing.toymodels.estimate import estimated_loss as estimated_loss
from packing.toymodels.law import consecutive_sets as consecutive_sets
from packing.toymodels.pairings import Companions as Companions
from packing.toymodels.pairings import companions as companions
from packing.toymodels.predicted import Agreement as Agreement
from packing.toymodels.predicted import agreement as agreement
from packing.toymodels.profile import geometric as geometric
from packing.toymodels.profile import power_law as power_law
from packing.toymodels.profile import uniform as uniform
from packing.toymodels.trained import TrainedModels as TrainedModels
