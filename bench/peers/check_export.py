"""Recomputes an update that `uphill explain --export` wrote, from its files alone, in numpy.

    python bench/peers/check_export.py DIR [DIR...]

docs/export.md says what the files hold, and nothing else was used to write this. Everything is
computed another way than Uphill does: one gradient per sample, in full, and sums over pairs of
them. Exit code 1 if a number differs by more than 1e-12 of its scale (docs/export.md defines it), a
part of row i's push by more than 1e-8 of sum_j |c w_j g_i P g_j| alone, or what is stored in single
precision by more than its rounding.
"""

import json
import pathlib
import struct
import sys

import numpy as np
from networks import network

TOLERANCE = 1e-12  # in double precision, of each number's scale
OF_PAIRS = 1e-8  # and of a part of row i's push, of sum_j |c w_j g_i P g_j| alone
SINGLE = 2.0**-23  # what is stored in single precision: one unit in the last place


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


def softplus(x):
    return np.maximum(x, 0) + np.log1p(np.exp(-np.abs(x)))


def logistic(x):
    return 1 / (1 + np.exp(-x))


class Softmaxes:
    """One choice, or several: a softmax over each slice of the outputs."""

    own = ()

    def __init__(self, description):
        values = description.get("values", [])
        slices = [slice(end - n, end) for end, n in zip(np.cumsum(values), values)]
        self.slices = slices or [slice(0, None)]

    def heads(self, outputs, tensors):
        result = np.empty_like(outputs)
        for of in self.slices:
            y = outputs[:, of]
            top = y.max(axis=1, keepdims=True)
            result[:, of] = y - top - np.log(np.exp(y - top).sum(axis=1, keepdims=True))
        return result

    def chosen(self, action):
        return np.array([of.start for of in self.slices]) + action.astype(int)

    def log_prob(self, heads, action):
        return np.take_along_axis(heads, self.chosen(action), axis=1).sum(axis=1)

    def score(self, outputs, heads, action):
        errors = -np.exp(heads)
        for column in self.chosen(action).T:
            errors[np.arange(len(action)), column] += 1
        return errors, {}

    def kl(self, heads, others):
        return (np.exp(heads) * (heads - others)).sum(axis=1)

    def entropy_error(self, outputs, heads):
        errors = np.empty_like(heads)
        for of in self.slices:
            probs = np.exp(heads[:, of])
            entropy = -(probs * heads[:, of]).sum(axis=1, keepdims=True)
            errors[:, of] = -probs * (heads[:, of] + entropy)
        return errors, {}

    def fisher(self, outputs, heads):
        """The Fisher information at the outputs [n, outputs, outputs]."""
        probs = np.exp(heads)
        matrix = np.zeros((*probs.shape, probs.shape[1]))
        for of in self.slices:
            p = probs[:, of]
            matrix[:, of, of] = np.eye(p.shape[1]) * p[:, :, None] - p[:, :, None] * p[:, None, :]
        return matrix


class Switches:
    """Independent switches, each 1 with probability 1/(1 + e^-z)."""

    own = ()

    def heads(self, outputs, tensors):
        return outputs

    def log_prob(self, heads, action):
        return np.where(action == 1, -softplus(-heads), -softplus(heads)).sum(axis=1)

    def score(self, outputs, heads, action):
        return np.where(action == 1, logistic(-heads), -logistic(heads)), {}

    def kl(self, heads, others):
        on = logistic(heads) * (softplus(-others) - softplus(-heads))
        return (on + logistic(-heads) * (softplus(others) - softplus(heads))).sum(axis=1)

    def entropy_error(self, outputs, heads):
        return -logistic(heads) * logistic(-heads) * heads, {}

    def fisher(self, outputs, heads):
        return np.eye(heads.shape[1]) * (logistic(heads) * logistic(-heads))[:, :, None]


class Gaussians:
    """Normal distributions: log sigma a parameter, or the second half of the outputs, within bounds."""

    def __init__(self, description):
        self.bounds = description.get("log_std_bounds")
        self.own = () if self.bounds else (description["log_std"],)

    def heads(self, outputs, tensors):
        if self.bounds:
            mean, log_std = np.split(outputs, 2, axis=1)
            return mean, np.clip(log_std, *self.bounds)
        return outputs, np.broadcast_to(tensors[self.own[0]], outputs.shape)

    def log_prob(self, heads, action):
        mean, log_std = heads
        z = (action - mean) / np.exp(log_std)
        return (-0.5 * z**2 - log_std - 0.5 * np.log(2 * np.pi)).sum(axis=1)

    def errors(self, outputs, mean, log_std):
        """Errors at mu and log sigma, as those at the outputs and at a parameter."""
        if not self.bounds:
            return mean, {self.own[0]: log_std}
        raw = np.split(outputs, 2, axis=1)[1]
        inside = (raw >= self.bounds[0]) & (raw <= self.bounds[1])
        return np.concatenate([mean, np.where(inside, log_std, 0)], axis=1), {}

    def score(self, outputs, heads, action):
        std = np.exp(heads[1])
        z = (action - heads[0]) / std
        return self.errors(outputs, z / std, z**2 - 1)

    def kl(self, heads, others):
        (mean, log_std), (other_mean, other_std) = heads, others
        shift = (np.exp(2 * log_std) + (mean - other_mean) ** 2) / (2 * np.exp(2 * other_std))
        return (other_std - log_std + shift - 0.5).sum(axis=1)

    def entropy_error(self, outputs, heads):
        return self.errors(outputs, np.zeros_like(heads[0]), np.ones_like(heads[1]))

    def fisher(self, outputs, heads):
        diagonal, _ = self.errors(outputs, np.exp(-2 * heads[1]), np.full_like(heads[1], 2))
        return np.eye(outputs.shape[1]) * diagonal[:, :, None]


class Squashed(Gaussians):
    """Normal distributions, squashed into a box by tanh; actions are the world's."""

    def __init__(self, description):
        super().__init__(description)
        self.low, self.high = np.array(description["low"]), np.array(description["high"])

    def unsquashed(self, action):
        width = self.high - self.low
        share = np.float64(np.float32(1 / width))  # as training has it
        whole = 1 + 2.0**-24
        below = np.clip((action - self.low) * share, 2.0**-25, whole)
        above = np.clip((self.high - action) * share, 2.0**-25, whole)
        return (np.log(below) - np.log(above)) / 2

    def log_prob(self, heads, action):
        u = self.unsquashed(action)
        slope = 2 * (np.log(2) - u - softplus(-2 * u)) + np.log((self.high - self.low) / 2)
        return super().log_prob(heads, u) - slope.sum(axis=1)

    def score(self, outputs, heads, action):
        return super().score(outputs, heads, self.unsquashed(action))


def distribution(description):
    family = description["family"]
    if family in ("categorical", "multi_categorical"):
        return Softmaxes(description)
    if family == "bernoulli":
        return Switches()
    return {"gaussian": Gaussians, "squashed_gaussian": Squashed}[family](description)


class States:
    """What was seen, and what is added to the outputs of what is not allowed there."""

    def __init__(self, observation, allowed=None):
        self.observation = observation
        self.mask = 0 if allowed is None else np.where(allowed == 1, 0, -1e8)


class Policy:
    """log pi, and its gradient for every sample, as one long vector."""

    def __init__(self, description, tensors, normalizer):
        self.normalizer = normalizer
        self.clip = description.get("observation_clip", 0)
        self.network = network(description)
        self.distribution = distribution(description["distribution"])
        self.tensors = tensors
        self.names = self.network.names + list(self.distribution.own)

    def flat(self, tensors):
        return np.concatenate([tensors[name].ravel() for name in self.names])

    def read(self, observation):
        """What the network reads of s."""
        if not self.normalizer:
            return observation
        x = (observation - self.normalizer["mean"]) * self.normalizer["scale"]
        return np.clip(x, -self.clip, self.clip) if self.clip else x

    def forward(self, states):
        """All that the network computes of them, and y of what is allowed."""
        values = self.network.forward(self.read(states.observation), self.tensors)
        return values + [values[-1] + states.mask]

    def heads(self, states):
        return self.distribution.heads(self.forward(states)[-1], self.tensors)

    def kl(self, other, states):
        """KL(self || other) in every state."""
        return self.distribution.kl(self.heads(states), other.heads(states))

    def log_prob(self, states, action):
        return self.distribution.log_prob(self.heads(states), action)

    def per_sample(self, values, errors, own):
        """Full gradients [n, size], given the errors of the outputs and of other parameters."""
        blocks = self.network.blocks(values[:-1], errors, self.tensors) | own
        return np.concatenate([blocks[name] for name in self.names], axis=1)

    def scores(self, states, action):
        inputs = self.forward(states)
        heads = self.distribution.heads(inputs[-1], self.tensors)
        return self.per_sample(inputs, *self.distribution.score(inputs[-1], heads, action))

    def fisher(self, states):
        """The Fisher information of theta, the mean over these states."""
        values = self.forward(states)
        outputs, own = values[-1], self.distribution.own
        heads = self.distribution.heads(outputs, self.tensors)
        matrix = self.distribution.fisher(outputs, heads)
        none = {name: np.zeros((len(outputs), self.tensors[name].size)) for name in own}
        rows = []
        for column in np.eye(outputs.shape[1]):
            rows.append(self.per_sample(values, np.broadcast_to(column, outputs.shape), none))
        fisher = sum(
            (rows[k] * matrix[:, k, m, None]).T @ rows[m]
            for k in range(len(rows))
            for m in range(len(rows))
            if matrix[:, k, m].any()
        )
        sizes = [2.0 * (name in own) * np.ones(self.tensors[name].size) for name in self.names]
        return fisher / len(outputs) + np.diag(np.concatenate(sizes))

    def entropy_gradient(self, states):
        inputs = self.forward(states)
        heads = self.distribution.heads(inputs[-1], self.tensors)
        errors = self.distribution.entropy_error(inputs[-1], heads)
        return self.per_sample(inputs, *errors).mean(axis=0)


class Update:
    """The files of an export."""

    def __init__(self, directory):
        self.directory = directory
        self.description = json.loads((directory / "export.json").read_text())
        self.batch = read_safetensors(directory / "batch.safetensors")
        file = directory / "normalizer.safetensors"
        self.normalizer = read_safetensors(file) if file.exists() else {}
        self.before = self.policy(read_safetensors(directory / "before.safetensors"))
        self.after = self.policy(read_safetensors(directory / "after.safetensors"))
        self.states = States(self.batch["observation"], self.batch.get("allowed"))
        self.action = self.batch["action"]
        self.weight, self.episode = self.column("weight"), self.column("episode")
        self.scores = self.before.scores(self.states, self.action)
        self.moved = self.after.flat(self.after.tensors) - self.before.flat(self.before.tensors)
        self.predicted = self.scores @ self.moved
        self.log_prob = self.before.log_prob(self.states, self.action)
        self.actual = self.after.log_prob(self.states, self.action) - self.log_prob

    def policy(self, tensors):
        return Policy(self.description, tensors, self.normalizer)

    def column(self, name):
        return self.batch[name][:, 0]

    def trajectories(self):
        """The rows of each trajectory, in the order of time."""
        return [np.flatnonzero(self.episode == e) for e in range(int(self.episode.max()) + 1)]


class Check:
    """Compares, says how far off it was, and remembers whether all was well."""

    def __init__(self, name):
        self.name = name
        self.passed = True

    def within(self, what, ours, theirs, scale, tolerance=TOLERANCE):
        ours, theirs = np.asarray(ours, float), np.asarray(theirs, float)
        unsaid = ~np.isfinite(ours) & ~np.isfinite(theirs)
        error = np.where(unsaid, 0, np.abs(ours - theirs) / (scale + 1e-300))
        largest = float(np.max(error, initial=0))
        good = largest <= tolerance
        self.passed &= good
        print(f"{self.name}: {what:30s} off by {largest:.1e} of its scale{'' if good else ' FAILED'}")

    def part(self, what, ours, theirs, pairs, more):
        """A part of every push: against its whole scale, and against the pairs of rows alone."""
        self.within(what, ours, theirs, pairs + more)
        self.within(f"{what}, of pairs", ours, theirs, pairs, OF_PAIRS)

    def true(self, what, holds):
        self.passed &= bool(holds)
        print(f"{self.name}: {what:30s} {'holds' if holds else 'FAILED'}")


def check_batch(update, check):
    """Trajectories, returns, advantages, and which of them the step used."""
    description, rows = update.description, update.trajectories()
    reward, value, following = (update.column(n) for n in ("reward", "value", "next_value"))
    reward = description.get("reward_scale", 1) * reward
    clip = description.get("reward_clip", 0)
    reward = np.clip(reward, -clip, clip) if clip else reward
    ended, gamma, decay = update.column("ended"), description["gamma"], description["lambda"]
    first = [of[0] for of in rows]
    check.true("trajectories begin in order", first == sorted(first))
    check.true(
        "a trajectory ends once",
        all((ended[of[:-1]] == 0).all() and ended[of[-1]] != 0 for of in rows),
    )
    check.true("N", len(rows) == description["trajectories"])
    check.true("n", len(reward) == description["samples"])
    wanted = 1 / np.array([len(reward), len(rows)])
    check.true("c", bool(np.isclose(description["scale"], wanted, rtol=TOLERANCE, atol=0).any()))

    to_go, gae = np.zeros(len(reward)), np.zeros(len(reward))
    whole = np.zeros(len(reward))
    for of in rows:
        future, advantage = following[of[-1]], 0.0
        for i in of[::-1]:
            future = reward[i] + gamma * future
            delta = reward[i] + gamma * following[i] - value[i]
            advantage = delta + gamma * decay * advantage
            to_go[i], gae[i] = future, advantage
        whole[of] = to_go[of[0]]
    choices = {
        "return": whole,
        "reward_to_go": to_go,
        "baseline": to_go.astype(np.float32).astype(float) - value,
        "gae": gae,
    }
    for name, ours in choices.items():
        if "weight." + name in update.batch:
            theirs = update.column("weight." + name)
            check.within("weight." + name, ours, theirs, np.abs(ours), SINGLE)
    used = update.column("weight." + description["weights"])
    if description["standardize"]:
        used = (used - used.mean()) / (used.std() + 1e-8)  # divided by n
    check.within("weight", used, update.weight, np.abs(used) + 1e-9, SINGLE)
    check.within("log_prob", update.log_prob, update.column("log_prob"), np.abs(update.log_prob), SINGLE)


def check_parts(update, check):
    description, before, scores = update.description, update.before, update.scores
    policy = description["scale"] * (update.weight @ scores)
    weight = description["entropy_weight"]
    entropy = weight * before.entropy_gradient(update.states) if weight else 0.0 * policy
    ascent = policy + entropy
    limit, norm = description["max_gradient_norm"], np.linalg.norm(ascent)
    clipping = min(1.0, limit / norm) if limit > 0 and norm > 0 else 1.0
    optimizer = description["optimizer"]
    state = read_safetensors(update.directory / "optimizer.safetensors")
    m = before.flat({name: state["m." + name] for name in before.names})
    v = before.flat({name: state["v." + name] for name in before.names})
    t, beta1, beta2 = optimizer["steps_before"] + 1, optimizer["beta1"], optimizer["beta2"]
    second = (beta2 * v + (1 - beta2) * (clipping * ascent) ** 2) / (1 - beta2**t)
    rate = description["learning_rate"] / (1 - beta1**t)
    scale = rate / (np.sqrt(second) + optimizer["epsilon"])
    preconditioner, momentum = scale * (1 - beta1), -scale * beta1 * m
    rounding = update.moved - clipping * preconditioner * ascent - momentum

    kernel = description["scale"] * ((scores * preconditioner) @ scores.T) * update.weight
    same = update.episode[:, None] == update.episode[None, :]
    own = np.diag(kernel).copy()
    ours = {
        "predicted": update.predicted,
        "actual": update.actual,
        "residual": update.actual - update.predicted,
        "own": own,
        "own_trajectory": np.where(same, kernel, 0).sum(axis=1) - own,
        "shared": np.where(same, 0, kernel).sum(axis=1),
        "entropy": scores @ (preconditioner * entropy),
        "value": np.zeros(len(own)),
        "clipping": (clipping - 1) * (scores @ (preconditioner * ascent)),
        "momentum": scores @ momentum,
        "momentum_within": np.zeros(len(own)),
        "solver": np.zeros(len(own)),
        "rounding": scores @ rounding,
    }
    lines = (update.directory / "push.jsonl").read_text().splitlines()
    theirs = [json.loads(line) for line in lines]
    check.true("rows", [row["row"] for row in theirs] == list(range(len(own))))
    check.within("gradient_clipping", clipping, description["gradient_clipping"][0], 1)
    pairs = np.abs(kernel).sum(axis=1)
    terms = np.abs(scores) @ (np.abs(momentum) + np.abs(update.moved) + preconditioner * np.abs(ascent))
    logs = np.abs(update.log_prob) + np.abs(update.log_prob + update.actual) + 1
    for name, column in ours.items():
        found = [row[name] for row in theirs]
        if name in ("actual", "residual"):
            check.within(name, column, found, pairs + terms + logs)
        else:
            check.part(name, column, found, pairs, terms)
    parts = [name for name in ours if name not in ("predicted", "actual", "residual")]
    together = sum(np.array([row[name] for row in theirs]) for name in parts)
    check.part("their sum", together, [row["predicted"] for row in theirs], pairs, terms)


def statistics(update):
    """What a run keeps of itself, here of all rows."""
    weight, scores, rows = update.weight, update.scores, update.trajectories()
    predicted, actual, n = update.predicted, update.actual, len(update.weight)
    ratio = np.exp(actual)
    root = lambda x: np.sqrt(np.mean(x**2))
    equal = lambda x: x.max() - x.min() <= SINGLE * np.abs(x).max()

    def gradients(weights):
        return np.array([weights[of] @ scores[of] for of in rows])

    def variance(weights):
        of = gradients(weights)
        return ((of - of.mean(axis=0)) ** 2).sum() / (len(of) - 1)

    of, noise = gradients(weight), variance(weight)
    signal = (of.mean(axis=0) ** 2).sum() - noise / len(of)
    scale = noise / signal if signal > 0 else np.inf
    even, odd = of[0::2].sum(axis=0), of[1::2].sum(axis=0)
    told = np.any(scores != 0, axis=1)  # the others nothing moves to first order
    told_weight, told_push = weight[told], actual[told]
    signed = told_weight != 0
    unsaid = not told.any() or equal(told_weight) or equal(told_push)
    values = {
        "push_rows": n,
        "push_predicted_rms": root(predicted),
        "push_actual_rms": root(actual),
        "push_residual_rms": root(actual - predicted),
        "push_wrong_sign": np.mean((told_weight * told_push)[signed] < 0) if signed.any() else np.nan,
        "push_r_squared": np.nan if unsaid else np.corrcoef(told_weight, told_push)[0, 1] ** 2,
        "effective_sample_size": ratio.sum() ** 2 / (n * (ratio**2).sum()),
        "kl_exact": np.mean(update.before.kl(update.after, update.states)),
        "kl_k1": np.mean(-actual),
        "kl_k2": np.mean(actual**2 / 2),
        "kl_k3": np.mean(np.expm1(actual) - actual),
        "noise_scale": scale,
        "gradient_snr": len(of) / scale if of.any() else np.nan,
        "split_half_cosine": even @ odd / np.linalg.norm(even) / np.linalg.norm(odd),
        "advised_batch_steps": scale * n / len(of),
    }
    whole = variance(update.column("weight.return"))
    for name in ("reward_to_go", "baseline", "gae"):
        if "weight." + name in update.batch:
            removed = 1 - variance(update.column("weight." + name)) / whole if whole > 0 else np.nan
            values["variance_removed_" + name] = removed
    return values


def check_statistics(update, check):
    """Sums of pushes cancel, and pushes are differences of logarithms: those are their scales."""
    theirs = update.description["statistics"]
    push = np.sqrt(np.mean(update.actual**2))
    one = np.mean(np.abs(update.log_prob)) + 1
    scales = {"push_residual_rms": one, "push_actual_rms": one, "push_r_squared": 1 + 1e-6 / push}
    scales.update({"kl_k1": one, "kl_exact": one, "kl_k2": one, "kl_k3": one})
    with np.errstate(invalid="ignore", divide="ignore"):
        ours = statistics(update)
    for name, value in ours.items():
        found = np.nan if theirs[name] is None else theirs[name]
        check.within(name, value, found, scales.get(name, max(abs(value), 1)))


def check(directory):
    update, result = Update(directory), Check(directory)
    check_batch(update, result)
    check_parts(update, result)
    check_statistics(update, result)
    return result.passed


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    good = [check(pathlib.Path(name)) for name in sys.argv[1:]]
    sys.exit(0 if all(good) else 1)
