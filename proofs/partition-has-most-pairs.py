"""Is a partition the way to the most orthogonal pairs? Not among different lines of R^3."""

from itertools import permutations, product

import numpy as np

from packing.analytic import orthogonal_pairs
from packing.claims import Answer, Claim, Finding, Instrument, InstrumentKind, Kind, Setting


def best_partition_pairs(n: int) -> int:
    """Different lines of R^3 in orthogonal subspaces: a plane with n - 1 lines and an axis."""
    return (n - 1) // 2 + (n - 1) if n > 1 else 0


def rays(setting: Setting) -> Finding:
    n = int(setting["n"])
    best = orthogonal_pairs(n, 3, distinct=True).lower
    return Finding(
        best_partition_pairs(n) >= best, f"plane and axis: {best_partition_pairs(n)}; {n} integer rays: {best}"
    )


def axes_of_the_cube(setting: Setting) -> Finding:
    """The 13 axes of rotation of the cube, from its 24 rotations; lines with fewest partners are left out first."""
    n = int(setting["n"])
    lines = []
    for order, signs in product(permutations(range(3)), product((1.0, -1.0), repeat=3)):
        turn = np.eye(3)[list(order)] * np.array(signs)[:, None]
        if np.linalg.det(turn) > 0 and not np.allclose(turn, np.eye(3)):
            axis = np.linalg.svd(turn - np.eye(3))[2][2]
            if all(abs(axis @ other) < 0.999 for other in lines):
                lines.append(axis)
    graph = np.abs(np.array(lines) @ np.array(lines).T) < 1e-9
    while len(graph) > n:
        keep = np.arange(len(graph)) != np.argmin(graph.sum(axis=1))
        graph = graph[keep][:, keep]
    whole = int(graph.sum()) // 2
    return Finding(best_partition_pairs(n) >= whole, f"{n} of {len(lines)} axes of the cube have {whole} pairs")


CLAIM = Claim(
    id="partition-has-most-pairs",
    kind=Kind.FOLKLORE,
    statement="{n} different lines of R^3 have most orthogonal pairs when they are split into orthogonal subspaces",
    constants={"n": 13},
    mutations=({"n": 4}, {"n": 5}),
    expected=Answer.FALSE,
    reference="Comments on Toy Models and Tegum Products (Jermyn, 2022)",
    derivation=(
        "With parallel vectors d one-dimensional blocks are best (Turan), and for even d and different lines planes are; in "
        "R^3 a plane and an axis give 18 pairs at n = 13, the rays with entries -1, 0, 1 give 24."
    ),
    instruments=(Instrument(InstrumentKind.OPTIMIZER, rays), Instrument(InstrumentKind.ENUMERATION, axes_of_the_cube)),
)
