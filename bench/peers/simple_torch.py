"""Spinning Up's first example in PyTorch: the policy gradient with R(τ) on CartPole-v1.

One hidden layer of 32 tanh units, Adam 1e-2, 50 updates of at least 5000 steps in whole episodes.
Prints a line for each update, with the steps taken so far and the seconds since training began.
"""

import sys
import time

import gymnasium
import numpy as np
import torch
from torch import nn
from torch.distributions import Categorical

import common

UPDATES = 50
BATCH_STEPS = 5000

torch.set_num_threads(1)


def collect(env, policy):
    """Whole episodes of at least 5000 steps: observations, actions, and R(τ) for each step."""
    observations, actions, returns = [], [], []
    while len(actions) < BATCH_STEPS:
        observation, _ = env.reset()
        rewards = []
        ended = False
        while not ended:
            observations.append(observation)
            logits = policy(torch.as_tensor(observation, dtype=torch.float32))
            action = Categorical(logits=logits).sample().item()
            observation, reward, terminated, truncated, _ = env.step(action)
            actions.append(action)
            rewards.append(reward)
            ended = terminated or truncated
        returns += [sum(rewards)] * len(rewards)
    return observations, actions, returns


def main():
    seed = int(sys.argv[1])
    torch.manual_seed(seed)
    env = gymnasium.make("CartPole-v1")
    env.reset(seed=seed)
    policy = nn.Sequential(nn.Linear(4, 32), nn.Tanh(), nn.Linear(32, 2))
    optimizer = torch.optim.Adam(policy.parameters(), lr=1e-2)
    start = time.perf_counter()
    steps = 0
    for update in range(1, UPDATES + 1):
        observations, actions, returns = collect(env, policy)
        logits = policy(torch.as_tensor(np.array(observations), dtype=torch.float32))
        log_prob = Categorical(logits=logits).log_prob(torch.as_tensor(actions))
        loss = -(log_prob * torch.as_tensor(returns, dtype=torch.float32)).mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        steps += len(actions)
        common.emit(update=update, steps=steps, seconds=time.perf_counter() - start)


if __name__ == "__main__":
    main()
