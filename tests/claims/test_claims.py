"""The machinery of claims: verdicts, mutations, files, ids."""

import pytest

from packing.claims import (
    Answer,
    Claim,
    Finding,
    Instrument,
    InstrumentKind,
    Kind,
    Setting,
    Verdict,
    claim,
    read_claim,
    verify,
)
from packing.errors import InputError


def instrument(holds, correction=None):
    return Instrument(InstrumentKind.SYMBOLIC, lambda setting: Finding(holds, "seen", correction))


def made(kind=Kind.THEOREM, expected=Answer.TRUE, first=True, second=True, **more):
    return Claim("x", kind, "x is {a}", expected, "here", (instrument(first), instrument(second)), {"a": 3}, **more)


@pytest.mark.parametrize(
    ("kind", "first", "second", "answer"),
    [
        (Kind.THEOREM, True, True, Answer.TRUE),
        (Kind.THEOREM, False, False, Answer.FALSE),
        (Kind.THEOREM, True, False, Answer.OPEN),
        (Kind.CONJECTURE, True, True, Answer.OPEN),
        (Kind.CONJECTURE, False, False, Answer.FALSE),
    ],
)
def test_verdicts(kind, first, second, answer):
    verdict = verify(made(kind, answer, first, second))
    assert verdict.answer is answer
    assert verdict.accepted == (first == second)


def test_corrected_needs_both_instruments():
    claims = [
        Claim(
            "x",
            Kind.FOLKLORE,
            "x is {a}",
            Answer.CORRECTED,
            "here",
            (instrument(False, True), instrument(False, second)),
            {"a": 3},
            correction="x is 4",
        )
        for second in (True, False)
    ]
    assert [verify(each).answer for each in claims] == [Answer.CORRECTED, Answer.FALSE]
    assert str(verify(claims[0])) == "corrected: x is 4"
    assert not verify(claims[1]).accepted


def test_a_verdict_is_proved_only_where_the_claim_has_a_proof_and_the_instruments_agree():
    sketched = made(derivation="by taste", numerical=True)
    assert [str(verify(each).rigor) for each in (made(), made(derivation="as 1 + 2 = 3"), sketched)] == [
        "numerical",
        "proved",
        "numerical",
    ]
    assert verify(made(second=False, derivation="as 1 + 2 = 3")).rigor == "numerical"
    assert made(kind=Kind.CONJECTURE, expected=Answer.OPEN, derivation="by analogy").rigor == "numerical"


def test_statement_and_constants_cannot_part():
    assert made().with_constants(a=4).text == "x is 4"
    setting = Setting({"a": "n^2*(1-1/k)"})
    assert setting.exact("a", n=6, k=3) == 24


def test_claims_that_are_refused():
    one = instrument(True)
    with pytest.raises(InputError, match="two independent instruments"):
        Claim("x", Kind.THEOREM, "x", Answer.TRUE, "here", (one, one))
    with pytest.raises(InputError, match="correction iff"):
        made(expected=Answer.CORRECTED)
    with pytest.raises(InputError, match="no constant 'b'"):
        made(mutations=({"b": 1},))


def test_unknown_and_damaged_claims(tmp_path):
    with pytest.raises(InputError, match="nearest are tegum-beats-bases"):
        claim("tegum-beats-base")
    for name, text, complaint in [
        ("broken", "CLAIM = (", "damaged"),
        ("empty", "x = 1", "no CLAIM"),
        ("other", "from packing.claims import claim\nCLAIM = claim('tegum-pairs')", "name file and claim alike"),
    ]:
        path = tmp_path / f"{name}.py"
        path.write_text(text)
        with pytest.raises(InputError, match=complaint):
            read_claim(path)
    with pytest.raises(InputError, match="no such file"):
        read_claim(tmp_path / "missing.py")


def test_the_criterion_of_the_discussion():
    verdict = verify("tegum-beats-bases")
    assert isinstance(verdict, Verdict)
    assert str(verdict) == "corrected: d-1 < n(1-1/k)"
    assert len(verdict.evidence) == 2
