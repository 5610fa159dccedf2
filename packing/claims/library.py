"""The claims of `proofs/`: one Python file each, named after its id (no underscore), that defines CLAIM."""

from __future__ import annotations

import copyreg
import difflib
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

from packing.claims.claim import Claim, Constant
from packing.errors import InputError
from packing.files import check_readable
from packing.proofs_folder import proofs_folder


def claim_ids() -> tuple[str, ...]:
    """The ids of all claims, in alphabetical order.

    >>> "tegum-beats-bases" in claim_ids()
    True
    """
    return tuple(sorted(path.stem for path in proofs_folder().glob("*.py") if "_" not in path.stem))


def claim(id: str) -> Claim:
    """The claim with this id; an unknown id raises `InputError` with the nearest ones.

    >>> print(claim("evenly-spaced-pairs"))
    evenly-spaced-pairs: m evenly spaced unit vectors in R^2 have m unordered orthogonal pairs if 4 divides m, else none
    """
    known = claim_ids()
    if id not in known:
        near = difflib.get_close_matches(id, known, n=3, cutoff=0.4)
        hint = f"the nearest are {', '.join(near)}" if near else f"packing verify --list names all {len(known)}"
        raise InputError(f"there is no claim {id!r}: {hint}")
    return read_claim(proofs_folder() / f"{id}.py")


@cache
def read_claim(path: Path) -> Claim:
    """The claim in a Python file. A damaged file raises `InputError` with the reason."""
    source = check_readable(path)
    spec = spec_from_file_location(f"packing_claim_{source.stem.replace('-', '_')}", source)
    if spec is None or spec.loader is None:
        raise InputError(f"a claim file must be Python, not {source.name}: name a .py file that defines CLAIM")
    module = module_from_spec(spec)
    try:
        spec.loader.exec_module(module)
    except (Exception, SystemExit) as reason:  # whatever is wrong with the file, the user gets one line
        raise InputError(
            f"the claim file {source} is damaged ({type(reason).__name__}: {reason}): restore it"
        ) from reason
    found = getattr(module, "CLAIM", None)
    if not isinstance(found, Claim):
        raise InputError(f"the claim file {source} defines no CLAIM: end it with CLAIM = Claim(...)")
    if found.id != source.stem:
        raise InputError(f"the claim file {source} holds the claim {found.id!r}: name file and claim alike")
    return replace(found, source=source)


def _reopened(source: Path, constants: Mapping[str, Constant]) -> Claim:
    """The claim in a file, with these constants."""
    found = read_claim(source)
    return found if found.constants == constants else found.with_constants(**constants)


def _reduced(claim: Claim) -> tuple[object, ...]:
    """How pickle keeps a claim: by its file, which holds the instruments."""
    if claim.source is None:
        raise InputError(f"a claim is kept by its file, and {claim.id!r} was read from none: write it to proofs/")
    return _reopened, (claim.source, dict(claim.constants))


copyreg.pickle(Claim, _reduced)  # type: ignore[arg-type]
