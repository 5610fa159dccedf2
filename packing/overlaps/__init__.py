"""Overlaps of real matrices at language-model scale: exact statistics over all pairs of rows, in one streamed pass.

>>> import numpy as np
>>> answer = overlaps(np.random.default_rng(0).standard_normal((300, 20)))
>>> round(answer.absolute[2] / answer.random.moments[2], 1)
1.0
"""

from __future__ import annotations

from packing.overlaps.checkpoint import load_tally as load_tally
from packing.overlaps.checkpoint import merge as merge
from packing.overlaps.checkpoint import save_tally as save_tally
from packing.overlaps.components import Factors as Factors
from packing.overlaps.frame import FrameStatistics as FrameStatistics
from packing.overlaps.frame import frame as frame
from packing.overlaps.matrix import Matrix as Matrix
from packing.overlaps.opening import open_mask as open_mask
from packing.overlaps.opening import open_matrix as open_matrix
from packing.overlaps.preview import Preview as Preview
from packing.overlaps.preview import preview as preview
from packing.overlaps.rectangle import Comparison as Comparison
from packing.overlaps.rectangle import compare as compare
from packing.overlaps.settings import Precision as Precision
from packing.overlaps.settings import Settings as Settings
from packing.overlaps.statistics import OverlapStatistics as OverlapStatistics
from packing.overlaps.statistics import Pair as Pair
from packing.overlaps.stream import Progress as Progress
from packing.overlaps.survey import Survey as Survey
from packing.overlaps.survey import survey as survey
from packing.overlaps.tally import Tally as Tally
from packing.overlaps.triangle import Preparation as Preparation
from packing.overlaps.triangle import Shard as Shard
from packing.overlaps.triangle import conclude as conclude
from packing.overlaps.triangle import count as count
from packing.overlaps.triangle import overlaps as overlaps
from packing.overlaps.triangle import prepare as prepare
from packing.overlaps.yardsticks import Blocks as Blocks
from packing.overlaps.yardsticks import LeastRows as LeastRows
from packing.overlaps.yardsticks import RandomRows as RandomRows
