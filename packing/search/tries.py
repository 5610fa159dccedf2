"""What one restart came to."""

from __future__ import annotations

from dataclasses import dataclass

from packing.numeric import Floats


@dataclass(frozen=True)
class Try:
    """The end of one restart: the columns reached, the coherence estimated there, the method's number and branch."""

    columns: Floats
    estimate: float
    method: int
    branch: object = None
