"""Sparse features: the densities and importances of each, which are active together, and batches of them."""
