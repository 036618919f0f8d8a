"""Records how Gymnasium's Box2D worlds reward two simple pilots, for the tests of the module box2d.

    python bench/peers/record_box2d.py returns OUT.jsonl.gz
    python bench/peers/record_box2d.py bounds
    python bench/peers/record_box2d.py speed [--seconds 10]

Needs numpy 2.4.6, gymnasium 1.4.0 and box2d 2.3.10 (pip install swig, then "gymnasium[box2d]==1.4.0").

returns  one line for each world and seed 0 to 199: return and length of the episode that the pilot
         flies or walks, in an environment of its own. The pilots compute in float64 from the float32
         that they see, as the test's LanderPilot and WalkerPilot do.
bounds   how many observations leave the space that Gymnasium declares.
speed    steps per second of random actions, resets included.
"""

import argparse
import gzip
import json
import sys
import time

import gymnasium
import numpy as np

SEEDS = 200


def clip(value, most):
    return max(-most, min(most, value))


class LanderPilot:
    """Tilts towards the pad, and keeps a height that grows with the distance from it."""

    def __init__(self, continuous):
        self.continuous = continuous

    def action(self, seen):
        x, y, along, up, angle, turning, right, left = (float(value) for value in seen)
        turn = 0.5 * (clip(0.5 * x + along, 0.4) - angle) - turning
        lift = 0.5 * (0.55 * abs(x) - y) - 0.5 * up
        if right or left:
            turn = 0.0
            lift = -0.5 * up
        if self.continuous:
            return np.array([clip(20 * lift - 1, 1), clip(-20 * turn, 1)], dtype=np.float32)
        if lift > abs(turn) and lift > 0.05:
            return 2
        return 3 if turn < -0.05 else 1 if turn > 0.05 else 0


class WalkerPilot:
    """Swings one leg forward while the other pushes back; they change when the swinging foot comes
    down, 5 steps after the last change at the earliest, 17 at the latest."""

    def __init__(self):
        self.swinging = 0
        self.steps = 0

    def action(self, seen):
        seen = [float(value) for value in seen]
        down = seen[8 + 5 * self.swinging] > 0
        if self.steps >= 17 or (self.steps >= 5 and down):
            self.swinging = 1 - self.swinging
            self.steps = 0
        self.steps += 1
        action = []
        for leg in (0, 1):
            at = 4 + 5 * leg
            hip, knee = (0.51, 0.26) if leg == self.swinging else (-0.25, 0.35)
            upright = 1.1 * seen[0] + 2.0 * seen[1]
            hip = 0.9 * (hip - seen[at]) - 0.25 * seen[at + 1] + upright
            knee = 4.0 * (knee - seen[at + 2]) - 0.25 * seen[at + 3] - 13.5 * seen[3]
            action += [clip(0.41 * hip, 1.0), clip(0.41 * knee, 1.0)]
        return np.array(action, dtype=np.float32)


WORLDS = {
    "LunarLander-v3": lambda: LanderPilot(False),
    "LunarLanderContinuous-v3": lambda: LanderPilot(True),
    "BipedalWalker-v3": WalkerPilot,
    "BipedalWalkerHardcore-v3": WalkerPilot,
}


def returns(path):
    with gzip.GzipFile(path, "wb", 9, mtime=0) as file:
        for world, pilot_of in WORLDS.items():
            for seed in range(SEEDS):
                env = gymnasium.make(world)
                pilot = pilot_of()
                seen, _ = env.reset(seed=seed)
                total, length, done = 0.0, 0, False
                while not done:
                    seen, reward, terminated, truncated, _ = env.step(pilot.action(seen))
                    total += float(reward)
                    length += 1
                    done = terminated or truncated
                env.close()
                line = {"env": world, "seed": seed, "return": total, "length": length}
                file.write((json.dumps(line) + "\n").encode())
            print(world, "done", flush=True)


def bounds():
    """Of random actions; of the discrete lander every other one is the main engine."""
    for world in WORLDS:
        env = gymnasium.make(world, disable_env_checker=True)
        space = env.observation_space
        steps = outside = 0
        for seed in range(50):
            env.reset(seed=seed)
            env.action_space.seed(seed)
            done = False
            while not done:
                action = env.action_space.sample()
                if world == "LunarLander-v3" and steps % 2:
                    action = 2
                seen, _, terminated, truncated, _ = env.step(action)
                steps += 1
                outside += not np.all((space.low <= seen) & (seen <= space.high))
                done = terminated or truncated
        print(world, "steps", steps, "outside", outside)


def speed(seconds):
    for world in WORLDS:
        env = gymnasium.make(world, disable_env_checker=True)
        env.action_space.seed(1)
        env.reset(seed=1)
        steps, start = 0, time.perf_counter()
        while time.perf_counter() - start < seconds:
            for _ in range(1000):
                _, _, terminated, truncated, _ = env.step(env.action_space.sample())
                if terminated or truncated:
                    env.reset()
            steps += 1000
        print("%s %.0f steps/s" % (world, steps / (time.perf_counter() - start)))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("what", choices=["returns", "bounds", "speed"])
    parser.add_argument("path", nargs="?")
    parser.add_argument("--seconds", type=float, default=10)
    arguments = parser.parse_args()
    if arguments.what == "returns":
        returns(arguments.path)
    elif arguments.what == "bounds":
        bounds()
    else:
        speed(arguments.seconds)


if __name__ == "__main__":
    sys.exit(main())
