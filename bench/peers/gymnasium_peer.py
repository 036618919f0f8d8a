"""Gymnasium: steps a second of its worlds as gymnasium.make gives them, one after another.

Actions are drawn beforehand; an episode that ends is reset, and that is counted in.
"""

import gymnasium

import common

WORLDS = ["CartPole-v1", "Acrobot-v1", "MountainCar-v0", "MountainCarContinuous-v0", "Pendulum-v1"]
STEPS = 1000


def stepper(world):
    env = gymnasium.make(world)
    env.action_space.seed(0)
    actions = [env.action_space.sample() for _ in range(STEPS)]
    env.reset(seed=0)

    def run():
        for action in actions:
            _, _, terminated, truncated, _ = env.step(action)
            if terminated or truncated:
                env.reset()

    return run


def main():
    jobs = [("Gymnasium", f"stepping {world}", STEPS, stepper(world)) for world in WORLDS]
    common.measure(jobs, "steps/s", common.arguments().seconds)


if __name__ == "__main__":
    main()
