"""Cards of claims, verdicts and checked certificates."""

from __future__ import annotations

from packing.certificates.verifying import CheckedCertificate
from packing.claims import Claim, Verdict
from packing.report.notebook.card import Card
from packing.report.notebook.plain import plain_card


def claim_card(claim: Claim) -> Card:
    """The statement, the verdict on record, and the instruments."""
    rows = (
        ("statement", claim.text),
        ("corrected to", claim.corrected_text),
        ("instruments", ", ".join(instrument.method.value for instrument in claim.instruments)),
        ("source", claim.reference),
    )
    return Card(claim.id, rows, claim.expected.value)


def verdict_card(verdict: Verdict) -> Card:
    """What the instruments said when they ran."""
    rows = (("verdict", verdict.reason), ("known", str(verdict.rigor)), ("as on record", str(verdict.accepted).lower()))
    return Card(verdict.claim.id, rows, str(verdict.answer), sentences=verdict.evidence)


def certificate_card(checked: CheckedCertificate) -> Card:
    """What the kernel said of a certificate."""
    return plain_card(checked, badge=checked.verdict)
