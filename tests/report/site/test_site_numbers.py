"""The numbers on the pages, computed again from the files that the pages offer."""

from __future__ import annotations

import csv
import doctest
import html
import itertools
import json
import math
import re
import shutil
from collections import Counter
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
import sympy
from sites import PROBLEMS, Site

from packing import Problem, lines, load, vectors
from packing.bounds import lower_bound
from packing.bounds.from_certificates import from_certificate
from packing.certificates import read
from packing.cli import run
from packing.records.atlas import Atlas
from packing.report.site.known import Known, Standing, what_is_known
from packing.symmetry import symmetry_order

LINES = Decimal(1).scaleb(-15)


def page(site: Site, problem: Problem) -> str:
    return (site.folder / "cells" / f"{site.cells[problem].name}.html").read_text(encoding="utf-8")


def words_of(markup: str) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", markup)).split())


def headline(site: Site, problem: Problem) -> list[str]:
    """Best coherence, bound and gap as the page says them."""
    return [words_of(each) for each in re.findall(r"<dd>(.*?)</dd>", page(site, problem).split("</dl>")[0])]


def squared_overlaps(site: Site, problem: Problem) -> list[Fraction]:
    """Squares of all overlaps, with the sign of the overlap for points: exact numbers from the JSON file."""
    content = json.loads((site.folder / "packings" / f"{site.cells[problem].name}.json").read_text(encoding="utf-8"))
    rows = [
        [(Fraction(z[0]), Fraction(z[1])) if isinstance(z, list) else (Fraction(z), Fraction(0)) for z in row]
        for row in content["vectors"]
    ]
    squares = []
    for x, y in itertools.combinations(rows, 2):
        real = sum((a * c + b * e for (a, b), (c, e) in zip(x, y, strict=True)), Fraction(0))
        imaginary = sum((a * e - b * c for (a, b), (c, e) in zip(x, y, strict=True)), Fraction(0))
        norms = [sum((a * a + b * b for a, b in row), Fraction(0)) for row in (x, y)]
        square = (real * real + imaginary * imaginary) / (norms[0] * norms[1])
        squares.append(-square if real < 0 and not problem.has_lines else square)
    return squares


def signed_square(number: Decimal) -> Fraction:
    return Fraction(number) * abs(Fraction(number))


@pytest.mark.parametrize("problem", PROBLEMS, ids=str)
def test_the_coherence_is_that_of_the_coordinates_rounded_up(site: Site, problem: Problem) -> None:
    content = json.loads((site.folder / "packings" / f"{site.cells[problem].name}.json").read_text(encoding="utf-8"))
    certified = Decimal(content["coherence_of_vectors_at_most"])
    if problem.n > 1:
        exact = max(squared_overlaps(site, problem))
        assert signed_square(certified - LINES) < exact <= signed_square(certified)
    shown, bound, _ = headline(site, problem)
    if site.cells[problem].standing is Standing.OPTIMAL:
        optimum = lower_bound(problem).exact
        assert 0 <= sympy.Rational(shown) - optimum < sympy.Rational(1, 10**15)
        assert certified <= Decimal(shown) + Decimal("1e-10")
    elif problem != vectors(10, 4):  # there an exact construction stands in place of the doubles
        assert Decimal(shown) == certified
    assert Decimal(bound) <= Decimal(shown)


@pytest.mark.parametrize("problem", PROBLEMS, ids=str)
def test_the_bound_is_rounded_down_and_the_gap_up(site: Site, problem: Problem) -> None:
    upper, lower, gap = headline(site, problem)
    exact = site.cells[problem].bound.exact
    assert 0 <= (exact - sympy.Rational(lower)).evalf(40) < sympy.Rational(1, 10**15)
    assert exact == lower_bound(problem).exact
    if site.cells[problem].standing is Standing.OPTIMAL:
        assert gap == "0"
        return
    difference = (sympy.Rational(upper) - exact).evalf(40)
    shown = sympy.Rational(re.sub(r"·10 −(\d+)", r"e-\1", gap))
    assert difference <= shown <= difference * sympy.Rational(11, 10)


def test_what_is_optimal_is_said_to_be(site: Site) -> None:
    standings = {problem: known.standing for problem, known in site.cells.items()}
    optimal = {lines(1, 2), lines(4, 2), lines(6, 3), vectors(5, 2), vectors(12, 3), vectors(10, 4)}
    assert {problem for problem, standing in standings.items() if standing is Standing.OPTIMAL} >= optimal
    published = {lines(8, 3), lines(7, 2, "C"), vectors(7, 3)}
    assert {problem for problem, standing in standings.items() if standing is Standing.LITERATURE} == published
    assert standings[lines(13, 3, "C")] is Standing.OPEN
    assert "Bachoc, Christine" in page(site, vectors(10, 4))


def test_all_formats_hold_the_same_doubles(site: Site) -> None:
    for problem, known in site.cells.items():
        stem = site.folder / "packings" / known.name
        for suffix in (".txt", ".npz"):
            assert np.array_equal(load(stem.with_suffix(suffix), problem).vectors, known.packing.vectors)


def test_angle_sets_are_those_of_the_coordinates(site: Site) -> None:
    for problem in PROBLEMS:
        section = page(site, problem).split('id="angles"')[1].split("</section>")[0]
        table = re.findall(r'<td class="number">(.*?)</td><td class="number">(\d+)</td>', section)
        listed = Counter({Decimal(value): int(pairs) for value, pairs in table})
        overlaps = [math.copysign(math.sqrt(abs(q)), q) for q in squared_overlaps(site, problem)]
        if "more, all smaller" not in section:
            assert sum(listed.values()) == len(overlaps)
        for value, pairs in listed.items():
            assert sum(abs(overlap - float(value)) < 2e-7 for overlap in overlaps) == pairs


def test_contact_graphs_are_those_of_the_coordinates(site: Site) -> None:
    for problem in PROBLEMS[1:]:
        section = page(site, problem).split('id="contacts"')[1].split("</section>")[0]
        overlaps = [math.copysign(math.sqrt(abs(q)), q) for q in squared_overlaps(site, problem)]
        pairs = itertools.combinations(range(problem.n), 2)
        touching = [pair for pair, overlap in zip(pairs, overlaps, strict=True) if overlap > max(overlaps) - 1e-7]
        assert f"{len(touching)} pairs attain" in section or len(touching) == 1
        (path,) = re.findall(r'<path class="edges[^"]*" d="([^"]*)"', section)
        assert path.count("M") == len(touching)
        places = re.findall(r'<circle class="vertex[^"]*" cx="([\d.]+)" cy="([\d.]+)"', section)
        number = {(float(x), float(y)): i for i, (x, y) in enumerate(places)}
        drawn = {
            tuple(sorted((number[float(a), float(b)], number[float(c), float(d)])))
            for a, b, c, d in re.findall(r"M([\d.]+) ([\d.]+)L([\d.]+) ([\d.]+)", path)
        }
        assert drawn == set(touching)
        degrees = Counter(itertools.chain(*touching))
        titles = re.findall(r"<title>(\d+): (\d+) contacts?</title>", section)
        assert {int(i) - 1: int(degree) for i, degree in titles} == {i: degrees[i] for i in range(problem.n)}


@pytest.mark.parametrize(
    ("problem", "order"), [(lines(6, 3), 60), (vectors(12, 3), 120), (lines(4, 2), 8), (vectors(5, 2), 10)], ids=str
)
def test_symmetries_are_counted(site: Site, problem: Problem, order: int) -> None:
    """The lines of the icosahedron, its points, four lines of the plane (the dihedral group on them), the pentagon."""
    assert symmetry_order(site.cells[problem].packing) == order
    assert re.search(rf"<dt>isometries</dt><dd>{order} permutations", page(site, problem))


def test_the_histogram_counts_every_pair(site: Site) -> None:
    for problem in PROBLEMS[1:]:
        bars = re.findall(r"<title>(\d+) pairs? between (\S+) and (\S+)</title>", page(site, problem))
        overlaps = [math.copysign(math.sqrt(abs(q)), q) for q in squared_overlaps(site, problem)]
        assert sum(int(pairs) for pairs, _, _ in bars) == len(overlaps)
        for pairs, low, high in bars:
            near = sum(float(low) - 6e-4 <= overlap <= float(high) + 6e-4 for overlap in overlaps)
            inside = sum(float(low) + 6e-4 <= overlap <= float(high) - 6e-4 for overlap in overlaps)
            assert inside <= int(pairs) <= near


def test_the_history_is_every_run_and_marks_the_records(site: Site) -> None:
    with Atlas(site.store) as atlas:
        for problem in PROBLEMS:
            section = page(site, problem).split('id="history"')[1]
            rows = [words_of(row) for row in re.findall(r"<tr.*?</tr>", section, re.DOTALL)[1:]]
            runs = atlas.history(problem)
            assert len(rows) == len(runs)
            for row, stored in zip(rows, runs, strict=True):
                for figure in (stored.certified, stored.method, str(stored.seed), f"{stored.cpu_seconds:.2f}"):
                    assert figure in row
    assert [("▼" in row) for row in rows] == [True]
    two = page(site, lines(8, 3)).split('id="history"')[1]
    assert two.count('<tr class="record">') == 2


def test_the_certificate_implies_the_bound(site: Site) -> None:
    found = [
        problem for problem in PROBLEMS if (site.folder / "certificates" / f"{site.cells[problem].name}.json").exists()
    ]
    assert lines(13, 3, "C") in found
    for problem in found:
        (certificate,) = read(site.folder / "certificates" / f"{site.cells[problem].name}.json")
        bound = from_certificate(problem, certificate)
        assert bound.exact == site.cells[problem].bound.exact  # type: ignore[union-attr]


@pytest.mark.parametrize("problem", [lines(13, 3, "C"), vectors(7, 3), lines(6, 3)], ids=str)
def test_the_check_on_the_page_says_what_the_page_says(site: Site, problem: Problem, tmp_path: Path) -> None:
    name = site.cells[problem].name
    shutil.copy(site.folder / "packings" / f"{name}.txt", tmp_path)
    code = html.unescape(page(site, problem).split("<pre")[1].split("<code>")[1].split("</code>")[0])
    code = code.replace(f"{name}.txt", str(tmp_path / f"{name}.txt"))
    test = doctest.DocTestParser().get_doctest(code + "\n", {}, name, None, None)
    assert doctest.DocTestRunner().run(test) == (0, 3)


def test_the_table_for_programs_agrees_with_the_pages(site: Site) -> None:
    rows = json.loads((site.folder / "atlas.json").read_text(encoding="utf-8"))["rows"]
    assert [Problem(row["n"], row["d"], row["field"], row["objects"]) for row in rows] == list(site.cells)
    for row, problem in zip(rows, site.cells, strict=True):
        assert [row["coherence_at_most"], row["lower_bound"]] == headline(site, problem)[:2]
    lines_of_csv = (site.folder / "atlas.csv").read_text(encoding="utf-8").splitlines()
    assert len(lines_of_csv) == len(rows) + 1


def test_a_run_below_a_bound_is_a_contradiction(site: Site) -> None:
    known = site.cells[lines(8, 3)]
    from packing.errors import InputError

    with pytest.raises(InputError, match="one of the two is wrong"):
        Known(known.record, known.history, site.cells[lines(4, 2)].bounds, known.remembered)


def test_two_atlases_are_shown_as_one(site: Site, tmp_path: Path) -> None:
    from sites import random_packing

    with Atlas(site.store) as one, Atlas(tmp_path / "other.sqlite") as other:
        other.record(random_packing(lines(8, 3), 5))
        both = what_is_known(lines(8, 3), [one, other])
        alone = what_is_known(lines(8, 3), [other])
    assert both.certified == site.cells[lines(8, 3)].certified < alone.certified
    assert both.upper().text <= both.certified
    assert len(both.history) == 3


def test_bounds_are_checked_by_the_command_on_the_page(site: Site, capsys: pytest.CaptureFixture[str]) -> None:
    command = re.search(r"\$ packing (bounds .*)", page(site, lines(13, 3, "C")))
    assert command is not None
    assert run([*command[1].split(), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["lower_bound"]["value"] == site.cells[lines(13, 3, "C")].bound.value


@pytest.mark.parametrize("problem", [lines(6, 3), vectors(7, 3), lines(13, 3, "C")], ids=str)
def test_the_decimals_to_cite_are_those_of_the_headline(site: Site, problem: Problem) -> None:
    section = page(site, problem).split('id="cite"')[1].split("</section>")[0]
    upper, lower = Decimal(headline(site, problem)[0]), Decimal(headline(site, problem)[1])
    cited = [Decimal(text) for text in re.findall(r'<span class="digits">(0\.\d+)</span>, rounded', section)]
    assert upper - 1000 * LINES < cited[0] <= upper  # the exact packing may lie beside the stored one
    assert lower <= cited[1] < lower + LINES
    assert cited[1] <= cited[0]


def test_the_polynomial_of_an_exact_coherence_is_on_its_page(site: Site) -> None:
    assert "5x − 1" in words_of(page(site, lines(6, 3)))
    assert "0.44721359549995793928183473374626" in page(site, lines(6, 3))
    assert "recognised" not in page(site, lines(6, 3))


def test_energies_are_those_of_the_coordinates(site: Site) -> None:
    """Computed again in plain sums over the pairs; the floor is below, and met by sharp codes."""
    text = (site.folder / "energies.csv").read_text(encoding="utf-8")
    rows = list(csv.DictReader(text.splitlines()))
    potentials = {
        "|t|^4": lambda t: t**4,
        "|x - y|^-1": lambda t: 1 / math.sqrt(2 - 2 * t),
        "max(t, 0)^2": lambda t: max(t, 0.0) ** 2,
    }
    assert {row["potential"] for row in rows} == set(potentials)
    for row in rows:
        problem = Problem(int(row["n"]), int(row["d"]), row["field"], row["objects"])
        overlaps = [math.copysign(math.sqrt(abs(q)), q) for q in squared_overlaps(site, problem)]
        energy = 2 * sum(map(potentials[row["potential"]], overlaps))
        assert float(row["energy"]) == pytest.approx(energy, rel=1e-7, abs=2e-8)
        assert Decimal(row["floor"]) <= Decimal(row["energy"])
        near = Decimal(row["energy"]) - Decimal(row["floor"]) < Decimal("1e-6")
        assert near == (row["standing"] == "least")
        assert f'">{row["energy"]}</td>' in page(site, problem).split('id="energies"')[1]
    least = {(row["n"], row["d"], row["potential"]) for row in rows if row["standing"] == "least"}
    assert {("12", "3", "|x - y|^-1"), ("6", "3", "|t|^4")} <= least
    assert ("13", "3", "|t|^4") not in least


def test_the_table_holds_symmetries_and_published_values(site: Site) -> None:
    rows = json.loads((site.folder / "atlas.json").read_text(encoding="utf-8"))["rows"]
    held = {(row["n"], row["d"], row["field"], row["objects"]): row for row in rows}
    assert held[6, 3, "R", "lines"]["symmetries"] == 60
    assert held[6, 3, "R", "lines"]["polynomial"] == "5x - 1"
    assert held[12, 3, "R", "vectors"]["symmetries"] == 120
    assert held[13, 3, "C", "lines"]["certificate"] == "certificates/lines_C_3x13.json"
    assert "the published" in held[13, 3, "C", "lines"]["published"]
    assert held[9, 4, "R", "lines"]["published"] is None
