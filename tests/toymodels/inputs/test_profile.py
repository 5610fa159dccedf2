"""Densities and importances that fall from feature to feature."""

import pytest

from packing.errors import InputError
from packing.toymodels import geometric, power_law, uniform
from packing.toymodels.inputs.profile import read_profile


def test_values() -> None:
    assert uniform(3, 0.2) == (0.2, 0.2, 0.2)
    assert geometric(4, 0.7, 2.0) == pytest.approx((2.0, 1.4, 0.98, 0.686))
    assert power_law(3, 1.1, 0.5) == pytest.approx((0.5, 0.5 / 2**1.1, 0.5 / 3**1.1))
    assert power_law(2, 0.0) == (1.0, 1.0)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("0.25", 0.25),
        ("uniform:0.25", 0.25),
        ("0.1, 0.2,0.4", (0.1, 0.2, 0.4)),
        ("geometric:0.8,0.5", (0.8, 0.4, 0.2)),
        ("power:0.9,1", (0.9, 0.45, 0.3)),
    ],
)
def test_read(text: str, value: object) -> None:
    assert read_profile("density", text, 3) == pytest.approx(value)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "density must be a number, not ''"),
        ("geometric:0.8", "density must be a number, a list a,b,.., geometric:FIRST,RATIO or"),
        ("linear:0.8,1", "density must be a number, a list a,b,.., geometric:FIRST,RATIO or"),
        ("power:0.8,x", "density must be a number, not 'x'"),
        ("geometric:1,0", "the ratio must be greater than 0, not 0.0"),
        ("power:1,-1e4", "a profile must stay finite"),
        ("geometric:1,1e300", "a profile must stay finite"),
    ],
)
def test_refused(text: str, problem: str) -> None:
    with pytest.raises(InputError, match=problem):
        read_profile("density", text, 3)
