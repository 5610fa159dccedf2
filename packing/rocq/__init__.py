"""Certificates for a proof assistant: one self-contained file that Rocq (Coq 8.16 or later) checks with `coqc` alone.

The file defines the vectors, the overlaps and the zonal polynomials, and proves in the real numbers what the
certificate states. One theorem is taken as known and stands as a hypothesis of the section: the zonal polynomials are
positive definite (Schoenberg 1942 on spheres, Bochner 1941 and Gangolli 1967 among lines). The rest is proved, down to
the arithmetic of the certificate.
"""

from packing.doors import shown
from packing.rocq.document import KINDS as KINDS
from packing.rocq.document import document as document
from packing.rocq.writing import write as write

__dir__ = shown("packing.rocq")
