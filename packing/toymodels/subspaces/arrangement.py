"""How trained features of m dimensions lie: which are kept, orthogonal blocks, shared subspaces, the packing they are.

What is kept of feature i is the span of the directions whose singular value is at least `KEPT`: all m (whole), fewer
(in part), none (lost). Two kept spans are orthogonal if their largest cosine is at most `FACTOR_TOLERANCE`; linked
features form a block, which spans so many dimensions. Whole features share a subspace if their least cosine is at least
`SHARED`. The whole features are a packing of subspaces, held against the best one known of as many.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.sparse.csgraph import connected_components

from packing.configuration import Packing
from packing.numeric import Floats
from packing.principal import frame_bounds, principal_cosines
from packing.problem import subspaces
from packing.records import best_known
from packing.records.record import Record
from packing.space import Distance
from packing.toymodels.autoencoder.trained import FACTOR_TOLERANCE
from packing.toymodels.brief import Brief
from packing.toymodels.subspaces.trained import KEPT, row_spaces

SHARED = 0.9
"""Two subspaces count as one where all principal cosines are at least this: the best packings of more than two whole
features stay below .8."""

BEST = 0.01
"""A coherence at most this above the best one known counts as the best: what training leaves is near .003."""

SPREAD = 0.1
"""Principal cosines of all pairs that differ by at most this count as equal."""


@dataclass(frozen=True, eq=False, repr=False)
class Arrangement(Brief):
    """One model's kept spans.

    `ranks` (n,) counts the kept directions of each feature, `blocks` are the shapes (features, dimensions) of the
    linked ones, largest first; `shared` the pairs of whole features in one subspace. Of the whole features: `packing`
    (None where there is none), `cosines` (pairs, m) of all pairs, largest first, `frame` the least and largest
    eigenvalue of the sum of their projectors, and the best packing known by either distance.
    """

    d: int
    m: int
    ranks: tuple[int, ...]
    blocks: tuple[tuple[int, int], ...]
    shared: tuple[tuple[int, int], ...]
    packing: Packing | None
    cosines: Floats
    frame: tuple[float, float] | None
    best_chordal: Record | None
    best_spectral: Record | None

    @property
    def whole(self) -> int:
        """How many features keep all their directions."""
        return sum(rank == self.m for rank in self.ranks)

    @property
    def lost(self) -> int:
        """How many features keep no direction."""
        return sum(rank == 0 for rank in self.ranks)

    @property
    def chordal(self) -> float:
        """The chordal coherence of the whole features: the root of the largest mean squared cosine of a pair."""
        return float(np.sqrt(np.mean(self.cosines**2, axis=1)).max(initial=0.0))

    @property
    def spectral(self) -> float:
        """Their spectral coherence: the largest cosine."""
        return float(self.cosines.max(initial=0.0))

    @property
    def is_best_packing(self) -> bool:
        """Whether two or more whole features are within `BEST` of the best packing known by chordal distance."""
        return self.best_chordal is not None and self.chordal <= self.best_chordal.coherence + BEST

    @property
    def is_equi_isoclinic(self) -> bool:
        """Whether all principal cosines of two or more whole features are equal within `SPREAD`."""
        return self.whole > 1 and float(np.ptp(self.cosines)) <= SPREAD

    @property
    def splits(self) -> bool:
        """Whether the kept features fall into two orthogonal blocks or more."""
        return len(self.blocks) > 1

    @property
    def name(self) -> str:
        """How many features keep how many dimensions: "2 planes + 1 line + 1 lost"."""
        counted = Counter(self.ranks)
        return " + ".join(f"{counted[rank]} {_noun(rank, counted[rank])}" for rank in sorted(counted, reverse=True))

    def as_dict(self) -> dict[str, Any]:
        """Plain values for JSON."""
        return {
            "name": self.name,
            "ranks": list(self.ranks),
            "blocks": [list(shape) for shape in self.blocks],
            "shared": [list(pair) for pair in self.shared],
            "chordal_coherence": self.chordal if self.whole > 1 else None,
            "spectral_coherence": self.spectral if self.whole > 1 else None,
            "principal_cosines": self.cosines.tolist(),
            "frame_bounds": None if self.frame is None else list(self.frame),
            "equi_isoclinic": self.is_equi_isoclinic,
            "best_packing": self.is_best_packing,
            "best_chordal": _known(self.best_chordal),
            "best_spectral": _known(self.best_spectral),
        }


def arrangement(weights: Floats) -> Arrangement:
    """The kept spans of the features W (n, m, d) of one model.

    >>> lying = arrangement(np.array([np.eye(4)[:2], np.eye(4)[2:], [[0, 1, 0, 0], [0, 0, 0.1, 0]]]))
    >>> lying.name, lying.blocks
    ('2 planes + 1 line', ((2, 2), (1, 2)))
    """
    _, m, d = weights.shape
    kept = np.sum(np.linalg.svd(weights, compute_uv=False) >= KEPT, axis=1)
    whole = np.flatnonzero(kept == m)
    if len(whole) == 0:
        packing, cosines, frame = None, np.zeros((0, m)), None
    else:
        packing = Packing(row_spaces(weights[whole]), _space(d, m))
        cosines, frame = principal_cosines(packing), frame_bounds(packing)
    rows, columns = np.triu_indices(len(whole), 1)
    shared = tuple(
        (int(whole[i]), int(whole[j])) for i, j, row in zip(rows, columns, cosines, strict=True) if row.min() >= SHARED
    )
    many = len(whole) > 1
    return Arrangement(
        d,
        m,
        tuple(map(int, kept)),
        _blocks(weights, kept),
        shared,
        packing,
        cosines,
        frame,
        best_known(subspaces(len(whole), d, m)) if many else None,
        best_known(subspaces(len(whole), d, m, distance=Distance.SPECTRAL)) if many else None,
    )


def _space(d: int, m: int) -> Any:
    return subspaces(1, d, m).space


def _blocks(weights: Floats, kept: Any) -> tuple[tuple[int, int], ...]:
    """The shapes of the linked kept spans."""
    live = np.flatnonzero(kept)
    spans = [np.linalg.svd(weights[i], full_matrices=False)[2][: kept[i]] for i in live]
    linked = np.array(
        [[np.linalg.norm(one @ other.T, 2) > FACTOR_TOLERANCE for other in spans] for one in spans], dtype=bool
    )
    if not len(live):
        return ()
    count, labels = connected_components(linked, directed=False)
    shapes = []
    for block in range(count):
        members = [span for span, label in zip(spans, labels, strict=True) if label == block]
        values = np.linalg.svd(np.concatenate(members), compute_uv=False)
        shapes.append((len(members), int(np.sum(values > FACTOR_TOLERANCE))))
    return tuple(sorted(shapes, reverse=True))


def _noun(rank: int, count: int) -> str:
    if rank == 0:
        return "lost"
    word = {1: "line", 2: "plane"}.get(rank, f"{rank}-space")
    return word + "s" * (count > 1)


def _known(record: Record | None) -> dict[str, Any] | None:
    if record is None:
        return None
    return {"coherence": record.coherence, "exact": None if record.exact is None else str(record.exact),
            "name": record.name, "optimal": record.optimal.value}  # fmt: skip
