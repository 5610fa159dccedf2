"""Negative cosines: Rankin's theorem is met by simplices, by every door; certificates there are accepted or refused."""

from __future__ import annotations

import copy
import json
import math
from fractions import Fraction

import pytest

import packing as pk
from packing.bounds import checkers, largest_code
from packing.bounds.threepoint.programme import exclude
from packing.bounds.threepoint.threepoint_bound import accepted
from packing.bounds.threepoint.threepoint_size import three_point_size
from packing.bounds.threepoint.triples import Triples
from packing.bounds.twopoint.size_certificate import delsarte_certificate
from packing.certificates import Certificate
from packing.cli import run
from packing.kernel import Rejection, SizeStatement, check
from packing.space import Space

NEGATIVE = [Fraction(-1), Fraction(-99, 100), Fraction(-1, 2), Fraction(-1, 3), Fraction(-2, 7), Fraction(-1, 10**9)]


def most(d: int, cosine: Fraction) -> int:
    """Rankin: at most 1 - 1/s points, and d + 1 of cosines below 0; the simplex of so many has cosine -1/(n - 1)."""
    return min(math.floor(1 - 1 / cosine), d + 1)


@pytest.mark.parametrize("compute", [False, True])
@pytest.mark.parametrize("d", [1, 2, 3, 4, 7, 24])
def test_sizes_are_those_of_simplices(d: int, compute: bool) -> None:
    for cosine in (*NEGATIVE, *(Fraction(-1, k) for k in range(2, d + 3))):
        assert largest_code(d, cosine, compute=compute).upper_bound == most(d, cosine), (d, cosine)
    assert largest_code(d, 0, compute=compute).upper_bound == 2 * d


@pytest.mark.long
@pytest.mark.parametrize("d", [3, 5])
@pytest.mark.parametrize("cosine", [Fraction(-1, 4), Fraction(-1, 2), Fraction(-999, 1000), Fraction(-1, 10**6)])
def test_three_points_never_say_less_than_the_simplex(d: int, cosine: Fraction) -> None:
    for known in (3, 5, 20):
        bound = three_point_size(Space.sphere(d), cosine, 2, known)
        assert bound is None or bound.upper_bound >= most(d, cosine)


@pytest.mark.parametrize(
    "command",
    [
        "bounds --vectors -n 5 -d 3 --compute",
        "bounds --vectors -n 4 -d 3 --compute",
        "maxsize -d 3 --cosine=-1/4 --compute",
        "maxsize -d 3 --cosine=-1/sqrt(5) --compute",
        "maxsize -d 3 --cosine=-0.3 --compute",
    ],
)
def test_commands_answer(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run([*command.split(), "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    if "maxsize" in command:
        assert answer["upper_bound"] == {"-1/4": 4, "-1/sqrt(5)": 3, "-0.3": 4}[command.split("=")[1].split()[0]]
    else:
        assert answer["lower_bound"]["value"] == (0 if "-n 5" in command else pytest.approx(-1 / 3))


@pytest.mark.parametrize("command", ["maxsize -d 3 --coherence2=-1/4", "maxsize -d 3 --cosine=-1.01"])
def test_overlaps_below_the_least_are_refused(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(command.split()) == 2
    assert "must lie in [" in capsys.readouterr().err


def certificates() -> list[Certificate]:
    made = [delsarte_certificate(Space.sphere(d), s) for d, s in ((3, Fraction(-1, 4)), (5, Fraction(-1, 7)))]
    made += [
        exclude(Triples(Space.sphere(3), s, 2), n, accepted) for s, n in ((Fraction(-1, 4), 5), (Fraction(-1, 2), 4))
    ]
    made += [largest_code(4, "1/2").certificate, pk.bounds.most_lines(7, "1/9").certificate]
    assert all(made)
    return [certificate for certificate in made if certificate is not None]


@pytest.mark.long
def test_both_checkers_agree_on_negative_overlaps_and_never_raise() -> None:
    overlaps = ["-1/4", "-1", "-2", "-1/1000000", "-99/100", "-1/3", "-5*2^-3", "-1*2^-9999", "-1/0", "--1", -1, -0.5]
    counts = [0, 0]
    for certificate in certificates():
        assert not isinstance(check(certificate), Rejection)
        for overlap in overlaps:
            mutant = {**copy.copy(certificate), "overlap": overlap}
            mutant.pop("statement", None)
            one, two = check(mutant), checkers.check(mutant)
            assert isinstance(one, Rejection) == isinstance(two, Rejection), (certificate["kind"], overlap, one, two)
            counts[isinstance(one, Rejection)] += 1
            if isinstance(one, SizeStatement):
                assert one.space == "S"
                assert one.largest >= most(one.d, one.overlap)
    assert min(counts) > 3
