"""What a space is called: in words, in TeX, in JSON, in options of the command line and in names of files."""

from __future__ import annotations

from packing.displayed import Displayed
from packing.doors import shown
from packing.field import Field
from packing.objects import Distance, Objects

__dir__ = shown(__name__)


class SpaceNames(Displayed):
    """The names of a space with these fields.

    >>> from packing.space import Space
    >>> isinstance(Space.lines(3), SpaceNames)
    True
    """

    objects: Objects
    d: int
    field: Field
    m: int
    distance: Distance

    @property
    def has_lines(self) -> bool:
        """Whether the objects are lines: sign or phase of a vector does not matter."""
        return self.objects is Objects.LINES

    @property
    def has_points(self) -> bool:
        """Whether the objects are points of a sphere: their overlaps have a sign."""
        return self.objects is Objects.VECTORS

    def of(self, n: int) -> str:
        """n objects of the space, in words.

        >>> from packing.space import Space
        >>> Space.lines(3, "C").of(13), Space.sphere(4).of(1), Space.subspaces(4, 2).of(18)
        ('13 lines in C^3', '1 vector on S^3', '18 2-dimensional subspaces of R^4')
        """
        ending, where = "s" * (n != 1), f"{self.field}^{self.d}"
        if self.has_points:
            return f"{n} vector{ending} on S^{self.d - 1}"
        if self.has_lines:
            return f"{n} line{ending} in {where}"
        distance = f" ({self.distance} distance)" * (self.distance is not Distance.CHORDAL)
        return f"{n} {self.m}-dimensional subspace{ending} of {where}{distance}"

    def __repr__(self) -> str:
        return f"Space({self})"

    def __str__(self) -> str:
        return self.of(2).removeprefix("2 ")

    @property
    def family(self) -> str:
        """The spaces of all dimensions that this one is of, in words.

        >>> from packing.space import Space
        >>> Space.lines(3, "C").family, Space.sphere(4).family
        ('complex lines', 'points on spheres')
        """
        if self.has_points:
            return "points on spheres"
        scalars = {1: "real", 2: "complex", 4: "quaternionic"}[self.field.real_dimension]
        if self.has_lines:
            return f"{scalars} lines"
        distance = f" ({self.distance} distance)" * (self.distance is not Distance.CHORDAL)
        return f"{self.m}-dimensional {scalars} subspaces{distance}"

    @property
    def tex(self) -> str:
        r"""The space in TeX, in mathematics.

        >>> from packing.space import Space
        >>> Space.lines(3, "H").tex, Space.sphere(4).tex
        ('\\mathbb{H}^{3}', 'S^{3}')
        >>> print(Space.subspaces(4, 2, "C").tex)
        \mathrm{G}(2, \mathbb{C}^{4})
        """
        if self.has_points:
            return f"S^{{{self.d - 1}}}"
        whole = rf"\mathbb{{{self.field}}}^{{{self.d}}}"
        return whole if self.has_lines else rf"\mathrm{{G}}({self.m}, {whole})"

    @property
    def options(self) -> str:
        """How the command line is asked for the space.

        >>> from packing.space import Space
        >>> Space.lines(3, "C").options, Space.sphere(4).options, Space.lines(5).options
        ('-d 3 --field C', '-d 4 --vectors', '-d 5')
        >>> Space.subspaces(6, 2, "C").options
        '-d 6 --subspaces 2 --field C'
        """
        if self.has_points:
            return f"-d {self.d} --vectors"
        words = f"-d {self.d}" + f" --subspaces {self.m}" * (self.m > 1)
        words += f" --field {self.field}" * (self.field is not Field.REAL)
        return words + f" --distance {self.distance}" * (self.distance is not Distance.CHORDAL)

    @property
    def json(self) -> dict[str, object]:
        """The space as JSON: its `d`, `field` and `objects`, of subspaces also `m` and `distance`."""
        named: dict[str, object] = {"d": self.d, "field": self.field.value, "objects": self.objects.value}
        return named if self.m == 1 else {**named, "m": self.m, "distance": self.distance.value}

    @property
    def kind(self) -> str:
        """The spaces of all fields and dimensions d that this is one of, in words: what stores file it under.

        >>> from packing.space import Space
        >>> Space.lines(3).kind, Space.subspaces(4, 2).kind
        ('lines', 'subspaces 2 chordal')
        """
        return self.objects.value if self.m == 1 else f"{self.objects} {self.m} {self.distance}"

    @property
    def order(self) -> tuple[str, str, int, str, int]:
        """What spaces are sorted by in lists: their objects, field, m, distance, d."""
        return self.objects.value, self.field.value, self.m, self.distance.value, self.d

    def stem(self, n: int) -> str:
        """The stem of a file of n objects.

        >>> from packing.space import Space
        >>> Space.lines(3, "C").stem(13), Space.sphere(4).stem(24), Space.subspaces(4, 2).stem(18)
        ('lines_C_3x13', 'points_4x24', 'subspaces_R_4x2x18')
        """
        if self.has_points:
            return f"points_{self.d}x{n}"
        if self.has_lines:
            return f"lines_{self.field}_{self.d}x{n}"
        distance = f"_{self.distance}" * (self.distance is not Distance.CHORDAL)
        return f"subspaces{distance}_{self.field}_{self.d}x{self.m}x{n}"
