"""Machine code is kept where it can be, and made all the same where it cannot."""

from __future__ import annotations

from packing.numeric import compiled


def test_code_without_a_file_is_compiled_all_the_same() -> None:
    """What numba cannot place in any cache folder, as on a machine where none is writable."""
    scope: dict[str, object] = {}
    exec("def double(x):\n    return 2.0 * x\n", scope)
    double = compiled()(scope["double"])
    assert double(1.5) == 3.0
    assert double.stats.cache_path is None
