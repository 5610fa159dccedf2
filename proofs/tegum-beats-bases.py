"""When k orthogonal subspaces hold more orthogonal pairs than n/d overlapping bases."""

import sympy

from packing.claims import Answer, Claim, Finding, Instrument, InstrumentKind, Kind, Setting
from packing.claims.arrangements import overlapping_bases, tegum_of_repeated_lines
from packing.structure import orthogonal_pairs


def cases(setting: Setting):
    """(n, d, k) with d and k dividing n and 2 <= k <= d; n = d is one basis."""
    most = setting.pick(5, 3)
    for d in range(2, 7):
        for n in range(d, most * d + 1, d):
            yield from ((n, d, k) for k in range(2, d + 1) if n % k == 0)


def counted(setting: Setting) -> Finding:
    """Count the pairs of generic arrangements and compare with both criteria."""
    stated, corrected, seen = [], [], 0
    for n, d, k in cases(setting):
        tegum = 2 * len(orthogonal_pairs(tegum_of_repeated_lines(n, d, k)))
        bases = 2 * len(orthogonal_pairs(overlapping_bases(n, d, setting.seed)))
        wins = tegum > bases
        seen += 1
        if wins != bool(setting.exact("stated", n=n, d=d, k=k) < n * (1 - sympy.Rational(1, k))):
            stated.append((n, d, k))
        if wins != bool(setting.exact("needed", n=n, d=d, k=k) < n * (1 - sympy.Rational(1, k))):
            corrected.append((n, d, k))
    return Finding(
        not stated,
        f"{seen} cases (n, d, k) counted: stated criterion fails at {stated[:4]}, the corrected one at {corrected[:4]}",
        not corrected,
        {"cases": seen, "stated_fails": stated, "corrected_fails": corrected},
    )


def derived(setting: Setting) -> Finding:
    """n^2(1-1/k) > n(d-1) iff d - 1 < n(1-1/k), for all positive n, d, k."""
    n, d, k = sympy.symbols("n d k", positive=True)
    lead = sympy.expand((n**2 * (1 - 1 / k) - n * (d - 1)) / n)
    stated = sympy.simplify(lead - (n * (1 - 1 / k) - setting["stated"])) == 0
    needed = sympy.simplify(lead - (n * (1 - 1 / k) - setting["needed"])) == 0
    return Finding(stated, f"(tegum pairs - pairs of bases)/n = {lead}", needed)


CLAIM = Claim(
    id="tegum-beats-bases",
    kind=Kind.FOLKLORE,
    statement="k generic equal orthogonal blocks, k <= d, have more orthogonal pairs than n/d overlapping bases iff {stated} < n(1-1/k)",
    correction="{needed} < n(1-1/k)",
    constants={"stated": "d", "needed": "d-1"},
    mutations=({"needed": "d-2"}, {"needed": "d+1"}, {"stated": "d-1"}),
    expected=Answer.CORRECTED,
    reference="Comments on Toy Models and Tegum Products (Jermyn, 2022); derived here",
    derivation=(
        "Blocks of n/k vectors that are mutually orthogonal give n^2 - k (n/k)^2 = n^2(1-1/k) ordered pairs. Bases "
        "with no orthogonality across give n(d-1): each vector has d - 1 partners, all in its own basis. As n(1-1/k) >= n/2, "
        "two blocks are enough for every n >= 2d; a single basis, n = d, is met by k = d alone and never beaten."
    ),
    instruments=(Instrument(InstrumentKind.ENUMERATION, counted), Instrument(InstrumentKind.SYMBOLIC, derived)),
)
