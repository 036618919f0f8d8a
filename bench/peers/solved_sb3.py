"""Stable-Baselines3's PPO until CartPole-v1 is solved, with the tuned settings of RL Baselines3 Zoo.

Solved: 475 or more on average in 100 episodes of the most probable actions. That is tried at the end
of a rollout in which the last ten training episodes returned 400 on average, and given up as soon
as it cannot be reached any more; after a failure the next try waits for ten rollouts.
"""

import argparse
import time

import gymnasium
import numpy as np
import torch
from stable_baselines3 import PPO
from stable_baselines3.common.callbacks import BaseCallback
from stable_baselines3.common.env_util import make_vec_env

import common

STEPS = 100_000  # the zoo's; the learning rate falls to zero over them
EPISODES = 100
THRESHOLD = 475
LOOKS_SOLVED = 400
WAIT = 10  # rollouts

torch.set_num_threads(1)


def evaluate(model, envs):
    """The mean return of an episode in each environment, side by side; less if it cannot suffice."""
    observations = [env.reset()[0] for env in envs]
    returns = np.zeros(len(envs))
    running = list(range(len(envs)))
    while running:
        actions, _ = model.predict(np.stack([observations[i] for i in running]), deterministic=True)
        still = []
        for i, action in zip(running, actions):
            observations[i], reward, terminated, truncated, _ = envs[i].step(action)
            returns[i] += reward
            if not (terminated or truncated):
                still.append(i)
        running = still
        best = returns.copy()
        best[running] = 500
        if best.mean() < THRESHOLD:
            break
    return returns.mean()


class UntilSolved(BaseCallback):
    """Stops the training at the first evaluation that passes."""

    def __init__(self):
        super().__init__()
        self.envs = [gymnasium.make("CartPole-v1") for _ in range(EPISODES)]
        self.wait = 0
        self.solved_at = None
        self.evaluations = 0
        self.evaluation_seconds = 0.0

    def _on_rollout_end(self):
        self.wait -= 1
        recent = [episode["r"] for episode in list(self.model.ep_info_buffer)[-10:]]
        if self.wait > 0 or len(recent) < 10 or np.mean(recent) < LOOKS_SOLVED:
            return
        begin = time.time()
        solved = evaluate(self.model, self.envs) >= THRESHOLD
        end = time.time()
        if solved:
            self.solved_at = end
        self.evaluation_seconds += end - begin
        self.evaluations += 1
        self.wait = WAIT

    def _on_step(self):
        return self.solved_at is None


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--began", type=float, required=True, help="when this process was started")
    arguments = parser.parse_args()
    seed = arguments.seed
    model = PPO(
        "MlpPolicy",
        make_vec_env("CartPole-v1", n_envs=8, seed=seed),
        n_steps=32,
        batch_size=256,
        n_epochs=20,
        gae_lambda=0.8,
        gamma=0.98,
        ent_coef=0.0,
        learning_rate=lambda left: left * 1e-3,
        clip_range=lambda left: left * 0.2,
        seed=seed,
        device="cpu",
    )
    callback = UntilSolved()
    model.learn(STEPS, callback=callback)
    solved = callback.solved_at is not None
    common.emit(
        seed=seed,
        solved_at_seconds=callback.solved_at - arguments.began if solved else None,
        steps=model.num_timesteps,
        evaluations=callback.evaluations,
        evaluation_seconds=callback.evaluation_seconds,
    )


if __name__ == "__main__":
    main()
