"""Records frames that Gymnasium draws, for the tests of the module picture.

    python bench/peers/record_pictures.py FOLDER

Needs numpy 2.4.6, gymnasium 1.4.0, pygame 2.6.1 and box2d 2.3.10. FOLDER gets a PNG for each frame, and
states.json with the state that each shows: of Pendulum θ and θ̇ (no torque, so no arrow: that is somebody's
drawing, which is not to be copied); of Box2D's worlds the seed, the actions since the reset (or how many steps of
none), and then x, y, angle, velocities and angular velocity of every part, which are put.
"""

import json
import os
import sys

os.environ["SDL_VIDEODRIVER"] = "dummy"

import gymnasium
import numpy as np
import pygame

PENDULUMS = [[0.5, 0.0], [2.5, 0.0]]
LANDERS = [(42, [0] * 60), (3, [0] * 5), (42, [0] * 30 + [2, 2, 1, 2, 3, 0, 2, 1])]
WALKERS = [("BipedalWalker-v3", 42, 5), ("BipedalWalker-v3", 7, 12), ("BipedalWalkerHardcore-v3", 4, 17)]
ALONG = {"BipedalWalker-v3": [0.0, 18.0], "BipedalWalkerHardcore-v3": [15.0]}  # metres


def save(pixels, path):
    surface = pygame.surfarray.make_surface(np.transpose(pixels, (1, 0, 2)))
    pygame.image.save(surface, path)


def numbers(body):
    position, velocity = body.position, body.linearVelocity
    values = [position.x, position.y, body.angle, velocity.x, velocity.y, body.angularVelocity]
    return [float(value) for value in values]


def place(body, x, y, angle):
    body.position, body.angle = (x, y), angle
    body.linearVelocity, body.angularVelocity = (0, 0), 0


def pendulums(folder, states):
    for i, state in enumerate(PENDULUMS):
        env = gymnasium.make("Pendulum-v1", render_mode="rgb_array").unwrapped
        env.reset(seed=0)
        env.state, env.last_u = np.array(state), None
        name = "Pendulum-v1-%d" % i
        save(env.render(), os.path.join(folder, name + ".png"))
        states[name] = {"state": state}


def landers(folder, states):
    for i, (seed, actions) in enumerate(LANDERS):
        env = gymnasium.make("LunarLander-v3", render_mode="rgb_array").unwrapped
        env.reset(seed=seed)
        for action in actions:
            env.step(action)
            pixels = env.render()  # each time, so that what engines blow out fades
        if i == 1:  # elsewhere, leaning, its legs spread
            place(env.lander, 12.3, 6.1, 0.5)
            for leg, (x, y, angle) in zip(env.legs, [(12.85, 5.65, 0.9), (11.5, 5.05, 0.1)]):
                place(leg, x, y, angle)
            pixels = env.render()
        name = "LunarLander-v3-%d" % i
        save(pixels, os.path.join(folder, name + ".png"))
        bodies = [env.lander] + env.legs
        states[name] = {"seed": seed, "actions": actions, "bodies": [numbers(body) for body in bodies]}


def walkers(folder, states):
    counts = {}
    for world, seed, steps in WALKERS:
        i = counts[world] = counts.get(world, -1) + 1
        env = gymnasium.make(world, render_mode="rgb_array").unwrapped
        env.reset(seed=seed)
        for _ in range(steps):
            env.step(np.zeros(4, dtype=np.float32))
        bodies = [env.hull] + env.legs
        for k, body in enumerate(bodies):  # further along the way, the second leg beside the first
            x, y = body.position
            aside = 0.5 if k > 2 else 0.0
            place(body, x + ALONG[world][i] + aside, y + 0.5, body.angle + 0.1 + aside)
        env.scroll = env.hull.position.x - 4
        for k, ray in enumerate(env.lidar):  # as a step of it does
            ray.fraction = 1.0
            ray.p1 = env.hull.position
            ray.p2 = (
                ray.p1[0] + np.sin(1.5 * k / 10) * 160 / 30,
                ray.p1[1] - np.cos(1.5 * k / 10) * 160 / 30,
            )
            env.world.RayCast(ray, ray.p1, ray.p2)
        env.lidar_render = steps  # a frame was drawn after the reset and each step but this
        name = "%s-%d" % (world, i)
        save(env.render(), os.path.join(folder, name + ".png"))
        states[name] = {"seed": seed, "steps": steps, "bodies": [numbers(body) for body in bodies]}


def main(folder):
    os.makedirs(folder, exist_ok=True)
    states = {}
    pendulums(folder, states)
    landers(folder, states)
    walkers(folder, states)
    with open(os.path.join(folder, "states.json"), "w") as file:
        json.dump(states, file, indent=1)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
