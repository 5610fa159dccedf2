"""Claims about packings and interference, each tested by two independent instruments: run them and read the verdict.

>>> from packing import claims
>>> claims.verify("tegum-beats-bases")
corrected: d-1 < n(1-1/k)
"""

from packing.claims.claim import Answer as Answer
from packing.claims.claim import Claim as Claim
from packing.claims.claim import Finding as Finding
from packing.claims.claim import Instrument as Instrument
from packing.claims.claim import InstrumentKind as InstrumentKind
from packing.claims.claim import Kind as Kind
from packing.claims.claim import Setting as Setting
from packing.claims.claim import Verdict as Verdict
from packing.claims.library import claim as claim
from packing.claims.library import claim_ids as claim_ids
from packing.claims.library import read_claim as read_claim
from packing.claims.run import verify as verify
from packing.doors import moved, shown
from packing.rigor import Rigor as Rigor

__dir__ = shown(__name__)

__getattr__ = moved(__name__, {"Method": "packing.claims:InstrumentKind"})
