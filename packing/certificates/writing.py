"""Write a file of certificates, whole or not at all."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from packing import kernel
from packing.certificates.format import Certificate
from packing.files import write_text


def write(path: Path | str, certificates: Certificate | Sequence[Certificate]) -> None:
    """Write one certificate, or a collection of them one a line, under a temporary name, then rename.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     write(Path(folder, "c.json"), {"schema": 1, "kind": "delsarte"})
    ...     json.loads(Path(folder, "c.json").read_text())
    {'schema': 1, 'kind': 'delsarte'}
    """
    if isinstance(certificates, dict):
        text = json.dumps(certificates, indent=1, ensure_ascii=False)
    else:
        members = ",\n".join(json.dumps(member, ensure_ascii=False) for member in certificates)
        text = f'{{"schema": {kernel.SCHEMA}, "certificates": [\n{members}\n]}}'
    write_text(path, text + "\n")
