"""Find a packing and certify it: five lines of C^3.

No classical bound is known to be met by five lines of C^3. A search finds a packing in floats;
ball arithmetic then proves that an exact packing lies beside it, all of whose nine closest pairs are equally close, and
that nothing near by is better; from 250 digits its squared coherence is recognised as a root of 9x^2 - 7x + 1.
What is proved is an upper bound for the best coherence; the lower bound is a theorem of Bukh and Cox.
"""

import sympy

import packing as pk

problem = pk.lines(5, 3, "C")
found = pk.search.minimize_coherence(problem, restarts=20, seed=0)
print(f"found:    {found.packing}, {found.status}")

# Level 1: the doubles as they are stored are a packing; its coherence in exact arithmetic, rounded up.
stored = pk.exact.certified_coherence(found.packing)
print(f"level 1:  {stored}")

# Level 2: an exact packing exists beside it, by Krawczyk's test in balls.
proof = pk.exact.prove_existence(found.packing)
assert isinstance(proof, pk.exact.Existence), proof
assert proof.locally_optimal
digits = proof.coherence.str(30, radius=False)
print(f"level 2:  an exact local optimum with {proof.ties} equal overlaps, coherence {digits}")

# Level 3: the number has a name.
minimal = pk.exact.recognize(proof)
print(f"level 3:  its square is a root of {minimal}")
x = sympy.Symbol("x")
squared = min(sympy.solve(9 * x**2 - 7 * x + 1, x), key=float)
print(f"          coherence = sqrt({squared}) = {sympy.sqrt(squared).evalf(30)}")
assert abs(float(sympy.sqrt(squared)) - found.packing.coherence) < 1e-12

bound = pk.bounds.lower_bound(problem)
print(f"theorem:  {bound}")
gap = found.packing.coherence - bound.value
print(f"between them there is a gap of {gap:.6f}: whether five lines can do better is open here.")
assert 0 < gap < 0.03
