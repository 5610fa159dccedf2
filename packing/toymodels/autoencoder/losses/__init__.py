"""Expected losses of the autoencoder: exact at any density, in the limit of density 0, linear, and by Monte Carlo."""
