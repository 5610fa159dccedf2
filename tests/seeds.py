"""One or two small certificates of every kind: right ones, to be damaged."""

from __future__ import annotations

from typing import Any

from packing.certificates import read
from packing.proofs_folder import proofs_folder

FOLDER = proofs_folder() / "certificates"

E8 = {
    "schema": 1, "kind": "delsarte", "space": "S", "d": 8, "overlap": "1/2", "at_most": 240,
    "coefficients": ["3/320", "3/40", "15/64", "39/80", "399/640", "9/16", "33/128"],
}  # fmt: skip
SQUARE = {
    "schema": 1, "kind": "gram", "space": "S", "d": 2, "overlaps": ["0", "-1"], "statement":
    "there are 4 points on the unit sphere of R^2 with pairwise <x, y> in {0, -1}, all distinct",
    "gram": [["1"], ["0", "1"], ["-1", 0, "1"], ["0", "-1", "0", "1"]],
}  # fmt: skip
PENTAGON = {
    "schema": 1, "kind": "gram", "space": "S", "d": 2, "overlaps": [["-1/4", "1/4"], ["-1/4", "-1/4"]],
    "theta": {"polynomial": [-5, 0, 1], "interval": ["2", "5/2"]},
    "gram": [
        [[["1"], ["-1/4", "1/4"], ["-1/4", "-1/4"]][min(i - j, 5 - i + j)] for j in range(i + 1)]
        for i in range(5)
    ],
}  # fmt: skip
SIC = {
    "schema": 1, "kind": "gram", "space": "C", "d": 2, "overlaps": ["1/3"],
    "theta": {"polynomial": [-3, 0, 1], "interval": ["1", "2"]},
    "gram": [
        [["1", "0"]],
        [[["0", "1/3"], "0"], ["1", "0"]],
        [[["0", "1/3"], "0"], ["0", ["0", "1/3"]], ["1", "0"]],
        [[["0", "1/3"], "0"], ["0", ["0", "-1/3"]], ["0", ["0", "1/3"]], ["1", "0"]],
    ],
}  # fmt: skip
PLANES = {
    "schema": 1, "kind": "grassmann", "space": "R", "d": 4, "m": 2, "distance": "chordal", "overlap": "1/2",
    "coefficients": [[[], "1"], [[1], "9"], [[2], "4"], [[1, 1], "4"]], "at_most": 18,
}  # fmt: skip
ANGLE = {"schema": 1, "kind": "equiangular", "d": 5, "angle": "1/3", "coefficients": ["1", "2", "6"], "at_most": 10}

HEMICUBE = {
    "schema": 1, "kind": "angles", "space": "S", "d": 5, "intervals": [["-3/5", "-3/5"], ["1/5", "1/5"]],
    "strength": 0, "antipodal": 0, "coefficients": ["2/25", "2/5", "4/5"], "at_most": 16,
}  # fmt: skip
AXES = {
    "schema": 1, "kind": "angles", "space": "S", "d": 3, "intervals": [["-1", "-1"], ["-1/2", "0"]],
    "strength": 1, "antipodal": 1, "coefficients": ["1/3", "1", "2/3"], "at_most": 6,
}  # fmt: skip

FEW_OPPOSITE = {
    "schema": 1, "kind": "distribution", "space": "S", "d": 3, "parts": [["-1", "-1"], ["0", "0"]], "strength": 0,
    "antipodal": 0, "limits": [{"polynomials": [["1"], ["0"]], "at_most": "1/2", "weight": "3"}],
    "coefficients": ["1", "0", "2"], "objective": "size", "at_most": 4,
}  # fmt: skip
CLOSE_PAIRS = {
    "schema": 1, "kind": "distribution", "space": "S", "d": 2, "parts": [["-1", "-1/2"], ["-1/2", "1/2"]],
    "strength": 1, "antipodal": 1, "limits": [], "coefficients": ["-2/3", "0", "2/3"],
    "objective": [["0"], ["-1"]], "n": 6, "at_least": "-24",
}  # fmt: skip
ROOTS = {
    "schema": 1, "kind": "distribution", "space": "R", "d": 2, "parts": [["0", "1/4"], ["1/4", "1/2"]], "strength": 0,
    "antipodal": 0, "limits": [{"polynomials": [["0", "1"], ["1/4"]], "at_most": "3/8", "weight": "1/5"}],
    "coefficients": ["69/100", "7/10"], "objective": [["t", "^1/2"], ["t", "^1/2"]], "n": 3, "at_least": "9/5",
}  # fmt: skip

FRAME = {
    "schema": 1, "kind": "energy", "space": "S", "d": 3, "n": 7, "coefficients": ["1/3", 0, "2/3"], "at_least": "28/3",
    "potential": [{"from": "-1", "to": "0", "f": ["t", "-1", "*", "^2"]}, {"from": "0", "to": "1", "f": ["t", "^2"]}],
}  # fmt: skip
COULOMB = {
    "schema": 1, "kind": "energy", "space": "S", "d": 3, "n": 4, "coefficients": ["861/1250", "287/1250"],
    "at_least": "4592/625", "potential": [{"from": "-1", "to": "1", "f": ["2", "t", "-2", "*", "+", "^-1/2"]}],
}  # fmt: skip
GAUSS = {
    "schema": 1, "kind": "energy", "space": "C", "d": 2, "n": 4, "at_least": "154/25",
    "coefficients": ["5989/10000", "2567/10000"],
    "potential": [{"from": "0", "to": "1", "f": ["t", "^2", "-1", "+", "exp", "1", "log", "+"]}],
}  # fmt: skip

TETRAHEDRON = {
    "schema": 1, "kind": "sharp-energy", "space": "S", "d": 3, "n": 4, "overlaps": ["-1/3"], "numbers": ["3"],
    "orders": [2], "degrees": [0, 1],
    "potential": [{"from": "-1", "to": "1", "f": ["2", "t", "-2", "*", "+", "^-1/2"]}],
}  # fmt: skip
DIAGONALS = {
    "schema": 1, "kind": "sharp-energy", "space": "R", "d": 3, "n": 6, "overlaps": [["0", "1/5"]], "numbers": ["5"],
    "theta": {"polynomial": [-5, 0, 1], "interval": ["2", "5/2"]}, "orders": [2], "degrees": [0, 1],
    "potential": [{"from": "0", "to": "1", "f": ["t", "^7/2"]}],
}  # fmt: skip

THREE = {
    "schema": 1, "kind": "three-point-energy", "space": "S", "d": 3, "n": 7, "half_degree": 1, "denominator": 1,
    "potential": [{"from": "-1", "to": "1", "f": ["t", "^2"]}], "minorant": ["0", "0", "1"], "two_point": ["0", "2/3"],
    "kernels": [["0", "0 0"], ["0"]],
    "triple_squares": [[["0", "0 0"], [], ["0"]], [["0"], [], []], [["0"], [], []]], "at_least": "28/3",
}  # fmt: skip
POSITIVE = {
    "schema": 1, "kind": "three-point-energy", "space": "S", "d": 3, "n": 7, "half_degree": 2,
    "denominator": 17592186044416, "at_least": "270933803/500000000",
    "potential": [{"from": "-1", "to": "0", "f": ["0"]}, {"from": "0", "to": "1", "f": ["t", "^2"]}],
    "two_point": ["2193805551241*2^-44", "2372294441060*2^-44", "1863686827157*2^-44", "74393*2^-44"],
    "minorant": [
        "-180319486518605361/18446744073709551616",
        "10578226981747545/72057594037927936",
        "950494474349118897/2305843009213693952",
        "4859331637093525/18014398509481984",
        "8475746827486159/2305843009213693952",
    ],
    "kernels": [
        ["84966049018", "18793268645 499921654015", "-254898076981 -56379841724 764694045499"],
        ["262777262045"],
        ["429188208111", "-40620357177 1051109610922"],
    ],
    "triple_squares": [
        [
            [
                "509783630",
                "-3059036618 18356989403",
                "-13764999098 82601181142 371684346105",
                "9176767985 -55067597435 -247791020154 165196597222",
            ],
            [],
            ["2596515584", "11683836496 52575716250", "3894260861 17523744365 5840921953"],
        ],
        [
            ["2793", "6530 49099"],
            [],
            ["13432"],
        ],
        [
            ["2546"],
            [],
            [],
        ],
        [
            ["2859", "7553 33042"],
            [],
            ["6391"],
        ],
        [
            ["3095"],
            [],
            [],
        ],
        [
            ["12378"],
            [],
            [],
        ],
    ],
}  # fmt: skip


SIMPLEX = {
    "schema": 1, "kind": "sharp-three-point", "space": "S", "d": 3, "at_most": 4, "overlap": "-1/3", "half_degree": 1,
    "denominator": 6, "two_point": ["1", "0"], "kernels": [["0", "0 0"], ["0"]],
    "pair_squares": [["1", "-1 1"], ["1"]],
    "triple_squares": [[["0", "0 0"], [], ["0"]], [["0"], [], []], [["0"], [], []]],
}  # fmt: skip


ICOSAHEDRON = {
    "schema": 1, "kind": "sharp-three-point", "space": "S", "d": 3, "at_most": 12,
    "theta": {"polynomial": [-5, 0, 1], "interval": ["2", "3"]}, "overlap": ["0", "1/5"], "half_degree": 1,
    "denominator": 20, "two_point": ["3", ["20/7", "3/7"], "3", ["15/7", "-3/7"]], "kernels": [["0", "0 0"], ["0"]],
    "pair_squares": [["0", "0 0", "0 0 0"], ["15,-6", "0,3 15,6"]],
    "triple_squares": [[["0", "0 0"], [], ["0"]], [["0"], [], []], [["0"], [], []]],
    "null": {"pair_squares[1]": [[["-1/2", "-1/10"], ["-1/2", "3/10"]]]},
}  # fmt: skip


def one(name: str, **entries: object) -> dict[str, Any]:
    members = read(FOLDER / f"{name}.json")
    return next(dict(member) for member in members if entries.items() <= member.items())


SEEDS = [
    E8, SQUARE, ANGLE, PLANES, PENTAGON, one("C2-delsarte"), SIC, FRAME, COULOMB, GAUSS, TETRAHEDRON, DIAGONALS,
    THREE, POSITIVE, HEMICUBE, AXES, FEW_OPPOSITE, CLOSE_PAIRS, ROOTS, SIMPLEX, ICOSAHEDRON,
    one("S8-delsarte"), one("S3-kissing-threepoint"), one("S4-sharp-threepoint"),
]  # fmt: skip
