"""The overlaps of a matrix with itself: all pairs of its rows."""
