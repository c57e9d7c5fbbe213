"""Time pieces of work that do the same, in turns, and keep what comes out: rows, sections and targets."""

import gc
import multiprocessing
import statistics
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

RUNS, QUICK_RUNS = 5, 25
QUICK_MS, SLOW_MS = 20.0, 1000.0


@dataclass(frozen=True, slots=True)
class Row:
    """One task: milliseconds by who did it, and whose run was cut off before the end."""

    task: str
    ms: Mapping[str, float]
    cut: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Target:
    task: str
    wanted: str
    measured: str
    is_reached: bool


@dataclass(frozen=True, slots=True)
class Section:
    """A table: `ours` are forms of Corridor, the last of which the peers' ratios refer to if it is in a row."""

    title: str
    notes: Sequence[str]
    ours: Sequence[str]
    peers: Sequence[str]
    rows: Sequence[Row]
    targets: Sequence[Target] = ()


def timed(work: Callable[[], Any]) -> tuple[float, Any]:
    """Return milliseconds and result; garbage of other work is not collected meanwhile, as in Python's timeit."""
    gc.disable()
    try:
        begun = time.perf_counter()
        result = work()
        return (time.perf_counter() - begun) * 1000, result
    finally:
        gc.enable()


def race(work: Mapping[str, Callable[[], Any]]) -> tuple[dict[str, float], dict[str, Any]]:
    """Return median milliseconds and results of works run in turns, so that other load meets all alike.

    The first run of each warms up, unless it takes over a second: then it is the only one. What was compiled in the
    first run does not count.
    """
    first = {who: timed(call) for who, call in work.items()}
    for who, (ms, _) in first.items():
        if who == "compiled" and ms >= SLOW_MS:
            first[who] = timed(work[who])
    again = [who for who, (ms, _) in first.items() if ms < SLOW_MS]
    runs: dict[str, list[float]] = {who: [timed(work[who])[0]] for who in again}
    for turn in range(1, QUICK_RUNS):
        for who in again:
            if turn < RUNS or runs[who][0] < QUICK_MS:
                runs[who].append(timed(work[who])[0])
    ms = {who: statistics.median(runs[who]) if who in runs else first[who][0] for who in work}
    return ms, {who: result for who, (_, result) in first.items()}


def race_over(
    cases: Sequence[Any], work: Mapping[str, Callable[[Any], Any]], check: Callable[[Any, dict[str, Any]], None]
) -> dict[str, float]:
    """Return median milliseconds over cases, each run once by each in turn, with a check of the answers to each."""
    for call in work.values():
        call(cases[0])
    runs: dict[str, list[float]] = {who: [] for who in work}
    for case in cases:
        answers = {}
        for who, call in work.items():
            ms, answers[who] = timed(lambda call=call, case=case: call(case))
            runs[who].append(ms)
        check(case, answers)
    return {who: statistics.median(times) for who, times in runs.items()}


def limited(work: Callable[[], Any], seconds: float) -> tuple[float, Any]:
    """Run slow work once in a process of its own; return its milliseconds and result, or the limit and None."""

    def run() -> None:
        send.send(timed(work))

    context = multiprocessing.get_context("fork")  # the work is a closure over a graph, which nobody wants to pickle
    receive, send = context.Pipe(duplex=False)
    child = context.Process(target=run)
    child.start()
    try:
        return receive.recv() if receive.poll(seconds) else (seconds * 1000, None)
    finally:
        child.kill()
        child.join()


def agree(task: str, ours: Any, theirs: Any) -> None:
    """Stop the benchmark if answers differ: a time for a wrong answer is worth nothing."""
    if not np.allclose(np.asarray(ours, float), np.asarray(theirs, float), rtol=1e-9):
        raise SystemExit(f"{task}: a peer and Corridor differ: {theirs} and {ours}")


def times_as_fast(row: Row, ours: str, peer: str, wanted: float) -> Target:
    """Return the target to be so many times as fast as a peer."""
    got = row.ms[peer] / row.ms[ours]
    over = "over " if peer in row.cut else ""
    aim = f"{wanted:,g} times as fast as {peer}" if wanted > 1 else f"no slower than {peer}"
    return Target(_label(row, ours), aim, f"{over}{three_digits(got)} times", got >= wanted)


def within_ms(row: Row, ours: str, wanted: float) -> Target:
    got = row.ms[ours]
    return Target(_label(row, ours), f"{wanted:g} ms", f"{three_digits(got)} ms", got <= wanted)


def within_times(row: Row, what: str, got: float, wanted: float) -> Target:
    """Return the target to take at most so many times as long as something else does."""
    return Target(_label(row, "compiled"), f"at most {wanted:g} {what}", f"{three_digits(got)}", got <= wanted)


def _label(row: Row, ours: str) -> str:
    return row.task if ours == "time" else f"{row.task}, {ours}"


def three_digits(number: float) -> str:
    """Write three significant digits, and all before the point."""
    return f"{number:,.0f}" if number >= 100 else f"{number:.3g}"
