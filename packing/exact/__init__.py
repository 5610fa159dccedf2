"""From floats to certainty: what a stored packing proves, and which exact packing lies beside it."""

from packing.doors import shown
from packing.exact.decimals import DecimalPacking as DecimalPacking
from packing.exact.existence import Existence as Existence
from packing.exact.existence import NotProved as NotProved
from packing.exact.existence import prove_existence as prove_existence
from packing.exact.met_bound import MetBound as MetBound
from packing.exact.met_bound import met_bound as met_bound
from packing.exact.polish import Polished as Polished
from packing.exact.polish import polish as polish
from packing.exact.recognition import Minimal as Minimal
from packing.exact.recognition import recognize as recognize
from packing.records.certified import CertifiedCoherence as CertifiedCoherence
from packing.records.certified import certified_coherence as certified_coherence

__dir__ = shown(__name__)
