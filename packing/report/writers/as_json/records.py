"""What is remembered as JSON: the cells of an atlas, of a sweep, of an audit, of a site."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from packing.report.writers.as_json.problems import problem_json

if TYPE_CHECKING:
    from packing.census import Census
    from packing.predicates import Predicates
    from packing.records import Audit, Entry, Record
    from packing.records.audit import Audited
    from packing.records.fault import Fault
    from packing.sweep import Cell


def record_json(record: Record) -> dict[str, Any]:
    """The best packing known of a problem, with the run that found it where one did."""
    return {
        **problem_json(record.problem),
        "coherence": record.coherence,
        "exact": record.certified if record.exact is None else record.exact,
        "rigor": record.rigor,
        "method": record.name,
        "seed": record.seed,
        "source": record.source,
        "reference": record.reference or None,
        "optimal": record.optimal,
        "standing": record.standing,
        "lower_bound": {"value": record.bound.value, "theorem": record.bound.theorem, "rigor": record.bound.rigor},
    }


def entry_json(entry: Entry, *, is_wrong: bool = False) -> dict[str, Any]:
    """A packing remembered; the coherence of one that is wrong is no more than numerical."""
    return {
        **problem_json(entry.problem),
        "coherence": entry.packing.coherence,
        "exact": entry.certified,
        "rigor": "numerical" if is_wrong else "certified",
        "method": entry.method,
        "seed": entry.seed,
    }


def cell_json(cell: Cell) -> dict[str, Any]:
    """One cell of a sweep."""
    return {
        "n": cell.problem.n,
        "d": cell.problem.d,
        "coherence": cell.coherence,
        "lower_bound": cell.lower_bound,
        "status": cell.status,
        "cpu_seconds": cell.cpu_seconds,
    }


def audit_json(audit: Audit) -> dict[str, Any]:
    """What an audit found: each packing with its bounds, and everything that is wrong."""
    return {
        "cells": [_audited_json(cell) for cell in audit.cells],
        "findings": [fault_json(found) for found in audit.findings],
        "superseded": [fault_json(found) for found in audit.superseded],
    }


def fault_json(fault: Fault) -> dict[str, Any]:
    """What cannot be right in a store or a table."""
    return {"source": fault.source, "rule": fault.rule, "text": fault.text}


def _audited_json(cell: Audited) -> dict[str, Any]:
    return {
        **problem_json(cell.problem),
        "source": cell.source,
        "coherence": cell.high,
        "gap": cell.gap,
        "bounds": [{"theorem": str(b.theorem), "value": b.value, "rigor": b.rigor} for b in cell.bounds],
        "difference": cell.difference,
        "notes": list(cell.notes),
        "census": None if cell.census is None else census_json(cell.census),
    }


def predicates_json(found: Predicates) -> dict[str, Any]:
    """What a packing is, with the evidence, and all its pairs counted."""
    return {
        **problem_json(found.problem),
        "predicates": [
            {"name": each.name, "holds": each.holds, "evidence": each.evidence, "rigor": each.rigor}
            for each in found.properties
        ],
        "census": census_json(found.census),
    }


def census_json(census: Census) -> dict[str, Any]:
    """All pairs counted: the largest overlap and its pairs, the angle set, contacts, design strength, rank."""
    return {
        "coherence": census.coherence,
        "exact": None if census.exact is None else str(census.exact),
        "multiplicity": census.multiplicity,
        "pairs": census.pairs,
        "angles": [
            {"value": float(angle.value), "exact": _exact(angle.value), "multiplicity": angle.multiplicity}
            for angle in census.angles
        ],
        "degrees": [{"contacts": contacts, "vectors": vectors} for contacts, vectors in census.degrees],
        "design_strength": census.design_strength,
        "rank": census.rank,
        "rigor": census.rigor,
    }


def _exact(value: Any) -> str | None:
    return None if isinstance(value, float) else str(value)
