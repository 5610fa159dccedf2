"""The autoencoder as it is usually trained, in PyTorch: a Python loop of batched steps over all models.

Needs torch, which the project does not: run it in an environment of its own,
`python benchmarks/rivals/torch_autoencoder.py MODELS N D BATCH STEPS DENSITY`, or through the benchmark where torch can
be imported. Two styles: `notebook` draws two uniforms an entry (active or not, and the value) as the published notebook
does; `lean` draws one, as the compiled engine does. Both use AdamW and batched matrix products on one thread.
"""

from __future__ import annotations

import json
import sys
import time


def train(models: int, n: int, d: int, batch: int, steps: int, density: float, style: str) -> dict[str, float]:
    """CPU seconds for `steps` steps, and the last loss (a sum over features, averaged over batch and models)."""
    import torch

    torch.set_num_threads(1)
    torch.manual_seed(0)
    weights = torch.nn.Parameter(torch.randn(models, n, d) * (2.0 / (n + d)) ** 0.5)
    biases = torch.nn.Parameter(torch.zeros(models, 1, n))
    optimizer = torch.optim.AdamW([weights, biases], lr=1e-2, weight_decay=0.0)
    loss = torch.zeros(())
    began = time.process_time()
    for _ in range(steps):
        if style == "notebook":
            values = torch.rand(models, batch, n)
            inputs = torch.where(torch.rand(models, batch, n) <= density, values, torch.zeros(()))
        else:
            values = torch.rand(models, batch, n)
            inputs = torch.where(values < density, values / density, torch.zeros(()))
        outputs = torch.relu(torch.bmm(torch.bmm(inputs, weights), weights.mT) + biases)
        loss = ((outputs - inputs) ** 2).mean(dim=1).sum()
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        optimizer.step()
    return {"cpu_seconds": time.process_time() - began, "loss": float(loss.detach()) / models}


if __name__ == "__main__":
    counts, density = list(map(int, sys.argv[1:6])), float(sys.argv[6])
    print(json.dumps({style: train(*counts, density, style) for style in ("notebook", "lean")}))
