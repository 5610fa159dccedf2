"""Gradient-trained toy models, measured with the same instruments as every other packing.

>>> from packing.toymodels import AutoencoderConfig, train
>>> trained = train(AutoencoderConfig(n=5, d=2, loss="one_sparse", models=12))
>>> trained.blocks(trained.best)                                   # the pentagon
((5, 2),)
"""

from packing.doors import moved, shown
from packing.toymodels.autoencoder import AutoencoderConfig as AutoencoderConfig
from packing.toymodels.autoencoder import Engine as Engine
from packing.toymodels.autoencoder import FloatType as FloatType
from packing.toymodels.autoencoder import Loss as Loss
from packing.toymodels.autoencoder import Task as Task
from packing.toymodels.autoencoder import TrainedModels as TrainedModels
from packing.toymodels.autoencoder import Variant as Variant
from packing.toymodels.autoencoder import affordable as affordable
from packing.toymodels.autoencoder.dimensionality import sweep_densities as sweep_densities
from packing.toymodels.autoencoder.importance import importance_map as importance_map
from packing.toymodels.autoencoder.losses.monte_carlo import estimated_loss as estimated_loss
from packing.toymodels.autoencoder.phases import phase_diagram as phase_diagram
from packing.toymodels.geometry.census import Census as Census
from packing.toymodels.geometry.census import census as census
from packing.toymodels.geometry.classify import NamedFactor as NamedFactor
from packing.toymodels.geometry.classify import classify as classify
from packing.toymodels.geometry.classify import structure_name as structure_name
from packing.toymodels.geometry.pairs import Companions as Companions
from packing.toymodels.geometry.pairs import companions as companions
from packing.toymodels.geometry.prediction import Agreement as Agreement
from packing.toymodels.geometry.prediction import agreement as agreement
from packing.toymodels.inputs.law import consecutive_sets as consecutive_sets
from packing.toymodels.inputs.profile import geometric as geometric
from packing.toymodels.inputs.profile import power_law as power_law
from packing.toymodels.inputs.profile import uniform as uniform
from packing.toymodels.registry import load_models as load_models
from packing.toymodels.registry import save_models as save_models
from packing.toymodels.registry import train as train
from packing.toymodels.subspaces.config import SubspaceConfig as SubspaceConfig
from packing.toymodels.subspaces.trained import SubspaceModels as SubspaceModels

__dir__ = shown("packing.toymodels")

__getattr__ = moved(__name__, {"Precision": "packing.toymodels:FloatType"})
