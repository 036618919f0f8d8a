"""Gymnasium: steps a second of its worlds as gymnasium.make gives them, one after another.

Actions are drawn beforehand; an episode that ends is reset, and that is counted in.
"""

import itertools

import gymnasium

import common

WORLDS = {
    "stepping": [
        "CartPole-v1",
        "Acrobot-v1",
        "MountainCar-v0",
        "MountainCarContinuous-v0",
        "Pendulum-v1",
    ],
    "bodies": [
        "Ant-v5",
        "HalfCheetah-v5",
        "Hopper-v5",
        "Humanoid-v5",
        "HumanoidStandup-v5",
        "InvertedDoublePendulum-v5",
        "InvertedPendulum-v5",
        "Pusher-v5",
        "Reacher-v5",
        "Swimmer-v5",
        "Walker2d-v5",
        "BipedalWalker-v3",
        "BipedalWalkerHardcore-v3",
        "LunarLander-v3",
        "LunarLanderContinuous-v3",
    ],
}
ACTIONS = 1000
STEPS = {"stepping": 1000, "bodies": 50}  # of a call


def stepper(world, steps):
    env = gymnasium.make(world)
    env.action_space.seed(0)
    actions = itertools.cycle([env.action_space.sample() for _ in range(ACTIONS)])
    env.reset(seed=0)

    def run():
        for action in itertools.islice(actions, steps):
            _, _, terminated, truncated, _ = env.step(action)
            if terminated or truncated:
                env.reset()

    return run


def main():
    arguments = common.arguments()
    steps = STEPS[arguments.job]
    jobs = [
        ("Gymnasium", f"stepping {world}", steps, stepper(world, steps))
        for world in WORLDS[arguments.job]
    ]
    common.measure(jobs, "steps/s", arguments.seconds)


if __name__ == "__main__":
    main()
