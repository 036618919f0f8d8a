"""Recomputes an exported update of several steps, or of an algorithm without weights, in numpy.

    python bench/peers/check_steps.py DIR [DIR...]

Where rewards and settings do not tell what a loss wanted of its rows, an export has it, step by step
(docs/export.md). From this and theta before each step it computes every part of every push another
way than Uphill does: one gradient per row, in full, and sums over pairs. Exit code 1 if a number
differs by more than 1e-12 of its scale, or a part of row i's push by more than 1e-8 of
sum_j |g_i P J_j e_j| alone. Of a natural gradient it solves with F + lambda*I as one matrix of all
parameters. Where the weights of rows are told, it also computes what the loss wanted of them, which
of them a clipped ratio zeroed, and what a natural step promised and kept.
"""

import json
import pathlib
import sys

import numpy as np
from check_export import SINGLE, Check, States, Update, read_safetensors

BY_ROWS = ("own", "own_trajectory", "shared")


class Step:
    """One optimizer step: what its rows wanted, and what the optimizer made of it."""

    def __init__(self, update, number, before, moments):
        directory, description = update.directory, update.description
        name = f"steps/{number:04d}"
        self.policy = update.policy(before)
        self.after = read_safetensors(directory / f"{name}.safetensors")
        lines = (directory / f"{name}.wanted.jsonl").read_text().splitlines()
        rows = [json.loads(line) for line in lines]
        self.row = np.array([row["row"] for row in rows])
        observation = np.array(
            [row.get("observation", update.states.observation[row["row"]]) for row in rows]
        )
        own = {name: np.array([row[name] for row in rows]) for name in self.policy.distribution.own}
        wanted = np.array([row["outputs"] for row in rows])  # at y: what was allowed is in it
        self.read = States(observation, self.allowed(update, rows))
        self.outputs, self.own = wanted, own
        self.weight = np.array([row["weight"] for row in rows]) if "weight" in rows[0] else None
        self.wanted = self.policy.per_sample(self.policy.forward(self.read), wanted, own)
        self.scores = self.policy.scores(update.states, update.action)
        self.pull = {}
        pulls = directory / f"{name}.pulls.safetensors"
        tensors = read_safetensors(pulls) if pulls.exists() else {}
        for pull in ("entropy", "value"):
            if any(key.startswith(pull + ".") for key in tensors):
                self.pull[pull] = self.flat(tensors, pull + ".") + self.flat(tensors, pull + "_rest.")
        self.ascent = self.wanted.sum(axis=0) + sum(self.pull.values())
        self.clipping = description["gradient_clipping"][number]
        self.moved = self.policy.flat(self.after) - self.policy.flat(before)
        self.optimize(description, number, read_safetensors(directory / f"{name}.optimizer.safetensors"), moments)

    def allowed(self, update, rows):
        """What the states of these rows allow, if not everything."""
        column = update.batch.get("allowed")
        if column is None:
            return None
        return np.array([row.get("allowed", column[row["row"]]) for row in rows])

    def flat(self, tensors, prefix):
        return self.policy.flat({name: tensors[prefix + name] for name in self.policy.names})

    def optimize(self, description, number, memory, moments):
        """P, m of before the update, and m of the update's own earlier steps."""
        optimizer, rate = description["optimizer"], description["learning_rates"][number]
        gradient, size = self.clipping * self.ascent, len(self.ascent)
        self.earlier, self.within, self.left = np.zeros(size), np.zeros(size), None
        self.solver, self.inverse, self.preconditioner = np.zeros(size), None, None
        if optimizer["name"] == "adam":
            m, v = self.flat(memory, "m."), self.flat(memory, "v.")
            moments = m if moments is None else moments
            beta1, beta2 = optimizer["beta1"], optimizer["beta2"]
            t = optimizer["steps_before"] + 1 + number
            second = (beta2 * v + (1 - beta2) * gradient**2) / (1 - beta2**t)
            scale = rate / (1 - beta1**t) / (np.sqrt(second) + optimizer["epsilon"])
            self.preconditioner = scale * (1 - beta1)
            self.earlier = -scale * beta1 * moments
            self.within = -scale * beta1 * (m - moments)
            self.left = beta1 * moments
        elif optimizer["name"] == "rmsprop":
            second = optimizer["decay"] * self.flat(memory, "v.") + (1 - optimizer["decay"]) * gradient**2
            root = np.sqrt(second + optimizer["epsilon_under_root"])
            self.preconditioner = rate / (root + optimizer["epsilon_after_root"])
        elif optimizer["name"] == "natural":
            damped = self.policy.fisher(self.read) + optimizer["damping"] * np.eye(size)
            self.inverse = lambda rows: rate * np.linalg.solve(damped, rows.T).T
            self.solver = -rate * self.flat(memory, "x.") - self.precondition(gradient)
        else:
            self.preconditioner = np.full(size, rate)

    def precondition(self, rows):
        """P times every row."""
        return self.inverse(rows) if self.inverse else rows * self.preconditioner

    def parts(self, episode):
        """Of every row of the batch."""
        scores, scaled = self.scores, self.precondition(self.scores)
        pairs, own, together = scaled @ self.wanted.T, np.zeros(len(scores)), np.zeros(len(scores))
        for j, i in enumerate(self.row):
            if i >= 0:
                own[i] += pairs[i, j]
                together += np.where(episode == episode[i], pairs[:, j], 0)
        rounding = self.moved - self.clipping * self.precondition(self.ascent)
        rounding -= self.earlier + self.within + self.solver
        zeros = np.zeros(len(self.ascent))
        return {
            "predicted": scores @ self.moved,
            "own": own,
            "own_trajectory": together - own,
            "shared": pairs.sum(axis=1) - together,
            "entropy": scaled @ self.pull.get("entropy", zeros),
            "value": scaled @ self.pull.get("value", zeros),
            "clipping": (self.clipping - 1) * (scaled @ self.ascent),
            "momentum": scores @ self.earlier,
            "momentum_within": scores @ self.within,
            "solver": scores @ self.solver,
            "rounding": scores @ rounding,
        }

    def pairs(self):
        return np.abs(self.precondition(self.scores) @ self.wanted.T).sum(axis=1)

    def more(self):
        moved = np.abs(self.earlier) + np.abs(self.within) + np.abs(self.moved)
        return np.abs(self.scores) @ (moved + np.abs(self.precondition(self.ascent)))

    def zeroed(self, update, clip):
        """Rows whose ratio has passed the clip in the direction of their weight, and those too near it."""
        logs = self.policy.log_prob(update.states, update.action) - update.log_prob
        ratio = np.exp(logs)[self.row]
        above = (ratio > 1 + clip) & (self.weight > 0)
        below = (ratio < 1 - clip) & (self.weight < 0)
        return ratio, above, below, np.abs(np.abs(ratio - 1) - clip) < 1e-5

    def check_wishes(self, update, number, check):
        """How far off e = psi*rho*p/n, or 0 where the clip says so, is from what each row wanted."""
        clip = update.description.get("clip")
        ratio, zero = np.ones(len(self.row)), np.zeros(len(self.row), bool)
        if clip:
            ratio, above, below, near = self.zeroed(update, clip["clip"])
            for side, ours in (("above", above), ("below", below)):
                theirs = np.isin(self.row, clip[side][number])
                if not ((ours == theirs) | near).all():
                    check.true(f"zeroed {side} in step {number}", False)
                zero |= theirs
        values = self.policy.forward(self.read)
        heads = self.policy.distribution.heads(values[-1], self.policy.tensors)
        errors, own = self.policy.distribution.score(values[-1], heads, update.action[self.row])
        factor = (np.where(zero, 0, ratio * self.weight) / len(self.row))[:, None]
        worst = np.abs(factor * errors - self.outputs).max() / np.abs(factor * errors).max()
        for name, error in own.items():
            worst = max(worst, np.abs(factor * error - self.own[name]).max() / np.abs(factor * errors).max())
        return worst

    def single(self, update):
        """A bound on how far off log pi is where training computed it, in single precision.

        A product w*h rounded by 2^-24 of itself is the exact one of a w that is off by so much: one
        rounding of each moves log pi by 2^-24 * sum_k |d log pi/d theta_k|*|theta_k| at most, and
        putting it together by 2^-24 of itself and of 1. Four such: sums and tanh round too.
        """
        condition = np.abs(self.scores) @ np.abs(self.policy.flat(self.policy.tensors))
        return 2 * SINGLE * (1 + np.abs(update.log_prob).max() + condition.max())

    def check_promises(self, update, memory, check):
        """Of an update's one step along a natural gradient, and of those that were taken back."""
        x, damping = self.flat(memory, "x."), update.description["optimizer"]["damping"]
        fisher, before = self.policy.fisher(self.read), self.policy.flat(self.policy.tensors)
        for promise in update.description["promises"]:
            kept = promise["kept"]
            moved = self.moved if kept else (before - promise["length"] * x).astype(np.float32) - before
            there, at = {}, 0
            for name in self.policy.names:
                shape = self.policy.tensors[name].shape
                there[name] = (before + moved)[at : at + int(np.prod(shape))].reshape(shape)
                at += int(np.prod(shape))
            other = update.policy(there)
            change = other.log_prob(update.states, update.action) - update.log_prob
            quadratic = moved @ fisher @ moved / 2
            ours = {
                "improvement_promised": self.ascent @ moved,
                "improvement": np.mean(self.weight * np.expm1(change[self.row])),
                "kl_promised": quadratic,
                "kl_damped": quadratic + damping * (moved @ moved) / 2,
                "kl": np.mean(self.policy.kl(other, self.read)),
            }
            for name, value in ours.items():
                scale = np.abs(self.weight).mean() if name == "improvement" else max(abs(value), 1e-3)
                check.within(name, value, promise[name], scale, 1e-12 if kept else 1e-5)


def check(directory):
    update, result = Update(directory), Check(directory)
    theirs = [json.loads(line) for line in (directory / "push.jsonl").read_text().splitlines()]
    result.true("rows", [row["row"] for row in theirs] == list(range(len(update.weight))))
    ours, pairs, more, moments = {}, np.zeros(len(theirs)), np.zeros(len(theirs)), None
    wishes, single = 0.0, SINGLE
    told = update.description["optimizer"]["name"] == "natural" or "clip" in update.description
    theta = read_safetensors(directory / "before.safetensors")
    limit = update.description["max_gradient_norm"]
    for number, rows in enumerate(update.description["minibatches"]):
        step = Step(update, number, theta, moments)
        result.passed &= rows == list(step.row)
        for name, column in step.parts(update.episode).items():
            ours[name] = ours.get(name, 0) + column
        ratio = "clip" in update.description or update.description["algorithm"] == "trpo"
        if number == 0 and ratio:
            single = step.single(update)  # the ratios' old policy is what training computed
        pairs += step.pairs()
        more += step.more()
        if step.weight is not None and told:
            wishes = max(wishes, step.check_wishes(update, number, result))
        norm = np.linalg.norm(step.ascent)
        if not any(name.startswith("value") for name in step.pull):
            wanted = min(1.0, limit / norm) if limit > 0 and norm > 0 else 1.0
            result.passed &= abs(wanted - step.clipping) <= 1e-12
        theta, moments = step.after, step.left
    result.true("the steps end at theta'", np.array_equal(step.policy.flat(theta), update.after.flat(update.after.tensors)))
    result.within("what the loss wanted", wishes, 0, 1, single)
    for name, column in ours.items():
        said = np.array([np.nan if row[name] is None else row[name] for row in theirs], float)
        if name in BY_ROWS:  # of few rows where no decomposition is at hand: docs/push.md
            column = np.where(np.isnan(said), np.nan, column)
            apart = update.description["told_apart"]
            result.true(f"{name} of {apart} rows", np.isfinite(said).sum() == apart)
        result.part(name, column, said, pairs, more)
    names = [name for name in ours if name != "predicted"]
    whole = [row for row in theirs if row["own"] is not None]
    sizes = [size[[row["own"] is not None for row in theirs]] for size in (pairs, more)]
    together = sum(np.array([row[name] for row in whole]) for name in names)
    result.part("their sum", together, [row["predicted"] for row in whole], *sizes)
    if "promises" in update.description:
        memory = read_safetensors(directory / "steps" / "0000.optimizer.safetensors")
        step.check_promises(update, memory, result)
    logs = np.abs(update.log_prob) + np.abs(update.log_prob + update.actual) + 1
    result.within("actual", update.actual, [row["actual"] for row in theirs], pairs + more + logs)
    residual = update.actual - ours["predicted"]
    result.within("residual", residual, [row["residual"] for row in theirs], pairs + more + logs)
    result.within("log_prob", update.log_prob, update.column("log_prob"), np.abs(update.log_prob), SINGLE)
    return result.passed


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    good = [check(pathlib.Path(name)) for name in sys.argv[1:]]
    sys.exit(0 if all(good) else 1)
