"""What trained features of m dimensions show, in sentences made of their values."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from packing.records.record import Optimal
from packing.rounding import lower, upper
from packing.toymodels.autoencoder.trained import FACTOR_TOLERANCE
from packing.toymodels.subspaces.arrangement import Arrangement, arrangement
from packing.toymodels.subspaces.linear import LinearSubspaceLoss
from packing.toymodels.subspaces.options import ReadOut
from packing.toymodels.subspaces.phases import RESOLUTION, FeaturePhases, FeaturePoint
from packing.toymodels.subspaces.trained import SubspaceModels

_DIGITS = 4


def model_sentences(trained: SubspaceModels) -> list[str]:
    """The structures of all models, and how the best one lies."""
    lying = [arrangement(weights) for weights in trained.weights]
    best = lying[trained.best]
    counted = Counter(each.name for each in lying).most_common()
    said = [f"The best of {len(trained)} models has {best.name}, {_of_all(counted, len(trained))}."]
    said += packing_sentences(best)
    said.append(_blocks(best))
    if best.shared:
        said.append(f"Pairs of features in one subspace: {_pairs(best)}.")
    if trained.config.variant is ReadOut.LINEAR:
        said.append("A linear read-out loses as little with any fusion frame of projection weights: it prefers none.")
    return said


def packing_sentences(lying: Arrangement) -> list[str]:
    """The whole features as a packing, beside the best one known of as many subspaces."""
    if lying.whole < 2:
        return []
    chordal, spectral = upper(lying.chordal, _DIGITS), upper(lying.spectral, _DIGITS)
    said = f"The coherence of the {lying.whole} whole features is {chordal} (chordal), {spectral} (spectral)"
    known = lying.best_chordal
    if known is not None:
        exact = f"{known.exact} = " if known.exact is not None and known.exact != round(known.coherence) else ""
        said += f"; the best packing known of as many has {exact}{upper(known.coherence, _DIGITS)} (chordal)"
        said += ", which is proved optimal" if known.optimal is Optimal.PROVED else ""
    if not lying.is_best_packing:
        return [f"{said}."]
    kind = "equi-isoclinic: " if lying.is_equi_isoclinic else ""
    return [f"{said}.", f"So training found the best packing known, {kind}{_spread(lying)}."]


def phase_sentences(phases: FeaturePhases) -> list[str]:
    """What the phases show: the structures over density, the packings they are, blocks, shared planes, certainty."""
    return [
        *(_run(run) for run in phases.runs),
        *_packings(phases),
        _splitting(phases),
        _sharing(phases),
        _certainty(phases),
        _linear(phases),
    ]


def _run(points: Sequence[FeaturePoint]) -> str:
    return f"{_densities(points)}: the least loss that was met has {points[0].best.name}."


def _packings(phases: FeaturePhases) -> list[str]:
    """For each number of whole features that form the best packing known, at which densities they do."""
    said = []
    for whole in range(phases.config.n, 1, -1):
        states = [(point, point.best.lying) for point in phases.points if point.best.lying.whole == whole]
        best = [(point, lying) for point, lying in states if lying.is_best_packing]
        if best:
            known = best[0][1].best_chordal
            assert known is not None
            worst = max(lying.chordal for _, lying in best)
            said.append(
                f"{_densities([point for point, _ in best])}: the {whole} whole features are the best packing known of "
                f"{whole}, their chordal coherence at most {upper(worst, _DIGITS)} and that "
                f"{upper(known.coherence, _DIGITS)}."
            )
    return said


def _splitting(phases: FeaturePhases) -> str:
    best = [point for point in phases.points if point.best.lying.splits]
    if best:
        return f"{_densities(best)}: the kept features split into orthogonal blocks."
    said = f"At no density do the kept features split into blocks orthogonal within {FACTOR_TOLERANCE:g}"
    others = [
        (state.above.loss / point.config.nothing, point)
        for point in phases.points
        for state in point.states
        if state.lying.splits
    ]
    if not others:
        return f"{said}."
    least, point = min(others, key=lambda other: other[0])
    where = f"at density {point.density:.3g}"
    return f"{said}; of the structures met that do, the nearest loses {lower(least, 3)} of answering 0 more, {where}."


def _sharing(phases: FeaturePhases) -> str:
    shared = [point for point in phases.points if point.best.lying.shared]
    if shared:
        return f"{_densities(shared)}: two whole features share their subspace."
    least = max(float(point.best.lying.cosines.min(axis=1).max(initial=0.0)) for point in phases.points)
    return (
        f"At no density do two whole features share their subspace: the smallest cosine of a pair is at most "
        f"{upper(least, 2)}."
    )


def _certainty(phases: FeaturePhases) -> str:
    several = [point for point in phases.points if len(point.states) > 1]
    unclear = [point for point in several if not point.is_clear]
    clear = len(several) - len(unclear)
    said = (
        f"Of {len(phases.points)} densities {len(several)} have other structures too; at {clear} of these the least "
        f"loss is below every other one by more than {RESOLUTION:g} of answering 0 and four standard errors"
    )
    return f"{said}; not at {_listed(unclear)}." if unclear else f"{said}."


def _linear(phases: FeaturePhases) -> str:
    config = phases.config
    first, last = phases.points[0], phases.points[-1]
    share = (
        LinearSubspaceLoss(config.densities, config.importances, config.law.second_moment(config.m)).least(
            config.d, config.m
        )
        / config.nothing
    )
    return (
        f"The loss rises from {first.best.loss.loss / first.config.nothing:.3f} to "
        f"{last.best.loss.loss / last.config.nothing:.3f} of that of answering 0; a linear read-out loses "
        f"{share:.3f} at every density."
    )


def _densities(points: Sequence[FeaturePoint]) -> str:
    if len(points) == 1:
        return f"At density {points[0].density:.3g}"
    return f"From density {points[0].density:.3g} to {points[-1].density:.3g}"


def _listed(points: Sequence[FeaturePoint]) -> str:
    return ", ".join(f"{point.density:.3g}" for point in points)


def _of_all(counted: Sequence[tuple[str, int]], models: int) -> str:
    return "as all have" if len(counted) == 1 else "of " + ", ".join(f"{times} x {name}" for name, times in counted)


def _blocks(lying: Arrangement) -> str:
    if not lying.blocks:
        return "No feature is kept."
    shapes = " + ".join(f"({features},{dimensions})" for features, dimensions in lying.blocks)
    how = "split into orthogonal blocks" if lying.splits else "form one block"
    return f"The kept features {how} (features, dimensions): {shapes}, orthogonal within {FACTOR_TOLERANCE:g}."


def _pairs(lying: Arrangement) -> str:
    return ", ".join(f"{i} and {j}" for i, j in lying.shared)


def _spread(lying: Arrangement) -> str:
    low, high = lying.cosines.min(), lying.cosines.max()
    return f"all principal cosines are from {low:.3f} to {high:.3f}"
