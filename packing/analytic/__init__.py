"""Closed forms: optimal partitions, orthogonal pairs, interference moments, toy-model losses and learning curves."""

from packing.analytic.coherence_law import greedy_coherence as greedy_coherence
from packing.analytic.coherence_law import random_coherence as random_coherence
from packing.analytic.energies import energy_bound as energy_bound
from packing.analytic.energy_theorems import energy_theorems as energy_theorems
from packing.analytic.formula import Formula as Formula
from packing.analytic.heuristics import RelaxedPartition as RelaxedPartition
from packing.analytic.heuristics import relaxed_partition as relaxed_partition
from packing.analytic.least_moments import least_moment as least_moment
from packing.analytic.moments import Moment as Moment
from packing.analytic.moments import OverlapLaw as OverlapLaw
from packing.analytic.moments import gaussian_moment as gaussian_moment
from packing.analytic.moments import overlap_law as overlap_law
from packing.analytic.near_pairs import NearPairs as NearPairs
from packing.analytic.near_pairs import near_pairs as near_pairs
from packing.analytic.pairs import OrthogonalPairs as OrthogonalPairs
from packing.analytic.pairs import orthogonal_pairs as orthogonal_pairs
from packing.analytic.pairs_between import PairCount as PairCount
from packing.analytic.pairs_between import PairsBetween as PairsBetween
from packing.analytic.pairs_between import pairs_between as pairs_between
from packing.analytic.partitions import Partition as Partition
from packing.analytic.partitions import Scope as Scope
from packing.analytic.partitions import best_partition as best_partition
from packing.analytic.phases import PhaseDiagram as PhaseDiagram
from packing.analytic.phases import phase_diagram as phase_diagram
from packing.analytic.phases import simplex_threshold as simplex_threshold
from packing.analytic.superposition import exact_loss as exact_loss
from packing.analytic.tegum_energy import tegum_energy as tegum_energy
from packing.bounds.energy.energy_bound import EnergyBound as EnergyBound
from packing.bounds.energy.random_moment import random_moment as random_moment
from packing.bounds.energy.relu_bound import ReluBound as ReluBound
from packing.bounds.energy.relu_bound import relu_bound as relu_bound
from packing.doors import moved, shown
from packing.exponents import EnergyKind as EnergyKind

__dir__ = shown(__name__)
__getattr__ = moved(__name__, {"Energy": "packing.exponents:EnergyKind"})
