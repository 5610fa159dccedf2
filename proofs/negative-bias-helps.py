"""A small negative bias helps wherever two features overlap positively."""

import numpy as np
from scipy.optimize import minimize

from packing.analytic.superposition import one_sparse_loss
from packing.claims import Answer, Claim, Finding, Instrument, InstrumentKind, Kind, Setting
from packing.claims.instruments import compare

NODES = np.polynomial.legendre.leggauss(40)


def gram(m: int) -> np.ndarray:
    """The regular m-gon."""
    angles = 2 * np.pi * np.arange(m) / m
    return np.cos(angles[:, None] - angles[None, :])


def codes() -> list[np.ndarray]:
    """Gram matrices with equal rows: polygons, and six points of equal positive overlap."""
    return [gram(5), gram(7), gram(8), 0.6 * np.eye(6) + 0.4, np.kron(np.eye(2), gram(3))]


def sums(code: np.ndarray) -> tuple[float, float]:
    """Squared and plain positive overlaps of a row."""
    positive = np.maximum(code[0], 0.0)
    return float(np.sum(positive**2) - 1), float(np.sum(positive) - 1)


def rate(setting: Setting, code: np.ndarray) -> float:
    squares, plain = sums(code)
    return setting.number("rate", s=squares, m=plain)


def closed(setting: Setting) -> Finding:
    """Differences of the closed one-sparse loss at b = 0-; and the pentagon's best norm and bias."""
    rows = []
    for code in codes():
        scaled = code / (1 + sums(code)[0])
        losses = [one_sparse_loss(scaled, np.full(len(code), -t)) / len(code) for t in (0.0, 1e-6)]
        rows.append((len(code), (losses[1] - losses[0]) / 1e-6, rate(setting, code)))
    found = least(lambda a, t: one_sparse_loss(a * gram(5), np.full(5, -t)) / 5)
    return judged(setting, rows, found)


def integrated(setting: Setting) -> Finding:
    """The same by quadrature of the errors themselves."""
    rows = []
    for code in codes():
        scaled = code[0] / (1 + sums(code)[0])
        losses = [quadrature(scaled, t) for t in (0.0, 1e-6)]
        rows.append((len(code), (losses[1] - losses[0]) / 1e-6, rate(setting, code)))
    found = least(lambda a, t: quadrature(a * gram(5)[0], t))
    return judged(setting, rows, found)


def judged(setting: Setting, rows: list[tuple[object, float, float]], found) -> Finding:
    rates = compare(rows, "rates", 1e-5)
    agrees = abs(found.fun - setting.number("loss")) < 6e-9
    text = f"{rates.evidence}; pentagon: {found.fun:.10f} at norm^2 {found.x[0]:.4f}, bias {-found.x[1]:.4f}"
    return Finding(rates.holds and agrees, text)


def quadrature(row: np.ndarray, t: float) -> float:
    """int (x - ReLU(row[0] x - t))^2 + sum_j int ReLU(row[j] x - t)^2 over (0, 1), split where a ReLU begins."""
    total = 0.0
    for j, c in enumerate(row):
        start = float(np.clip(t / c, 0, 1)) if c > 1e-12 else 1.0
        for low, high in ((0.0, start), (start, 1.0)):
            x = low + (high - low) * (NODES[0] + 1) / 2
            error = (x if j == 0 else 0.0) - np.maximum(c * x - t, 0)
            total += float(np.sum(NODES[1] * error**2)) * (high - low) / 2
    return total


def least(loss):
    """The least value over norm and bias from the norm without one."""
    options = {"xatol": 1e-9, "fatol": 1e-14, "maxiter": 4000}
    return minimize(lambda v: loss(v[0], v[1]), [0.9, 0.05], method="Nelder-Mead", options=options)


CLAIM = Claim(
    id="negative-bias-helps",
    kind=Kind.THEOREM,
    statement=(
        "unit features, each with sum m of positive and s of squared positive overlaps with the others, at their best common "
        "norm: a common bias -t changes the one-sparse loss a feature at t = 0+ by {rate} t, less than 0 if some overlap is "
        "in (0, 1); best norm and bias of the regular pentagon have loss {loss} (rounded)"
    ),
    constants={"rate": "(s-m)/(1+s)", "loss": "0.01582563"},
    mutations=({"rate": "s-m"}, {"rate": "-m/(1+s)"}, {"loss": "0.05345"}, {"loss": "0.0158257"}),
    expected=Answer.TRUE,
    reference="derived here",
    derivation=(
        "At norm^2 a the own error int (x - ReLU(a x - t))^2 has slope 1 - a at t = 0, and int ReLU(a c x - t)^2 = "
        "(a c - t)^3/(3 a c) has slope -a c. With a = 1/(1+s), 1 - a = a s. And c^2 < c for 0 < c < 1. That no other code "
        "is better than the pentagon is not claimed."
    ),
    instruments=(Instrument(InstrumentKind.NUMERICAL, closed), Instrument(InstrumentKind.QUADRATURE, integrated)),
)
