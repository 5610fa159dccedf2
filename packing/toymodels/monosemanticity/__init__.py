"""Monosemanticity: which neurons of a hidden ReLU layer answer to a single feature, and what that costs.

Sparse features x (N) arrive through a fixed random embedding with unit columns, h = E x in m < N dimensions; k neurons
a = ReLU(W h + b) are read by x' = V a. All of W, b, V are trained by Adam on the mean of |x - x'|^2 + l1 |a|_1, from
biases that start at one (negative) value and may decay during the first half of training. Noise, if any, is added to
the features before the embedding, or to the neurons before the ReLU.

Neuron j answers to feature i with r_ij = |ReLU(w_j . e_i + b_j) - ReLU(b_j)|. It is called monosemantic at threshold t
if its largest answer has at least the share t of their sum (`strict`), or of the sum of their squares (`energy`).
Published: more monosemantic minima, from negative biases, at no cost in loss, with the strict share at t = .999. At the
sizes of the paper that is seen (`recorded`); at a quarter of them the strict share is near 0, the other one is not.
Reference: Jermyn, Schiefer, Hubinger, Engineering Monosemanticity in Toy Models, arXiv:2211.09169.
"""

from packing.doors import shown
from packing.toymodels.monosemanticity.config import MonosemanticityConfig as MonosemanticityConfig
from packing.toymodels.monosemanticity.connectivity import ConnectedPath as ConnectedPath
from packing.toymodels.monosemanticity.connectivity import connection as connection
from packing.toymodels.monosemanticity.layer import ENERGY as ENERGY
from packing.toymodels.monosemanticity.layer import STRICT as STRICT
from packing.toymodels.monosemanticity.layer import Layers as Layers
from packing.toymodels.monosemanticity.layer import NeuronLayer as NeuronLayer
from packing.toymodels.monosemanticity.matching import Matching as Matching
from packing.toymodels.monosemanticity.matching import Neurons as Neurons
from packing.toymodels.monosemanticity.matching import balanced as balanced
from packing.toymodels.monosemanticity.matching import match_neurons as match_neurons
from packing.toymodels.monosemanticity.pruning import Pruning as Pruning
from packing.toymodels.monosemanticity.pruning import pruned_layers as pruned_layers
from packing.toymodels.monosemanticity.record import StudyRecord as StudyRecord
from packing.toymodels.monosemanticity.record import record_study as record_study
from packing.toymodels.monosemanticity.record import recorded as recorded
from packing.toymodels.monosemanticity.robustness import NeuronResponse as NeuronResponse
from packing.toymodels.monosemanticity.robustness import NoiseResponse as NoiseResponse
from packing.toymodels.monosemanticity.robustness import noise_response as noise_response
from packing.toymodels.monosemanticity.training import KIND as KIND
from packing.toymodels.monosemanticity.training import loss_and_slopes as loss_and_slopes
from packing.toymodels.monosemanticity.training import sweep_rates as sweep_rates
from packing.toymodels.monosemanticity.training import train_neurons as train_neurons

__dir__ = shown("packing.toymodels.monosemanticity")
