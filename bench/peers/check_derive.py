"""Recomputes the numbers of docs/derive.md in numpy, sharing no code with what wrote it.

    python bench/peers/check_derive.py [PAGE]

Evenings are listed by loops, gradients are difference quotients of J, batches come from numpy's own
PCG64. Each number is written as the page writes it and looked for there, with the words around it.
Exit code 1 if one is missing.
"""

import itertools
import pathlib
import sys

import numpy as np

FRESH, TIRED, READ, HOURS = 0, 1, 0, 3
PAGES = np.array([[8.0, 1.0], [2.0, 1.0]])
HABIT = np.array([[0.7, 0.3], [0.8, 0.2]])
LOGITS = np.log(HABIT)
NOW = np.arange(HOURS)
WORDS = list(itertools.product(["fresh", "tired"], ["read", "rest"]))
KNOBS = [", ".join(pair) for pair in WORDS]
PAGE = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else "docs/derive.md").read_text()
missing = []


def says(text, *numbers):
    """Looks for the text; {2} is a number with two decimals, {+2} one with its sign as well."""
    for number in itertools.chain.from_iterable(map(np.ravel, numbers)):
        form = text[text.index("{") + 1 : text.index("}")]
        shown = f"{number * (1 + 1e-11):{form.strip('0123456789')}.{form[-1]}f}"
        if not any(digit in shown for digit in "123456789"):
            shown = shown.lstrip("+-")
        text = text.replace("{" + form + "}", shown.replace("-", "−"), 1)
    if text not in PAGE:
        missing.append(text)


def row(name, form, *numbers):
    says(f"| {name} | " + " | ".join([form] * sum(map(np.size, numbers))) + " |", *numbers)


def world(tiring=0.6, helping=0.75):
    """p[s, a, s']."""
    return np.array([[[1 - tiring, tiring], [1, 0]], [[0, 1], [helping, 1 - helping]]])


def softmax(z):
    e = np.exp(z)
    return e / e.sum(-1, keepdims=True)


def scores(pi):
    """Of every state and action, as a table of vectors."""
    table = np.zeros(pi.shape + pi.shape)
    for s, a in np.ndindex(pi.shape):
        table[s, a, s] = -pi[s]
        table[s, a, s, a] += 1
    return table.reshape(pi.shape + (-1,))


class Evenings:
    """Every evening that can happen."""

    def __init__(self, pi, p):
        states, actions, chances = [], [], []
        for a, later in itertools.product(itertools.product((0, 1), repeat=HOURS), repeat=2):
            s = (FRESH,) + later
            chance = np.prod([pi[s[t], a[t]] * p[s[t], a[t], s[t + 1]] for t in NOW])
            if chance > 0:
                states.append(s), actions.append(a), chances.append(chance)
        self.after, self.a, self.p = np.array(states), np.array(actions), np.array(chances)
        self.s = self.after[:, :HOURS]
        self.r = PAGES[self.s, self.a]
        self.total, self.togo = self.r.sum(1), self.r[:, ::-1].cumsum(1)[:, ::-1]
        self.g = scores(pi)[self.s, self.a]

    def estimate(self, weight):
        """Mean and variance of the sum over hours of score times weight."""
        one = np.einsum("eh,ehk->ek", np.broadcast_to(weight, self.r.shape), self.g)
        mean = self.p @ one
        return mean, self.p @ ((one - mean) ** 2).sum(1)


def objective(z, gamma=1.0):
    e = Evenings(softmax(z), world())
    return e.p @ (e.r * gamma**NOW).sum(1)


def turning(function, by=1e-5):
    turns = by * np.eye(4).reshape(4, 2, 2)
    return np.array([function(LOGITS + x) - function(LOGITS - x) for x in turns]) / (2 * by)


def lived(n, seed, batches=1):
    """States, actions and returns of batches of n evenings, by the draws that the page makes."""
    draws = np.random.Generator(np.random.PCG64(seed)).random((batches, n, 1 + 2 * HOURS))
    state, p, states, actions = np.zeros((batches, n), int), world(), [], []
    for t in NOW:
        states.append(state)
        actions.append(np.where(draws[..., 1 + 2 * t] < HABIT[state, READ], 0, 1))
        state = np.where(draws[..., 2 + 2 * t] < p[state, actions[-1], FRESH], FRESH, TIRED)
    s, a = np.stack(states, -1), np.stack(actions, -1)
    return s, a, PAGES[s, a].sum(-1)


def steps_1_to_9():
    p, e = world(), Evenings(HABIT, world())
    says("there are {0}.", len(e.p))
    for k in np.argsort(-e.p)[:4]:
        story = ", ".join(" ".join(WORDS[2 * s + a]) for s, a in zip(e.s[k], e.a[k]))
        row(f"{story}, then {WORDS[2 * e.after[k, -1]][0]} | {e.total[k]:.0f}", "{4}", e.p[k])
    slope = turning(objective)
    says("by the list: **{4}** = hour by hour: **{4}**", [e.p @ e.total] * 2)
    rates = np.array([0.02, 0.002, 0.0002])
    rises = np.array([objective(LOGITS + x * slope.reshape(2, 2)) for x in rates]) - e.p @ e.total
    gone = 100 * (1 - rises / (rates * (slope @ slope)))
    says("**{4}** < $J$ after a step with $\\alpha$ = 0.02: **{4}**", e.p @ e.total + [0, rises[0]])
    says("{3} % is missing with $\\alpha$ = 0.02, {3} % with 0.002, {3} % with 0.0002", gone)
    says("first quotient: **{2}**, second: **{2}**", gone[:2] / gone[1:])
    table = scores(HABIT).reshape(4, 4)
    z = (LOGITS - LOGITS[:, 1:]).ravel()
    kinder = Evenings(HABIT, world(0.2, 0.9))
    says("here: **{4}** < there: **{4}**", e.p[0], kinder.p[0])
    for there in (world(), world(0.2, 0.9)):
        logs = turning(lambda z: np.log(Evenings(softmax(z), there).p))
        assert np.allclose(logs.T, e.g.sum(1), atol=1e-8)
        says("here: **{4}** = there: **{4}**", [logs[0, 0]] * 2)
    value, advantage = np.zeros((HOURS + 1, 2)), np.zeros((HOURS, 2, 2))
    for t in NOW[::-1]:
        q = PAGES + p @ value[t + 1]
        value[t] = (HABIT * q).sum(1)
        advantage[t] = q - value[t][:, None]
    chance = np.array([[e.p @ (e.s[:, t] == s) for s in (0, 1)] for t in NOW])
    theorem = np.einsum("ts,sa,tsa->sa", chance, HABIT, advantage).ravel()

    whole, togo = e.estimate(e.total[:, None]), e.estimate(e.togo)
    for k, name in enumerate(KNOBS):
        says(f"| {name} | {{4}} | {{4}} | {{+4}} |", z[k], HABIT.ravel()[k], slope[k])
        says(f"| {name} | " + " | ".join("{+1}" if x else "{1}" for x in table[k]), table[k])
        row(name, "{+6}", whole[0][k], theorem[k], slope[k])
        row(name, "{+3}", advantage[:, k // 2, k % 2])
    later = np.einsum("e,etk,em->tmk", e.p, e.g, e.r)[np.triu_indices(HOURS, 1)]
    says("largest entry over the pairs of hours: **{4}**", abs(later).max())
    past = np.einsum("eh,ehk->ek", e.total[:, None] - e.togo, e.g)
    says("where it is shortest: **{4}**", np.linalg.norm(past, axis=1).min())
    says("the variance falls from {2} to {2} here", whole[1], togo[1])
    says("$R(\\tau )$: **{2}** < reward-to-go: **{2}**", 0, 2 * 0.5**2)  # ‖∓½, ±½‖², weight −1

    mean = e.p @ e.togo.mean(1)
    constant, less = e.estimate(e.togo - mean)[1], e.estimate(e.togo - value[NOW, e.s])[1]
    exact = e.estimate(advantage[NOW, e.s, e.a])[1]
    absurd = e.estimate(e.togo - np.where(e.s == FRESH, 40, -7))[1]
    says("(here {3}, the average reward-to-go) takes away {0} %",
         mean, 100 - 100 * constant / togo[1])
    says("in its place {0} % of what the constant leaves", 100 - 100 * less / constant)
    row("fresh", "{3}", value[:HOURS, FRESH])
    row("tired", "{3}", value[:HOURS, TIRED])
    says("R(τ) {1}, reward-to-go {1}, minus a constant {1}, minus the value V {1}, advantage A {1}",
         whole[1], togo[1], constant, less, exact)
    says("value: **{2}** < constant: **{2}** < none: **{2}** < absurd: **{2}**",
         less, constant, togo[1], absurd)
    own, other = e.togo[:, None], e.togo[None]
    pages = np.broadcast_to((own - other)[..., :1] / 2, own.shape[:1] * 2 + (HOURS,))
    rows = own - (own + other).mean(2, keepdims=True) / 2
    for name, weight in [("from $R(\\tau )$: the mean $R(\\tau )$ of the batch", pages),
                         ("from $\\hat R_t$: its mean at the same hour", (own - other) / 2),
                         ("from $\\hat R_t$: its mean over all hours and evenings", rows),
                         ("from $\\hat R_t$: that of the other evening", own - other)]:
        left = np.einsum("i,j,ijh,ihk->k", e.p, e.p, weight, e.g)
        row(name, "{3}", (left / slope)[[0, 2]])
        if weight is rows:
            parts = ((1 - (NOW + 1) / 6) * e.r)[:, ::-1].cumsum(1)[:, ::-1]
            says("that mean: **{4}** = with those parts gone: **{4}**",
                 left[0], e.estimate(parts)[0][0])

    pull = (chance[:, None] * HABIT.T * advantage.transpose(0, 2, 1))[:, READ, TIRED]
    says("{+4} for the middle one and {+4} for the last", pull[1:])
    says("their sum: **{4}** = entry of $\\nabla J$: **{4}**", pull.sum(), slope[2])
    counted = np.stack([(e.r * (NOW >= t) * 0.8 ** (NOW - t)).sum(1) for t in NOW], 1)
    right = turning(lambda z: objective(z, 0.8))
    says("theorem: **{4}** = with $\\gamma^t$: **{4}** = turning",
         [e.estimate(0.8**NOW * counted)[0][0]] * 2)
    usual = e.estimate(counted)[0]
    says("with $\\gamma^t$: **{4}** < without: **{4}**", right[0], usual[0])
    says("by {1} % of its length", 100 * np.linalg.norm(usual - right) / np.linalg.norm(right))
    for trust in (0, 0.5, 0.9, 1):
        shown = [trust]
        for guess in (value, np.array([[8, 8]] * HOURS + [[0, 0]])):
            then = guess[np.arange(HOURS + 1), e.after]
            surprise = e.r + then[:, 1:] - then[:, :-1]
            gae = [(surprise * np.where(NOW >= t, trust ** abs(NOW - t), 0)).sum(1) for t in NOW]
            average, variance = e.estimate(np.stack(gae, 1))
            bias = np.linalg.norm(average - whole[0]) / np.linalg.norm(slope)
            shown += [100 * bias, variance]
        says("| {1} | {1} | {2} | {1} | {2} |", shown)
    return slope, whole[1]


def steps_10_to_12_and_15(slope, variance):
    says("The gradient itself has length {3}.", np.linalg.norm(slope))
    table, ratios = scores(HABIT), []
    for n in (8, 32, 128):
        s, a, pages = lived(n, n, 2000)
        found = np.einsum("bnhk,bn->bk", table[s, a], pages) / n
        sizes = np.sqrt([variance / n, ((found - slope) ** 2).sum(1).mean()])
        row(n, "{3}", sizes)
        ratios.append(sizes[1] / sizes[0])
        if n == 8:
            says("In percent: 8 evenings: **{1}**", 100 * np.mean(found @ slope < 0))
    says("8 evenings: **{3}**, 32 evenings: **{3}**, 128 evenings: **{3}**", ratios)
    s, a, pages = lived(20000, 1)
    off = np.linalg.norm(np.einsum("bnhk,bn->k", table[s, a], pages) / 20000 - slope)
    says("off by: **{3}** < four typical errors: **{3}**", off, 4 * np.sqrt(variance / 20000))

    s, a, pages = (x[0] for x in lived(8, 24))
    s, a, w = s.ravel(), a.ravel(), np.repeat(pages, HOURS)
    g = table[s, a]
    estimate, kernel = w @ g / 8, g @ g.T
    predicted = 0.02 / 8 * kernel @ w
    says("by the kernel: **{4}** = by the step: **{4}**", predicted[0], 0.02 * g[0] @ estimate)
    steps = [rate * estimate.reshape(2, 2) for rate in (0.02, 0.01, 0.005)]
    logs = [np.log(softmax(LOGITS + step)[s, a] / HABIT[s, a]) for step in steps]
    sizes = np.array([np.linalg.norm(x - predicted / k) for x, k in zip(logs, (1, 2, 4))])
    says("0.02 to 0.01: **{2}**, 0.01 to 0.005: **{2}**", sizes[:2] / sizes[1:])
    four, chances = table.reshape(4, 4), HABIT.ravel()
    for name, line, g_, chance in zip(KNOBS, four @ four.T, four, chances):
        says(f"| {name} | " + " | ".join("{+2}" if x else "{2}" for x in line) + " |", line)
        says(f"| {name} | {{1}} | {{2}} | {{3}} |", chance, g_ @ g_, chance * (g_ @ g_))
    says("twice its own push: **{4}** = own push with twice the weight: **{4}**",
         [2 * 0.02 / 8 * w[0] * kernel[0, 0]] * 2)
    explained, fell = np.corrcoef(w, predicted)[0, 1] ** 2, np.sum(predicted < 0)
    says("explain {0} % of the squared differences between predicted pushes, and {0} of 24 rows",
         100 * explained, fell)
    says("{0} of them are below zero", fell)
    says("There are only {0} heights", len(set(predicted.round(9))))
    says("pushes: **{2}** < $R^2$ where nothing is shared: **{2}**", explained, 1)
    apart = [-np.log1p(np.exp(-rate / 8 * pages)) for rate in (0.02, 0.01)]
    bends = [1 - np.corrcoef(pages, pushes)[0, 1] ** 2 for pushes in apart]
    says("before, divided by after: **{2}**", bends[0] / bends[1])
    less = (w - w.mean()) @ g / 8
    cosine = less @ estimate / np.linalg.norm(less) / np.linalg.norm(estimate)
    says("cosine: **{4}** < **1**", cosine)
    says("by {0} degrees", np.degrees(np.arccos(cosine)))


def variances(pi, pages, baselines):
    g = scores(pi[None])[0]
    one = (pages[:, None] - baselines)[..., None] * g[:, None]
    return pi @ ((one - np.tensordot(pi, one, 1)) ** 2).sum(-1)


def steps_13_and_14():
    pi, pages = np.array([0.7, 0.2, 0.1]), np.array([5.0, 3.0, 1.0])
    g = scores(pi[None])[0]
    kernel, factor = g @ g.T, (g**2).sum(1)
    steps = [rate * pages[2] * g[2] for rate in (0.5, 0.25, 0.125, 0.0625)]
    logs = [np.log(softmax(np.log(pi) + step) / pi) for step in steps]
    after = pi * np.exp(logs[0])
    for k, name in enumerate(("read", "skim", "rest")):
        says(f"| {name} | {{0}} | {{4}} | {{4}} | {{+2}} | {{+4}} | {{+4}} |", pages[k], pi[k],
             after[k], kernel[k, 2], 0.5 * pages[2] * kernel[k, 2], logs[0][k])
    says("read {3} to {3}, skim {3} to {3}, rest {3} to {3}", np.stack([pi, after], 1))
    price = np.array([pi @ x for x in logs])
    says("sum: **{4}** =", price[0])
    says("by eighth: **{3}** < half by quarter: **{3}** < whole by half: **{3}**",
         (price[:-1] / price[1:])[::-1])
    says("Probability times factor: rarest: **{3}** < second: **{3}**", (pi * factor)[:0:-1])
    says("when tired {2} beside {2} (step 11), so that one page for resting undoes {0} pages",
         2 * 0.2**2, -2 * 0.2 * 0.8, 0.8 / 0.2)

    average, knobs = kernel @ (pi * pages), pi @ (pages[:, None] * g)
    tried = np.arange(0, 10, 1e-3)
    best = tried[variances(pi, pages, tried).argmin()]
    levels = np.array([0, 2, 4.2, 10, best])
    scatter = variances(pi, pages, levels)
    for level, variance in zip(levels[:4], scatter):
        says("| {1} | {+3} | {+3} | {+3} | {+3} | {+3} | {+3} | {3} |",
             level, (pages - level) * factor, knobs, variance)
    says("down with the average {1} as baseline", pi @ pages)
    says("here {2} with the variance {3}", best, scatter[4])
    says("best: **{3}** < $b$ = 2: **{3}** < $b$ = 4.2: **{3}** < $b$ = 0: **{3}** < $b$ = 10: **{3}**",
         scatter[[4, 1, 2, 0, 3]])
    says("a knob: {+2}, {+2}, {+2} for read", knobs)
    says("in proportion to neither: {+3}, {+3}, {+3}.", average)
    says("formula: **{4}** = mean over samples: **{4}**", knobs[0] - pi @ knobs, average[0])
    richer = np.array([5, 4.6, 1])
    push = (kernel @ (pi * richer))[1]
    says("the average of {2}, and yet the average step would change its log-probability by {+3}",
         pi @ richer, push)
    says("**{4}** < **0** < its advantage: **{4}**", push, richer[1] - pi @ richer)
    two = variances(np.array([0.9, 0.1]), np.array([3.0, 1.0]), np.array([0, 2.8]))
    says("$b$ = 0: **{3}** < $b$ = $J$: **{3}**", two)


if __name__ == "__main__":
    steps_10_to_12_and_15(*steps_1_to_9())
    steps_13_and_14()
    for text in missing:
        print("not in the page:", text)
    print(f"{len(missing)} differ" if missing else "every number agrees")
    sys.exit(1 if missing else 0)
