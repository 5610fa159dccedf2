"""The claims of proofs/: the index is fresh, verdicts stand, and wrong constants turn them."""

import dataclasses

import pytest

from packing.claims import Answer, Claim, InstrumentKind, Kind, Setting, claim, claim_ids, verify
from packing.claims.index import index
from packing.errors import InputError
from packing.proofs_folder import proofs_folder

CHEAP_FIRST = list(InstrumentKind)

LONG = {
    "above-two-undivided",
    "axes-until-log3",
    "blocks-grow-with-moment",
    "equiangular-energy",
    "exact-loss",
    "kernel-bound",
    "pentagon-from-density",
    "repeated-basis-optimal",
    "two-block-types",
}


def test_there_are_many_claims_with_two_instruments_and_wrong_constants():
    claims = [claim(name) for name in claim_ids()]
    assert len(claims) >= 50
    for each in claims:
        assert len(each.instruments) >= 2
        assert each.mutations, each.id
        assert each.reference, each.id
        assert "{" not in each.text + each.corrected_text, each.id
        if each.kind is Kind.CONJECTURE and each.expected is Answer.OPEN:
            assert each.tested, each.id
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


@pytest.mark.long
@pytest.mark.parametrize("name", claim_ids())
def test_wrong_constants_turn_the_verdict(name):
    for mutation in claim(name).mutations:
        assert turned(claim(name), claim(name).with_constants(**mutation)), mutation


def turned(original: Claim, changed: Claim) -> bool:
    """Whether one instrument, cheap ones first, already denies the verdict on record."""
    setting = Setting(changed.constants, quick=True)
    for instrument in sorted(changed.instruments, key=lambda each: CHEAP_FIRST.index(each.method)):
        finding = instrument.run(setting)
        if original.expected in (Answer.TRUE, Answer.OPEN):
            if not finding.holds:
                return True
        elif finding.holds or (original.expected is Answer.CORRECTED and not finding.correction_holds):
            return True
    return False


def test_a_broken_instrument_is_told_in_one_line():
    with pytest.raises(InputError, match="instrument of claim 'turan-pairs' broke"):
        verify(claim("turan-pairs").with_constants(most="n +"))


def test_statements_follow_their_constants():
    changed = claim("untied-welch").with_constants(least="n")
    assert "at least n" in changed.text
    assert dataclasses.replace(changed).text == changed.text
