"""Recomputes updates of PPO, A2C and TRPO in PyTorch, from files that hold what went into them.

    python bench/peers/check_algorithms.py [--record DIR] UPDATE_DIR [UPDATE_DIR...]

Each directory has update.json (the algorithm, its settings, and which rows each step was of),
inputs.safetensors (a round's columns, and the parameters before) and ours.safetensors (losses,
gradients and parameters, as Uphill computed them in single precision). TorchTest in lab's tests
writes them, and so does its main. Here all is computed in double precision, by PyTorch's own gradients, optimizers and
distributions; F·v is the second derivative of KL, and the natural gradient is solved for with F as a
whole. Exit code 1 if a number differs by more than single precision loses. With --record, PyTorch's
numbers are written to DIR/NAME.safetensors, for the test to compare with where there is no PyTorch.
"""

import argparse
import json
import pathlib
import struct
import sys

import numpy as np
import torch
from check_export import read_safetensors
from torch.distributions import Categorical, Independent, Normal, kl_divergence

ROUNDING = 1e-5  # of the largest number of its kind
TERMINATED, TRUNCATED, CUT = 1, 2, 3


class Network:
    """Layers whose parameters have these names."""

    def __init__(self, tensors, names):
        self.weights = [tensors[name] for name in names if name.endswith("weight")]
        self.biases = [tensors[name] for name in names if name.endswith("bias")]

    def features(self, x):
        for weight, bias in zip(self.weights[:-1], self.biases[:-1]):
            x = torch.tanh(x @ weight + bias)
        return x

    def __call__(self, x):
        return self.features(x) @ self.weights[-1] + self.biases[-1]


class Update:
    """What went in, and what is computed from it."""

    def __init__(self, directory):
        description = json.loads((directory / "update.json").read_text())
        self.algorithm, self.settings = description["algorithm"], description["settings"]
        self.steps = description["steps"]
        tensors = read_safetensors(directory / "inputs.safetensors")
        self.ours = read_safetensors(directory / "ours.safetensors")
        self.columns = {name: torch.tensor(x) for name, x in tensors.items() if "." not in name}
        self.parameters = {"policy": {}, "critic": {}}
        for name, values in tensors.items():
            if name.startswith("before."):
                _, of, matrix = name.split(".", 2)
                self.parameters[of][matrix] = torch.tensor(values, requires_grad=True)
        policy, critic = self.parameters["policy"], self.parameters["critic"]
        inside = [name for name in policy if name.startswith("value.")]
        self.actor = Network(policy, [name for name in policy if name not in inside])
        self.shared = self.settings.get("critic") == "shared"
        self.critic = Network(policy, inside) if inside else Network(critic, critic)
        self.results = {}
        self.optimizers = {
            name: self.optimizer(name, list(of.values()))
            for name, of in self.parameters.items()
            if of
        }

    def __getattr__(self, setting):
        return self.settings[setting]

    def optimizer(self, name, parameters):
        if name == "critic":
            return torch.optim.Adam(parameters, lr=self.value_learning_rate)
        if self.algorithm == "Ppo":
            return torch.optim.Adam(parameters, lr=self.learning_rate, eps=self.adam_epsilon)
        if self.algorithm == "A2c":
            decay, epsilon = self.rms_prop_decay, self.rms_prop_epsilon
            return torch.optim.RMSprop(parameters, lr=self.learning_rate, alpha=decay, eps=epsilon)
        return None

    def pi(self, rows):
        features = self.actor.features(self.columns["observation"][rows])
        outputs = features @ self.actor.weights[-1] + self.actor.biases[-1]
        log_std = self.parameters["policy"].get("log_std")
        if log_std is None:
            return Categorical(logits=outputs)
        if self.settings.get("state_noise"):  # Stable-Baselines3's, with learn_features
            variance = torch.mm(features**2, torch.exp(log_std) ** 2)
            return Independent(Normal(outputs, torch.sqrt(variance + 1e-6)), 1)
        return Independent(Normal(outputs, log_std.exp().expand_as(outputs)), 1)

    def log_prob(self, pi, rows):
        action = self.columns["action"][rows]
        return pi.log_prob(action[:, 0] if isinstance(pi, Categorical) else action)

    def value_of(self, rows):
        observation = self.columns["observation"][rows]
        return self.critic(self.actor.features(observation) if self.shared else observation)[:, 0]

    def generalized_advantage(self, decay):
        """The advantage of each row, with GAE's lambda."""
        reward, value, next_value, ended = (
            self.columns[name][:, 0].tolist() for name in ("reward", "value", "next_value", "ended")
        )
        advantage = [0.0] * len(reward)
        for i in reversed(range(len(reward))):
            delta = reward[i] + self.gamma * next_value[i] - value[i]
            later = 0 if ended[i] in (TERMINATED, TRUNCATED, CUT) else advantage[i + self.envs]
            advantage[i] = delta + self.gamma * decay * later
        return torch.tensor(advantage, dtype=torch.float64)

    def begin(self):
        """What stays as it is during an update."""
        every = slice(None)
        self.advantage = self.generalized_advantage(self.settings["lambda"])
        value = self.columns["value"][:, 0]
        self.lambda_return = self.advantage + value
        to_go = self.settings.get("value_target") == "reward_to_go"
        self.aim = (self.generalized_advantage(1) + value) if to_go else self.lambda_return
        over = self.settings.get("standardize_over") == "batch" or self.settings.get("standardize")
        self.weight = standardized(self.advantage) if over else self.advantage
        self.old = detached(self.pi(every))
        self.old_log_prob = self.log_prob(self.old, every)
        self.start = {name: self.flat(name) for name in self.parameters}
        self.clipped = []

    def flat(self, of):
        parts = [p.detach().reshape(-1) for p in self.parameters[of].values()]
        return torch.cat(parts) if parts else None

    def ratio(self, rows):
        return torch.exp(self.log_prob(self.pi(rows), rows) - self.old_log_prob[rows])

    def loss(self, of, rows):
        """The terms of a loss."""
        if of == "critic":
            return {"value": 0.5 * (self.value_of(rows) - self.aim[rows]).square().mean()}
        if self.algorithm == "Trpo":
            return {"policy": -(self.ratio(rows) * self.weight[rows]).mean()}
        pi, terms = self.pi(rows), {}
        if self.algorithm == "A2c":
            terms["policy"] = -(self.log_prob(pi, rows) * self.weight[rows]).mean()
        else:
            weight = self.weight[rows]
            if self.standardize_over == "minibatch":
                weight = standardized(self.advantage[rows])
            ratio = self.ratio(rows)
            held = ratio.clamp(1 - self.clip, 1 + self.clip)
            self.clipped.append(((ratio - 1).abs() > self.clip).double().mean().item())
            terms["policy"] = -torch.minimum(ratio * weight, held * weight).mean()
        if self.settings["critic"] != "apart":
            value, wanted = self.value_of(rows), self.lambda_return[rows]
            old = self.columns["value"][rows, 0]
            error = (value - wanted).square()
            if self.value_clip > 0:
                held = old + (value - old).clamp(-self.value_clip, self.value_clip)
                error = torch.maximum(error, (held - wanted).square())
            terms["value"] = self.value_weight * 0.5 * error.mean()
        if self.entropy_weight > 0 or self.algorithm == "A2c":
            terms["entropy"] = -self.entropy_weight * pi.entropy().mean()
        return terms

    def step(self, number, of, rows):
        terms = self.loss(of, rows)
        parameters = list(self.parameters[of].values())
        for parameter in parameters:
            parameter.grad = None
        sum(terms.values()).backward()
        limit = self.settings.get("max_gradient_norm", 0) if of == "policy" else 0
        norm = torch.nn.utils.clip_grad_norm_(parameters, limit if limit > 0 else float("inf"))
        gradient = torch.cat([parameter.grad.reshape(-1) for parameter in parameters])
        self.result(number, terms | {"gradient_norm": norm, "gradient": gradient})
        self.optimizers[of].step()
        self.result(number, {"moved": self.flat(of) - self.start[of]})

    def result(self, number, named):
        for name, tensor in named.items():
            self.results[f"step{number}.{name}"] = tensor.detach().reshape(-1).numpy()

    def curvature(self):
        """F: the second derivative of the mean KL, one column after another."""
        parameters = list(self.parameters["policy"].values())
        mean = kl_divergence(self.old, self.pi(slice(None))).mean()
        first = flat(torch.autograd.grad(mean, parameters, create_graph=True))
        rows = [
            flat(torch.autograd.grad(element, parameters, retain_graph=True)) for element in first
        ]
        return torch.stack(rows)

    def search(self, numbers):
        """TRPO: all tries of the line search."""
        every, parameters = slice(None), list(self.parameters["policy"].values())
        loss = self.loss("policy", every)["policy"]
        gradient = flat(torch.autograd.grad(loss, parameters))
        fisher = self.curvature()
        self.results["fisher"] = (fisher @ self.columns["direction"].reshape(-1)).numpy()
        damped = fisher + self.damping * torch.eye(len(gradient), dtype=torch.float64)
        x = torch.linalg.solve(damped, gradient)
        length = torch.sqrt(2 * self.max_kl / (x @ damped @ x))
        before, tries, kept = [p.detach().clone() for p in parameters], 0, False
        while not kept and tries < self.backtracks:
            at = 0
            with torch.no_grad():
                for parameter, old in zip(parameters, before):
                    size = parameter.numel()
                    parameter.copy_(old - length * x[at : at + size].reshape(old.shape))
                    at += size
                improvement = loss.detach() - self.loss("policy", every)["policy"]
                kl = kl_divergence(self.old, self.pi(every)).mean()
            kept = bool(kl <= self.max_kl and improvement >= 0)
            if tries < len(numbers):
                moved = self.flat("policy") - self.start["policy"]
                norm = gradient.norm()
                named = {"policy": loss, "gradient_norm": norm, "gradient": gradient}
                self.result(numbers[tries], named | {"solved": x, "moved": moved})
            tries += 1
            length = length if kept else length * self.backtrack
        measured = {"step_length": length, "improvement": improvement, "backtracks": tries - 1}
        if not kept or tries != len(numbers):
            raise ValueError(f"PyTorch took {tries} tries, Uphill {len(numbers)}")
        return measured

    def compute(self):
        for number in range(1 + max(step["update"] for step in self.steps)):
            self.begin()
            steps = [(k, s) for k, s in enumerate(self.steps) if s["update"] == number]
            measured = {}
            if self.algorithm == "Trpo":
                measured = self.search([k for k, s in steps if s["parameters"] == "policy"])
                steps = [(k, s) for k, s in steps if s["parameters"] == "critic"]
            for k, step in steps:
                self.step(k, step["parameters"], torch.tensor(step["rows"]))
            measured["kl"] = kl_divergence(self.old, self.pi(slice(None))).mean().detach()
            if self.algorithm == "Ppo":
                measured["clip_fraction"] = np.mean(self.clipped)
            for name, value in measured.items():
                self.results[f"update{number}.{name}"] = np.array([float(value)])
        return self.results


def flat(tensors):
    return torch.cat([tensor.reshape(-1) for tensor in tensors])


def standardized(x):
    return (x - x.mean()) / (x.std(correction=0) + 1e-8)


def detached(pi):
    if isinstance(pi, Categorical):
        return Categorical(logits=pi.logits.detach())
    return Independent(Normal(pi.base_dist.loc.detach(), pi.base_dist.scale.detach()), 1)


def write_safetensors(path, tensors):
    header, data = {}, b""
    for name, tensor in tensors.items():
        part = tensor.astype("<f4").tobytes()
        offsets = [len(data), len(data) + len(part)]
        header[name] = {"dtype": "F32", "shape": list(tensor.shape), "data_offsets": offsets}
        data += part
    head = json.dumps(header, separators=(",", ":")).encode()
    path.write_bytes(struct.pack("<Q", len(head)) + head + data)


def check(directory, record):
    update = Update(directory)
    theirs, ours = update.compute(), update.ours
    if record:
        write_safetensors(record / f"{directory.name}.safetensors", {k: theirs[k] for k in ours})
    passed, worst = set(theirs) == set(ours), {}
    for name in ours.keys() & theirs.keys():
        kind, largest = name.split(".")[-1], np.abs(theirs[name]).max()
        if kind in ("policy", "improvement"):  # of weights that cancel and are about 1 themselves
            largest = max(largest, 1)
        difference = np.abs(ours[name].reshape(-1) - theirs[name]).max()
        passed &= bool(difference <= ROUNDING * largest)
        worst[kind] = max(worst.get(kind, 0), difference / largest if difference > 0 else 0)
    for name in ours.keys() ^ theirs.keys():
        print(f"{directory.name}: {name} is only in {'ours' if name in ours else 'PyTorch'}")
    for kind, share in worst.items():
        print(f"{directory.name}: {kind:14} differs by at most {share:.1e} of its largest")
    print(f"{directory.name}: {'ok' if passed else 'FAILED'}", flush=True)
    return passed


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--record", type=pathlib.Path)
    parser.add_argument("update", type=pathlib.Path, nargs="+")
    given = parser.parse_args()
    torch.set_num_threads(1)
    good = [check(directory, given.record) for directory in given.update]
    sys.exit(0 if all(good) else 1)


if __name__ == "__main__":
    main()
