"""Run all benchmarks and write README.md and the plots beside this file.

python -m benchmarks
"""

import os
import platform
import sys
import time
from importlib.metadata import version
from pathlib import Path

from benchmarks import builtin, profiles, size, start, world
from benchmarks.page import write_page
from benchmarks.plot import draw_plot

HERE = Path(__file__).parent
TOOLS = ("numpy", "numba", "scipy", "networkx", "igraph", "scgraph_data")


def machine() -> str:
    cpu = platform.processor() or platform.machine()
    if (info := Path("/proc/cpuinfo")).exists():
        cpu = next((x.partition(": ")[2] for x in info.read_text().splitlines() if x.startswith("model name")), cpu)
    tools = ", ".join(f"{name} {version(name)}" for name in TOOLS)
    return f"{cpu}, {os.cpu_count()} cores, {platform.system()}; Python {platform.python_version()}; {tools}"


def main() -> None:
    begun, load = time.monotonic(), os.getloadavg()[0]

    def tell(what: str) -> None:
        print(f"{time.monotonic() - begun:5.0f} s  {what}", file=sys.stderr)

    tell("cold starts and the compiler")
    starts, compiler = start.measure()
    tell("the built-in network")
    sections = [builtin.measure()]
    for name, title in (("world_railways", "World railways"), ("world_highways", "World highways")):
        tell(title.lower())
        sections.append(world.measure(name, title))
    tell("cost against size")
    sizes, curves = size.measure()
    tell("profiles")
    found = profiles.measure()
    minutes = (time.monotonic() - begun) / 60
    plots = {f"size-{task}.svg": draw_plot(size.TASKS[task], curve) for task, curve in curves.items()}
    busy = f"{load:.1f} to {os.getloadavg()[0]:.1f}"
    page = write_page(machine(), busy, minutes, [*sections, sizes, starts, compiler], list(plots), found)
    for name, text in {"README.md": page, **plots}.items():
        (HERE / name).write_text(text, "utf-8")
    print(page)


if __name__ == "__main__":
    main()
