"""From floats to certainty: what a stored packing proves, and which exact packing lies beside it."""

from packing.exact.stored import CertifiedCoherence as CertifiedCoherence
from packing.exact.stored import certified_coherence as certified_coherence
