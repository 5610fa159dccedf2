"""Overlaps of groups of rows: principal angles between their spans, over all pairs of groups."""
