"""The options that say which features come, how often, together with which, and what each is worth."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

if TYPE_CHECKING:
    from packing.toymodels.inputs.law import Sets
    from packing.toymodels.inputs.profile import Profile


@Parameter(name="*")
@dataclass(frozen=True)
class InputOptions:
    """The options --density, --importance, --correlated, --anticorrelated and --trees."""

    density: Annotated[
        str,
        Parameter(
            help="The chance that a feature is active, in (0, 1]: a number, a list a,b,.. of n, "
            "geometric:FIRST,RATIO or power:FIRST,EXPONENT; --sparsity S says 1 - S."
        ),
    ] = "0.4"
    importance: Annotated[str, Parameter(help="The weight of each feature's error, written likewise.")] = "1"
    correlated: Annotated[
        str | None,
        Parameter(help="Sets active all together or not at all: 0+1,2+3, or a size k for sets of k neighbours."),
    ] = None
    anticorrelated: Annotated[str | None, Parameter(help="Sets of which at most one is active, written likewise.")] = (
        None
    )

    trees: Annotated[
        str | None,
        Parameter(
            help="Trees, where a feature is active only if its parent is: BRANCHES,LEVELS (roots have the density, "
            "children share their parent's), or the parent of each feature, -1 for a root."
        ),
    ] = None

    def densities(self, n: int) -> float | Profile:
        """One chance, or one a feature; with trees and one number that of the roots."""
        from packing.toymodels.inputs.profile import read_profile
        from packing.toymodels.inputs.trees import tree_densities

        density = read_profile("density", self.density, n)
        return tree_densities(self.parents(n), density) if self.trees and isinstance(density, float) else density

    def parents(self, n: int) -> tuple[int, ...]:
        """The parent of each feature, -1 for a root; empty without trees."""
        from packing.toymodels.inputs.trees import read_trees

        return () if self.trees is None else read_trees(self.trees, n)

    def importances(self, n: int) -> float | Profile:
        """One weight, or one a feature."""
        from packing.toymodels.inputs.profile import read_profile

        return read_profile("importance", self.importance, n)

    def sets(self, n: int) -> tuple[Sets, Sets]:
        """The correlated and the anticorrelated sets."""
        from packing.toymodels.inputs.law import read_sets

        named = (("correlated", self.correlated), ("anticorrelated", self.anticorrelated))
        first, second = (() if text is None else read_sets(name, text, n) for name, text in named)
        return first, second
