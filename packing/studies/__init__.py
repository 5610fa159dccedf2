"""The main job: one problem seen from every side, with sentences on where theory, search and training agree."""

from packing.studies.study import EXPONENTS as EXPONENTS
from packing.studies.study import MomentRow as MomentRow
from packing.studies.study import Study as Study
from packing.studies.study import study as study
from packing.studies.toys import ToyFinding as ToyFinding
