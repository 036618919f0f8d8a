"""Measures Uphill and its peers in turns, and prints how they compare. Called by `run`."""

import argparse
import json
import os
import pathlib
import statistics
import sys

from jobs import JOBS, Session
from machine import PEERS, Core, Failure, build_uphill, say
from results import table


def processor():
    lines = pathlib.Path("/proc/cpuinfo").read_text().splitlines()
    return next((line.split(":")[1].strip() for line in lines if line.startswith("model name")), "")


def versions():
    lines = (PEERS / "requirements.txt").read_text().splitlines()
    return dict(line.split("==") for line in lines if "==" in line)


def print_json(session):
    document = {
        "processor": processor(),
        "core": session.core.number,
        "pairs": session.pairs,
        "seconds": session.seconds,
        "peak_gflops": statistics.median(session.peaks) if session.peaks else None,
        "versions": versions(),
        "rows": [row.json() for row in session.rows],
        "notes": session.notes,
    }
    print(json.dumps(document, ensure_ascii=False))


def print_table(session):
    print(f"{processor()}, core {session.core.number}, one thread, {session.pairs} pairs")
    print(", ".join(f"{name} {version}" for name, version in versions().items()))
    if session.peaks:
        print(f"FMA peak of one core: {statistics.median(session.peaks):.1f} GFLOP/s")
    print("Medians. Times as fast: the median of the pairs' ratios; above 1, Uphill is faster.\n")
    print(table(session.rows))
    if session.notes:
        print("\n" + "\n".join(session.notes))


def main():
    cores = sorted(os.sched_getaffinity(0))
    parser = argparse.ArgumentParser()
    parser.add_argument("jobs", nargs="*")
    parser.add_argument("--pairs", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=20)
    parser.add_argument("--core", type=int, default=cores[-1])
    parser.add_argument("--json", action="store_true")
    arguments = parser.parse_args()
    try:
        if arguments.core not in cores:
            raise Failure(f"there is no core {arguments.core} to use; there are {cores}.")
        if arguments.pairs < 1 or arguments.seconds <= 0:
            raise Failure("--pairs and --seconds take numbers above 0.")
        build_uphill()
        session = Session(Core(arguments.core), arguments.pairs, arguments.seconds)
        for job in arguments.jobs or JOBS:
            JOBS[job](session)
    except Failure as failure:
        say(failure)
        sys.exit(2)
    (print_json if arguments.json else print_table)(session)


if __name__ == "__main__":
    main()
