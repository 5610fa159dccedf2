"""Verify a claim: when do orthogonal subspaces beat overlapping bases?

A remark on toy models says that n vectors in k equal orthogonal blocks have more orthogonal pairs than n/d orthonormal
bases at general angles if and only if d < n (1 - 1/k). Two instruments that share no code test it: one counts the pairs
of explicit vectors, the other compares the two formulas. The claim turns out to need a correction by one. A claim is a
value: give it other constants and the verdict follows.
"""

import packing as pk
from packing.claims import claim, verify

remark = claim("tegum-beats-bases")
print("claim:     ", remark.text)
verdict = verify(remark, quick=True)
print("verdict:   ", verdict.answer.value)
print("corrected: ", remark.corrected_text)
for instrument, finding in zip(remark.instruments, verdict.findings, strict=True):
    print(f"{instrument.method}: {finding.evidence}")
assert verdict.answer is pk.claims.Answer.CORRECTED

# The smallest case by hand: four vectors in the plane, on two axes or as two bases.
on_axes = pk.Packing([[1, 0], [1, 0], [0, 1], [0, 1]])
two_bases = pk.Packing([[1, 0], [0, 1], [0.6, 0.8], [-0.8, 0.6]])
pairs = [len(pk.structure.orthogonal_pairs(packing)) for packing in (on_axes, two_bases)]
print(f"\nn = 4, d = k = 2: {pairs[0]} orthogonal pairs on two axes, {pairs[1]} in two bases.")
print("The criterion d < n (1 - 1/k) reads 2 < 2 and denies it; d - 1 < n (1 - 1/k) reads 1 < 2.")
assert pairs == [4, 2]

# A statement with other constants is another statement, and gets its own verdict.
for constant in ("n^2*(1-1/k)", "n^2*(1-1/k)+1"):
    answer = verify(claim("tegum-pairs").with_constants(count=constant), quick=True).answer
    print(f"k equal blocks have at least {constant} ordered orthogonal pairs: {answer}")
assert answer is pk.claims.Answer.FALSE
