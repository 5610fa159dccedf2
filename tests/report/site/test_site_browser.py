"""The pages in a real browser: sorting, filtering, turning, by mouse and by keyboard, with a clean console."""

from __future__ import annotations

import math
import re
from pathlib import Path

import pytest
from browser import Browser
from sites import Site

from packing import vectors
from packing.report.site.known import Standing

pytestmark = pytest.mark.long

VISIBLE = "[...document.querySelectorAll('#atlas tbody tr')].filter((row) => !row.hidden)"

CONTRAST = """
(() => {
  const numbers = (color) => color.match(/[\\d.]+/g).map(Number);
  const light = (color) => {
    const linear = (c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
    const [r, g, b] = numbers(color).map((c) => linear(c / 255));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const ground = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const color = getComputedStyle(at).backgroundColor;
      if (numbers(color).length === 3 || numbers(color)[3] === 1) return color;
    }
    return "rgb(255, 255, 255)";
  };
  const poor = [];
  for (const element of document.querySelectorAll("body *")) {
    const own = [...element.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim());
    if (!own || ["SCRIPT", "NOSCRIPT", "TITLE", "title", "option", "OPTION"].includes(element.tagName)) continue;
    const style = getComputedStyle(element);
    const color = element instanceof SVGElement ? style.fill : style.color;
    const [a, b] = [light(color), light(ground(element))];
    const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    if (ratio < 4.5) poor.push(`${element.tagName}.${element.getAttribute("class")}: ${ratio.toFixed(2)}`);
  }
  return [...new Set(poor)];
})()
"""


def seen(browser: Browser, column: int) -> list[str]:
    """The texts of a column, top to bottom, of the rows that are shown."""
    return list(browser.run(f"{VISIBLE}.map((row) => row.cells[{column}].textContent.trim())"))


def tab_to(browser: Browser, condition: str, most: int = 60) -> None:
    """Press Tab until the focused element, `e`, is the one meant."""
    for _ in range(most):
        browser.press("Tab")
        if browser.run(f"((e) => {condition})(document.activeElement)"):
            return
    raise AssertionError(f"Tab never reaches {condition}")


def test_the_instrument_hears_complaints(browser: Browser, tmp_path: Path) -> None:
    page = tmp_path / "bad.html"
    page.write_text("<title>Bad</title><script src='missing.js'></script><script>console.error('no'); oh()</script>")
    browser.open(page)
    assert len(browser.complaints) >= 3
    poor = tmp_path / "poor.html"
    poor.write_text("<title>Poor</title><p style='color: #aaa; background: #fff'>pale")
    browser.open(poor)
    assert browser.run(CONTRAST) == ["P.null: 2.32"]


@pytest.mark.parametrize(("width", "phone"), [(1280, False), (390, True)], ids=["desk", "phone"])
@pytest.mark.parametrize("dark", [False, True], ids=["day", "night"])
def test_every_page_opens_without_complaint(site: Site, browser: Browser, width: int, phone: bool, dark: bool) -> None:
    """All pages by day on a phone, where they are narrowest; elsewhere one of each kind."""
    browser.resize(width, 844, dark=dark, phone=phone)
    kinds = ("index", "energies", "lines_R_2x1", "lines_C_3x13", "lines_C_2x7", "points_3x12")
    for page in site.pages:
        if page.stem not in kinds and (dark or not phone):
            continue
        browser.open(page)
        assert browser.complaints == [], page
        assert all(address.startswith("file:") for address in browser.requests), page
        assert browser.run("document.documentElement.scrollWidth") <= width, page
        assert browser.run(CONTRAST) == [], page
        paper = browser.run("getComputedStyle(document.body).backgroundColor")
        assert (sum(map(int, re.findall(r"\d+", paper))) < 150) == dark


def test_a_heading_sorts_by_mouse(site: Site, browser: Browser) -> None:
    browser.open(site.folder / "index.html")
    first = seen(browser, 0)
    assert first[0] == "1 line in ℝ²"
    browser.run("document.querySelectorAll('#atlas th button')[5].click()")
    values = [float(text) for text in seen(browser, 5)]
    assert values == sorted(values)
    browser.run("document.querySelectorAll('#atlas th button')[5].click()")
    assert [float(text) for text in seen(browser, 5)] == values[::-1]
    assert browser.run("document.querySelectorAll('[aria-sort]').length") == 1
    assert browser.run("document.querySelector('[aria-sort]').textContent").startswith("Coherence")
    browser.run("document.querySelectorAll('#atlas th button')[0].click()")
    assert seen(browser, 0) == first


def test_a_heading_sorts_by_keyboard(site: Site, browser: Browser) -> None:
    browser.open(site.folder / "index.html")
    tab_to(browser, "e.tagName === 'BUTTON' && e.textContent.startsWith('Gap')")
    heading = "document.activeElement.parentElement.getAttribute('aria-sort')"
    browser.press("Enter")
    assert browser.run(heading) == "ascending"
    gaps = browser.run(f"{VISIBLE}.map((row) => Number(row.cells[7].dataset.value))")
    assert gaps == sorted(gaps)
    assert gaps[0] == 0 < gaps[-1]
    browser.press(" ")
    assert browser.run(heading) == "descending"
    assert browser.run("document.activeElement.textContent").startswith("Gap")  # the focus stays where it was


def test_numbers_are_sorted_as_numbers(site: Site, browser: Browser) -> None:
    browser.open(site.folder / "index.html")
    browser.run("document.querySelectorAll('#atlas th button')[1].click()")
    assert [int(text) for text in seen(browser, 1)] == sorted(problem.n for problem in site.cells)


def test_filters_go_together_and_are_announced(site: Site, browser: Browser) -> None:
    browser.open(site.folder / "index.html")
    tab_to(browser, "e.name === 'kind'")
    browser.press("C")
    assert browser.run("document.activeElement.value") == "Complex lines"
    assert set(seen(browser, 3)) == {"ℂ"}
    assert browser.run("document.getElementById('shown').textContent") == f"3 of {len(site.cells)} cells"
    tab_to(browser, "e.name === 'from'")
    browser.press("6")
    tab_to(browser, "e.name === 'words'")
    browser.press(*"three")
    assert seen(browser, 0) == ["7 lines in ℂ²", "13 lines in ℂ³"]
    tab_to(browser, "e.type === 'reset'")
    browser.press("Enter")
    assert len(seen(browser, 0)) == len(site.cells)
    assert browser.run("document.getElementById('shown').textContent") == f"{len(site.cells)} cells"
    tab_to(browser, "e.name === 'from'")
    browser.press(*"500")
    assert seen(browser, 0) == []
    assert browser.run("document.getElementById('shown').textContent") == f"0 of {len(site.cells)} cells"


def test_standings_are_filtered(site: Site, browser: Browser) -> None:
    browser.open(site.folder / "index.html", "#standing=optimal")
    optimal = sum(known.standing is Standing.OPTIMAL for known in site.cells.values())
    assert seen(browser, 8) == ["optimal"] * optimal


def test_all_decimals_are_shown_where_they_are_asked_for(site: Site, browser: Browser) -> None:
    browser.open(site.folder / "index.html")
    assert "0.4472135955" in seen(browser, 5)
    tab_to(browser, "e.name === 'long'")
    browser.press(" ")
    assert "0.44721359549995793928183473374626" in seen(browser, 5)
    assert browser.run("location.hash") == "#long=1"
    tab_to(browser, "e.type === 'reset'")
    browser.press("Enter")
    assert "0.4472135955" in seen(browser, 5)


def test_energies_are_sorted_and_filtered(site: Site, browser: Browser) -> None:
    browser.open(site.folder / "energies.html", "#potential=%7Ct%7C%5E4&sort=6")
    assert set(seen(browser, 3)) == {"|t|⁴"}
    excess = browser.run(f"{VISIBLE}.map((row) => Number(row.cells[6].dataset.value))")
    assert excess == sorted(excess)
    assert browser.run("document.getElementById('shown').textContent").endswith("energies")
    tab_to(browser, "e.name === 'standing'")
    browser.press("l")
    assert set(seen(browser, 7)) == {"least"}
    told = browser.spoken()
    assert any(role == "table" and name.startswith("Energy: of the packing") for role, name in told)
    assert browser.complaints == []


def test_a_choice_is_in_the_address_and_comes_back(site: Site, browser: Browser) -> None:
    browser.open(site.folder / "index.html", "#d=3&sort=-1")
    assert set(seen(browser, 2)) == {"3"}
    shown = seen(browser, 0)
    assert shown[0] == "13 lines in ℂ³"
    tab_to(browser, "e.name === 'from'")
    browser.press("7")
    assert browser.run("location.hash") == "#d=3&from=7&sort=-1"
    browser.run("document.querySelector('#atlas tbody a').click()")
    browser.wait("document.title.startsWith('13 lines')")
    browser.run("history.back()")
    browser.wait("document.title === 'Packing atlas' && document.readyState === 'complete'")
    assert seen(browser, 0) == [name for name in shown if int(name.split()[0]) >= 7]
    assert browser.complaints == []


@pytest.mark.parametrize("fragment", ["#sort=99", "#sort=x&d=7000", "#<img src=x onerror=oh()>", "#kind=nothing"])
def test_an_address_from_elsewhere_does_no_harm(site: Site, browser: Browser, fragment: str) -> None:
    browser.open(site.folder / "index.html", fragment)
    assert browser.complaints == []
    assert browser.run("document.querySelectorAll('#atlas tbody tr').length") == len(site.cells)


def test_the_skip_link_is_first_and_skips(site: Site, browser: Browser) -> None:
    browser.open(site.folder / "index.html")
    browser.press("Tab")
    assert browser.run("document.activeElement.className") == "skip"
    assert browser.run("document.activeElement.getBoundingClientRect().left") >= 0
    browser.press("Enter")
    assert browser.run("document.activeElement.id") == "content"


def test_a_screen_reader_is_told_what_is_what(site: Site, browser: Browser) -> None:
    browser.open(site.folder / "index.html")
    told = browser.spoken()
    assert any(role == "table" and name.startswith("Coherence: rounded up") for role, name in told)
    assert ("columnheader", "Gap ≤") in told or ("columnheader", "Gap\xa0≤") in told
    assert ("rowheader", "13 lines in ℂ³") in told
    assert ("combobox", "Kind") in told
    assert ("combobox", "Dimension d") in told
    assert any(role in ("image", "img") and name.startswith("Real lines: a square") for role, name in told)
    browser.open(site.folder / "cells" / "points_3x12.html")
    told = browser.spoken()
    assert any(role in ("image", "img") and name == "12 points on S², joined where they touch" for role, name in told)
    assert ("button", "Turn left") in told


def drawn(browser: Browser) -> list[tuple[float, float]]:
    """Where the points are drawn, by number; in units of the sphere's radius, y upwards."""
    found = browser.run(
        "[...document.querySelectorAll('.point:not(.hollow)')].map((c) => [Number(c.textContent),"
        " Number(c.getAttribute('cx')) / 100, -Number(c.getAttribute('cy')) / 100])"
    )
    return [(x, y) for _, x, y in sorted(found)]


def test_the_view_turns_by_keyboard_and_comes_back(site: Site, browser: Browser) -> None:
    browser.open(site.folder / "cells" / "points_3x12.html")
    start = drawn(browser)
    assert len(start) == 12
    tab_to(browser, "e.tagName === 'svg'")
    browser.press("ArrowRight", "ArrowUp")
    assert drawn(browser) != start
    browser.press("Home")
    assert drawn(browser) == start
    browser.press("ArrowLeft")
    turned = drawn(browser)
    browser.press(*["ArrowLeft"] * 47)  # 48 steps of 7.5 degrees
    assert max(math.dist(p, q) for p, q in zip(drawn(browser), start, strict=True)) < 2e-4
    assert max(math.dist(p, q) for p, q in zip(turned, start, strict=True)) > 0.05
    assert browser.complaints == []


def test_what_is_drawn_is_a_rotation_of_the_packing(site: Site, browser: Browser) -> None:
    """Two views give all three coordinates: half a turn of the arrows apart, depth becomes width."""
    browser.open(site.folder / "cells" / "points_3x12.html")
    front = drawn(browser)
    browser.run("document.querySelector('.stage svg').focus()")
    browser.press(*["ArrowRight"] * 12)  # 90 degrees about the upright axis of the screen
    side = drawn(browser)
    points = [(x, y, z) for (x, y), (z, _) in zip(front, side, strict=True)]
    gram = site.cells[vectors(12, 3)].entry.packing.gram
    for i, p in enumerate(points):
        for j, q in enumerate(points):
            assert sum(a * b for a, b in zip(p, q, strict=True)) == pytest.approx(gram[i, j], abs=1e-3)


def test_the_view_turns_by_mouse_and_by_buttons(site: Site, browser: Browser) -> None:
    browser.open(site.folder / "cells" / "lines_C_2x7.html")
    start = drawn(browser)
    assert len(start) == 7
    browser.run("document.querySelector('.stage').scrollIntoView()")
    box = browser.run(
        "((r) => [r.x, r.y, r.width, r.height])(document.querySelector('.stage svg').getBoundingClientRect())"
    )
    middle = (box[0] + box[2] / 2, box[1] + box[3] / 2)
    browser.drag(middle, (middle[0] + 60, middle[1] + 20))
    assert drawn(browser) != start
    tab_to(browser, "e.dataset.key === 'Home'")
    browser.press("Enter")
    assert drawn(browser) == start
    tab_to(browser, "e.dataset.key === 'n'")
    browser.press("Enter")
    assert browser.run("document.activeElement.getAttribute('aria-pressed')") == "true"
    near = browser.run("[...document.querySelectorAll('.point:not(.behind)')].map((c) => c.textContent).sort()")
    assert browser.run("[...document.querySelectorAll('.name')].map((t) => t.textContent).sort()") == near
    assert browser.complaints == []


def test_lines_are_pairs_and_the_plane_stays_flat(site: Site, browser: Browser) -> None:
    browser.open(site.folder / "cells" / "lines_R_3x6.html")
    assert browser.run("document.querySelectorAll('.point.hollow').length") == 6
    assert len(drawn(browser)) == 6
    browser.open(site.folder / "cells" / "lines_R_2x4.html")
    assert browser.run("document.querySelectorAll('.rod').length") == 4
    browser.run("document.querySelector('.stage svg').focus()")
    browser.press("ArrowUp", "ArrowRight")
    assert [math.hypot(*p) for p in drawn(browser)] == pytest.approx([1.0] * 4, abs=1e-3)
    browser.open(site.folder / "cells" / "lines_R_4x9.html")
    assert browser.run("document.querySelectorAll('.stage').length") == 0


def test_a_page_without_scripts_still_holds_the_table(site: Site, browser: Browser) -> None:
    browser.call("Emulation.setScriptExecutionDisabled", value=True)
    browser.open(site.folder / "index.html")
    told = browser.spoken()
    browser.call("Emulation.setScriptExecutionDisabled", value=False)
    assert ("rowheader", "13 lines in ℂ³") in told
    assert ("combobox", "Kind") not in told


def test_touch_targets_and_text_are_large_enough(site: Site, browser: Browser) -> None:
    browser.resize(390, 844, phone=True)
    browser.open(site.folder / "cells" / "points_3x12.html")
    sizes = browser.run(
        "[...document.querySelectorAll('button')].map((b) => b.getBoundingClientRect()).map((r) => [r.width, r.height])"
    )
    assert all(width >= 32 and height >= 32 for width, height in sizes)
    assert browser.run("parseFloat(getComputedStyle(document.body).fontSize)") >= 16
