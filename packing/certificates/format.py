"""The format of certificates: objects with exact numbers as text, and the limits within which files are read."""

from __future__ import annotations

from typing import Any

Certificate = dict[str, Any]
"""One certificate: `schema`, `kind` and the entries of that kind."""

MOST_BYTES = 64 * 2**20
"""Files larger than this are not read."""

MOST_DEPTH = 12
"""Lists and objects nested deeper than this are not looked into."""
