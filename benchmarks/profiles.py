"""Where the time goes: Python's profiler on the plain searches and on the compiled ones.

A kernel's time counts for the function that calls it, as the profiler does not look into machine code.
"""

import cProfile
import itertools
import pstats
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks import builtin, world
from benchmarks.graphs import read_world
from corridor.search import ParetoSearch, best_of_draws, replacement_costs, shortest_path, shortest_paths

TOP = 4


@dataclass(frozen=True, slots=True)
class Profile:
    """What was asked, its milliseconds under the profiler, and the shares of what took most of them."""

    task: str
    ms: float
    parts: tuple[tuple[str, float], ...]


def measure() -> list[Profile]:
    virtual, kept, graph, source, target = builtin.load()
    groups = builtin.groups_of(virtual)
    columns = builtin.pareto_costs(virtual, kept, builtin.CRITERIA)
    draws = builtin.make_draws(graph)
    found = []
    for who in ("plain", "compiled"):
        arrays = graph.arrays(compiled=who == "compiled")
        cost = graph.cost_for(arrays)
        ready = ParetoSearch(arrays, columns, groups=groups, kept=(source, target))
        works: dict[str, Callable[[], Any]] = {
            f"k = {builtin.K} loopless": lambda arrays=arrays, cost=cost: list(
                itertools.islice(shortest_paths(arrays, cost, source, target), builtin.K)
            ),
            "Pareto, 4 criteria, exact": lambda ready=ready: ready.paths(source, target),
            f"{builtin.DRAWS:,} draws": lambda arrays=arrays: best_of_draws(arrays, draws, source, target),
        }
        found += [_profile(f"built-in, {who}: {task}", work) for task, work in works.items()]
    return found + _of_railways()


def _of_railways() -> list[Profile]:
    graph, places = read_world("world_railways")
    arrays = graph.arrays(compiled=True)
    ends = world.nearest_nodes(places, world.PAIRS[0])
    ready = ParetoSearch(arrays, world.make_criteria(graph, places))
    works: dict[str, Callable[[], Any]] = {
        "one to one": lambda: shortest_path(arrays, graph.cost, *ends),
        f"k = {world.K} loopless": lambda: list(itertools.islice(shortest_paths(arrays, graph.cost, *ends), world.K)),
        "Pareto, 4 criteria, exact": lambda: ready.paths(*ends),
        "every link out": lambda: replacement_costs(arrays, graph.cost, *ends),
    }
    return [_profile(f"railways, compiled: {task}", work) for task, work in works.items()]


def _profile(task: str, work: Callable[[], Any]) -> Profile:
    """Profile a second run, as the first may compile."""
    work()
    profile = cProfile.Profile()
    profile.runcall(work)
    own = {key: row[2] for key, row in pstats.Stats(profile).stats.items()}  # type: ignore[attr-defined]
    whole = sum(own.values())
    first = sorted(own, key=lambda key: -own[key])[:TOP]
    return Profile(task, whole * 1000, tuple((_name(*key), own[key] / whole) for key in first))


def _name(file: str, line: int, function: str) -> str:
    """Return a function as ``module.function``; the profiler names what is built in by ``~`` and a text."""
    if file != "~":
        return f"{Path(file).stem}.{function}"
    if "lock" in function:
        return "waiting for its threads"
    return re.sub(r".*?(?:method '(\w+)' of '([\w.]+)' objects|built-in method (\S+?))>?$", _plain_name, function)


def _plain_name(found: re.Match[str]) -> str:
    return found[3] or f"{found[2]}.{found[1]}"
