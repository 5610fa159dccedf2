"""Searches among codebooks whose entries are of one modulus, roots of unity, or rows of a Fourier matrix."""
