"""The files that `packing overlaps` writes beside its answer, and what its JSON says of those that it has read."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from packing.errors import InputError

if TYPE_CHECKING:
    from packing.overlaps import Comparison, GroupOverlaps, OverlapStatistics


@dataclass(frozen=True)
class Outputs:
    """Where the picture, and the tables by row of the matrix and of the second one, are written; None for nowhere."""

    figure: Path | None
    rows: Path | None
    other_rows: Path | None

    def check(self, others: list[Path | None]) -> None:
        """Raise `InputError` where one cannot be written, or is one of the `others`: no run ends in vain."""
        from packing.overlaps.row_table import check_table_file

        if self.figure is not None:
            from packing.report.figures.style import check_picture

            check_picture(self.figure)
        for path in (self.rows, self.other_rows):
            if path is not None:
                check_table_file(path)
        taken = {_place(path) for path in others if path is not None}
        outputs = {"--figure": self.figure, "--rows-out": self.rows, "--against-rows-out": self.other_rows}
        for option, path in outputs.items():
            if path is None:
                continue
            if _place(path) in taken:
                raise InputError(f"{option} {path} would replace another file of this run: name a new file")
            taken.add(_place(path))

    def save(self, found: OverlapStatistics) -> dict[str, Any]:
        """Write what is asked for of one matrix; the paths, as JSON names them."""
        if self.figure is not None:
            from packing.report import overlap_figure, save_figure

            save_figure(overlap_figure(found), self.figure)
        if self.rows is not None:
            found.by_row().save(self.rows)
        return {"figure": self.figure, "rows_out": self.rows}

    def save_pairs(self, found: GroupOverlaps) -> None:
        """Write the pairs of groups that are listed."""
        if self.rows is not None:
            found.by_pair().save(self.rows)

    def save_comparison(self, both: Comparison) -> dict[str, Any]:
        """Write what is asked for of two matrices; the paths, as JSON names them."""
        if self.figure is not None:
            from packing.report import comparison_figure, save_figure

            save_figure(comparison_figure(both), self.figure)
        for path, side in ((self.rows, "left"), (self.other_rows, "right")):
            if path is not None:
                both.by_row(side).save(path)
        return {"figure": self.figure, "rows_out": self.rows, "against_rows_out": self.other_rows}


def provenance_json(
    matrices: list[tuple[Path, str | None]], others: list[Path | None], *, as_json: bool
) -> dict[str, Any]:
    """Versions and hashes of the files of matrices, with the tensor of each, and of others; {} for a person."""
    if not as_json:
        return {}
    from packing.overlaps.provenance import matrix_files, provenance

    files = [file for path, tensor in matrices for file in matrix_files(path, tensor)]
    return provenance([*files, *(path for path in others if path is not None)])


def _place(path: Path) -> Path:
    """Where a path leads; a path that leads nowhere is itself."""
    try:
        return path.resolve()
    except (OSError, ValueError, RuntimeError):  # a loop of links, or a name that no file can have
        return path
