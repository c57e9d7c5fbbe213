"""Cold starts: commands and imports in fresh processes, and what the compiler takes for the kernels.

``python -m benchmarks.start`` calls each search once, compiled, on a small graph, and prints milliseconds as JSON.
"""

import json
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable
from typing import Any

from benchmarks.race import RUNS, Row, Section, timed, within_ms

MAIN = "from corridor.cli import main; main({!r})"
COMMANDS = {
    "python, nothing else": "pass",
    "import corridor": "import corridor",
    "corridor --help": MAIN.format(["--help"]),
    "corridor compare minsk karachi": MAIN.format(["compare", "minsk", "karachi"]),
}
TARGETS_MS = {"import corridor": 250, "corridor --help": 150, "corridor compare minsk karachi": 800}


def measure() -> tuple[Section, Section]:
    """Return the sections of commands and of the compiler."""
    rows = [Row(name, {"time": _median_ms(code)}) for name, code in COMMANDS.items()]
    starts = Section(
        title="Cold start",
        notes=[
            f"A fresh process each, median of {RUNS} after one that leaves Python's bytecode, as an installation does, "
            "and the files in the disk's cache. Numba is not loaded."
        ],
        ours=("time",),
        peers=(),
        rows=rows,
        targets=[within_ms(row, "time", TARGETS_MS[row.task]) for row in rows if row.task in TARGETS_MS],
    )
    with tempfile.TemporaryDirectory() as folder:
        cold, stored = (_first_calls(folder) for _ in range(2))
    rows = [Row(name, {"nothing stored": cold[name], "stored": stored[name]}) for name in cold]
    rows.append(Row("all", {"nothing stored": sum(cold.values()), "stored": sum(stored.values())}))
    compiler = Section(
        title="Compiler",
        notes=[
            "The first call of each search on a small graph in a fresh process: when nothing has been compiled yet, "
            "and when the machine code is on disk. What an earlier row has compiled is not compiled again. The "
            "built-in network is never compiled for.",
        ],
        ours=("nothing stored", "stored"),
        peers=(),
        rows=rows,
    )
    return starts, compiler


def _median_ms(code: str) -> float:
    def run() -> None:
        subprocess.run([sys.executable, "-c", code], check=True, stdout=subprocess.DEVNULL, env=_environment())

    run()
    return statistics.median(timed(run)[0] for _ in range(RUNS))


def _environment(**more: str) -> dict[str, str]:
    """Return the environment of processes that keep Python's bytecode, and more to be set there."""
    return {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"} | more


def _first_calls(folder: str) -> dict[str, float]:
    command = [sys.executable, "-m", "benchmarks.start"]
    done = subprocess.run(
        command, check=True, stdout=subprocess.PIPE, text=True, env=_environment(NUMBA_CACHE_DIR=folder)
    )
    found: dict[str, float] = json.loads(done.stdout)
    return found


def call_each_search() -> dict[str, float]:
    """Call each search once, compiled, on a square of streets, and return milliseconds by search."""
    import numpy as np

    from benchmarks.graphs import make_streets
    from corridor import search

    def import_numba() -> Any:
        import numba

        return numba

    graph = make_streets(300)
    arrays, cost = graph.arrays(compiled=True), graph.cost
    ends = (0, graph.n_nodes - 1)
    calls: dict[str, Callable[[], Any]] = {
        "import numba": import_numba,
        "tree": lambda: search.tree(arrays, cost, 0),
        "one to one": lambda: search.shortest_path(arrays, cost, *ends),
        "k loopless": lambda: next(search.shortest_paths(arrays, cost, *ends)),
        "distinct": lambda: next(search.through_paths(arrays, cost, *ends)),
        "Pareto": lambda: search.pareto_paths(arrays, [cost, cost[::-1].copy()], *ends),
        "every link out": lambda: search.replacement_costs(arrays, cost, *ends),
        "ways round": lambda: list(search.detours(arrays, cost, *ends, [[0]])),
        "draws": lambda: search.best_of_draws(arrays, np.outer(cost, (1.0, 1.1)), *ends),
    }
    return {name: timed(call)[0] for name, call in calls.items()}


if __name__ == "__main__":
    print(json.dumps(call_each_search()))
