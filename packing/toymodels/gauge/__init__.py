"""Trained models up to their gauge: when two are one, how far apart they are, and into how many classes a batch falls.

The gauge of a kind is what leaves its loss alone whatever the weights are: isometries of the hidden space, the order of
exchangeable features, signs where features are symmetric, the order and the positive rescaling of ReLU neurons. A model
up to its gauge is a weighted graph (`graphs`), and graphs are compared by a search for an order (`packing.symmetry`).

>>> from packing.toymodels import AutoencoderConfig, train
>>> trained = train(AutoencoderConfig(6, 3, 0.4, models=3, steps=600))
>>> print(model_classes(trained))
3 models in 1 class up to the gauge (tolerance 0.05); 3 in that of the least loss
"""

from packing.doors import shown
from packing.toymodels.gauge.classes import ModelClass as ModelClass
from packing.toymodels.gauge.classes import ModelClasses as ModelClasses
from packing.toymodels.gauge.classes import model_classes as model_classes
from packing.toymodels.gauge.comparison import ModelComparison as ModelComparison
from packing.toymodels.gauge.comparison import compare_models as compare_models
from packing.toymodels.gauge.graphs import form_of as form_of

__dir__ = shown(__name__)
