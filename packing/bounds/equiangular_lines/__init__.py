"""How many equiangular lines R^d can hold: at a given angle, and over all angles."""
