"""One site and one browser for all tests of the pages."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from browser import CHROMIUM, Browser
from sites import Site, small_site


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """The small site."""
    return small_site(tmp_path_factory.mktemp("site"))


@pytest.fixture(scope="session")
def shared_browser() -> Iterator[Browser]:
    """One browser for all tests, or a reason why there is none."""
    if CHROMIUM is None:
        pytest.skip("there is no Chromium here: install the Debian package chromium to try the pages in a browser")
    with Browser() as browser:
        yield browser


@pytest.fixture
def browser(shared_browser: Browser) -> Browser:
    """The browser with a desk's screen by day."""
    shared_browser.resize(1280, 900)
    return shared_browser
