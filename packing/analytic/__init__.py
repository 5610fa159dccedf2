"""Closed forms: optimal partitions, orthogonal pairs, interference moments, toy-model losses and learning curves."""

from packing.analytic.energies import EnergyBound as EnergyBound
from packing.analytic.energies import energy_bound as energy_bound
from packing.analytic.moments import Moment as Moment
from packing.analytic.moments import gaussian_moment as gaussian_moment
from packing.analytic.moments import least_moment as least_moment
from packing.analytic.moments import overlap_law as overlap_law
from packing.analytic.moments import random_moment as random_moment
from packing.analytic.pairs import OrthogonalPairs as OrthogonalPairs
from packing.analytic.pairs import orthogonal_pairs as orthogonal_pairs
from packing.analytic.partitions import Partition as Partition
from packing.analytic.partitions import best_partition as best_partition
