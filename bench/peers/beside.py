"""Presets that bear a library's name, each trained beside that library. See beside --help."""

import argparse
import dataclasses
import importlib.metadata
import json
import os
import pathlib
import random
import re
import statistics
import subprocess
import sys
import tempfile

PEERS = pathlib.Path(__file__).resolve().parent
REPOSITORY = PEERS.parents[1]
DRAWS = 2000  # of the bootstrap
ONE_THREAD = {"OMP_NUM_THREADS": "1", "MKL_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
CHECKOUTS = {"cleanrl": "UPHILL_CLEANRL", "spinningup": "UPHILL_SPINNINGUP"}
TITLES = {"sb3": "Stable-Baselines3", "cleanrl": "CleanRL", "spinningup": "Spinning Up"}

ROUNDS = {
    ("ppo", "cleanrl"): 512,
    ("ppo", "sb3"): 2048,
    ("ppo", "spinningup"): 4000,
    ("a2c", "sb3"): 40,
    ("trpo", "sb3"): 2048,
    ("trpo", "spinningup"): 4000,
    ("npg", "spinningup"): 4000,
    ("vpg", "spinningup"): 4000,
}


class Failure(Exception):
    """A sentence that says what was expected, what came, and what to do next."""


@dataclasses.dataclass(frozen=True)
class Comparison:
    """A preset and its library in a world. Steps are whole rounds, and few enough that most
    seeds are on their way: at a ceiling all algorithms are equal.
    """

    algorithm: str
    preset: str
    world: str
    steps: int
    continued: bool = False  # the library continues after a time limit, as Uphill does

    @property
    def name(self):
        return f"{self.algorithm}-{self.preset}" + ("-continued" if self.continued else "")

    @property
    def row(self):
        return f"{self.name}/{self.world}"

    def lasting(self, steps):
        """The same for other steps, in whole rounds."""
        rounds = -(-steps // ROUNDS[self.algorithm, self.preset])
        return dataclasses.replace(self, steps=rounds * ROUNDS[self.algorithm, self.preset])

    @property
    def python(self):
        tensorflow = self.preset == "spinningup" and self.algorithm in ("npg", "trpo")
        return home() / ("tensorflow" if tensorflow else "venv") / "bin" / "python"

    def is_named(self, names):
        return not names or self.name in names or self.row in names


def in_both(algorithm, preset, cartpole, acrobot, **how):
    return [
        Comparison(algorithm, preset, "CartPole-v1", cartpole, **how),
        Comparison(algorithm, preset, "Acrobot-v1", acrobot, **how),
    ]


COMPARISONS = [
    *in_both("ppo", "cleanrl", 25_600, 153_600),
    *in_both("ppo", "cleanrl", 25_600, 153_600, continued=True),
    *in_both("ppo", "sb3", 10_240, 20_480),
    *in_both("ppo", "spinningup", 20_000, 60_000),
    *in_both("ppo", "spinningup", 20_000, 60_000, continued=True),
    *in_both("a2c", "sb3", 20_480, 102_400),
    *in_both("trpo", "sb3", 10_240, 20_480),
    *in_both("trpo", "spinningup", 20_000, 60_000),
    *in_both("trpo", "spinningup", 20_000, 60_000, continued=True),
    *in_both("npg", "spinningup", 20_000, 60_000),
    *in_both("npg", "spinningup", 20_000, 60_000, continued=True),
    *in_both("vpg", "spinningup", 80_000, 80_000),
    *in_both("vpg", "spinningup", 80_000, 80_000, continued=True),
]


def home():
    return pathlib.Path(os.environ["UPHILL_PEERS_HOME"])  # beside sets it


def say(text):
    """Progress goes to standard error."""
    print(f"bench/peers/beside: {text}", file=sys.stderr, flush=True)


def interquartile_mean(scores):
    """The mean without the ⌊n/4⌋ lowest and highest."""
    cut = len(scores) // 4
    return statistics.fmean(sorted(scores)[cut : len(scores) - cut])


def interval(scores):
    """The percentile bootstrap of the interquartile mean, 95 %; the same draws for all scores."""
    generator = random.Random(0)
    means = sorted(
        interquartile_mean(generator.choices(scores, k=len(scores))) for _ in range(DRAWS)
    )

    def quantile(share):  # linear between neighbours
        below, part = divmod(share * (DRAWS - 1), 1)
        low, high = means[int(below)], means[min(int(below) + 1, DRAWS - 1)]
        return low + part * (high - low)

    return quantile(0.025), quantile(0.975)


def checkout(library):
    """Where a library that is no package lies; None for one that is installed."""
    if library not in CHECKOUTS:
        return None
    variable = CHECKOUTS[library]
    place = os.environ.get(variable)
    if not place:
        raise Failure(
            f"{TITLES[library]} is no package: set {variable} to a checkout of it, or name other"
            " comparisons with --only."
        )
    inside = pathlib.Path(place, {"cleanrl": "cleanrl/ppo.py", "spinningup": "spinup/algos"}[library])
    if not inside.exists():
        raise Failure(f"{variable} is {place}, where {inside} is not: it must be a checkout.")
    return str(pathlib.Path(place).resolve())


def version(comparison):
    """What a result is of: the version of a package, or the commit of a checkout."""
    place = checkout(comparison.preset)
    if place is None:
        package = "sb3-contrib" if comparison.algorithm == "trpo" else "stable-baselines3"
        return f"{package}-{importlib.metadata.version(package)}"
    command = ["git", "-C", place, "rev-parse", "--short=7", "HEAD"]
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode != 0:
        raise Failure(f"{place} must be a git checkout, so that its commit is known.")
    return f"{comparison.preset}-{done.stdout.strip()}"


def lines(command, **options):
    """The JSON of each line that a command prints, as it comes."""
    environment = {**os.environ, **ONE_THREAD}
    with tempfile.TemporaryFile("w+") as said:
        with subprocess.Popen(
            list(map(str, command)), stdout=subprocess.PIPE, stderr=said, env=environment, **options
        ) as process:
            for line in process.stdout:
                yield json.loads(line)
        if process.returncode != 0:
            said.seek(0)
            end = "\n".join(said.read().splitlines()[-15:])
            raise Failure(f"{' '.join(map(str, command))}\nended with {process.returncode}:\n{end}")


def library_scores(comparison, seeds, out):
    """A score for each seed; those that lie in the folder of results are not trained again."""
    folder = out / version(comparison) / comparison.row / str(comparison.steps)
    folder.mkdir(parents=True, exist_ok=True)
    files = {seed: folder / f"seed-{seed}.json" for seed in seeds}
    missing = [seed for seed, file in files.items() if not file.is_file()]
    if missing:
        say(f"{comparison.row}: {TITLES[comparison.preset]}, {len(missing)} seeds ...")
        place = checkout(comparison.preset)
        command = [comparison.python, PEERS / "beside_peer.py", comparison.preset]
        command += [comparison.algorithm, comparison.world, comparison.steps]
        command += [",".join(map(str, missing))]
        command += ["--checkout", place] if place else []
        command += ["--continued"] if comparison.continued else []
        for result in lines(command):
            file = files[result["seed"]]
            part = file.with_suffix(".part")
            part.write_text(json.dumps(result) + "\n")
            part.replace(file)
    return [json.loads(file.read_text())["mean"] for file in files.values()]


def our_scores(comparison, seeds):
    """Uphill's, always trained anew: it takes seconds."""
    say(f"{comparison.row}: Uphill ...")
    with tempfile.TemporaryDirectory() as directory:
        command = [REPOSITORY / "uphill", "train", comparison.world, "--json"]
        command += ["--algo", comparison.algorithm, "--preset", comparison.preset]
        command += ["--steps", comparison.steps, "--seeds", ",".join(map(str, seeds))]
        command += ["--checkpoint-seconds", 0, "--out", pathlib.Path(directory, "runs")]
        results = list(lines(command))
    by_seed = {result["seed"]: result["evaluation"]["mean"] for result in results}
    return [by_seed[seed] for seed in seeds]


def side(scores):
    low, high = interval(scores)
    return {"iqm": interquartile_mean(scores), "low": low, "high": high, "scores": scores}


def compare(comparison, seeds, out, ours):
    trained = (comparison.algorithm, comparison.preset, comparison.world, comparison.steps)
    theirs = side(library_scores(comparison, seeds, out))
    if trained not in ours:
        ours[trained] = side(our_scores(comparison, seeds))
    uphill = ours[trained]
    overlap = theirs["low"] <= uphill["high"] and uphill["low"] <= theirs["high"]
    return {
        "comparison": comparison.name,
        "environment": comparison.world,
        "steps": comparison.steps,
        "seeds": seeds,
        "library": {"version": version(comparison), **theirs},
        "uphill": uphill,
        "overlap": overlap,
    }


def table(results):
    """The results as a Markdown table."""

    def shown(side):
        return f"{side['iqm']:.1f} [{side['low']:.1f}, {side['high']:.1f}]".replace("-", "−")

    cells = [["comparison", "world", "steps", "library", "Uphill", "overlap"]]
    for result in results:
        cells.append(
            [
                result["comparison"],
                result["environment"],
                f"{result['steps']:,}",
                shown(result["library"]),
                shown(result["uphill"]),
                "yes" if result["overlap"] else "no",
            ]
        )
    rows = ["| " + " | ".join(line) + " |" for line in cells]
    return "\n".join([rows[0], "|---|---|---:|---|---|---|", *rows[1:]])


def seed_list(text):
    """0..9, or 1,5,7."""
    span = re.fullmatch(r"(\d+)\.\.(\d+)", text)
    if span:
        seeds = list(range(int(span[1]), int(span[2]) + 1))
    elif re.fullmatch(r"\d+(,\d+)*", text):
        seeds = list(map(int, text.split(",")))
    else:
        seeds = []
    if not seeds or len(set(seeds)) < len(seeds):
        raise Failure(f'--seeds takes seeds as 0..9 or 1,5,7, each once, not "{text}".')
    return seeds


def whole_number(text):
    if not text.isdigit() or int(text) == 0:
        raise Failure(f'--steps takes a whole number above 0, not "{text}".')
    return int(text)


class Parser(argparse.ArgumentParser):
    def error(self, message):
        raise Failure(f"{message}; --help says more.")


def arguments(words):
    parser = Parser(add_help=False, allow_abbrev=False)
    parser.add_argument("--only", action="append", default=[])
    parser.add_argument("--seeds", default="0..9")
    parser.add_argument("--steps")
    parser.add_argument("--out")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--list", action="store_true")
    parser.add_argument("--check", action="store_true")
    chosen = parser.parse_args(words)
    chosen.seeds = seed_list(chosen.seeds)
    chosen.steps = None if chosen.steps is None else whole_number(chosen.steps)
    for name in chosen.only:
        if not any(comparison.is_named([name]) for comparison in COMPARISONS):
            raise Failure(f'there is no comparison "{name}"; --list lists them.')
    chosen.comparisons = [one for one in COMPARISONS if one.is_named(chosen.only)]
    if chosen.steps is not None:
        chosen.comparisons = [one.lasting(chosen.steps) for one in chosen.comparisons]
    if not chosen.list:
        for comparison in chosen.comparisons:
            checkout(comparison.preset)
    return chosen


def run(words):
    chosen = arguments(words)
    if chosen.list:
        for comparison in chosen.comparisons:
            print(f"{comparison.row:36} {comparison.steps:8,} steps")
        return
    if chosen.check:
        return
    out = pathlib.Path(chosen.out) if chosen.out else home() / "beside"
    ours = {}
    results = [compare(one, chosen.seeds, out, ours) for one in chosen.comparisons]
    print(json.dumps(results) if chosen.json else table(results))


if __name__ == "__main__":
    try:
        run(sys.argv[1:])
    except Failure as failure:
        print(f"bench/peers/beside: {failure}", file=sys.stderr)
        sys.exit(2)
