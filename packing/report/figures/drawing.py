"""Pictures of one packing: its overlaps against the random law, its Gram matrix by factor, itself where d <= 3."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from packing.configuration import Packing
from packing.numeric import ORTHOGONAL, Floats
from packing.report.figures.style import BLUE, GREEN, GREY, ORANGE, VERMILION
from packing.report.figures.view import SphereView
from packing.rounding import Real, attained, lower
from packing.space import Distance
from packing.structure import TegumFactor, contact_graph, tegum_factors

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from mpl_toolkits.mplot3d import Axes3D


_BINS = 61
"""Odd, so that the overlaps 0 and 1/2, which many packings have, lie inside a bin and not on an edge."""

DECIMALS = 6
"""Decimals of a number in a picture."""

_CONTACTS_SHOWN = 400
_ELEVATION, _AZIMUTH = 22.0, 35.0
_TOWARDS_VIEWER = np.array(
    [
        math.cos(math.radians(_ELEVATION)) * math.cos(math.radians(_AZIMUTH)),
        math.cos(math.radians(_ELEVATION)) * math.sin(math.radians(_AZIMUTH)),
        math.sin(math.radians(_ELEVATION)),
    ]
)


def draw_overlaps(axes: Axes, packing: Packing, *, bound: Real | None = None, bound_name: str = "") -> None:
    """The number of pairs by overlap on a log axis, over what random vectors would have; the bound as a line."""
    low, high = min(float(packing.space.least_overlap), 0.0), 1.0
    edges = np.linspace(low, high, _BINS + 1)
    counts, _ = np.histogram(packing.overlaps, edges)
    axes.bar(edges[:-1], counts, np.diff(edges), align="edge", color=BLUE, label="this packing", zorder=2)
    if packing.d > packing.space.m:
        share = np.diff(packing.problem.space.random_law.cdf(edges))
        axes.stairs(
            share * packing.overlaps.size, edges, color=ORANGE, lw=1.8, label=f"random {_named(packing)}", zorder=3
        )
    coherence = attained(packing.coherence, DECIMALS)
    axes.axvline(packing.coherence, color=VERMILION, lw=1.6, label=f"coherence {coherence}", zorder=4)
    if bound is not None:
        label = f"no packing below {lower(bound, DECIMALS)}" + (f"\n({bound_name})" if bound_name else "")
        axes.axvline(float(bound), color=GREEN, lw=1.6, ls="--", label=label, zorder=4)
    if counts.any():
        axes.set_yscale("log")
    axes.set_ylim(0.2, max(10.0, 4.0 * counts.max(initial=1)))
    axes.set_xlim(low - 0.01, high + 0.01)
    axes.set_xlabel(overlap_label(packing))
    axes.set_ylabel("pairs")
    axes.legend(loc="upper left" if _is_empty_left(counts) else "upper right")


def overlap_label(packing: Packing) -> str:
    """What an axis of overlaps shows."""
    space = packing.space
    if space.m > 1:
        return "root mean squared cosine" if space.distance is Distance.CHORDAL else "largest cosine"
    return r"overlap $|\langle x, y\rangle|$" if space.has_lines else r"overlap $\langle x, y\rangle$"


def _named(packing: Packing) -> str:
    return "vectors" if packing.space.m == 1 else "subspaces"


def draw_gram(axes: Axes, vectors: Packing | npt.ArrayLike, factors: Sequence[TegumFactor] | None = None) -> Any:
    """The Gram matrix, vectors ordered by tegum factor, blocks outlined; absolute values where it is not real.

    Of subspaces the overlaps of pairs.

    Returns the image for a colour bar. Takes a `Packing` or any real matrix W with rows as features.
    """
    if isinstance(vectors, Packing):
        is_real = has_signs(vectors)
        gram = np.real(vectors.gram) if is_real else _sizes(vectors)
        blocks = tegum_factors(vectors) if factors is None else factors
    else:
        rows, is_real = np.asarray(vectors), True
        gram = rows @ rows.T
        blocks = () if factors is None else factors
    order = [index for factor in blocks for index in factor.indices]
    order += [index for index in range(len(gram)) if index not in set(order)]
    shown = gram[np.ix_(order, order)]
    scale = float(np.abs(shown).max(initial=1.0))
    image = axes.imshow(
        shown,
        cmap="RdBu_r" if is_real else "Blues",
        vmin=-scale if is_real else 0,
        vmax=scale,
        interpolation="nearest",
    )
    start = 0
    for factor in blocks:
        _outline(axes, start, factor.size)
        start += factor.size
    axes.set_xticks([])
    axes.set_yticks([])
    return image


def has_signs(packing: Packing) -> bool:
    """Whether the products of pairs are real numbers, which have a sign."""
    return packing.space.scalars == 1 and packing.space.m == 1


def _sizes(packing: Packing) -> Floats:
    """|<x, y>| of all pairs; of subspaces their overlaps."""
    space = packing.space
    return packing.field.moduli(packing.gram) if space.m == 1 else space.overlaps_in(packing.gram)


def draw_plane(axes: Axes, packing: Packing) -> None:
    """Points or lines of the plane in the unit circle, contacts joined."""
    turn = np.linspace(0, 2 * np.pi, 200)
    axes.plot(np.cos(turn), np.sin(turn), color=GREY, lw=0.8)
    for x, y in packing.vectors:
        tail = (-x, -y) if packing.problem.has_lines else (0.0, 0.0)
        axes.plot([tail[0], x], [tail[1], y], color=BLUE, lw=1.8)
    for i, j in _contacts(packing):
        p, q = packing.vectors[i], packing.vectors[j]
        q = -q if packing.problem.has_lines and p @ q < 0 else q
        axes.plot([p[0], q[0]], [p[1], q[1]], color=VERMILION, lw=1.0)
    axes.plot(*packing.vectors.T, "o", color=BLUE, ms=7)
    axes.set_aspect("equal")
    axes.axis("off")


def draw_sphere(axes: Axes3D, packing: Packing, view: SphereView) -> None:
    """Points, or lines as antipodal pairs, on the sphere of R^3; lines of C^2 on the Bloch sphere; contacts joined.

    What lies on the far side is drawn paler; the second point of a line is hollow.
    """
    points, is_projective = view.points, view.is_paired
    signs = (1, -1) if is_projective else (1,)
    axes.computed_zorder = False
    axes.view_init(elev=_ELEVATION, azim=_AZIMUTH)
    turn = np.linspace(0, 2 * np.pi, 145)
    for latitude in np.linspace(-np.pi / 3, np.pi / 3, 5):
        ring = np.full_like(turn, np.cos(latitude))
        circle = np.column_stack((ring * np.cos(turn), ring * np.sin(turn), np.full_like(turn, np.sin(latitude))))
        _draw_by_depth(axes, circle, GREY, 0.4)
    for i, j in _contacts(packing):
        p, q = points[i], points[j]
        q = -q if is_projective and p @ q < 0 else q
        for sign in signs:
            _draw_by_depth(axes, _great_circle(sign * p, sign * q), VERMILION, 1.6)
    for sign in signs:
        for point in sign * points:
            is_near = point @ _TOWARDS_VIEWER >= 0
            face = BLUE if sign > 0 else "white"
            axes.plot(*point[:, None], "o", ms=7, mfc=face, mec=BLUE, alpha=1.0 if is_near else 0.3, zorder=3 + is_near)
    axes.set_box_aspect((1, 1, 1))
    axes.set(xlim=(-0.68, 0.68), ylim=(-0.68, 0.68), zlim=(-0.68, 0.68))
    axes.set_axis_off()


def _is_empty_left(counts: npt.NDArray[Any]) -> bool:
    third = len(counts) // 3
    return bool(counts[:third].max(initial=0) <= counts[-third:].max(initial=0))


def _outline(axes: Axes, start: int, size: int) -> None:
    from matplotlib.patches import Rectangle

    axes.add_patch(Rectangle((start - 0.5, start - 0.5), size, size, fill=False, edgecolor="black", lw=1.2))


def _contacts(packing: Packing) -> list[tuple[int, int]]:
    rows, columns = contact_graph(packing, ORTHOGONAL).nonzero()
    pairs = [(int(i), int(j)) for i, j in zip(rows, columns, strict=True) if i < j]
    return pairs if len(pairs) <= _CONTACTS_SHOWN else []


def _great_circle(p: Floats, q: Floats) -> Floats:
    steps = np.linspace(0, 1, 24)[:, None]
    chord = p * (1 - steps) + q * steps
    arc: Floats = chord / np.maximum(np.linalg.norm(chord, axis=1, keepdims=True), 1e-9)
    return arc


def _draw_by_depth(axes: Axes3D, curve: Floats, color: str, width: float) -> None:
    """The near part of a curve on the sphere in full colour, the far part pale."""
    is_near = curve @ _TOWARDS_VIEWER >= 0
    for near, alpha in ((False, 0.25), (True, 1.0)):
        shown = np.where((is_near == near)[:, None], curve, np.nan)
        axes.plot(*shown.T, color=color, lw=width, alpha=alpha, zorder=1 + near)
