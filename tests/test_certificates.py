"""Certificate files: written whole, read with limits, each failure one clear line."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
import sympy

from packing import InputError, kernel
from packing.bounds import Bound, checkers, lower_bound
from packing.bounds.from_certificates import certified, from_certificate
from packing.certificates import read, verify, write
from packing.kernel import Rejection, SizeStatement
from packing.problem import lines, vectors
from packing.proofs_folder import proofs_folder, proofs_of

OCTAHEDRON: dict[str, Any] = {
    "schema": 1,
    "kind": "delsarte",
    "space": "S",
    "d": 3,
    "overlap": "0",
    "coefficients": ["1/3", "1", "2/3"],
    "at_most": 6,
}

SHIPPED = sorted((proofs_folder() / "certificates").glob("*-delsarte.json"))
SHIPPED += sorted((proofs_folder() / "certificates").glob("*-kissing.json"))


def rows_of_the_readme() -> list[list[str]]:
    """The rows of the table of kinds: kind, what it proves, patterns of files, what makes them."""
    text = (proofs_folder() / "certificates" / "README.md").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if line.startswith("| `")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


def test_the_readme_of_the_folder_lists_each_kind_and_each_file_once() -> None:
    folder = proofs_folder() / "certificates"
    listed: list[tuple[str, str]] = []
    for kind, _, patterns, maker in rows_of_the_readme():
        names = [path.name for pattern in re.findall(r"`([^`]+)`", patterns) for path in folder.glob(pattern)]
        assert bool(names) == (patterns != "none"), patterns
        assert not names or (folder.parent / maker.strip("`")).is_file(), maker
        listed += [(name, kind.strip("`")) for name in names]
    assert sorted(name for name, _ in listed) == sorted(path.name for path in folder.glob("*.json"))
    assert {kind.strip("`") for kind, *_ in rows_of_the_readme()} == set(kernel.KINDS)
    for name, kind in listed:
        assert f'"kind": "{kind}"' in (folder / name).read_text(encoding="utf-8")[:400], name


@pytest.mark.long
@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_shipped_certificates_pass_both_checkers(path: Path) -> None:
    for certificate, verdict in zip(read(path), verify(path), strict=True):
        assert isinstance(verdict.outcome, SizeStatement), verdict
        assert verdict.outcome == checkers.check(certificate)
        assert path.name.startswith(f"{verdict.outcome.space}{verdict.outcome.d}-")
        assert certificate["statement"] == verdict.outcome.sentence
        assert certificate["at_most"] == verdict.outcome.largest


def test_the_kissing_table_ships() -> None:
    names = {path.name for path in SHIPPED}
    assert {f"S{d}-kissing.json" for d in range(3, 25)} <= names
    for problem in (vectors(196560, 24), vectors(240, 8)):
        assert lower_bound(problem).exact == sympy.Rational(1, 2)
        answer = certified(problem)
        assert isinstance(answer, Bound)
        assert answer.exact == sympy.Rational(1, 2)


def test_a_shipped_bound_is_used_in_each_view_of_its_space() -> None:
    """n lines of C^2 are n points on S^2: a bound for one is a bound for the other."""
    line_bound, point_bound = certified(lines(30, 2, "C")), certified(vectors(30, 3))
    assert isinstance(line_bound, Bound)
    assert isinstance(point_bound, Bound)
    assert abs(point_bound.value - (2 * line_bound.value**2 - 1)) < 1e-8


def test_a_certificate_bounds_only_what_it_is_about() -> None:
    assert isinstance(from_certificate(vectors(7, 3), OCTAHEDRON), Bound)
    assert isinstance(from_certificate(vectors(6, 3), OCTAHEDRON), Bound)
    narrower = {**OCTAHEDRON, "overlap": "-1*2^-40"}  # not strict any more, and 6 points are not excluded
    assert not isinstance(from_certificate(vectors(6, 3), narrower), Bound)
    assert isinstance(from_certificate(vectors(7, 3), narrower), Bound)
    assert isinstance(from_certificate(lines(4, 3), OCTAHEDRON), Bound)  # 8 ends
    assert not isinstance(from_certificate(lines(2, 3), OCTAHEDRON), Bound)
    for problem, certificate, reason in [
        (vectors(5, 3), OCTAHEDRON, "allows 6 objects, not fewer than 5"),
        (vectors(7, 4), OCTAHEDRON, "is about another space"),
        (lines(7, 4), OCTAHEDRON, "is about another space"),
        (vectors(7, 3), {**OCTAHEDRON, "at_most": 5}, "is refused: at_most: claims 5"),
    ]:
        answer = from_certificate(problem, certificate)
        assert not isinstance(answer, Bound)
        assert reason in answer.reason


def test_written_and_read_again(tmp_path: Path) -> None:
    write(tmp_path / "one.json", OCTAHEDRON)
    write(tmp_path / "two.json", [OCTAHEDRON, {**OCTAHEDRON, "at_most": 5}])
    assert read(tmp_path / "one.json") == (OCTAHEDRON,)
    assert [verdict.accepted for verdict in verify(tmp_path / "two.json")] == [True, False]
    good, bad = verify(tmp_path / "two.json", checkers.check)
    assert str(good).startswith("two.json[0]: proves that there are at most 6 points")
    assert str(bad) == "two.json[1]: refused, at_most: claims 5, but the coefficients prove 6"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["one.json", "two.json"]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "not JSON at line 1, column 1"),
        ("{", "not JSON at line 1"),
        (json.dumps(OCTAHEDRON)[:-20], "is it cut short?"),
        ("[1, 2]", "a certificate is a JSON object with an entry `kind`"),
        ('"delsarte"', "a certificate is a JSON object"),
        ("{}", "a certificate is a JSON object"),
        ('{"schema": 1, "certificates": []}', "`certificates` must be a list of objects, one or more"),
        ('{"schema": 1, "certificates": [3]}', "`certificates` must be a list of objects, one or more"),
        ('{"schema": 2, "certificates": [{}]}', "its schema must be 1, not 2"),
        ('{"kind": "delsarte", "kind": "gram"}', "an object has an entry twice"),
        ('{"kind": "delsarte", "overlap": NaN}', "NaN is no exact number"),
        ('{"kind": "delsarte", "d": 3, "d": 4}', "an entry twice; leave one of them"),
        ('{"kind": "delsarte", "d": NaN}', "no exact number; write numbers as text"),
        ('{"kind": "delsarte", "d": ' + "9" * 5000 + "}", "write numbers as text"),
        ('{"kind": ' + "[" * 20 + "]" * 20 + "}", "nested deeper than 12 levels"),
        ('{"kind": ' + "[" * 10**5 + "]" * 10**5 + "}", "nested deeper than 12 levels"),
    ],
)
def test_malformed_files(tmp_path: Path, text: str, reason: str) -> None:
    path = tmp_path / "c.json"
    path.write_text(text)
    with pytest.raises(InputError) as caught:
        read(path)
    assert reason in str(caught.value)
    assert str(path) in str(caught.value)
    assert "\n" not in str(caught.value)


def test_other_bad_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(InputError, match="there is no such file"):
        read(tmp_path / "none.json")
    with pytest.raises(InputError, match="it is a folder"):
        read(tmp_path)
    (tmp_path / "binary.json").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(InputError, match="not UTF-8 text"):
        read(tmp_path / "binary.json")
    with pytest.raises(InputError, match="there is no folder"):
        write(tmp_path / "nowhere" / "c.json", OCTAHEDRON)
    monkeypatch.setattr("packing.certificates.reading.MOST_BYTES", 50)
    write(tmp_path / "c.json", OCTAHEDRON)
    with pytest.raises(InputError, match="more than 50 bytes; split it"):
        read(tmp_path / "c.json")


def test_a_lying_file_is_refused_and_not_an_error(tmp_path: Path) -> None:
    write(tmp_path / "c.json", {**OCTAHEDRON, "statement": "there are at most 5 points"})
    (verdict,) = verify(tmp_path / "c.json")
    assert isinstance(verdict.outcome, Rejection)
    assert verdict.outcome == kernel.check(read(tmp_path / "c.json")[0])
    assert verdict.outcome.entry == "statement"


def test_the_proofs_lie_in_the_package_or_beside_it(tmp_path: Path) -> None:
    package = tmp_path / "packing"
    with pytest.raises(InputError, match="install packing again"):
        proofs_of(package)
    (tmp_path / "proofs").mkdir()
    assert proofs_of(package) == tmp_path / "proofs"
    (package / "_proofs").mkdir(parents=True)
    assert proofs_of(package) == package / "_proofs"
