"""The covariance of features in a tegum product shows the blocks, not the features."""

import numpy as np

from packing.claims import Answer, Claim, Finding, Instrument, InstrumentKind, Kind, Setting
from packing.claims.arrangements import orthogonal_matrix


def frame(n: int) -> np.ndarray:
    angles = np.pi * np.arange(n) / n
    return np.column_stack((np.cos(angles), np.sin(angles)))


def exactly(setting: Setting) -> Finding:
    """Eigenvalues of S for equally spaced lines: n_i/d_i, twice each."""
    rows = []
    for a, b in [(3, 5), (4, 9)]:
        whole = np.zeros((a + b, 4))
        whole[:a, :2], whole[a:, 2:] = frame(a), frame(b)
        met = np.linalg.eigvalsh(whole.T @ whole)
        said = sorted(
            [float(setting.exact("eigenvalue", n=a, d=2))] * 2 + [float(setting.exact("eigenvalue", n=b, d=2))] * 2
        )
        rows.append((a, b, bool(np.allclose(met, said))))
    return Finding(all(row[-1] for row in rows), f"(n_1, n_2, eigenvalues agree): {rows}")


def sampled(setting: Setting) -> Finding:
    """Random activations: the top plane of the sample covariance is the larger block."""
    rng = np.random.default_rng(setting.seed)
    turn = orthogonal_matrix(4, rng)
    whole = np.zeros((10, 4))
    whole[:3, :2], whole[3:, 2:] = frame(3), frame(7)
    data = rng.standard_normal((setting.pick(200_000, 50_000), 10)) @ whole @ turn
    values, vectors = np.linalg.eigh(data.T @ data / len(data))
    block = turn[2:]
    overlap = float(np.linalg.norm(block @ vectors[:, 2:]) ** 2 / 2)
    said = float(setting.exact("eigenvalue", n=7, d=2))
    return Finding(
        overlap > 0.999 and abs(values[2:].mean() - said) < 0.05,
        f"eigenvalues {values.round(3)}, overlap of planes {overlap:.5f}",
    )


CLAIM = Claim(
    id="svd-sees-blocks-only",
    kind=Kind.THEOREM,
    statement="uncorrelated features of variance 1 along unit vectors in orthogonal tight blocks have covariance with eigenvalue {eigenvalue} on a block of n vectors in d dimensions",
    constants={"eigenvalue": "n/d"},
    mutations=({"eigenvalue": "n/d^2"}, {"eigenvalue": "n"}),
    expected=Answer.TRUE,
    reference="derived here",
    derivation="S = sum x x^T is n/d times the identity on a tight block: its singular vectors are arbitrary inside.",
    instruments=(Instrument(InstrumentKind.NUMERICAL, exactly), Instrument(InstrumentKind.MONTE_CARLO, sampled)),
)
