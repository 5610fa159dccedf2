"""The compiled passes over one block of overlaps: sums, the largest overlaps, components.

numba keeps machine code on disk by the file of the outermost function: after a change in another file of this folder
touch `fold.py` as well.
"""
