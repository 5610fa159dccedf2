"""Feature dimensionality over density: the same training at many densities, whose D_i gather on plateaus.

Where features form orthogonal copies of a tight frame of n_i vectors in d_i dimensions, each has D_i = d_i/n_i, so the
plateaus of D_i over density name the blocks. Reference: Elhage et al., Toy Models of Superposition (2022).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from packing.errors import InputError
from packing.files import check_writable
from packing.toymodels.autoencoder.config import AutoencoderConfig
from packing.toymodels.autoencoder.model import train
from packing.toymodels.autoencoder.trained import TrainedModels
from packing.toymodels.kind import Progress


def sweep_densities(
    config: AutoencoderConfig,
    densities: Sequence[float],
    progress: Progress | None = None,
    checkpoints: Path | str | None = None,
) -> tuple[TrainedModels, ...]:
    """The models of `config` at each of the densities in place of its own, in rising order.

    `progress(done, models)` counts models over all densities. With `checkpoints`, a folder that exists, the models of
    each density are kept in a file there, and a sweep that was killed goes on after the last one written. Raises
    `InputError` where there is no density, or one outside (0, 1].

    >>> sets = sweep_densities(AutoencoderConfig(n=6, d=3, models=2, steps=600), [0.5, 0.3])
    >>> [(models.config.density, float(models.dimensionality.mean().round(2))) for models in sets]
    [(0.3, 0.5), (0.5, 0.5)]
    """
    grid = sorted({float(density) for density in densities})
    if not grid:
        raise InputError("a sweep needs at least one density, not none: give a range")
    settings = [replace(config, density=density) for density in grid]
    folder = None if checkpoints is None else checked_folder(checkpoints)
    sets = []
    for number, setting in enumerate(settings):

        def counted(done: int, models: int, before: int = number * config.models) -> None:
            if progress is not None:
                progress(before + done, len(settings) * models)

        kept = None if folder is None else folder / f"density-{setting.density:.6g}.npz"
        sets.append(train(setting, counted, checkpoint=kept))
    return tuple(sets)


def checked_folder(path: Path | str) -> Path:
    """A folder that files can be written to, or `InputError`."""
    folder = Path(path)
    if not folder.is_dir():
        raise InputError(f"there is no folder {folder}: create it or choose another place")
    check_writable(folder / "density.npz")
    return folder
