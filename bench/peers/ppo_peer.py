"""Environment steps a second that PPO of other libraries learns CartPole from.

The setting is CleanRL's: 4 environments x 128 steps, 4 epochs of 4 minibatches, actor and critic
64x64 with tanh. One thread, nothing evaluated, importing and compiling not timed.

    ppo_peer.py purejaxrl DIR     PureJaxRL, from a checkout of it
    ppo_peer.py cleanrl DIR       CleanRL's ppo.py, from a checkout of it
    ppo_peer.py sb3               Stable-Baselines3, as it is installed
"""

import json
import pathlib
import re
import subprocess
import sys
import tempfile
import time
import unittest.mock

NAME = "ppo CartPole-v1"


def told(peer, rate):
    print(json.dumps({"peer": peer, "name": NAME, "value": rate, "unit": "steps/s"}), flush=True)


def purejaxrl(checkout):
    """A whole training of 500k steps in one program, after one that compiled it."""
    sys.path.insert(0, str(pathlib.Path(checkout, "purejaxrl")))
    for absent in "brax", "brax.envs", "brax.envs.wrappers", "brax.envs.wrappers.training", "navix":
        sys.modules[absent] = unittest.mock.MagicMock()  # imported for worlds that are not used here
    import jax
    from ppo import make_train

    steps = 500_000
    config = {
        "LR": 2.5e-4,
        "NUM_ENVS": 4,
        "NUM_STEPS": 128,
        "TOTAL_TIMESTEPS": steps,
        "UPDATE_EPOCHS": 4,
        "NUM_MINIBATCHES": 4,
        "GAMMA": 0.99,
        "GAE_LAMBDA": 0.95,
        "CLIP_EPS": 0.2,
        "ENT_COEF": 0.01,
        "VF_COEF": 0.5,
        "MAX_GRAD_NORM": 0.5,
        "ACTIVATION": "tanh",
        "ENV_NAME": "CartPole-v1",
        "ANNEAL_LR": True,
        "DEBUG": False,
    }
    train = jax.jit(make_train(config))
    jax.block_until_ready(train(jax.random.PRNGKey(0)))
    start = time.perf_counter()
    jax.block_until_ready(train(jax.random.PRNGKey(1)))
    told("PureJaxRL", steps / (time.perf_counter() - start))


def cleanrl(checkout):
    """Its own figure, SPS, of the last round: from the beginning of the training on."""
    script = pathlib.Path(checkout, "cleanrl", "ppo.py")
    with tempfile.TemporaryDirectory() as directory:
        command = [sys.executable, script, "--no-cuda", "--total-timesteps", "40000"]
        done = subprocess.run(command, cwd=directory, capture_output=True, text=True, check=True)
    told("CleanRL", float(re.findall(r"SPS: (\d+)", done.stdout)[-1]))


def sb3():
    import torch
    from stable_baselines3 import PPO
    from stable_baselines3.common.env_util import make_vec_env

    torch.set_num_threads(1)
    model = PPO(
        "MlpPolicy",
        make_vec_env("CartPole-v1", n_envs=4, seed=0),
        n_steps=128,
        batch_size=128,
        n_epochs=4,
        learning_rate=2.5e-4,
        ent_coef=0.01,
        clip_range_vf=0.2,
        seed=0,
        device="cpu",
    )
    model.learn(2_048)
    steps = 20_480
    start = time.perf_counter()
    model.learn(steps, reset_num_timesteps=False)
    told("Stable-Baselines3", steps / (time.perf_counter() - start))


if __name__ == "__main__":
    {"purejaxrl": purejaxrl, "cleanrl": cleanrl, "sb3": sb3}[sys.argv[1]](*sys.argv[2:])
