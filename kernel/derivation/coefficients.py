"""Derives the coefficients of exp (tanh shares them) and log in ScalarKernels.

Needs mpmath. Prints Java constants; `docs/decisions/0002-own-exp-tanh-log.md` says how they are used.

Each polynomial is the minimax one in relative error: weighted least squares on Chebyshev nodes,
where every round multiplies the weight of a node by the size of the error there (Lawson 1961).
Forty digits, so nothing is lost.

The coefficients are rounded to float32 from the constant term on; after each one is rounded, the
free ones are fitted again, so that they make up for it.
"""

import struct

from mpmath import cos, expm1, log, log1p, lu_solve, matrix, mp, mpf, nint, nstr, pi, polyval, sqrt

mp.dps = 40
NODES = 160
ROUNDS = 24


def float32(x):
    return mpf(struct.unpack("f", struct.pack("f", float(x)))[0])


def nodes(low, high):
    return [low + (high - low) * (1 - cos(pi * (2 * i + 1) / (2 * NODES))) / 2 for i in range(NODES)]


def fit(points, target, tolerance, degree, fixed):
    """Fits Σ pⱼ xʲ to target, where an error of `tolerance` counts as 1.

    `fixed` maps j to a pⱼ that is kept. Returns the worst error and the coefficients.
    """
    scale = max(abs(x) for x in points)
    free = [j for j in range(degree + 1) if j not in fixed]
    weight = [mpf(1)] * NODES
    best = None
    for _ in range(ROUNDS):
        rows, right = [], []
        for w, x in zip(weight, points):
            s = sqrt(w) / tolerance(x)
            rows.append([s * (x / scale) ** j for j in free])
            right.append(s * (target(x) - sum(c * x**j for j, c in fixed.items())))
        a, b = matrix(rows), matrix(right)
        solution = lu_solve(a.T * a, a.T * b) if free else []
        value = fixed | {j: solution[at] / scale**j for at, j in enumerate(free)}
        p = [value[j] for j in range(degree + 1)]
        error = [abs(polyval(p[::-1], x) - target(x)) / tolerance(x) for x in points]
        worst = max(error)
        if best is None or worst < best[0]:
            best = worst, p
        weight = [w * e / worst for w, e in zip(weight, error)]
        mean = sum(weight) / NODES
        weight = [w / mean + mpf(10) ** -12 for w in weight]
    return best


def rounded(points, target, tolerance, degree):
    """The same fit in float32 coefficients: one is rounded at a time, the others adapt."""
    fixed = {}
    for j in range(degree + 1):
        _, p = fit(points, target, tolerance, degree, fixed)
        fixed[j] = float32(p[j])
    p = [fixed[j] for j in range(degree + 1)]
    worst = max(abs(polyval(p[::-1], x) - target(x)) / tolerance(x) for x in points)
    return worst, p


def split(x, bits):
    """x = high + low, where high keeps so few bits that a small integer times it is exact."""
    step = mpf(2) ** -bits
    high = nint(x / step) * step
    return float32(high), float32(x - high)


def show(name, values):
    for j, value in enumerate(values):
        print(f"  {name}{j} = {nstr(value, 12)}  {float(value).hex()}")


def report(title, worst, unit):
    print(f"{title}: relative error {nstr(worst, 3)} before rounding of arithmetic, {nstr(worst / unit, 3)} of 2^-24")


def main():
    unit = mpf(2) ** -24
    high, low = split(log(2), 15)
    show("LN2_", [high, low])
    show("LOG2_E_", [float32(1 / log(2))])
    show("LN2", [float32(log(2))])

    # e^r − 1 = r + r²·E(r) on |r| ≤ ½·log 2, with a margin for the rounding of n. The error is
    # relative to e^r − 1, not to e^r, because tanh needs the former.
    reach = log(2) / 2 * mpf("1.001")
    tail = lambda r: (expm1(r) - r) / r**2 if abs(r) > mpf(10) ** -12 else mpf(1) / 2
    worst, p = rounded(nodes(-reach, reach), tail, lambda r: abs(expm1(r) / r**2), 4)
    report("exp", worst, unit)
    show("E", p)

    # log(1 + f) = f − ½·f² + f³·L(f) on √½ ≤ 1 + f ≤ √2.
    cubic = lambda f: (log1p(f) - f + f**2 / 2) / f**3 if abs(f) > mpf(10) ** -9 else mpf(1) / 3
    worst, p = rounded(
        nodes(sqrt(mpf(1) / 2) - 1, sqrt(mpf(2)) - 1),
        cubic,
        lambda f: abs(log1p(f) / f**3) if abs(f) > mpf(10) ** -9 else mpf(10) ** 18,
        7,
    )
    report("log", worst, unit)
    show("L", p)


if __name__ == "__main__":
    main()
