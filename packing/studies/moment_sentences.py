"""What a study of moments says in words, from its values."""

from __future__ import annotations

from collections.abc import Sequence

from packing.rounding import counted
from packing.studies.moment_run import MomentCount

NAMES = {
    "partition": "best partition known",
    "search": "best packing of a search",
    "limit": "trained without a bias on one active feature",
    "limit with bias": "trained with biases on one active feature",
    "density 0.1": "trained at density .1",
    "density 0.4": "trained at density .4",
}


def moment_sentences(counts: Sequence[MomentCount]) -> tuple[str, ...]:
    """For each size: up to which exponent there is more than one block, by theory and by training."""
    said = []
    for n, d in sorted({(count.n, count.d) for count in counts}):
        here = [count for count in counts if (count.n, count.d) == (n, d)]
        where = f"{counted(n, 'feature')} in {counted(d, 'dimension')}"
        said += [f"{where}, {words}: {_range(here, method)}." for method, words in NAMES.items() if _has(here, method)]
    return tuple(said)


def _has(counts: Sequence[MomentCount], method: str) -> bool:
    return any(count.method == method for count in counts)


def _range(counts: Sequence[MomentCount], method: str) -> str:
    """The numbers of blocks at the two ends, and the last exponent with more than one block in the mean."""
    own = sorted((count for count in counts if count.method == method), key=lambda count: count.exponent)
    first, last = own[0], own[-1]
    if len(own) == 1:
        return f"{_blocks(first)} at exponent {first.exponent:g}"
    split = [count.exponent for count in own if count.mean > 1]
    ends = f"{_blocks(first)} at exponent {first.exponent:g} and {_blocks(last)} at {last.exponent:g}"
    if not split:
        return f"one block at every exponent from {first.exponent:g} to {last.exponent:g}"
    return f"{ends}; more than one block up to exponent {max(split):g}"


def _blocks(count: MomentCount) -> str:
    if count.error == 0 and float(count.mean).is_integer():
        return counted(int(count.mean), "block")
    return f"{count.mean:.2f} ± {count.error:.2f} blocks"
