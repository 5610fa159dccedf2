"""Linear programmes over the zonal polynomials of Grassmannians, as exact certificates on codes of subspaces."""
