"""One process for the hostile inputs of a worker, and a folder of files for them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hostile.attack import Victim


@pytest.fixture(scope="session")
def victim(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Victim]:
    """What runs the commands."""
    process = Victim(tmp_path_factory.mktemp("home"))
    yield process
    process.close()
