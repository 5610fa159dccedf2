"""Closed forms, one a file: each says below which overlap n objects of a space cannot stay."""
