"""The README of the benchmarks, as Markdown."""

from collections.abc import Iterator, Sequence

from benchmarks.profiles import Profile
from benchmarks.race import QUICK_MS, QUICK_RUNS, RUNS, Row, Section, three_digits

REST = (
    "* **Large graphs: trees.** The k best paths and the ways round every link take little more than the trees they "
    "rest on, `trees._grow`; a search from both ends is the same work in `trees._meet`; Pareto sets share their time "
    "between trees, labels and turning ways back into edges. A node costs a pop from the heap and some memory that is "
    "not at hand. Where scipy's tree is ahead, this is why: its heap compares distances alone, ours also numbers of "
    "nodes, so that ties are broken alike in both forms; and the costs of its edges lie in the order of their nodes, "
    "while ours are found by the edges' numbers.",
    "* **Built-in network, compiled.** What little there is goes to the kernels and to handing paths over to Python.",
    "* **Built-in network, plain.** Python itself, label by label, deviation by deviation. Draws are numpy on whole "
    "rows, in two threads that the profiler does not see into; there memory is what is waited for.",
)


def write_page(
    machine: str, load: str, minutes: float, sections: Sequence[Section], plots: Sequence[str], found: Sequence[Profile]
) -> str:
    lines = [
        "# Benchmarks",
        "",
        f"`make bench` writes this file and its plots anew; it took {minutes:.0f} minutes. Times are milliseconds: "
        f"medians of {RUNS} runs ({QUICK_RUNS} where one takes under {QUICK_MS:g} ms), "
        "those of all who do a task in turns, after one to warm up; one run where it takes over a second. In brackets: "
        "how many times as long as Corridor a peer took in the same run; under 1, the peer is faster. Answers are "
        "checked to agree, or there is no table.",
        "",
        f"* Machine: {machine}.",
        f"* Tasks in line for the cores before and after the run: {load}, this one among them. With more tasks than "
        "cores times are too long; ratios suffer less.",
        "* `plain` is Corridor in Python alone, `compiled` the same source through numba; scipy and igraph are "
        "compiled.",
        "",
        "## Targets",
        "",
    ]
    targets = [(section.title, target) for section in sections for target in section.targets]
    reached = sum(target.is_reached for _, target in targets)
    lines += [
        f"{reached} of {len(targets)} are reached.",
        "",
        *_table(
            ["network", "task", "wanted", "measured", "reached"],
            [
                [title, target.task, target.wanted, target.measured, "yes" if target.is_reached else "**no**"]
                for title, target in targets
            ],
        ),
    ]
    for section in sections:
        columns = [*section.ours, *section.peers]
        lines += ["", f"## {section.title}", ""]
        lines += [line for note in section.notes for line in (note, "")]
        lines += _table(["task", *columns], [[row.task, *_cells(row, section)] for row in section.rows], first_right=1)
        if section.title == "Cost against size":
            lines += ["", *(f"![{plot}]({plot})" for plot in plots)]
    lines += ["", "## Where the rest of the time goes", "", *_profiled(found)]
    return "\n".join(lines) + "\n"


def _cells(row: Row, section: Section) -> Iterator[str]:
    """Yield the cells of a row, the peers' with their ratios to the last form of Corridor in it."""
    base = next(row.ms[who] for who in reversed(section.ours) if who in row.ms)
    for who in (*section.ours, *section.peers):
        if who not in row.ms:
            yield "-"
            continue
        over = "over " if who in row.cut else ""
        ratio = f" ({over}{three_digits(row.ms[who] / base)}x)" if who in section.peers else ""
        yield f"{over}{three_digits(row.ms[who])}{ratio}"


def _profiled(found: Sequence[Profile]) -> Iterator[str]:
    yield (
        "Python's profiler on one run each; it slows plain searches down, so read shares and not times. A compiled "
        "kernel counts for the function that calls it."
    )
    yield ""
    yield from REST
    yield ""
    shares = [", ".join(f"`{name}` {share:.0%}" for name, share in profile.parts if share >= 0.02) for profile in found]
    yield from _table(
        ["task", "ms", "of which"],
        [[profile.task, three_digits(profile.ms), parts] for profile, parts in zip(found, shares, strict=True)],
    )


def _table(header: Sequence[str], rows: Sequence[Sequence[str]], *, first_right: int | None = None) -> list[str]:
    """Return a Markdown table, its columns from `first_right` on set to the right."""
    split = len(header) if first_right is None else first_right
    rule = ["---"] * split + ["---:"] * (len(header) - split)
    return [f"| {' | '.join(row)} |" for row in (header, rule, *rows)]
