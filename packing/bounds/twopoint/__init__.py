"""Two-point bounds: Delsarte's linear programme and Levenshtein's polynomials, as exact certificates."""
