"""A second implementation of factorizations, bumps and plateaus, from the documentation alone: loops, no tricks.

One run at a time, one step at a time; maxima, prominences and intervals are found by walking.
"""

import numpy as np


def train(target, left, right, error, step, steps, adam=False):
    """Losses and factors at every step of plain gradient descent, or of Adam with the epsilon 1e-12."""
    a, b = left.copy(), right.copy()
    p = None
    if error == "cross_entropy":
        p = np.exp(target - target.max())
        p /= p.sum()
    mean = [np.zeros_like(a), np.zeros_like(b)]
    square = [np.zeros_like(a), np.zeros_like(b)]
    losses, lefts, rights = [], [], []
    for t in range(steps + 1):
        z = a @ b.T
        if p is None:
            gap, loss = z - target, 0.5 * ((z - target) ** 2).sum()
        else:
            q = np.exp(z - z.max()) / np.exp(z - z.max()).sum()
            gap, loss = q - p, (p * np.log(p / q)).sum()
        losses.append(loss)
        lefts.append(a.copy())
        rights.append(b.copy())
        for values, slope, m, v in zip((a, b), (gap @ b, gap.T @ a), mean, square, strict=True):
            if adam:
                m[...] = 0.9 * m + 0.1 * slope
                v[...] = 0.999 * v + 0.001 * slope**2
                values -= step * (m / (1 - 0.9 ** (t + 1))) / (np.sqrt(v / (1 - 0.999 ** (t + 1))) + 1e-12)
            else:
                values -= step * slope
    return np.array(losses), np.array(lefts), np.array(rights)


def cosine(x, y):
    return float(x @ y / np.sqrt((x @ x) * (y @ y)))


def alignments(lefts, rights, target_left, target_right):
    """M_rk over time, as nested loops."""
    times, rank, components = len(lefts), lefts.shape[2], target_left.shape[1]
    m = np.empty((times, rank, components))
    for t in range(times):
        for r in range(rank):
            for k in range(components):
                m[t, r, k] = cosine(lefts[t][:, r], target_left[:, k]) * cosine(rights[t][:, r], target_right[:, k])
    return m


def strengths(m):
    """The strengths of all bumps of m (T, rank, components) with their (time index, vector, target)."""
    found = {}
    times, rank, components = m.shape
    for k in range(components):
        for r in range(rank):
            own = m[:, r, k]
            for t in range(1, times - 1):
                if not (own[t - 1] < own[t] > own[t + 1]):
                    continue
                left, right = t, t
                while left > 0 and own[left - 1] <= own[t]:
                    left -= 1
                while right < times - 1 and own[right + 1] <= own[t]:
                    right += 1
                low = t + int(np.argmin(own[t : right + 1]))
                prominence = min(own[t] - own[left : t + 1].min(), own[t] - own[low])
                for s in range(rank):
                    if s == r:
                        continue
                    lead, before = m[low, s, k] - own[low], m[t, s, k] - own[t]
                    h = min(prominence, 2 * lead, 2 * (lead - before))
                    if h > 0:
                        found[t, r, k] = max(h, found.get((t, r, k), 0.0))
    return found


def bumps(m, prominence):
    return sum(h >= prominence for h in strengths(m).values())


def plateaus(times, losses):
    """Intervals of slow relative fall before all but a thousandth of the fall is made: walked place by place."""
    least = losses.min()
    end = next(t for t, loss in zip(times, losses, strict=True) if loss <= least + 1e-3 * (losses[0] - least))
    if end == 0:
        return []
    best = [losses[0]]
    for loss in losses[1:]:
        best.append(min(best[-1], loss))
    places = [end * k / 200 for k in range(201)]
    rates = []
    for place in places:
        a, b = max(0.0, place - 0.01 * end), min(end, place + 0.01 * end)
        rates.append((np.interp(a, times, np.log(best)) - np.interp(b, times, np.log(best))) / (b - a))
    found, begin = [], None
    for place, rate in zip(places, rates, strict=True):
        if rate < 0.1 * max(rates):
            begin = place if begin is None else begin
            last = place
        elif begin is not None:
            found.append((begin, last))
            begin = None
    return [(a, b) for a, b in found if b - a >= 0.05 * end]
