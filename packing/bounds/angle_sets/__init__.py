"""Codes whose overlaps lie in a given set: few distances, gaps, designs, antipodal codes; bounds and models."""
