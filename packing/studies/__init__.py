"""The main job: one problem seen from every side, with sentences on where theory, search and training agree."""

from packing.doors import shown
from packing.studies.geometry import FactorMatch as FactorMatch
from packing.studies.geometry import Geometry as Geometry
from packing.studies.geometry import Reference as Reference
from packing.studies.geometry import best_known as best_known
from packing.studies.geometry import geometry as geometry
from packing.studies.study import EXPONENTS as EXPONENTS
from packing.studies.study import MomentRow as MomentRow
from packing.studies.study import Study as Study
from packing.studies.study import study as study
from packing.studies.toys import ToyFinding as ToyFinding

__dir__ = shown(__name__)
