"""Searches among the packings with a symmetry: groups, orbits, and what they leave free."""
