"""Pictures of trained toy models, with the theory drawn in: one file a model."""

from packing.report.figures.toymodels.autoencoder import autoencoder_figure as autoencoder_figure
from packing.report.figures.toymodels.autoencoder import dimensionality_figure as dimensionality_figure
from packing.report.figures.toymodels.capacity import capacity_figure as capacity_figure
from packing.report.figures.toymodels.curves import curves_figure as curves_figure
from packing.report.figures.toymodels.dictionary import dictionary_figure as dictionary_figure
from packing.report.figures.toymodels.factorization import factorization_figure as factorization_figure
from packing.report.figures.toymodels.features import feature_phase_figure as feature_phase_figure
from packing.report.figures.toymodels.features import subspaces_figure as subspaces_figure
from packing.report.figures.toymodels.monosemanticity import monosemanticity_figure as monosemanticity_figure
from packing.report.figures.toymodels.neurons import neurons_figure as neurons_figure
from packing.report.figures.toymodels.phases import importance_figure as importance_figure
from packing.report.figures.toymodels.phases import phase_figure as phase_figure
from packing.report.figures.toymodels.phases import phase_strips_figure as phase_strips_figure
