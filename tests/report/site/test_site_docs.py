"""The examples of the page on the site are run."""

from __future__ import annotations

import doctest
from pathlib import Path

PAGE = Path(__file__).parents[3] / "docs" / "atlas-site.md"


def test_the_examples_of_the_page_hold() -> None:
    outcome = doctest.testfile(str(PAGE), module_relative=False, encoding="utf-8")
    assert outcome.attempted == 5
    assert outcome.failed == 0
