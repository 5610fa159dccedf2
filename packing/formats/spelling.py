"""How other programs spell numbers and matrices, made what `text_numbers` reads; what has two meanings is refused."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from packing.doors import shown
from packing.errors import InputError

_FLOAT = r"[-+]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][-+]?[0-9]+)?"
_EXPONENT = re.compile(r"(?<=[0-9.])[dD](?=[-+]?[0-9])")
_PRECISION = re.compile(r"`[0-9.]*")
_END = r"(?=[\s,;\]}]|$)"
_IN_BRACKETS = re.compile(r"(?<![^\s,;\[{])\(\s*([^()\s,]*[ijIJ])\s*\)" + _END)
_PAIR = re.compile(rf"(?<![^\s,;\[{{])\(\s*({_FLOAT})\s*,\s*({_FLOAT})\s*\)" + _END)
_APART = re.compile(r"(?<=[0-9.])[ \t]+([-+])[ \t]+(?=(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][-+]?[0-9]+)?\*?[ijIJ]\b)")
_CALL = re.compile(r"\s*[A-Za-z_][\w.]*\(\s*(\[\[.*\]\])\s*(?:,\s*dtype=[\w.]+\s*)?\)\s*;?\s*", re.DOTALL)
_NEXT_ROW = re.compile(r"[\]}]\s*,?\s*[\[{]")
_COMMAS = re.compile(r"[-+]?[0-9]+,[0-9]+", re.ASCII)
_UNIT_COMMA = re.compile(r"[-+]?[01],([0-9]+)", re.ASCII)
_LONG = 8

REAL, IMAGINARY = {"re", "real"}, {"im", "imag", "imaginary"}


def respelled(text: str) -> str:
    """The text with numbers of Fortran, numpy, MATLAB, C++ and Mathematica as Python has them.

    >>> respelled("0.1D+01 (1e+00+-2e+00j) 3.0 - 4.0i (1,-2) 0.5`15 2*^-3").split()
    ['0.1e+01', '1e+00-2e+00j', '3.0-4.0i', '1-2j', '0.5', '2e-3']
    """
    if "\u2212" in text:
        text = text.replace("\u2212", "-")
    if "`" in text or "*^" in text:
        text = _PRECISION.sub("", text).replace("*^", "e")
    if "D" in text or "d" in text:
        text = _EXPONENT.sub("e", text)
    if "(" in text:
        text = _PAIR.sub(lambda found: f"{found[1]}{found[2] if found[2][0] in '+-' else '+' + found[2]}j", text)
        text = _IN_BRACKETS.sub(lambda found: found[1].replace("+-", "-"), text)
    if any(letter in text for letter in "ijIJ"):
        text = _APART.sub(r"\1", text)
    return text


def nested_rows(text: str) -> str:
    """A list of lists, as Python, numpy, sympy, GAP and Mathematica write it, with a row a line.

    >>> print(nested_rows("Matrix([[1, 0], [1/2, sqrt(3)/2]])"))
    [[1, 0
     1/2, sqrt(3)/2]]
    """
    called = _CALL.fullmatch(text)
    text = text if called is None else called[1]
    if text.lstrip()[:2] not in ("[[", "{{") and not re.match(r"\s*[\[{]\s*[\[{]", text):
        return text
    return _NEXT_ROW.sub("\n ", re.sub(r"\s*\n\s*", " ", text).strip())


def check_commas(text: str, source: Path | str) -> None:
    """Raise `InputError` where a comma is a decimal point as well as a separator: 0,6 0,8 and 0,6;0,8 and 0,8660254."""
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    for line in lines:
        if ";" in line and not set("[](){}") & set(line) and any(map(_COMMAS.fullmatch, line.split(";"))):
            raise _two_meanings(line, source)
    words = [line.split() for line in lines]
    if any(len(line) > 1 for line in words) and all(_COMMAS.fullmatch(word) for line in words for word in line):
        raise _two_meanings(lines[0], source)
    found = [_UNIT_COMMA.fullmatch(line) for line in lines]
    longest = max(found, key=lambda each: 0 if each is None else len(each[1]), default=None)
    if None not in found and longest is not None and len(longest[1]) >= _LONG:
        raise _two_meanings(longest[0], source)


def parts_of_names(names: Sequence[str], source: Path | str) -> tuple[list[int], list[int]] | None:
    """The columns of real and of imaginary parts that a line of names tells, x_re and x_im; None where it tells none.

    >>> parts_of_names(["x_re", "x_im", "y_re", "y_im"], "p.csv"), parts_of_names(["x", "y"], "p.csv")
    (([0, 2], [1, 3]), None)
    """
    words = [set(re.findall(r"[a-z]+", name.lower())) for name in names]
    real = [place for place, word in enumerate(words) if word & REAL]
    imaginary = [place for place, word in enumerate(words) if word & IMAGINARY]
    if not imaginary:
        return None
    if len(real) != len(imaginary) or len(real) + len(imaginary) != len(names):
        raise InputError(
            f"{source} names {len(real)} columns of real and {len(imaginary)} of imaginary parts, of {len(names)}: "
            "give as many of both, and none else"
        )
    return real, imaginary


def _two_meanings(line: str, source: Path | str) -> InputError:
    return InputError(
        f"{source} has the line {line[:40]!r}, where a comma is a decimal point or stands between numbers: "
        "write decimals with a point, or one kind of separator"
    )


__dir__ = shown(__name__)
