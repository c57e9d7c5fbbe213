"""The rooms of the package keep their order, stay light to import, and leave printing to the command line."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "corridor"

# From docs/architecture.md. A room imports only from itself and from rooms above it, so that one can be read, tested
# and replaced knowing nothing of those below: tables know no routes, routes know no maps, only the last room prints.
ROOMS = (
    "errors",
    "types",
    "figures",
    "countries",
    "tables",
    "network",
    "truth",
    "checks",
    "formats",
    "scenario",
    "search",
    "costing",
    "graph",
    "routes",
    "odtable",
    "tradeoffs",
    "reasons",
    "compare",
    "uncertainty",
    "resilience",
    "appraisal",
    "charts",
    "mapping",
    "report",
    "cli",
)
# Search is pure functions on arrays, to be read beside the papers they come from: it knows only the errors.
NARROW = {"search": {"errors"}}
# The package itself and its `python -m` entrance stand below all rooms.
DOORS = ("__init__", "__main__")

# Each of these takes a good part of the second that `corridor compare` has, so it is imported where it is needed.
HEAVY = {
    "folium", "geopandas", "jinja2", "matplotlib", "networkx", "numba", "openpyxl",
    "pandas", "rich", "scipy", "shapely", "weasyprint", "xlsxwriter",
}  # fmt: skip
# Modules whose classes extend those of a heavy package, so that the import cannot wait. They are then heavy themselves:
# no other module may import them at its top.
EXTENDING = {"corridor.mapping.figure": "folium"}


def module_files(package: Path) -> list[Path]:
    return sorted(package.rglob("*.py"))


def room_of(file: Path, package: Path) -> str:
    return file.relative_to(package).with_suffix("").parts[0]


def dotted_name(file: Path, package: Path) -> str:
    return ".".join((package.name, *file.relative_to(package).with_suffix("").parts))


def imported_names(tree: ast.AST, file: Path, package: Path) -> Iterator[tuple[int, str]]:
    """Yield line and absolute dotted name of each import, with `from a import b` as ``a.b``."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                home = (package.name, *file.relative_to(package).parts)[: -node.level]
                base = ".".join((*home, *filter(None, [node.module])))
            yield from ((node.lineno, f"{base}.{alias.name}") for alias in node.names)


def find_layer_faults(package: Path) -> list[str]:
    """List imports that go down the rooms, through the package's front door, or from no known room."""
    faults = []
    for file in module_files(package):
        room, where = room_of(file, package), file.relative_to(package.parent).as_posix()
        if room in DOORS:
            continue
        if room not in ROOMS:
            faults.append(f"{where}: {room!r} is no room; add it to docs/architecture.md and to ROOMS")
            continue
        allowed = NARROW.get(room, set(ROOMS[: ROOMS.index(room)])) | {room}
        for line, name in imported_names(ast.parse(file.read_text("utf-8")), file, package):
            top, _, rest = name.partition(".")
            target = rest.partition(".")[0]
            if top == package.name and target not in allowed:
                faults.append(f"{where}:{line}: {room!r} may not import {name!r}")
    return faults


def is_type_checking(test: ast.expr) -> bool:
    return ast.unparse(test) in {"TYPE_CHECKING", "typing.TYPE_CHECKING"}


def run_at_import(body: list[ast.stmt]) -> Iterator[ast.stmt]:
    """Yield the statements that importing the module executes, those in classes, ifs and tries among them."""
    for node in body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        if isinstance(node, ast.If) and is_type_checking(node.test):
            yield from run_at_import(node.orelse)
            continue
        yield node
        for field in ("body", "orelse", "finalbody"):
            yield from run_at_import(getattr(node, field, []))
        for part in (*getattr(node, "handlers", []), *getattr(node, "cases", [])):
            yield from run_at_import(part.body)


def find_heavy_imports(package: Path) -> list[str]:
    """List heavy packages, and modules that need one from the start, which are imported as soon as a module is."""
    faults = []
    for file in module_files(package):
        module = dotted_name(file, package)
        where = file.relative_to(package.parent).as_posix()
        for node in run_at_import(ast.parse(file.read_text("utf-8")).body):
            if not isinstance(node, ast.Import | ast.ImportFrom):
                continue
            for line, name in imported_names(node, file, package):
                top = name.partition(".")[0]
                heavy = (top in HEAVY and EXTENDING.get(module) != top) or any(
                    name == other or name.startswith(f"{other}.") for other in EXTENDING
                )
                if heavy:
                    faults.append(f"{where}:{line}: import {name} inside the function that needs it")
    return faults


def find_prints(package: Path) -> list[str]:
    """List prints and uses of the standard streams outside the command line."""
    faults = []
    for file in module_files(package):
        if room_of(file, package) == "cli":
            continue
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            named_print = isinstance(node, ast.Name) and node.id == "print"
            stream = isinstance(node, ast.Attribute) and ast.unparse(node) in {"sys.stdout", "sys.stderr", "rich.print"}
            if named_print or stream:
                faults.append(f"{file.relative_to(package.parent).as_posix()}:{node.lineno}: only cli prints")
    return faults


def test_each_room_imports_only_from_rooms_above_it():
    assert len(module_files(PACKAGE)) > 1
    assert find_layer_faults(PACKAGE) == []


def test_no_module_imports_a_heavy_package_at_its_top():
    assert find_heavy_imports(PACKAGE) == []


def test_importing_every_light_module_loads_no_heavy_package():
    names = {dotted_name(file, PACKAGE).removesuffix(".__init__") for file in module_files(PACKAGE)}
    light = sorted(names - set(EXTENDING) - {"corridor.__main__"})
    code = f"import sys, {', '.join(light)}; print(sorted({HEAVY} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, cwd=PACKAGE.parent)
    assert (done.stdout.strip(), done.stderr) == ("[]", "")


def test_only_the_command_line_prints():
    assert find_prints(PACKAGE) == []


@pytest.fixture
def plant(tmp_path):
    def write(name: str, text: str) -> Path:
        file = tmp_path / "corridor" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")
        return tmp_path / "corridor"

    return write


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("tables.py", "from corridor.routes import find_route"),
        ("tables.py", "import corridor.routes"),
        ("tables.py", "from corridor import routes"),
        ("tables.py", "from .routes import find_route"),
        ("tables.py", "from . import routes"),
        ("tables.py", "def read():\n    from corridor.routes import find_route"),
        ("tables.py", "from corridor import load_network"),
        ("tables.py", "import corridor"),
        ("mapping/style.py", "from ..report import page"),
        ("mapping/style.py", "from corridor.cli import main"),
        ("search/pareto.py", "from corridor.types import Route"),
        ("helpers.py", "import math"),
    ],
)
def test_a_planted_import_from_below_is_found(plant, name, text):
    faults = find_layer_faults(plant(name, text))
    assert len(faults) == 1
    assert faults[0].startswith(f"corridor/{name}")


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("routes.py", "from corridor.tables import read_tables\nfrom . import types\nimport json"),
        ("mapping/style.py", "from . import assets\nfrom .assets import css\nfrom ..types import Route"),
        ("search/pareto.py", "from corridor.errors import NoRouteError\nfrom corridor.search.arrays import Arrays"),
        ("__init__.py", "from corridor.cli import main"),
    ],
)
def test_imports_from_above_pass(plant, name, text):
    assert find_layer_faults(plant(name, text)) == []


@pytest.mark.parametrize(
    "text",
    [
        "import pandas as pd",
        "import os, rich.table",
        "from shapely.geometry import LineString",
        "try:\n    import numba\nexcept ImportError:\n    numba = None",
        "class Map:\n    import folium",
        "if TYPE_CHECKING:\n    pass\nelse:\n    import networkx",
        "from corridor.mapping.figure import OfflineMap",
        "from corridor.mapping import figure",
        "from .mapping.figure import OfflineMap",
    ],
)
def test_a_planted_heavy_import_is_found(plant, text):
    assert len(find_heavy_imports(plant("charts.py", text))) == 1


@pytest.mark.parametrize(
    "text",
    ["if TYPE_CHECKING:\n    import pandas as pd", "def draw():\n    import folium", "import numpy as np"],
)
def test_light_and_late_imports_pass(plant, text):
    assert find_heavy_imports(plant("charts.py", text)) == []


def test_a_module_that_extends_a_heavy_package_may_import_that_one_only(plant):
    assert find_heavy_imports(plant("mapping/figure.py", "import folium\nfrom folium.template import Template")) == []
    assert len(find_heavy_imports(plant("mapping/figure.py", "import folium\nimport pandas"))) == 1


@pytest.mark.parametrize("text", ["print(1)", "import sys\nsys.stdout.write('1')", "show = print"])
def test_a_planted_print_is_found_except_in_cli(plant, text):
    assert find_prints(plant("cli.py", text)) == []
    assert len(find_prints(plant("routes.py", text))) == 1
