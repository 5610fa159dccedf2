"""Dictionaries: can features in an overcomplete packing be read off the activations they cause?

Activations h = sum_i x_i f_i of sparse features along n unit vectors f_i in d < n dimensions are taken apart 3 ways.

SVD returns at most d mutually orthogonal directions, so it cannot hold n > d features; if the coherence of the packing
is below 2 tau^2 - 1, no direction is within cosine tau of two features, and at most the share d/n is recovered. For a
tight frame of uncorrelated features the covariance is a multiple of I and its directions mean nothing.

Sparse coding minimises |h - c D|^2 + price |c|_1 over codes c >= 0 (by projected gradient steps) and unit atoms D; a
sparse autoencoder has one matrix product c = ReLU(D h - b) in place of that inner problem, tied to the decoder. Both
are written here, in NumPy, and not taken from scikit-learn: they share one training loop and one price, so that they
can be compared, and nothing has to be installed. The price is chosen without a look at the features: the largest of
`PRICES` at which the autoencoder still explains `EXPLAINED` of the variance of fresh activations.

Two controls have no features to find: Gaussian activations of the same mean and covariance, and a network whose
weights are shuffled (see `source`). A method that scores as much there has found nothing. The score is recall,
precision and F1 of a one-to-one matching, and the mean largest cosine (MMCS), beside what chance gives (see `score`).
A grid over width, density, method and arrangement is in `grid`.
"""

from packing.doors import shown
from packing.toymodels.dictionary.arrangements import Arrangement as Arrangement
from packing.toymodels.dictionary.config import DictionaryConfig as DictionaryConfig
from packing.toymodels.dictionary.grid import CellResult as CellResult
from packing.toymodels.dictionary.grid import GridCell as GridCell
from packing.toymodels.dictionary.grid import grid as grid
from packing.toymodels.dictionary.grid import run_cell as run_cell
from packing.toymodels.dictionary.grid import run_grid as run_grid
from packing.toymodels.dictionary.methods.settings import LearningSettings as LearningSettings
from packing.toymodels.dictionary.methods.settings import Method as Method
from packing.toymodels.dictionary.result import RECOVERED as RECOVERED
from packing.toymodels.dictionary.result import DictionaryResult as DictionaryResult
from packing.toymodels.dictionary.result import Recovery as Recovery
from packing.toymodels.dictionary.result import recovery as recovery
from packing.toymodels.dictionary.score import Score as Score
from packing.toymodels.dictionary.score import chance as chance
from packing.toymodels.dictionary.score import score as score
from packing.toymodels.dictionary.source import Control as Control
from packing.toymodels.dictionary.training import EXPLAINED as EXPLAINED
from packing.toymodels.dictionary.training import KIND as KIND
from packing.toymodels.dictionary.training import PRICES as PRICES
from packing.toymodels.dictionary.training import train_dictionary as train_dictionary

__dir__ = shown("packing.toymodels.dictionary")
