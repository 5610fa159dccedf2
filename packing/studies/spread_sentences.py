"""How subspaces are spread, in words."""

from __future__ import annotations

from packing.numeric import SAME_VALUE
from packing.rounding import attained
from packing.studies.spread import LEFT_OUT, REASON, Spread

_DECIMALS = 6


def spread_sentences(spread: Spread) -> tuple[str, ...]:
    """The mean overlap beside random and least ones, the coherence of random choices, equal angles, what is left out.

    Numbers measured are rounded up, a least one is exact.
    """
    return (*_mean(spread), *_random(spread), *_shape(spread), _left_out())


def _mean(spread: Spread) -> list[str]:
    if spread.mean is None:
        return []
    text = f"The mean squared cosine of the principal angles over pairs is {attained(spread.mean, _DECIMALS)}"
    text += f"; random subspaces have {spread.random_mean}, and none have less than {spread.least_mean}."
    return [text]


def _random(spread: Spread) -> list[str]:
    chance = spread.random_coherence
    return [] if chance is None else [f"Random subspaces have a coherence of {chance:.4g} (the median)."]


def _shape(spread: Spread) -> list[str]:
    said = []
    within = f"within {SAME_VALUE:.0e}".replace("e-0", "e-")
    if spread.problem.n > 1 and spread.equi_isoclinic:
        said.append(f"They are equi-isoclinic: all principal angles of all pairs are equal {within}.")
    elif spread.problem.n > 1 and spread.equidistant:
        said.append(f"They are equidistant: all overlaps are equal {within}.")
    if spread.is_tight:
        said.append(f"The projectors add up to a multiple of the identity {within}: a tight fusion frame.")
    return said


def _left_out() -> str:
    return f"Left out are {', '.join(LEFT_OUT[:-1])} and {LEFT_OUT[-1]}: {REASON}."
