"""Verify claims: run their instruments and join what they find."""

from __future__ import annotations

import time

from packing.claims.claim import Claim, Finding, Instrument, Setting, Verdict
from packing.claims.library import claim
from packing.errors import InputError


def verify(which: str | Claim, *, seed: int = 0, quick: bool = False) -> Verdict:
    """Run the instruments of a claim and return the verdict with its evidence.

    Args: an id or a `Claim` (such as one with other constants); the `seed` of every random instrument; `quick` for
    smaller samples and ranges.

    Raises: `InputError` for an unknown id, with the nearest ids.

    >>> from packing.claims.library import claim
    >>> wrong = claim("tegum-pairs").with_constants(count="n^2*(1-1/k)+1")
    >>> verify("tegum-pairs").answer.value, verify(wrong).answer.value
    ('true', 'false')
    """
    tested = claim(which) if isinstance(which, str) else which
    setting = Setting(tested.constants, seed=seed, quick=quick)
    started = time.perf_counter()
    findings = tuple(_run(tested, instrument, setting) for instrument in tested.instruments)
    return Verdict(tested, findings, time.perf_counter() - started)


def _run(tested: Claim, instrument: Instrument, setting: Setting) -> Finding:
    try:
        return instrument.run(setting)
    except Exception as reason:  # an instrument is a file of proofs/: what breaks it is told in one line
        raise InputError(
            f"the {instrument.method} instrument of claim {tested.id!r} broke ({type(reason).__name__}: {reason}): "
            "check its constants"
        ) from reason
