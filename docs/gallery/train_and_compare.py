"""Train toy models and compare them with theory: pentagon or digons?

Five features share two dimensions: x' = ReLU(W W^T x + b). If inputs are so sparse that never two features are active
at once, the best arrangement is a regular pentagon whose loss per feature is known in closed form up to one
minimisation. If they are denser, two antipodal pairs and one lost feature are better. Gradient descent from random
starts finds both; the losses are exact expectations, not averages over a batch.
"""

import numpy as np
from scipy.optimize import minimize

from packing.analytic import exact_loss
from packing.analytic.superposition import one_sparse_loss
from packing.toymodels import AutoencoderConfig, census, structure_name, train

# Theory: a pentagon with squared norms a and biases b, in the limit of sparse inputs.
turns = 2 * np.pi * np.arange(5) / 5
cosines = np.cos(turns[:, None] - turns)
theory = minimize(
    lambda v: one_sparse_loss(v[0] * cosines, np.full(5, v[1])) / 5, [1.2, -0.2], method="Nelder-Mead", tol=1e-12
)
norm, bias = theory.x
print(f"pentagon, sparse limit: loss {theory.fun:.8f} a feature at |w|^2 = {norm:.4f}, b = {bias:.4f}")

sparse = train(AutoencoderConfig(n=5, d=2, loss="one_sparse", models=12, seed=0))
loss, blocks = sparse.losses[sparse.best], sparse.blocks(sparse.best)
print(f"trained, sparse limit:  loss {loss:.8f}, blocks {blocks}")
assert blocks == ((5, 2),)
assert abs(loss - theory.fun) < 1e-7

print("\ndensity   best of 8 models          loss      exact")
for density, expected in ((0.1, "pentagon"), (0.3, "digon")):
    trained = train(AutoencoderConfig(n=5, d=2, density=density, loss="exact", models=8, seed=0))
    best = trained.model(trained.best)
    again = float(exact_loss(best.weights, best.biases, density))  # a sum of fractions, no quadrature
    structure = structure_name(census(trained).best)
    print(f"{density:7.1f}   {structure:20s} {best.loss:10.6f} {again:10.6f}")
    assert expected in structure
    assert abs(best.loss - again) < 1e-5
print("\nTwo digons leave the fifth feature out: D = (1/2, 1/2, 1/2, 1/2, 0).")
print("D of the last model:", *(f"{share:.2f}" for share in np.sort(trained.dimensionality[trained.best])[::-1]))
