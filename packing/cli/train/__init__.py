"""`packing train`: one file a model."""

from cyclopts import App

train = App(
    name="train",
    help="Train toy models by gradient and measure their geometry. Example: packing train autoencoder -n 40 -d 8",
    help_format="plaintext",
)
for _model in (
    "autoencoder",
    "dimensionality",
    "phases",
    "importance",
    "capacity",
    "factorization",
    "curves",
    "monosemanticity",
    "monosemanticity_study",
    "dictionary",
    "moments",
    "classes",
    "recovery",
    "memorization",
    "allocation",
):
    train.command(f"packing.cli.train.{_model}:{_model}", name=_model.replace("_", "-"))
