"""The overlaps between two matrices: all pairs of a row of one and a row of the other."""
