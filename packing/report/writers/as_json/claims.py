"""Claims and certificates with their verdicts as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from packing.kernel import NotChecked
from packing.rigor import Rigor

if TYPE_CHECKING:
    from packing import certificates
    from packing.claims import Claim, Verdict


def claim_json(claim: Claim) -> dict[str, Any]:
    """A claim by its id and what it says."""
    return {"id": claim.id, "statement": claim.text}


def verdict_json(verdict: Verdict) -> dict[str, Any]:
    """What the instruments of a claim say together."""
    return {
        "id": verdict.claim.id,
        "verdict": verdict.answer,
        "accepted": verdict.accepted,
        "reason": verdict.reason,
        "evidence": verdict.evidence,
        "seconds": round(verdict.seconds, 3),
        "rigor": verdict.rigor,
    }


def certificate_json(verdict: certificates.Verdict) -> dict[str, Any]:
    """What the checker says of a certificate, under the keys of a claim.

    Where it was not checked, also the `estimated_seconds` of its check, the `limit`, and the `limit_needed`.
    """
    outcome = verdict.outcome
    missing = {}
    if isinstance(outcome, NotChecked):
        missing = {"estimated_seconds": outcome.seconds, "limit": outcome.limit, "limit_needed": outcome.enough}
    return {
        "id": verdict.name,
        "verdict": verdict.verdict,
        "accepted": verdict.accepted,
        "reason": str(verdict.outcome),
        "evidence": [],
        "seconds": None,
        "rigor": Rigor.CERTIFIED if verdict.accepted else None,
        **missing,
    }
