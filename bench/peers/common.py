"""What the peers in Python share: the numbers that they compute on, and how they are timed.

rltools_peer.cpp has the same numbers and the same way of timing.
"""

import argparse
import json
import statistics
import time

import numpy as np

UPDATE_ROWS = [64, 256, 4000]
ACTING_ROWS = [1, 64, 512]

# Adam as PyTorch has it. At this learning rate nothing moves: gradients stay as they are, however
# long it runs, and none becomes denormal.
ADAM = {"b1": 0.9, "b2": 0.999, "eps": 1e-8}
LEARNING_RATE = 1e-7

# So that all compute the same: the losses after so many steps from the same parameters.
CHECK_ROWS = 64
CHECK_STEPS = 20
CHECK_LEARNING_RATE = 1e-2

_TURN = 1e-2  # seconds; longer than in Turns.java, as Python is slow when caches are cold
_WARM_UP = 0.4  # share of the time, as in Turns.java


def weights(outputs):
    """Matrices [in, out] of a network 4-64-64-outputs. Biases begin at zero."""
    matrices = []
    for number, (n, m) in enumerate([(4, 64), (64, 64), (64, outputs)]):
        angle = 1 + number + np.arange(n * m, dtype=np.float64)
        matrices.append((np.sin(angle) / np.sqrt(n)).reshape(n, m).astype(np.float32))
    return matrices


def batch(rows):
    """Observations [rows, 4], actions, weights of their log-probabilities, and the critic's targets."""
    i = np.arange(rows, dtype=np.float64)
    return (
        np.sin(np.arange(4 * rows, dtype=np.float64)).reshape(rows, 4).astype(np.float32),
        np.arange(rows) % 2,
        np.cos(i).astype(np.float32),
        np.sin(3 * i).astype(np.float32),
    )


def arguments():
    """The command line of a peer: which job, and for how long."""
    parser = argparse.ArgumentParser()
    parser.add_argument("job")
    parser.add_argument("--seconds", type=float, default=5)
    return parser.parse_args()


def emit(**fields):
    """Prints a line of JSON."""
    print(json.dumps(fields), flush=True)


def measure(jobs, unit, seconds):
    """Lets jobs take turns of about a millisecond, and prints the rate of the median turn of each.

    A job is (peer, name, work, run): one call of run does so much work.
    """
    calls = [1] * len(jobs)
    turns = [[] for _ in jobs]
    for *_, run in jobs:
        run()  # compiles
    start = time.perf_counter()
    share = 0
    while share < 1:
        for i, (*_, run) in enumerate(jobs):
            begin = time.perf_counter()
            for _ in range(calls[i]):
                run()
            each = (time.perf_counter() - begin) / calls[i]
            calls[i] = max(1, int(_TURN / each))
            if share > _WARM_UP or not turns[i]:
                turns[i].append(each)
        share = (time.perf_counter() - start) / seconds
    for (peer, name, work, _), times in zip(jobs, turns):
        emit(peer=peer, name=name, value=work / statistics.median(times), unit=unit)
