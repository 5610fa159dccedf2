"""On the plateau the wrong components stay; they decay when the right one is learned."""

import numpy as np
from scipy.integrate import solve_ivp

from packing.claims import Answer, Claim, Finding, Instrument, InstrumentKind, Kind, Setting


def slopes(
    a: np.ndarray, b: np.ndarray, p: np.ndarray, q: np.ndarray, projected: bool
) -> tuple[np.ndarray, np.ndarray]:
    """A', B' of 1/2 |a b^T - A B^T|^2, or of 1/2 (1 - <a, A><b, B>)^2."""
    if projected:
        error = 1 - (a @ p) * (b @ q)
        return error * (b @ q) * a, error * (a @ p) * b
    return a * (b @ q) - p * (q @ q), b * (a @ p) - q * (p @ p)


def flowed(setting: Setting) -> Finding:
    """-ln |A_perp(t)|/|A_perp(0)| over the integral of |B|^2 along the flow, at half the way up and at its end."""
    rng = np.random.default_rng(setting.seed)
    rows = []
    for projected, name in ((False, "full"), (True, "projected")):
        a, b = rng.standard_normal((2, 20))
        a, b = a / np.linalg.norm(a), b / np.linalg.norm(b)
        start = np.append(1e-2 * rng.standard_normal(40), 0.0)
        start[:40] *= np.sign(a @ start[:20] + b @ start[20:40])

        def slope(_, flat, a=a, b=b, projected=projected):
            p, q = flat[:20], flat[20:40]
            return np.concatenate((*slopes(a, b, p, q, projected), [q @ q]))

        path = solve_ivp(slope, (0, 12), start, t_eval=[0, 4, 12], method="DOP853", rtol=1e-10, atol=1e-14).y
        wrong = [np.linalg.norm(path[:20, i] - a * (a @ path[:20, i])) for i in range(3)]
        met = [float(-np.log(wrong[i] / wrong[0]) / path[40, i]) for i in (1, 2)]
        rows.append((name, np.round(met, 6).tolist(), float(np.abs(np.array(met) - setting.number(name)).max())))
    return Finding(all(off < 1e-4 for *_, off in rows), f"(flow, w measured at t = 4, 12, off by): {rows}")


def differenced(setting: Setting) -> Finding:
    """The downward slope of both losses by differences, along the part of A orthogonal to a."""
    rng = np.random.default_rng(setting.seed + 1)
    a, b, p, q = rng.standard_normal((4, 5))
    a, b = a / np.linalg.norm(a), b / np.linalg.norm(b)
    wrong = p - a * (a @ p)
    target = np.outer(a, b)

    def full(x):
        return 0.5 * np.sum((target - np.outer(x, q)) ** 2)

    def projected(x):
        return 0.5 * (1 - (a @ x) * (b @ q)) ** 2

    rows = []
    for name, loss in (("full", full), ("projected", projected)):
        fall = (loss(p + 1e-5 * wrong) - loss(p - 1e-5 * wrong)) / 2e-5
        met = float(fall / (wrong @ wrong) / (q @ q))
        rows.append((name, round(met, 6), abs(met - setting.number(name)) < 1e-7))
    return Finding(
        all(row[-1] for row in rows), f"(loss, -<A', A>/(|A|^2 |B|^2) of the orthogonal part, agrees): {rows}"
    )


CLAIM = Claim(
    id="orthogonal-part-decays",
    kind=Kind.THEOREM,
    statement=(
        "the part of A orthogonal to a obeys A' = -w A |B|^2 in gradient flow on |a b^T - A B^T|^2/2, w = {full}: kept on the "
        "plateau, where B is small, then lost; with the loss (1 - <a, A><b, B>)^2/2 it has w = {projected} and stays"
    ),
    constants={"full": 1, "projected": 0},
    mutations=({"full": 0}, {"full": 2}, {"projected": 1}),
    expected=Answer.TRUE,
    reference="Jermyn and Shlegeris, Multi-Component Learning and S-Curves (2022)",
    derivation=(
        "A' = (a b^T - A B^T) B = a <b, B> - A |B|^2, and the first term has no part orthogonal to a. The gradient of the "
        "second loss is a multiple of a."
    ),
    instruments=(Instrument(InstrumentKind.ODE, flowed), Instrument(InstrumentKind.NUMERICAL, differenced)),
)
