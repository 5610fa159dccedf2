"""Overlaps of real matrices at language-model scale: exact statistics over all pairs of rows, in one streamed pass.

>>> import numpy as np
>>> answer = overlaps(np.random.default_rng(0).standard_normal((300, 20)))
>>> round(answer.absolute[2] / answer.random.moments[2], 1)
1.0
"""

from __future__ import annotations

from packing.doors import moved, shown
from packing.overlaps.baselines import LeastRows as LeastRows
from packing.overlaps.baselines import RandomRows as RandomRows
from packing.overlaps.block_rows import PairProgress as PairProgress
from packing.overlaps.checkpoint import load_counts as load_counts
from packing.overlaps.checkpoint import merge as merge
from packing.overlaps.checkpoint import save_counts as save_counts
from packing.overlaps.counts import PairCounts as PairCounts
from packing.overlaps.cross.compare import compare as compare
from packing.overlaps.cross.comparison import Comparison as Comparison
from packing.overlaps.cross.matching import Matching as Matching
from packing.overlaps.cross.matching import best_matching as best_matching
from packing.overlaps.cross.sentences import comparison_sentences as comparison_sentences
from packing.overlaps.groups.angles import GroupPair as GroupPair
from packing.overlaps.groups.labels import Groups as Groups
from packing.overlaps.groups.labels import read_groups as read_groups
from packing.overlaps.groups.statistics import GroupOverlaps as GroupOverlaps
from packing.overlaps.groups.statistics import group_overlaps as group_overlaps
from packing.overlaps.groups.yardsticks import RandomSpans as RandomSpans
from packing.overlaps.matrix import Matrix as Matrix
from packing.overlaps.matrix_files import open_mask as open_mask
from packing.overlaps.matrix_files import open_matrix as open_matrix
from packing.overlaps.preparation import Preparation as Preparation
from packing.overlaps.preparation import prepare as prepare
from packing.overlaps.provenance import provenance as provenance
from packing.overlaps.row_survey import Survey as Survey
from packing.overlaps.row_survey import survey as survey
from packing.overlaps.row_table import RowTable as RowTable
from packing.overlaps.sample import Preview as Preview
from packing.overlaps.sample import preview as preview
from packing.overlaps.self.all_pairs import conclude as conclude
from packing.overlaps.self.all_pairs import overlaps as overlaps
from packing.overlaps.self.blocks import Blocks as Blocks
from packing.overlaps.self.components import Factors as Factors
from packing.overlaps.self.counting import Shard as Shard
from packing.overlaps.self.counting import count as count
from packing.overlaps.self.frame import FrameStatistics as FrameStatistics
from packing.overlaps.self.frame import frame as frame
from packing.overlaps.self.how_far import HowFar as HowFar
from packing.overlaps.self.on_cluster import overlaps_on_cluster as overlaps_on_cluster
from packing.overlaps.self.shapes import Shape as Shape
from packing.overlaps.self.statistics import OverlapStatistics as OverlapStatistics
from packing.overlaps.settings import Precision as Precision
from packing.overlaps.settings import Settings as Settings
from packing.overlaps.values import Pair as Pair

__getattr__ = moved(
    __name__,
    {
        "Progress": "packing.overlaps:PairProgress",
        "Tally": "packing.overlaps:PairCounts",
        "load_tally": "packing.overlaps:load_counts",
        "save_tally": "packing.overlaps:save_counts",
    },
)
__dir__ = shown(__name__)
