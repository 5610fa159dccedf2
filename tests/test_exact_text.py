"""The grammar of exact numbers: what it reads, against sympy's own numbers, and what it refuses at once."""

from __future__ import annotations

import time

import pytest
import sympy

from packing.errors import InputError
from packing.exact_text import read_exact

sqrt, R = sympy.sqrt, sympy.Rational


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("1/2", R(1, 2)),
        (" 0.25 ", R(1, 4)),
        (".5", R(1, 2)),
        ("3.", 3),
        ("2.5e-1", R(1, 4)),
        ("(1+sqrt(5))/4", (1 + sqrt(5)) / 4),
        ("-1/4", R(-1, 4)),
        ("--1", 1),
        ("2^3^2", 512),
        ("2**3**2", 512),
        ("-2^2", -4),
        ("(-2)^2", 4),
        ("2^-2", R(1, 4)),
        ("8/4/2", 1),
        ("1-2-3", -4),
        ("2*3+4*5", 26),
        ("2^(1/2)", sqrt(2)),
        ("cbrt(-8)", -2),
        ("(-8)^(2/3)", 4),
        ("root(2, 3)", 2 ** R(1, 3)),
        ("pi/4", sympy.pi / 4),
        ("sqrt(2 + sqrt(2))", sqrt(2 + sqrt(2))),
        ("0^0", 1),
    ],
)
def test_reads(text: str, number: sympy.Expr) -> None:
    assert sympy.simplify(read_exact("x", text) - number) == 0


def test_reads_potentials_in_their_variable() -> None:
    t = sympy.Symbol("t", positive=True)
    assert read_exact("the potential", "(1 + t)^3/2 - sqrt(t)", "t") == (1 + t) ** 3 / 2 - sqrt(t)
    with pytest.raises(InputError, match="'t' is out of place"):
        read_exact("the cosine", "t/2")


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "1/0",
        "1/(2-2)",
        "1/(sqrt(2)*sqrt(2)-2)",
        "1/((1+sqrt(2))^2-3-2*sqrt(2))",
        "0^-1",
        "sqrt(-2)",
        "(-2)^(1/2)",
        "sqrt(1-sqrt(2))",
        "1 2",
        "1..2",
        "1e400",
        "1e5e5",
        "nan",
        "inf",
        "x",
        "sin(1)",
        "½",
        "1_000",
        "(1",
        "1)",
        "()",
        "sqrt",
        "sqrt 2",
        "root(2)",
        "root(2,0)",
        "root(2,1/2)",
        "1,2",
        "1;2",
        "1\x00",
        "2^pi",
        "2^sqrt(2)",
        "__import__('os')",
        "[].__class__",
        "lambda: 0",
    ],
)
def test_refuses(text: str) -> None:
    with pytest.raises(InputError, match="the cosine must be an exact number"):
        read_exact("the cosine", text)


@pytest.mark.parametrize(
    "text",
    [
        "9^9^9^9",
        "9^9^9^-9",
        "((9^99)^99)^99",
        "10^100000000",
        "2^(1/1000000007)",
        "(" * 10_000,
        "(" * 999,
        "-" * 999 + "1",
        "1" * 10_000,
        "sqrt(" * 300,
        "2^" * 400 + "2",
        "sqrt(" + "9" * 900 + ")",
        "*".join(["9^999"] * 100),
        "1/(" + "+".join(f"sqrt({i})" for i in range(2, 100)) + ")",
        "(sqrt(2)+sqrt(3)+sqrt(5)+sqrt(7))^999",
        "sqrt(" * 40 + "2" + "+1)" * 40,
    ],
    ids=range(16),
)
def test_no_text_takes_long(text: str) -> None:
    began = time.process_time()
    try:
        read_exact("x", text)
    except InputError as refused:
        assert len(str(refused)) < 300
    assert time.process_time() - began < 5


def test_the_empty_answer_names_the_cure() -> None:
    with pytest.raises(InputError, match=r"the angle .* not '2\*': it ends too early; write it with digits"):
        read_exact("the angle", "2*")
