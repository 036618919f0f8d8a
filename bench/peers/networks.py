"""Networks as an export describes them (docs/export.md): their outputs, and the gradient of every sample.

Each has `names` of its parameters, `forward` from what it reads to a list whose last entry is y, and
`blocks` from errors at y to the full gradients of all samples, a block [n, size] for each parameter.
"""

import numpy as np


def activated(name, sums):
    if name == "tanh":
        return np.tanh(sums)
    return np.maximum(sums, 0) if name == "relu" else sums


def slope(name, y):
    if name == "tanh":
        return 1 - y**2
    return (y > 0) * 1.0 if name == "relu" else np.ones_like(y)


def outer(x, errors):
    return np.einsum("ni,no->nio", x, errors).reshape(len(x), -1)


class Dense:
    """Dense layers, one after the other."""

    def __init__(self, layers):
        self.layers = layers
        self.names = [layer[key] for layer in layers for key in ("weight", "bias")]

    def forward(self, x, tensors):
        inputs = [x]
        for layer in self.layers:
            sums = inputs[-1] @ tensors[layer["weight"]] + tensors[layer["bias"]]
            inputs.append(activated(layer["activation"], sums))
        return inputs

    def blocks(self, inputs, errors, tensors):
        blocks = {}
        for index in range(len(self.layers) - 1, -1, -1):
            layer, x = self.layers[index], inputs[index]
            blocks[layer["weight"]] = outer(x, errors)
            blocks[layer["bias"]] = errors
            errors = errors @ tensors[layer["weight"]].T
            if index > 0:
                errors = errors * slope(self.layers[index - 1]["activation"], x)
        return blocks


class Operations:
    """Any operations, each of those before it."""

    PARAMETERS = ("weight", "gain", "bias", "row", "log_std")

    def __init__(self, operations):
        self.operations = operations
        named = [op[key] for op in operations for key in self.PARAMETERS if key in op]
        self.names = list(dict.fromkeys(named))

    def forward(self, x, tensors):
        values = []
        for op in self.operations:
            values.append(self.value(op, [values[k] for k in op["of"]], x, tensors))
        return values

    def value(self, op, of, x, tensors):
        name, a = op["op"], of[0] if of else None
        if name == "input":
            return x
        if name == "repeat":
            return np.broadcast_to(tensors[op["row"]], (len(x), tensors[op["row"]].size))
        if name == "affine":
            return activated(op["activation"], a @ tensors[op["weight"]] + tensors[op["bias"]])
        if name == "variance":
            return a @ np.exp(2 * tensors[op["log_std"]])
        if name == "layer_norm":
            z = self.normalized(a)[0]
            return activated(op["activation"], z * tensors[op["gain"]] + tensors[op["bias"]])
        if name == "pick":
            return np.take_along_axis(a, of[1].astype(int), axis=1)
        return {
            "add": lambda: a + of[1],
            "sub": lambda: a - of[1],
            "mul": lambda: a * of[1],
            "div": lambda: a / of[1],
            "min": lambda: np.minimum(a, of[1]),
            "max": lambda: np.maximum(a, of[1]),
            "concat": lambda: np.concatenate(of, axis=1),
            "columns": lambda: a[:, op["from"] : op["to"]],
            "scale": lambda: op["factor"] * a,
            "shift": lambda: a + op["offset"],
            "exp": lambda: np.exp(a),
            "log": lambda: np.log(a),
            "tanh": lambda: np.tanh(a),
            "softplus": lambda: np.maximum(a, 0) + np.log1p(np.exp(-np.abs(a))),
            "square": lambda: a**2,
            "clamp": lambda: np.clip(a, op["low"], op["high"]),
            "log_softmax": lambda: a - np.logaddexp.reduce(a, axis=1, keepdims=True),
            "sum_columns": lambda: a.sum(axis=1, keepdims=True),
        }[name]()

    @staticmethod
    def normalized(x):
        """z, and what x is scaled by."""
        scale = 1 / np.sqrt(x.var(axis=1, keepdims=True) + 1e-5)
        return (x - x.mean(axis=1, keepdims=True)) * scale, scale

    def blocks(self, values, errors, tensors):
        blocks = {name: np.zeros((len(errors), tensors[name].size)) for name in self.names}
        last = len(self.operations) - 1
        back = {last: errors}
        for k in range(last, -1, -1):
            if k in back:
                op = self.operations[k]
                of = [values[j] for j in op["of"]]
                for j, part in zip(op["of"], self.back(op, of, values[k], back[k], tensors, blocks)):
                    back[j] = back.get(j, 0) + part
        return blocks

    def back(self, op, of, y, g, tensors, blocks):
        """Errors at the operands, in order."""
        name, a = op["op"], of[0] if of else None
        if name == "input":
            return []
        if name == "repeat":
            blocks[op["row"]] += g
            return []
        if name == "affine":
            g = g * slope(op["activation"], y)
            blocks[op["weight"]] += outer(a, g)
            blocks[op["bias"]] += g
            return [g @ tensors[op["weight"]].T]
        if name == "variance":
            variances = np.exp(2 * tensors[op["log_std"]])
            blocks[op["log_std"]] += outer(a, g) * 2 * variances.ravel()
            return [g @ variances.T]
        if name == "layer_norm":
            g, (z, scale) = g * slope(op["activation"], y), self.normalized(a)
            blocks[op["gain"]] += g * z
            blocks[op["bias"]] += g
            u = g * tensors[op["gain"]]
            along = z * (u * z).mean(axis=1, keepdims=True)
            return [scale * (u - u.mean(axis=1, keepdims=True) - along)]
        if name in ("columns", "pick"):
            part = np.zeros_like(a)
            if name == "columns":
                part[:, op["from"] : op["to"]] = g
            else:
                np.put_along_axis(part, of[1].astype(int), g, axis=1)
            return [part, np.zeros_like(of[-1])][: len(of)]
        if name == "concat":
            return [g[:, : a.shape[1]], g[:, a.shape[1] :]]
        first = {"min": lambda: a <= of[1], "max": lambda: a >= of[1]}
        if name in first:
            return [np.where(first[name](), g, 0), np.where(first[name](), 0, g)]
        return {
            "add": lambda: [g, g],
            "sub": lambda: [g, -g],
            "mul": lambda: [g * of[1], g * a],
            "div": lambda: [g / of[1], -g * y / of[1]],
            "scale": lambda: [op["factor"] * g],
            "shift": lambda: [g],
            "exp": lambda: [g * y],
            "log": lambda: [g / a],
            "tanh": lambda: [g * (1 - y**2)],
            "softplus": lambda: [g / (1 + np.exp(-a))],
            "square": lambda: [2 * g * a],
            "clamp": lambda: [np.where((a < op["low"]) | (a > op["high"]), 0, g)],
            "log_softmax": lambda: [g - np.exp(y) * g.sum(axis=1, keepdims=True)],
            "sum_columns": lambda: [np.broadcast_to(g, a.shape)],
        }[name]()


def network(description):
    if "network" in description:
        return Operations(description["network"])
    return Dense(description["layers"])
