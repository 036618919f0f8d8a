"""The jobs: what runs in turns, and which rows come of it."""

import json
import math
import os
import pathlib
import sys
import tempfile
import time

from machine import PEERS, REPOSITORY, Failure, build_mujoco, build_rltools, report, say
from results import Row

UPDATES = 50  # of the job simple, on both sides
STEADY = 10  # updates of PyTorch's that are not yet steady
LONG = 1000  # updates of ours, of which the second half is steady
TOLERANCE = 1e-3  # between the losses of the peers' checks


class Session:
    """What the jobs share: how often and how long, and what came out."""

    def __init__(self, core, pairs, seconds):
        self.core = core
        self.pairs = pairs
        self.seconds = seconds
        self.rows = []
        self.peaks = []
        self.notes = []

    def row(self, *arguments, **options):
        self.rows.append(Row(*arguments, **options))
        return self.rows[-1]

    def note(self, text):
        if text not in self.notes:
            self.notes.append(text)

    def python(self, script, *arguments):
        return self.core.run([sys.executable, PEERS / script, *arguments])

    def uphill(self, directory, *arguments):
        """Trains CartPole on one thread."""
        train = ["./uphill", "train", "CartPole-v1", "--threads", "1", "--out", directory, "--json"]
        seconds, [result] = self.core.run([*train, *arguments])
        return seconds, result


def in_turns(session, job, reports, peers, core=None, threads=1):
    """Reports of ours, then each peer, and again. Ours may have more than the peers' one core."""
    rows = {}
    for pair in range(session.pairs):
        say(f"{job}, pair {pair + 1} of {session.pairs} ...")
        checks = []
        ours = (
            line
            for name, *arguments in reports
            for line in (core or session.core).run([*report(name, session.seconds), *arguments])[1]
        )
        for line in ours:
            name = line["name"]
            if name == "peak":
                session.peaks.append(line["value"])
            elif name == "check":
                checks.append({"peer": "Uphill", **line})
            elif line.get("threads", 1) == threads:
                row = rows.setdefault(name, Row(name, line["unit"]))
                row.ours.append(line["value"])
                if "share" in line:
                    row.shares.append(line["share"])
        for line in (line for peer in peers for line in peer()):
            name = line["name"]
            if name == "version":
                session.note(f"{line['peer']}: {line['value']}")
            elif name == "check":
                checks.append(line)
            for row in rows.values():
                if row.name.split(",")[0] == name:
                    row.peer(line["peer"], line["value"])
        compare_checks(checks)
    session.rows += [row for row in rows.values() if row.peers]


def compare_checks(checks):
    """All must come to the same losses by the same steps, or they do not compute the same."""
    for loss in ("policy_loss", "value_loss"):
        values = {check["peer"]: check[loss] for check in checks}
        if values and max(values.values()) - min(values.values()) > TOLERANCE:
            raise Failure(f"not all come to the same {loss}: {values}. Compare what they compute.")


def array_peers(session, job):
    """PyTorch, JAX and RLtools."""
    seconds = ["--seconds", session.seconds]
    program = build_rltools()
    return [
        lambda: session.python("torch_peer.py", job, *seconds)[1],
        lambda: session.python("jax_peer.py", job, *seconds)[1],
        lambda: session.core.run([program, job, *seconds])[1],
    ]


def update(session):
    in_turns(session, "update", [["UpdateReport"]], array_peers(session, "update"))


def acting(session):
    in_turns(session, "acting", [["ActingReport"]], array_peers(session, "acting"))


def stepping(session):
    def peer():
        return session.python("gymnasium_peer.py", "stepping", "--seconds", session.seconds)[1]

    in_turns(session, "stepping", [["SteppingReport"]], [peer])


def steady_rate(updates, count, steady):
    """Steps a second from update number `steady` to the last."""
    if len(updates) != count:
        raise Failure(f"expected {count} updates, not {len(updates)}: the two do not do the same.")
    first, last = updates[steady - 1], updates[-1]
    return (last["steps"] - first["steps"]) / (last["seconds"] - first["seconds"])


def simple(session):
    whole = session.row("simple, whole process", "s", less=True)
    steady = session.row("simple, steady state", "steps/s")
    for seed in range(session.pairs):
        say(f"simple, pair {seed + 1} of {session.pairs} ...")
        with tempfile.TemporaryDirectory() as directory:
            settings = ["--preset", "simple", "--weights", "return", "--seed", seed]
            seconds, result = session.uphill(f"{directory}/run", *settings, "--steps", 5000 * UPDATES)
            if result["updates"] != UPDATES:
                raise Failure(f"expected {UPDATES} updates, not {result['updates']}.")
            session.uphill(f"{directory}/long", *settings, "--steps", 5000 * LONG)
            metrics, times = (
                [json.loads(line) for line in pathlib.Path(directory, "long", name).open()]
                for name in ("metrics.jsonl", "times.jsonl")
            )
        whole.ours.append(seconds)
        steady.ours.append(
            steady_rate(
                [{**metric, **clock} for metric, clock in zip(metrics, times)], LONG, LONG // 2
            )
        )
        seconds, updates = session.python("simple_torch.py", seed)
        whole.peer("PyTorch", seconds)
        steady.peer("PyTorch", steady_rate(updates, UPDATES, STEADY))
    session.note(f"simple, steady state: ours of {LONG} updates, the second half")
    session.note("simple: Uphill's process also evaluates its policy over 100 episodes")


def solved(session):
    """Two seeds of ours to one of the peer's: they are quicker, and seeds differ."""
    name = "Stable-Baselines3 PPO"
    row = session.row("solved, from start of process", "s", less=True, paired=False)
    missing = False

    def ours(seed):
        nonlocal missing
        with tempfile.TemporaryDirectory() as directory:
            _, result = session.uphill(directory, "--seed", seed)
        if "solved_at_seconds" in result:
            row.ours.append(result["solved_at_seconds"] or math.inf)
        else:
            missing = True

    for pair in range(session.pairs):
        say(f"solved, pair {pair + 1} of {session.pairs} ...")
        ours(2 * pair)
        _, [result] = session.python("solved_sb3.py", "--seed", pair, "--began", time.time())
        row.peer(name, result["solved_at_seconds"] or math.inf)
        ours(2 * pair + 1)
    if missing:
        session.note(
            "solved: this version's `uphill train --json` has no solved_at_seconds, "
            "so there is no figure of Uphill's"
        )
    for side, runs in ("Uphill", row.ours), (name, row.peers[name]):
        done = [run for run in runs if math.isfinite(run)]
        spread = f", after {min(done):.1f} to {max(done):.1f} s" if done else ""
        if runs:
            session.note(f"solved: {side} on {len(done)} of {len(runs)} seeds{spread}")


def rltools_ppo(session):
    program = build_rltools("rltools_ppo")
    return lambda: session.core.run([program, "ppo", "--seconds", session.seconds / 4])[1]


def checkouts(session, *named):
    """CleanRL and PureJaxRL are no packages: they are measured where a checkout of them is named."""
    peers = []
    for name in named:
        variable = f"UPHILL_{name.upper()}"
        checkout = os.environ.get(variable)
        if checkout:
            peers.append(
                lambda name=name, checkout=checkout: session.python("ppo_peer.py", name, checkout)[1]
            )
        else:
            session.note(f"{name} was left out; {variable} names no checkout of it")
    return peers


def ppo(session):
    def sb3():
        return session.python("ppo_peer.py", "sb3")[1]

    peers = [rltools_ppo(session), sb3, *checkouts(session, "purejaxrl", "cleanrl")]
    in_turns(session, "ppo", [["PpoReport"]], peers)


def two(session):
    """PPO on two cores, as one training and as two side by side; the peers have one core."""
    peers = [rltools_ppo(session), *checkouts(session, "purejaxrl")]
    reports = [["PpoReport", "--only", "two threads"], ["PpoReport", "--only", "two seeds"]]
    in_turns(session, "two", reports, peers, core=session.core.and_another(), threads=2)


def bodies(session):
    """On the libmujoco of Python's package, so that all have the same physics."""
    library, program = build_mujoco()
    session.core.environment["UPHILL_MUJOCO"] = str(library)
    models = REPOSITORY / "mujoco/src/main/resources/uphill/mujoco/model"

    def c():
        return session.core.run([program, models, session.seconds])[1]

    def gymnasium():
        return session.python("gymnasium_peer.py", "bodies", "--seconds", session.seconds)[1]

    in_turns(session, "bodies", [["BodiesReport", "--only", "stepping"]], [c, gymnasium])


JOBS = {job.__name__: job for job in (simple, update, acting, stepping, solved, ppo, two, bodies)}
