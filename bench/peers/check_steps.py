"""Recomputes an exported update of several steps, or of an algorithm without weights, in numpy.

    python bench/peers/check_steps.py DIR [DIR...]

Where rewards and settings do not tell what a loss wanted of its rows, an export has it, step by step
(docs/export.md). From this and theta before each step it computes every part of every push another
way than Uphill does: one gradient per row, in full, and sums over pairs. Exit code 1 if a number
differs by more than 1e-12 of its scale. Of a natural gradient it solves with F + lambda*I as one
matrix of all parameters.
"""

import json
import pathlib
import sys

import numpy as np
from check_export import Check, States, Update, read_safetensors


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

    def scale(self):
        pairs = np.abs(self.precondition(self.scores) @ self.wanted.T).sum(axis=1)
        moved = np.abs(self.earlier) + np.abs(self.within) + np.abs(self.moved)
        return pairs + np.abs(self.scores) @ (moved + np.abs(self.precondition(self.ascent)))


def check(directory):
    update, result = Update(directory), Check(directory)
    theirs = [json.loads(line) for line in (directory / "push.jsonl").read_text().splitlines()]
    result.true("rows", [row["row"] for row in theirs] == list(range(len(update.weight))))
    ours, scale, moments = {}, np.zeros(len(theirs)), None
    theta = read_safetensors(directory / "before.safetensors")
    limit = update.description["max_gradient_norm"]
    for number, rows in enumerate(update.description["minibatches"]):
        step = Step(update, number, theta, moments)
        result.passed &= rows == list(step.row)
        for name, column in step.parts(update.episode).items():
            ours[name] = ours.get(name, 0) + column
        scale += step.scale()
        norm = np.linalg.norm(step.ascent)
        if not any(name.startswith("value") for name in step.pull):
            wanted = min(1.0, limit / norm) if limit > 0 and norm > 0 else 1.0
            result.passed &= abs(wanted - step.clipping) <= 1e-12
        theta, moments = step.after, step.left
    result.true("the steps end at theta'", np.array_equal(step.policy.flat(theta), update.after.flat(update.after.tensors)))
    for name, column in ours.items():
        result.within(name, column, [row[name] for row in theirs], scale)
    logs = np.abs(update.log_prob) + np.abs(update.log_prob + update.actual) + 1
    result.within("actual", update.actual, [row["actual"] for row in theirs], scale + logs)
    return result.passed


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    good = [check(pathlib.Path(name)) for name in sys.argv[1:]]
    sys.exit(0 if all(good) else 1)
