"""Small dense semidefinite programs by an interior point, in doubles or double-doubles; it knows no packing."""
