"""Records what MuJoCo and Gymnasium make of MuJoCo's worlds, for the tests of the module mujoco.

    python bench/peers/record_mujoco.py figures OUT.json.gz
    python bench/peers/record_mujoco.py episodes OUT.jsonl.gz [--library libmujoco.so.2.2.2]
    python bench/peers/record_mujoco.py arguments OUT.jsonl.gz [--library libmujoco.so.2.2.2]
    python bench/peers/record_mujoco.py models DIR
    python bench/peers/record_mujoco.py replay IN.jsonl [--library libmujoco.so.2.2.2]

Needs numpy 2.4.6, gymnasium 1.4.0, imageio, packaging, and mujoco 3.3.7 or 4.0.0, whose version the
name of a file then has. `--library` takes a MuJoCo 2.2.2 instead, for which there is no such package.
Set OPENBLAS_CORETYPE=SkylakeX: distances, of which rewards of Reacher and Pusher are made, and some of
what `info` has, come from numpy's BLAS, and end in another bit on other processors. Recordings have
that one's. States do not differ.

figures   what Gymnasium's models are once compiled: of each, arrays by MuJoCo's names, with shapes.
episodes  of Pusher and HumanoidStandup, as the other recordings have them: `seed` is given to reset,
          `init_*` is the state after it; each step has its action (float32), qpos and qvel after it,
          its reward; `obs[k]` is that of step `obs_at[k]`. Some actions are beyond the action space.
          Pusher-v4, which Gymnasium refuses on MuJoCo 3, is left out there; it prints the sentence.
arguments of the humanoids, with arguments of theirs in `kwargs`.
models    compares DIR's models with Gymnasium's: every field of mjModel that is not a name, a colour,
          a camera or a light, and what 1000 steps with random controls compute, to the bit.
replay    takes the actions of a recording and compares what comes with it, to the bit.

Exit code 1 if something differs.
"""

import argparse
import collections
import gzip
import json
import pathlib
import sys

import numpy as np

FIGURES = """
    body_parentid body_pos body_quat body_ipos body_iquat body_mass body_inertia
    jnt_type jnt_bodyid jnt_pos jnt_axis jnt_limited jnt_range jnt_margin jnt_stiffness jnt_solref
    jnt_solimp dof_armature dof_damping dof_frictionloss qpos0 qpos_spring
    geom_type geom_bodyid geom_size geom_pos geom_quat geom_contype geom_conaffinity geom_condim
    geom_friction geom_solref geom_solimp geom_solmix geom_margin geom_gap geom_priority
    site_bodyid site_pos site_quat site_size tendon_adr tendon_num wrap_objid wrap_prm
    actuator_trnid actuator_gear actuator_ctrllimited actuator_ctrlrange actuator_gainprm
    opt.timestep opt.integrator opt.gravity opt.solver opt.iterations opt.tolerance opt.cone
    opt.density opt.viscosity opt.impratio opt.disableflags opt.enableflags
""".split()

# Names, pictures, what a user attaches, and sizes of buffers.
NOT_PHYSICS = ("name", "mat", "tex", "cam", "light", "key", "numeric", "text", "nuser", "skin")
NOT_PHYSICS += ("nname", "nmat", "ntex", "ncam", "nlight", "nkey", "nnumeric", "npath", "path")
NOT_PHYSICS += ("nbuffer", "narena", "nstack", "vis", "signature", "geom_matid")

# World, seed, how much of the action space actions are drawn from, steps that each is held for.
EPISODES = [
    ("Pusher-v5", 42, 1.0, 1),
    ("Pusher-v5", 43, 1.5, 1),
    ("Pusher-v5", 82, 1.0, 40),  # from step 13 on it pushes
    ("HumanoidStandup-v5", 42, 1.0, 1),
    ("HumanoidStandup-v5", 43, 1.5, 1),
    ("HumanoidStandup-v5", 44, 0.25, 1),
    ("HumanoidStandup-v4", 42, 1.0, 1),
    ("Pusher-v4", 42, 1.0, 1),
    ("Pusher-v4", 82, 1.0, 40),
]

# World, seed, how much of the action space, what it is made with.
ARGUMENTS = [
    ("Humanoid-v5", 42, 1.0, {"include_cinert_in_observation": False}),
    ("Humanoid-v5", 43, 1.5, {"include_cvel_in_observation": False, "contact_cost_range": [0.002, 0.05]}),
    ("Humanoid-v5", 44, 1.0, {"include_qfrc_actuator_in_observation": False, "contact_cost_weight": 0.01}),
    (
        "Humanoid-v5",
        45,
        1.0,
        {"include_cfrc_ext_in_observation": False, "exclude_current_positions_from_observation": False},
    ),
    ("HumanoidStandup-v5", 42, 1.0, {"include_cinert_in_observation": False, "include_cvel_in_observation": False}),
    ("HumanoidStandup-v5", 43, 1.5, {"impact_cost_range": [0.5, 2.0], "impact_cost_weight": 0.0001}),
    (
        "HumanoidStandup-v5",
        44,
        1.0,
        {f"include_{part}_in_observation": False for part in ("cinert", "cvel", "qfrc_actuator", "cfrc_ext")},
    ),
]
STEPS = 40
SPARSE = [0, 1, 9, 19, 39]  # of long observations
LONG = 50

NOTE = (
    "seed -> env.reset(seed); init_* = state after reset; per step: action (float32), qpos/qvel after the step"
    " (float64), reward, terminated; obs only for steps listed in obs_at (float64); info of the last step"
)


def assets():
    """Gymnasium's models by the names that ours have."""
    import gymnasium.envs.mujoco as worlds

    folder = pathlib.Path(worlds.__file__).parent / "assets"
    names = {"humanoidstandup": "humanoid_standup"}
    found = {names.get(path.stem, path.stem): path for path in sorted(folder.glob("*.xml"))}
    found.pop("point", None)  # of no world
    return dict(sorted(found.items()))


def field(model, name):
    value = model
    for part in name.split("."):
        value = getattr(value, part)
    return np.asarray(value)


def figures(out):
    import gymnasium
    import mujoco

    models = {}
    for name, path in assets().items():
        model = mujoco.MjModel.from_xml_path(str(path))
        fields = {}
        for figure in FIGURES:
            value = field(model, figure)
            if value.dtype == bool or value.dtype == np.uint8:
                value = value.astype(np.int32)
            fields[figure] = {"shape": list(value.shape), "values": value.ravel().tolist()}
        models[name] = {"file": path.name, "fields": fields}
    write(out, [{"gymnasium": gymnasium.__version__, "mujoco": mujoco.__version__, "models": models}])


def physics(part, prefix=""):
    fields = {}
    for name in dir(part):
        if name.startswith("_") or name.endswith(("_rgba", "_user")):
            continue
        if not prefix and name.startswith(NOT_PHYSICS):
            continue
        value = getattr(part, name)
        if isinstance(value, (int, float, np.ndarray)):
            fields[prefix + name] = np.asarray(value)
        elif name in ("opt", "stat"):
            fields |= physics(value, name + ".")
    return fields


def path_of(model, steps=1000, episodes=4, held=25):
    """All that steps with random controls, a fifth of them beyond the range, compute."""
    import mujoco

    data, random, rows = mujoco.MjData(model), np.random.default_rng(7), []
    for step in range(steps):
        if step % (steps // episodes) == 0:
            mujoco.mj_resetData(model, data)
            data.qpos[:] += random.uniform(-0.1, 0.1, model.nq)
            data.qvel[:] = 0.5 * random.standard_normal(model.nv)
            mujoco.mj_forward(model, data)
        if step % held == 0:
            data.ctrl[:] = random.uniform(-1.25, 1.25, model.nu) * model.actuator_ctrlrange[:, 1]
        mujoco.mj_step(model, data)
        mujoco.mj_rnePostConstraint(model, data)
        read = [data.qpos, data.qvel, data.qacc, data.xpos, data.cfrc_ext, data.qfrc_constraint]
        rows.append(np.concatenate([np.ravel(part) for part in read]))
    return np.array(rows)


def models(folder):
    import mujoco

    bad = False
    for name, path in assets().items():
        pair = [
            mujoco.MjModel.from_xml_path(str(file))
            for file in (path, pathlib.Path(folder) / (name + ".xml"))
        ]
        theirs, ours = (physics(model) for model in pair)
        other = [
            key
            for key in sorted(theirs.keys() | ours.keys())
            if key not in theirs
            or key not in ours
            or theirs[key].shape != ours[key].shape
            or theirs[key].tobytes() != ours[key].tobytes()
        ]
        steps = [path_of(model) for model in pair]
        moves = "equal" if steps[0].tobytes() == steps[1].tobytes() else "different"
        print(f"{mujoco.__version__} {name}: {len(theirs)} fields, {moves} steps; {other or 'equal'}")
        bad |= bool(other) or moves != "equal"
    return bad


def plain(value):
    """What JSON has of numpy's; integers as floats."""
    if isinstance(value, dict):
        return {key: plain(each) for key, each in value.items()}
    if isinstance(value, np.ndarray):
        return [plain(each) for each in value]
    return float(value)


def short(values):
    """float32s as the shortest decimals that read back as them."""
    return [float(str(value)) for value in values]


def record(world, episode, seed, actions, kwargs):
    """An episode of a world, all of whose actions are given."""
    import gymnasium

    env = gymnasium.make(world, **kwargs)
    inner = env.unwrapped
    line = {
        "type": "episode",
        "env": world,
        **({"kwargs": kwargs} if kwargs else {}),
        "episode": episode,
        "seed": seed,
        "time_limit": env.spec.max_episode_steps,
        "reward_threshold": env.spec.reward_threshold,
        "dt": plain(inner.dt),
        "frame_skip": inner.frame_skip,
    }
    first, _ = env.reset(seed=seed)
    line |= {"obs_dim": len(first)}
    line |= {"act_low": short(env.action_space.low), "act_high": short(env.action_space.high)}
    line |= {"init_qpos": plain(inner.data.qpos.copy()), "init_qvel": plain(inner.data.qvel.copy())}
    line |= {"init_obs": plain(first), "actions": [], "qpos": [], "qvel": []}
    seen, rewards, terminated, info = [], [], False, {}
    for action in actions:
        observation, reward, terminated, truncated, info = env.step(action)
        line["actions"].append(short(action))
        line["qpos"].append(plain(inner.data.qpos.copy()))
        line["qvel"].append(plain(inner.data.qvel.copy()))
        seen.append(plain(observation))
        rewards.append(float(reward))
        if terminated or truncated:
            break
    at = range(len(seen)) if len(first) < LONG else [t for t in SPARSE if t < len(seen)]
    line |= {"obs_at": list(at), "obs": [seen[t] for t in at], "rewards": rewards}
    line |= {"terminated": bool(terminated), "info_last": plain(info)}
    env.close()
    return line, seen


def episodes(out, asked=None):
    import gymnasium
    import mujoco

    header = {"type": "header", "gymnasium": gymnasium.__version__, "numpy": np.__version__}
    lines = [header | {"mujoco": mujoco.__version__, "note": NOTE}]
    counts = collections.Counter()
    for world, seed, width, held, kwargs in asked or [(*each, {}) for each in EPISODES]:
        try:
            space = gymnasium.make(world).action_space
        except ImportError as refusal:
            print(f"{world}: {refusal}")
            continue
        space.seed(seed)
        drawn = [np.float32(width) * space.sample() for _ in range(0, STEPS, held)]
        actions = [drawn[step // held] for step in range(STEPS)]
        lines.append(record(world, counts[world], seed, actions, kwargs)[0])
        counts[world] += 1
    write(out, lines)


def arguments(out):
    episodes(out, [(world, seed, width, 1, kwargs) for world, seed, width, kwargs in ARGUMENTS])


def replay(path):
    import mujoco

    opened = gzip.open(path, "rt") if path.endswith(".gz") else open(path)
    with opened as file:
        lines = [json.loads(line) for line in file]
    bad = False
    for line in lines[1:]:
        actions = np.array(line["actions"]).astype(np.float32)
        again, seen = record(line["env"], line["episode"], line["seed"], actions, line.get("kwargs", {}))
        again |= {"actions": line["actions"], "obs_at": line["obs_at"]}
        for bound in ("act_low", "act_high"):  # some were written as float64
            line[bound] = short(np.array(line[bound]).astype(np.float32))
        again["obs"] = [seen[t] for t in line["obs_at"]]
        other = [key for key in line if repr(line[key]) != repr(again.get(key))]
        print(f"{mujoco.__version__} {line['env']} {line['episode']}: {other or 'equal'}")
        bad |= bool(other)
    return bad


def write(out, lines):
    text = "".join(json.dumps(line, separators=(",", ":")) + "\n" for line in lines)
    pathlib.Path(out).write_bytes(gzip.compress(text.encode(), 9, mtime=0))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("what", choices=["figures", "episodes", "arguments", "models", "replay"])
    parser.add_argument("path")
    parser.add_argument("--library")
    given = parser.parse_args()
    if given.library:
        import mujoco_library

        mujoco_library.stand_in(given.library)
    what = {"figures": figures, "episodes": episodes, "arguments": arguments}
    what |= {"models": models, "replay": replay}
    return 1 if what[given.what](given.path) else 0


if __name__ == "__main__":
    sys.exit(main())
