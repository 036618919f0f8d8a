"""JAX: gradient steps ("update") and actions ("acting") a second.

Twice: as one compiled program that loops inside, as libraries do whose simulator is in JAX too; and
with a call from Python for every step, as with any other simulator.
"""

from functools import partial

import jax
import jax.numpy as jnp
import numpy as np

import common

LOOP, CALLS = "JAX", "JAX, call by call"

# Steps inside one call of the program: some milliseconds.
UPDATES = {64: 100, 256: 30, 4000: 2}
ACTIONS = {1: 1000, 64: 100, 512: 30}


def network(outputs):
    return [(jnp.asarray(w), jnp.zeros(w.shape[1])) for w in common.weights(outputs)]


def forward(layers, x):
    for w, b in layers[:-1]:
        x = jnp.tanh(x @ w + b)
    w, b = layers[-1]
    return x @ w + b


def losses(policy, critic, observation, action, weight, target):
    log_probs = jax.nn.log_softmax(forward(policy, observation))
    log_prob = jnp.take_along_axis(log_probs, action[:, None], axis=1)[:, 0]
    error = forward(critic, observation)[:, 0] - target
    return -(log_prob * weight).mean(), 0.5 * (error**2).mean()


def initial():
    """Parameters, both moments of Adam, steps made, and the last losses."""
    networks = (network(2), network(1))
    zeros = jax.tree.map(jnp.zeros_like, networks)
    return networks, zeros, jax.tree.map(jnp.copy, zeros), jnp.zeros(()), jnp.zeros(2)


def update(state, data, learning_rate):
    networks, m, v, steps, _ = state
    b1, b2, eps = common.ADAM["b1"], common.ADAM["b2"], common.ADAM["eps"]

    def loss(both):
        each = jnp.stack(losses(*both, *data))
        return each.sum(), each

    gradient, each = jax.grad(loss, has_aux=True)(networks)
    steps = steps + 1
    m = jax.tree.map(lambda m, g: b1 * m + (1 - b1) * g, m, gradient)
    v = jax.tree.map(lambda v, g: b2 * v + (1 - b2) * g * g, v, gradient)
    correct1, correct2 = 1 - b1**steps, 1 - b2**steps

    def moved(p, m, v):
        return p - learning_rate * (m / correct1) / (jnp.sqrt(v / correct2) + eps)

    return jax.tree.map(moved, networks, m, v), m, v, steps, each


@partial(jax.jit, static_argnames="steps", donate_argnums=0)
def updates(state, data, learning_rate, steps):
    return jax.lax.fori_loop(0, steps, lambda _, s: update(s, data, learning_rate), state)


def updater(rows, steps):
    """`steps` updates a call. With one, it is a call for every step, and there is no loop."""
    data = [jnp.asarray(x) for x in common.batch(rows)]
    state = initial()

    def run():
        nonlocal state
        state = updates(state, data, common.LEARNING_RATE, steps)
        jax.block_until_ready(state)

    return run


def check():
    data = [jnp.asarray(x) for x in common.batch(common.CHECK_ROWS)]
    state = updates(initial(), data, common.CHECK_LEARNING_RATE, common.CHECK_STEPS)
    policy_loss, value_loss = losses(*state[0], *data)
    common.emit(peer=LOOP, name="check", policy_loss=float(policy_loss), value_loss=float(value_loss))


@jax.jit
def act(policy, key, observation):
    key, now = jax.random.split(key)
    return jax.random.categorical(now, forward(policy, observation)), key


@partial(jax.jit, static_argnames="steps")
def acts(policy, key, observation, steps):
    """Acts in a loop. The observation changes in it, or XLA would compute π(·|s) once, before it."""

    def body(_, carry):
        key, observation, chosen = carry
        action, key = act(policy, key, observation)
        return key, -observation, chosen + action

    chosen = jnp.zeros(observation.shape[0], jnp.int32)
    return jax.lax.fori_loop(0, steps, body, (key, observation, chosen))


def actor(rows, steps):
    policy, key = network(2), jax.random.key(1)
    observation = jnp.asarray(common.batch(rows)[0])

    def run():
        nonlocal key
        key, _, chosen = acts(policy, key, observation, steps)
        chosen.block_until_ready()

    return run


def actor_by_calls(rows):
    """From observations of a simulator to actions for it, both arrays of numpy."""
    policy, key = network(2), jax.random.key(1)
    observation = common.batch(rows)[0]

    def run():
        nonlocal key
        action, key = act(policy, key, observation)
        return np.asarray(action)

    return run


def main():
    arguments = common.arguments()
    jobs = []
    if arguments.job == "update":
        check()
        for rows, steps in UPDATES.items():
            jobs.append((LOOP, f"update {rows}", steps, updater(rows, steps)))
            jobs.append((CALLS, f"update {rows}", 1, updater(rows, 1)))
        common.measure(jobs, "updates/s", arguments.seconds)
    else:
        for rows, steps in ACTIONS.items():
            jobs.append((LOOP, f"acting {rows}", rows * steps, actor(rows, steps)))
            jobs.append((CALLS, f"acting {rows}", rows, actor_by_calls(rows)))
        common.measure(jobs, "actions/s", arguments.seconds)


if __name__ == "__main__":
    main()
