"""Is a partition the way to the most orthogonal pairs? Not among different lines of R^3."""

from packing.analytic import orthogonal_pairs
from packing.analytic.rays import pair_count, small_rays
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


def thirteen(setting: Setting) -> Finding:
    n = int(setting["n"])
    whole = pair_count(small_rays(1)) if n == 13 else pair_count(small_rays(1)[:n])
    return Finding(best_partition_pairs(n) >= whole, f"the first {n} rays have {whole} pairs, counted in integers")


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
    instruments=(Instrument(InstrumentKind.OPTIMIZER, rays), Instrument(InstrumentKind.ENUMERATION, thirteen)),
)
