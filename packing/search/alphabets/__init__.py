"""Searches among codebooks whose entries come from an alphabet: one modulus, roots of unity, rows of a Fourier matrix."""
