"""Names of stores, shipped packings and audits that moved still answer at their old place, with a note."""

from __future__ import annotations

from importlib import import_module

import pytest

import packing as pk

MOVED = (
    ("atlas.Atlas", "atlas.Atlas"),
    ("atlas.Entry", "entry.Entry"),
    ("audit.Audit", "audit.Audit"),
    ("audit.Kind", "scores.Meaning"),
    ("audit.defects", "defects.defects"),
    ("audit.audit", "audit.audit"),
    ("shipped.best_known", "shipped.shipped_entry"),
    ("shipped.best_of", "shipped.best_of"),
    ("shipped.ship", "shipped.ship"),
    ("shipped.shipped_atlas", "shipped.shipped_atlas"),
)


@pytest.mark.parametrize(("old", "new"), MOVED)
def test_the_old_place_answers_with_a_note(old: str, new: str) -> None:
    (module, name), (place, new_name) = old.split("."), new.split(".")
    with pytest.warns(DeprecationWarning, match=rf"packing\.{old} has moved to packing\.records\.{new}"):
        found = getattr(getattr(pk, module), name)
    assert found is getattr(import_module(f"packing.records.{place}"), new_name)


def test_other_names_are_refused() -> None:
    with pytest.raises(AttributeError, match="no attribute 'Atlass'"):
        pk.atlas.Atlass
