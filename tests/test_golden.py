"""The comparer of recorded text: it forgives the last digit of a float, and nothing else."""

from __future__ import annotations

import pytest
from golden import FLAGS, Checker, examples_of_module, same_number, same_text


@pytest.mark.parametrize(
    ("want", "got"),
    [
        ("at most 0.434258545910665\n", "at most 0.434258545910666\n"),
        ("loss 0.01582563, b = -0.282312", "loss 0.01582562, b = -0.282313"),
        ("1.34999999e+05 s", "1.35000000e+05 s"),
        ("0.9999999999 of 3", "1.0000000000 of 3"),
        ("no overlap: 3e-17", "no overlap: -1.1e-16"),
    ],
)
def test_last_digits_may_differ(want: str, got: str) -> None:
    assert same_text(want, got)
    assert Checker().check_output(want, got, FLAGS)


@pytest.mark.parametrize(
    ("want", "got"),
    [
        ("at most 0.434258545910665", "at most 0.434258555910665"),
        ("at most 0.434258545910665", "at least 0.434258545910665"),
        ("0.434258545910664882186536877912", "0.434258545910664882186536877913"),
        ("D = 0.50", "D = 0.51"),
        ("12 contacts", "13 contacts"),
        ("0.43425 0.43425", "0.43425"),
        ("0.4342585459", "-0.4342585459"),
        ("sqrt(7)/18", "sqrt(8)/18"),
        ("1e-3", "1e-4"),
    ],
)
def test_anything_else_may_not(want: str, got: str) -> None:
    assert not same_text(want, got)
    assert not Checker().check_output(want + "\n", got + "\n", FLAGS)


def test_a_number_is_compared_to_the_digits_of_the_shorter_one() -> None:
    assert same_number("0.6221438728643129", "0.62214387286")
    assert not same_number("0.6221438728643129", "0.62214")
    assert not same_number("622143.0", "622144.0")


def test_an_untrue_example_is_seen() -> None:
    assert examples_of_module("golden") == (0, 7)
    assert not Checker().check_output("0.62214387... (proved)\n", "0.62214397 (proved)\n", FLAGS)
    assert not Checker().check_output("5 orthogonal pairs\n", "4 orthogonal pairs (Turan)\n", FLAGS)
