"""Names of stores, shipped packings and audits that moved still answer at their old place, with a note."""

from __future__ import annotations

from importlib import import_module

import pytest

import packing as pk

MOVED = {
    "atlas": ("Atlas", "Entry"),
    "audit": ("Audit", "Kind", "audit"),
    "shipped": ("best_known", "best_of", "ship", "shipped_atlas"),
}


@pytest.mark.parametrize(("module", "name"), [(module, name) for module, names in MOVED.items() for name in names])
def test_the_old_place_answers_with_a_note(module: str, name: str) -> None:
    with pytest.warns(DeprecationWarning, match=rf"packing\.{module}\.{name} has moved to packing\.records\.{module}"):
        found = getattr(getattr(pk, module), name)
    assert found is getattr(import_module(f"packing.records.{module}"), name)


def test_other_names_are_refused() -> None:
    with pytest.raises(AttributeError, match="no attribute 'Atlass'"):
        pk.atlas.Atlass
