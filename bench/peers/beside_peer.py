"""Trains with a library's own code, at its own defaults, and scores what it has learnt.

    beside_peer.py LIBRARY ALGORITHM WORLD STEPS SEED[,SEED...] [--checkout DIR] [--continued]

LIBRARY is sb3, cleanrl or spinningup; the last two are no packages, and --checkout says where they
are. A line of JSON for each seed: the mean return of the most probable actions (a Gaussian's mean)
of the final policy, in 100 episodes of Gymnasium's world. With --continued a library that takes the
end by a time limit for a terminal state continues with V there.

Nothing of the libraries is changed but what they run on. CleanRL's ppo.py is of Gymnasium 0.29, in
whose vectors the step that ends an episode begins the next one. Spinning Up is of gym 0.15, MPI and
TensorFlow 1: it gets Gymnasium behind gym's old interface, one process in MPI's place, TensorFlow 2
by its interface of version 1, and a logger that is silent.
"""

import argparse
import contextlib
import importlib
import json
import os
import pathlib
import runpy
import sys
import tempfile
import types
import unittest.mock

import gymnasium
import numpy as np

EPISODES = 100
FIRST_EPISODE = 1_000_000  # seeds of evaluations begin here: no training has them
A2C_ENVS = 8  # of the Zoo, for CartPole-v1; Stable-Baselines3 itself leaves the number to its user
SPINNINGUP_EPOCH = 4000


def score(act, world, seed):
    """The mean return of episodes side by side; act gives actions for rows of observations."""
    envs = [gymnasium.make(world) for _ in range(EPISODES)]
    first = FIRST_EPISODE + seed * EPISODES
    seen = np.stack([env.reset(seed=first + k)[0] for k, env in enumerate(envs)])
    returns = np.zeros(EPISODES)
    running = list(range(EPISODES))
    while running:
        still = []
        for k, action in zip(running, act(seen[running])):
            seen[k], reward, terminated, truncated, _ = envs[k].step(action)
            returns[k] += reward
            if not (terminated or truncated):
                still.append(k)
        running = still
    return returns.mean()


def one_thread():
    """PyTorch. It cannot be in one process with TensorFlow, so it is imported where it is needed."""
    import torch

    torch.set_num_threads(1)
    return torch


def sb3(algorithm, world, steps, seed, arguments):
    """Stable-Baselines3's PPO and A2C, and TRPO of its Contrib."""
    one_thread()
    from sb3_contrib import TRPO
    from stable_baselines3 import A2C, PPO
    from stable_baselines3.common.env_util import make_vec_env

    kind = {"ppo": PPO, "a2c": A2C, "trpo": TRPO}[algorithm]
    envs = make_vec_env(world, n_envs=A2C_ENVS if kind is A2C else 1, seed=seed)
    model = kind("MlpPolicy", envs, seed=seed, device="cpu").learn(steps)
    return lambda seen: model.predict(seen, deterministic=True)[0]


def cleanrl(algorithm, world, steps, seed, arguments):
    """CleanRL's script, as a whole."""
    torch = one_thread()

    class Vector(gymnasium.vector.SyncVectorEnv):
        """As of Gymnasium 0.29."""

        def __init__(self, makers):
            same_step = gymnasium.vector.AutoresetMode.SAME_STEP
            super().__init__(makers, autoreset_mode=same_step)

        def step(self, actions):
            seen, reward, terminated, truncated, infos = super().step(actions)
            if arguments.continued and truncated.any():
                script = sys._getframe(1).f_globals  # the agent is a variable of the script
                for n in np.flatnonzero(truncated):
                    last = torch.as_tensor(infos["final_obs"][n], dtype=torch.float32)
                    with torch.no_grad():
                        value = script["agent"].get_value(last).item()
                    reward[n] += script["args"].gamma * value
            return seen, reward, terminated, truncated, {}  # of what they say it only prints

    script = pathlib.Path(arguments.checkout, "cleanrl", f"{algorithm}.py")
    options = ["--env-id", world, "--total-timesteps", steps, "--seed", seed, "--no-cuda"]
    patch = unittest.mock.patch.object
    with (
        tempfile.TemporaryDirectory() as directory,
        contextlib.chdir(directory),
        patch(sys, "argv", [str(script), *map(str, options)]),
        patch(gymnasium.vector, "SyncVectorEnv", Vector),
    ):
        actor = runpy.run_path(str(script), run_name="__main__")["agent"].actor
    return lambda seen: actor(torch.as_tensor(seen)).argmax(1).numpy()


class OldEnv:
    """gym 0.15's interface: an end by the time limit is an end. First seed, then none, as a user's."""

    def __init__(self, env, seed):
        self.env = env
        self.seed = seed
        self.observation_space = env.observation_space
        self.action_space = env.action_space

    def reset(self):
        seed, self.seed = self.seed, None
        return self.env.reset(seed=seed)[0]

    def step(self, action):
        seen, reward, terminated, truncated, info = self.env.step(action)
        return seen, reward, terminated or truncated, info


class Silent:
    """In place of Spinning Up's logger."""

    def __init__(self, **_):
        pass

    def __getattr__(self, name):
        return lambda *_, **__: None


def module(name, **contents):
    """Puts a module where an import finds it."""
    made = types.ModuleType(name)
    made.__dict__.update(contents)
    sys.modules[name] = made
    return made


def dense(x, units, activation=None):
    """tf.layers.dense, which TensorFlow has no more: Glorot's uniform weights, and biases 0."""
    import tensorflow as tf

    scope = "dense_" + str(len(tf.trainable_variables()))
    with tf.variable_scope(scope):
        weight = tf.get_variable("kernel", [int(x.shape[-1]), units])
        bias = tf.get_variable("bias", [units], initializer=tf.zeros_initializer())
    y = tf.matmul(x, weight) + bias
    return y if activation is None else activation(y)


def old_surroundings(checkout, tensorflow):
    """What Spinning Up imports."""

    class World:
        Get_rank = staticmethod(lambda: 0)
        Get_size = staticmethod(lambda: 1)
        Bcast = staticmethod(lambda x, root: None)

        @staticmethod
        def Allreduce(x, sum, op):
            sum[...] = x

    module("mpi4py", MPI=types.SimpleNamespace(COMM_WORLD=World, SUM=None, MIN=None, MAX=None))
    module("gym", spaces=gymnasium.spaces)
    sys.modules["gym.spaces"] = gymnasium.spaces
    # Without their __init__, which imports all algorithms.
    for package in "spinup", "spinup.utils":
        module(package, __path__=[str(pathlib.Path(checkout, *package.split(".")))])
    module("spinup.utils.logx", EpochLogger=Silent)
    if tensorflow:
        os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
        import tensorflow.compat.v1 as tf

        tf.disable_eager_execution()
        sys.modules["tensorflow"] = tf
        tf.layers = types.SimpleNamespace(dense=dense)


def spinningup(algorithm, world, steps, seed, arguments):
    """Spinning Up's PPO and VPG in PyTorch; its TRPO and NPG, which is a setting of TRPO's."""
    natural = algorithm in ("npg", "trpo")
    if "spinup" not in sys.modules:
        old_surroundings(arguments.checkout, natural)
    settings = {"seed": seed, "epochs": steps // SPINNINGUP_EPOCH}
    if arguments.continued:  # its own time limit, which it continues after
        settings["max_ep_len"] = gymnasium.spec(world).max_episode_steps
        env = gymnasium.make(world, max_episode_steps=-1)
    else:
        env = gymnasium.make(world)
    env = OldEnv(env, seed)
    return (natural_policy if natural else torch_policy)(algorithm, env, settings)


def torch_policy(algorithm, env, settings):
    torch = one_thread()
    code = importlib.import_module(f"spinup.algos.pytorch.{algorithm}.{algorithm}")
    made = []

    def actor_critic(*spaces):
        made.append(code.core.MLPActorCritic(*spaces))
        return made[0]

    getattr(code, algorithm)(lambda: env, actor_critic, **settings)
    logits = made[0].pi.logits_net
    return lambda seen: logits(torch.as_tensor(seen)).argmax(1).numpy()


def natural_policy(algorithm, env, settings):
    import tensorflow as tf
    from spinup.algos.tf1.trpo import core, trpo

    class Buffer(trpo.GAEBuffer):
        """NumPy 2 takes no array of one number for a number."""

        def store(self, seen, action, reward, value, log_prob, info):
            super().store(seen, action, reward, value.item(), log_prob.item(), info)

    tf.reset_default_graph()
    made = []

    def actor_critic(x, *inputs, **spaces):
        outputs = core.mlp_actor_critic(x, *inputs, **spaces)
        made.extend([x, outputs[3]["logp_all"]])
        return outputs

    sessions = []
    open_session = tf.Session

    def session():
        one_thread = {"intra_op_parallelism_threads": 1, "inter_op_parallelism_threads": 1}
        sessions.append(open_session(config=tf.ConfigProto(**one_thread)))
        return sessions[0]

    patch = unittest.mock.patch.object
    with patch(tf, "Session", session), patch(trpo, "GAEBuffer", Buffer):
        trpo.trpo(lambda: env, actor_critic, algo=algorithm, **settings)
    x, log_probs = made
    return lambda seen: sessions[0].run(log_probs, {x: seen}).argmax(1)


def main():
    libraries = {"sb3": sb3, "cleanrl": cleanrl, "spinningup": spinningup}
    parser = argparse.ArgumentParser()
    parser.add_argument("library", choices=libraries)
    parser.add_argument("algorithm")
    parser.add_argument("world")
    parser.add_argument("steps", type=int)
    parser.add_argument("seeds", type=lambda text: [int(seed) for seed in text.split(",")])
    parser.add_argument("--checkout")
    parser.add_argument("--continued", action="store_true")
    arguments = parser.parse_args()
    for seed in arguments.seeds:
        with contextlib.redirect_stdout(sys.stderr):
            act = libraries[arguments.library](
                arguments.algorithm, arguments.world, arguments.steps, seed, arguments
            )
            mean = score(act, arguments.world, seed)
        print(json.dumps({"seed": seed, "mean": float(mean)}), flush=True)


if __name__ == "__main__":
    main()
