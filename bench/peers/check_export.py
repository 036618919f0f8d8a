"""Recomputes an update that `uphill explain --export` wrote, from its files alone, in numpy.

    python bench/peers/check_export.py DIR [DIR...]

Everything is computed another way than Uphill does: one gradient per sample, in full, and sums over
pairs of them. Exit code 1 if a number differs by more than 1e-8 of its scale.
"""

import json
import pathlib
import struct
import sys

import numpy as np

TOLERANCE = 1e-8


def read_safetensors(path):
    data = path.read_bytes()
    (length,) = struct.unpack("<Q", data[:8])
    header = json.loads(data[8 : 8 + length])
    tensors = {}
    for name, entry in header.items():
        if name == "__metadata__":
            continue
        begin, end = (8 + length + offset for offset in entry["data_offsets"])
        tensor = np.frombuffer(data[begin:end], dtype="<f4").reshape(entry["shape"])
        tensors[name] = tensor.astype(np.float64)
    return tensors


class Policy:
    """log pi, and its gradient for every sample, as one long vector."""

    def __init__(self, description, tensors):
        self.layers = description["layers"]
        self.family = description["distribution"]["family"]
        self.tensors = tensors
        self.names = [layer[key] for layer in self.layers for key in ("weight", "bias")]
        if self.family == "gaussian":
            self.names.append("log_std")

    def flat(self, tensors):
        return np.concatenate([tensors[name].ravel() for name in self.names])

    def forward(self, observation):
        inputs = [observation]
        for layer in self.layers:
            sums = inputs[-1] @ self.tensors[layer["weight"]] + self.tensors[layer["bias"]]
            if layer["activation"] == "tanh":
                sums = np.tanh(sums)
            elif layer["activation"] == "relu":
                sums = np.maximum(sums, 0)
            inputs.append(sums)
        return inputs

    def log_probs(self, outputs):
        top = outputs.max(axis=1, keepdims=True)
        return outputs - top - np.log(np.exp(outputs - top).sum(axis=1, keepdims=True))

    def kl(self, other, observation):
        """KL(self || other) in every state."""
        outputs, others = self.forward(observation)[-1], other.forward(observation)[-1]
        if self.family == "categorical":
            log_probs = self.log_probs(outputs)
            return (np.exp(log_probs) * (log_probs - self.log_probs(others))).sum(axis=1)
        log_std, other_std = self.tensors["log_std"], other.tensors["log_std"]
        variance, other_variance = np.exp(2 * log_std), np.exp(2 * other_std)
        shift = (variance + (outputs - others) ** 2) / (2 * other_variance)
        return (other_std - log_std + shift - 0.5).sum(axis=1)

    def log_prob(self, observation, action):
        outputs = self.forward(observation)[-1]
        if self.family == "categorical":
            return self.log_probs(outputs)[np.arange(len(action)), action[:, 0].astype(int)]
        log_std = self.tensors["log_std"]
        z = (action - outputs) / np.exp(log_std)
        return (-0.5 * z**2 - log_std - 0.5 * np.log(2 * np.pi)).sum(axis=1)

    def per_sample(self, inputs, errors):
        """Full gradients [n, size], given the errors of the outputs."""
        blocks = {}
        for index in range(len(self.layers) - 1, -1, -1):
            layer = self.layers[index]
            x = inputs[index]
            blocks[layer["weight"]] = np.einsum("ni,no->nio", x, errors).reshape(len(x), -1)
            blocks[layer["bias"]] = errors
            errors = errors @ self.tensors[layer["weight"]].T
            if index > 0:
                below = self.layers[index - 1]["activation"]
                errors = errors * (1 - x**2 if below == "tanh" else (x > 0))
        return blocks

    def scores(self, observation, action):
        inputs = self.forward(observation)
        if self.family == "categorical":
            errors = -np.exp(self.log_probs(inputs[-1]))
            errors[np.arange(len(action)), action[:, 0].astype(int)] += 1
            blocks = self.per_sample(inputs, errors)
        else:
            std = np.exp(self.tensors["log_std"])
            z = (action - inputs[-1]) / std
            blocks = self.per_sample(inputs, z / std)
            blocks["log_std"] = z**2 - 1
        return np.concatenate([blocks[name] for name in self.names], axis=1)

    def entropy_gradient(self, observation):
        inputs = self.forward(observation)
        if self.family == "gaussian":
            zeros = {name: np.zeros_like(self.tensors[name]) for name in self.names}
            zeros["log_std"] = np.ones_like(self.tensors["log_std"])
            return self.flat(zeros)
        log_probs = self.log_probs(inputs[-1])
        probs = np.exp(log_probs)
        entropy = -(probs * log_probs).sum(axis=1, keepdims=True)
        blocks = self.per_sample(inputs, -probs * (log_probs + entropy))
        return np.concatenate([blocks[name].mean(axis=0) for name in self.names])


class Update:
    """The files of an export."""

    def __init__(self, directory):
        self.description = json.loads((directory / "export.json").read_text())
        self.batch = read_safetensors(directory / "batch.safetensors")
        self.before = Policy(self.description, read_safetensors(directory / "before.safetensors"))
        self.after = Policy(self.description, read_safetensors(directory / "after.safetensors"))
        self.observation, self.action = self.batch["observation"], self.batch["action"]
        self.weight, self.episode = self.batch["weight"][:, 0], self.batch["episode"][:, 0]
        self.scores = self.before.scores(self.observation, self.action)
        self.moved = self.after.flat(self.after.tensors) - self.before.flat(self.before.tensors)
        self.predicted = self.scores @ self.moved
        self.actual = self.after.log_prob(self.observation, self.action) - self.before.log_prob(
            self.observation, self.action
        )


def parts(directory):
    update = Update(directory)
    description, before, scores = update.description, update.before, update.scores
    weight, episode, observation = update.weight, update.episode, update.observation
    predicted, actual, moved = update.predicted, update.actual, update.moved

    policy = description["scale"] * (weight @ scores)
    entropy = description["entropy_weight"] * before.entropy_gradient(observation)
    ascent = policy + entropy
    limit = description["max_gradient_norm"]
    norm = np.linalg.norm(ascent)
    clipping = limit / norm if 0 < limit < norm else 1.0
    optimizer = description["optimizer"]
    state = read_safetensors(directory / "optimizer.safetensors")
    m = before.flat({name: state["m." + name] for name in before.names})
    v = before.flat({name: state["v." + name] for name in before.names})
    t = optimizer["steps_before"] + 1
    beta1, beta2 = optimizer["beta1"], optimizer["beta2"]
    second = beta2 * v + (1 - beta2) * (clipping * ascent) ** 2
    scale = (
        description["learning_rate"]
        / (1 - beta1**t)
        / (np.sqrt(second / (1 - beta2**t)) + optimizer["epsilon"])
    )
    preconditioner = scale * (1 - beta1)
    momentum = -scale * beta1 * m

    kernel = description["scale"] * ((scores * preconditioner) @ scores.T) * weight
    same = episode[:, None] == episode[None, :]
    own = np.diag(kernel).copy()
    size = np.abs(kernel).sum(axis=1)
    zero = np.zeros(len(weight))
    return size, {
        "predicted": predicted,
        "actual": actual,
        "residual": actual - predicted,
        "own": own,
        "own_trajectory": np.where(same, kernel, 0).sum(axis=1) - own,
        "shared": np.where(same, 0, kernel).sum(axis=1),
        "entropy": scores @ (preconditioner * entropy),
        "value": zero,
        "clipping": (clipping - 1) * (scores @ (preconditioner * ascent)),
        "momentum": scores @ momentum,
        "rounding": scores @ (moved - clipping * preconditioner * ascent - momentum),
    }


def statistics(directory):
    """What a run keeps of itself all the time, here of all rows."""
    update = Update(directory)
    batch, weight, episode, scores = update.batch, update.weight, update.episode, update.scores
    predicted, actual = update.predicted, update.actual
    ratio = np.exp(actual)
    root = lambda x: np.sqrt(np.mean(x**2))

    def gradients(weights):
        return np.array([weights[episode == e] @ scores[episode == e] for e in np.unique(episode)])

    def variance(weights):
        of = gradients(weights)
        return ((of - of.mean(axis=0)) ** 2).sum() / (len(of) - 1)

    of = gradients(weight)
    noise = variance(weight)
    signal = (of.mean(axis=0) ** 2).sum() - noise / len(of)
    scale = noise / signal if signal > 0 else np.inf
    even, odd = of[0::2].sum(axis=0), of[1::2].sum(axis=0)
    values = {
        "push_rows": len(weight),
        "push_predicted_rms": root(predicted),
        "push_actual_rms": root(actual),
        "push_residual_rms": root(actual - predicted),
        "push_wrong_sign": np.mean((weight * actual)[weight != 0] < 0),
        "push_r_squared": np.corrcoef(weight, actual)[0, 1] ** 2,
        "effective_sample_size": ratio.sum() ** 2 / (len(ratio) * (ratio**2).sum()),
        "kl_exact": np.mean(update.before.kl(update.after, update.observation)),
        "kl_k1": np.mean(-actual),
        "kl_k2": np.mean(actual**2 / 2),
        "kl_k3": np.mean(np.expm1(actual) - actual),
        "noise_scale": scale,
        "gradient_snr": len(of) / scale,
        "split_half_cosine": even @ odd / np.linalg.norm(even) / np.linalg.norm(odd),
        "advised_batch_steps": scale * len(weight) / len(of),
    }
    for name in ("reward_to_go", "baseline", "gae"):
        if "weight." + name in batch:
            removed = 1 - variance(batch["weight." + name][:, 0]) / variance(
                batch["weight.return"][:, 0]
            )
            values["variance_removed_" + name] = removed
    return values


def check_statistics(directory):
    theirs = json.loads((directory / "export.json").read_text())["statistics"]
    passed = True
    for name, ours in statistics(directory).items():
        found = theirs[name]
        if found is None:
            good = not np.isfinite(ours)
            error = 0.0
        else:
            error = abs(found - ours) / max(abs(ours), 1e-6)
            good = error <= TOLERANCE
        passed &= bool(good)
        print(f"{directory}: {name:30s} differs by {error:.1e} of itself")
    return passed


def check(directory):
    lines = (directory / "push.jsonl").read_text().splitlines()
    theirs = [json.loads(line) for line in lines]
    size, ours = parts(directory)
    passed = [row["row"] for row in theirs] == list(range(len(size)))
    for name, column in ours.items():
        found = np.array([row[name] for row in theirs])
        error = np.max(np.abs(found - column) / (size + np.abs(ours["predicted"]) + 1e-300))
        passed &= bool(error <= TOLERANCE)
        print(f"{directory}: {name:16s} largest difference {error:.1e} of its scale")
    return passed


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    directories = [pathlib.Path(name) for name in sys.argv[1:]]
    good = [check(place) and check_statistics(place) for place in directories]
    sys.exit(0 if all(good) else 1)
