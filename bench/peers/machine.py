"""Where the programs are that are measured, and how one is run on its core."""

import glob
import importlib.util
import json
import os
import pathlib
import shutil
import subprocess
import sys
import time

PEERS = pathlib.Path(__file__).resolve().parent
REPOSITORY = PEERS.parents[1]
HOME = pathlib.Path(os.environ["UPHILL_PEERS_HOME"])  # run sets it

# Settings of whoever calls would measure these: OPENBLAS_CORETYPE=Haswell costs RLtools 40 %.
SETTINGS_OF = ("OPENBLAS_", "MKL_", "OMP_", "XLA_", "JAX_", "TORCH")
ONE_THREAD = {
    "OMP_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "XLA_FLAGS": "--xla_cpu_multi_thread_eigen=false intra_op_parallelism_threads=1",
    "JAX_PLATFORMS": "cpu",
    "TORCHINDUCTOR_CACHE_DIR": str(HOME / "inductor"),
}


class Failure(Exception):
    """A sentence that says what was expected, what came, and what to do next."""


def say(text):
    """Progress goes to standard error."""
    print(f"bench/peers/run: {text}", file=sys.stderr, flush=True)


def call(command, **options):
    """Runs a command and gives back its output; where it fails, the end of what it said."""
    try:
        done = subprocess.run(command, capture_output=True, text=True, **options)
    except FileNotFoundError as missing:
        raise Failure(f"{missing.filename} is not there. Install it, or put it on the PATH.") from None
    if done.returncode != 0:
        said = "\n".join((done.stdout + done.stderr).splitlines()[-15:])
        raise Failure(f"{' '.join(map(str, command))}\nended with {done.returncode}:\n{said}")
    return done.stdout


class Core:
    """Runs one program at a time, on one core, with one thread."""

    def __init__(self, number):
        self.number = number  # or several, as taskset writes them
        self.environment = ONE_THREAD | {
            name: value for name, value in os.environ.items() if not name.startswith(SETTINGS_OF)
        }

    def and_another(self):
        """This one and one more, for what has two threads."""
        others = sorted(os.sched_getaffinity(0) - {self.number})
        if not others:
            raise Failure("two measures on two cores, and there is one. Leave it out.")
        return Core(f"{others[-1]},{self.number}")

    def run(self, command):
        """The seconds that the whole process took, and its output, of which each line is JSON."""
        pinned = ["taskset", "-c", str(self.number), *map(str, command)]
        start = time.perf_counter()
        output = call(pinned, cwd=REPOSITORY, env=self.environment)
        seconds = time.perf_counter() - start
        return seconds, [json.loads(line) for line in output.splitlines()]


def java():
    """The java of a JDK 25, looked for where the launcher looks."""

    def is_jdk_25(home):
        release = pathlib.Path(home, "release")
        return release.is_file() and 'JAVA_VERSION="25' in release.read_text()

    homes = [os.environ.get("UPHILL_JAVA_HOME"), os.environ.get("JAVA_HOME")]
    on_path = shutil.which("java")
    if on_path:
        homes.append(pathlib.Path(on_path).resolve().parents[1])
    for places in ("/usr/lib/jvm/*", "/usr/java/*", "/opt/*jdk*", "/opt/java/*"):
        homes += sorted(glob.glob(places))
    for places in ("~/.sdkman/candidates/java/*", "~/.jdks/*"):
        homes += sorted(glob.glob(os.path.expanduser(places)))
    for home in filter(None, homes):
        if is_jdk_25(home):
            return str(pathlib.Path(home, "bin", "java"))
    raise Failure("no JDK 25 found. Install one, or set UPHILL_JAVA_HOME to its folder.")


def report(name, seconds):
    """The command of one of the reports in bench, built before."""
    modules = ["kernel", "autodiff", "nn", "env", "mujoco", "box2d", "rl", "records", "push", "lab", "bench"]
    classes = [f"{REPOSITORY}/{module}/target/classes" for module in modules]
    path = ":".join([*classes, f"{REPOSITORY}/cli/target/libraries/*"])
    flags = ["--add-modules", "jdk.incubator.vector", "--enable-native-access=ALL-UNNAMED"]
    flags += ["-XX:+UseSerialGC", "-cp", path]
    return [java(), *flags, f"uphill.bench.{name}", "--json", "--seconds", seconds]


def build_uphill():
    """Builds what has changed, so that it is never built while the clock runs."""
    say("building Uphill ...")
    call([REPOSITORY / "uphill", "--version"])
    maven = ["mvn", "-q", "-pl", "bench", "-am", "-DskipTests", "-Dformat=skip", "process-classes"]
    call(maven, cwd=REPOSITORY)


def build_rltools(name="rltools_peer"):
    """Compiles a program on RLtools' headers, and says how to run it."""
    say(f"compiling {name}.cpp ...")
    package = importlib.util.find_spec("rltools").submodule_search_locations[0]
    headers = pathlib.Path(package, "external", "rl_tools", "include")
    program = HOME / name
    flags = ["-std=c++17", "-O3", "-march=native", "-ffast-math"]
    backend = ["-DRL_TOOLS_BACKEND_ENABLE_OPENBLAS", f"-I{headers}"]
    source = PEERS / f"{name}.cpp"
    call(["g++", *flags, *backend, source, "-o", program, "-lopenblas"])
    return program


def build_mujoco():
    """The libmujoco of Python's package, and a program on it in C."""
    say("compiling mujoco_loop.c ...")
    package = pathlib.Path(importlib.util.find_spec("mujoco").submodule_search_locations[0])
    [library] = package.glob("libmujoco.so.*")
    program = HOME / "mujoco_loop"
    flags = ["-O2", f"-I{package / 'include'}", f"-Wl,-rpath,{package}"]
    call(["gcc", *flags, PEERS / "mujoco_loop.c", "-o", program, library, "-lm"])
    return library, program
