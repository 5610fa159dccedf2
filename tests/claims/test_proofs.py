"""The claims of proofs/: the index is fresh, verdicts stand, and wrong constants turn them."""

import ast
import dataclasses
import itertools
from collections.abc import Iterator

import pytest

from packing.claims import Answer, Claim, Finding, Kind, Rigor, Setting, claim, claim_ids, verify
from packing.claims.index import index
from packing.errors import InputError
from packing.proofs_folder import proofs_folder

LONG = {
    "above-two-undivided",
    "axes-until-log3",
    "blocks-grow-with-moment",
    "equiangular-energy",
    "exact-loss",
    "kernel-bound",
    "negative-biases-make-neurons-of-one-feature",
    "pentagon-from-density",
    "repeated-basis-optimal",
    "two-block-types",
}

CHEAP = {
    "balance-conserved",
    "bases-beat-partition",
    "bias-limits-activity",
    "features-per-dimension",
    "first-cross-entropy-direction",
    "integer-rays-growth",
    "linear-loss",
    "lines-of-complex-space",
    "lines-of-space",
    "lines-of-the-plane",
    "orthogonal-pairs-make-a-tegum",
    "orthogonal-part-decays",
    "overlapping-bases-pairs",
    "partition-has-most-pairs",
    "planes-beat-bases",
    "riccati-flow",
    "staggered-learning",
    "svd-sees-blocks-only",
    "tegum-is-disconnected",
    "turan-pairs",
    "unequal-blocks-pairs",
    "vanishing-moment",
}
"""Claims whose wrong constants are rejected within a tenth of a second of CPU time."""

SHARED = {
    "axes-until-log3": {"axes"},
    "biased-pentagon-and-digons": {"pentagon", "product"},
    "cross-entropy-zero-set": {"logits"},
    "first-cross-entropy-direction": {"gap"},
    "loss-order-decides": {"value"},
    "negative-bias-helps": {"codes", "gram", "least", "sums"},
    "partition-has-most-pairs": {"best_partition_pairs"},
    "svd-sees-blocks-only": {"frame"},
}
"""Objects of a statement that both instruments of a claim need: what is compared, never what compares."""


def test_there_are_many_claims_with_two_instruments_and_wrong_constants():
    claims = [claim(name) for name in claim_ids()]
    assert len(claims) >= 50
    for each in claims:
        assert len(each.instruments) >= 2
        assert each.mutations, each.id
        assert each.reference, each.id
        assert each.derivation, each.id
        assert "{" not in each.text + each.corrected_text, each.id
        if each.kind is Kind.CONJECTURE and each.expected is Answer.OPEN:
            assert each.tested, each.id
        if each.kind is Kind.EMPIRICAL or each.expected is Answer.OPEN:
            assert each.rigor is Rigor.NUMERICAL, each.id
    assert {each.expected for each in claims} == set(Answer)


def test_the_index_is_fresh():
    written = (proofs_folder() / "index.md").read_text(encoding="utf-8")
    assert written == index(), "run python -m packing.claims.index"


@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=[pytest.mark.long] * (name in LONG)) for name in claim_ids()]
)
def test_verdicts_stand(name):
    verdict = verify(name, quick=True)
    assert verdict.accepted, verdict.evidence


@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=[pytest.mark.long] * (name not in CHEAP)) for name in claim_ids()]
)
def test_every_instrument_rejects_wrong_constants(name):
    for mutation in claim(name).mutations:
        changed = claim(name).with_constants(**mutation)
        for instrument in changed.instruments:
            finding = instrument.run(Setting(changed.constants, quick=True))
            assert rejected(claim(name), finding), (mutation, instrument.method, finding.evidence)


def rejected(original: Claim, finding: Finding) -> bool:
    """Whether the instrument denies the verdict on record."""
    if original.expected in (Answer.TRUE, Answer.OPEN):
        return not finding.holds
    return finding.holds or (original.expected is Answer.CORRECTED and not finding.correction_holds)


@pytest.mark.parametrize("name", claim_ids())
def test_each_constant_is_mutated(name):
    mutated = {constant for mutation in claim(name).mutations for constant in mutation}
    assert mutated == set(claim(name).constants)


@pytest.mark.parametrize("name", claim_ids())
def test_no_instrument_compares_a_constant_with_a_literal(name):
    """`setting["ratio"] == 2` measures nothing: it repeats the statement."""
    tree = ast.parse((proofs_folder() / f"{name}.py").read_text(encoding="utf-8"))
    for comparison in (node for node in ast.walk(tree) if isinstance(node, ast.Compare)):
        sides = [comparison.left, *comparison.comparators]
        for first, second in itertools.pairwise(sides):
            for side, other in ((first, second), (second, first)):
                names = {node.id for node in ast.walk(side) if isinstance(node, ast.Name)}
                bare = "setting" in names and names <= {"setting", "int", "float", "bool", "str"}
                assert not (bare and isinstance(other, ast.Constant)), ast.unparse(comparison)


@pytest.mark.parametrize("name", claim_ids())
def test_instruments_share_no_measurement(name):
    """What both instruments of a file call is the statement itself (it is given the setting) or listed here."""
    tree = ast.parse((proofs_folder() / f"{name}.py").read_text(encoding="utf-8"))
    functions = {node.name: node for node in tree.body if isinstance(node, ast.FunctionDef)}
    reached = [set(reachable(functions, instrument.run.__name__)) for instrument in claim(name).instruments]
    shared = {
        each for each in set.intersection(*reached) if not any(a.arg == "setting" for a in functions[each].args.args)
    }
    assert shared == SHARED.get(name, set())


def reachable(functions: dict[str, ast.FunctionDef], start: str) -> Iterator[str]:
    """The functions of a file that one of them uses, itself left out."""
    seen, waiting = {start}, [start]
    while waiting:
        for node in ast.walk(functions[waiting.pop()]):
            if isinstance(node, ast.Name) and node.id in functions and node.id not in seen:
                seen.add(node.id)
                waiting.append(node.id)
                yield node.id


def test_a_broken_instrument_is_told_in_one_line():
    with pytest.raises(InputError, match="instrument of claim 'turan-pairs' broke"):
        verify(claim("turan-pairs").with_constants(most="n +"))


def test_statements_follow_their_constants():
    changed = claim("untied-welch").with_constants(least="n")
    assert "at least n" in changed.text
    assert dataclasses.replace(changed).text == changed.text
