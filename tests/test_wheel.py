"""The wheel, which is what users get, works in an environment of its own and far from the repository."""

import os
import subprocess
import sys
import sysconfig
import zipfile
from importlib.metadata import distribution
from pathlib import Path

import pytest
from packaging.requirements import Requirement

ROOT = Path(__file__).parent.parent
SMOKE = """
import pathlib, sys
import corridor as co
from corridor.tables import data_folder

home = pathlib.Path(sys.prefix).resolve()
assert home in pathlib.Path(co.__file__).resolve().parents, co.__file__
assert home in data_folder().resolve().parents, data_folder()
net = co.load_network()
route = co.find_route(net, "Minsk", "Karachi")
assert len(route.steps) > 3, route
co.map_routes([route]).save("map.html")
"""

pytestmark = pytest.mark.skipif(
    not (os.environ.get("CI") or os.environ.get("CORRIDOR_TEST_WHEEL")),
    reason="takes a minute; run it with CORRIDOR_TEST_WHEEL=1",
)


def run(*command: str | Path, cwd: Path) -> str:
    # A user's shell knows nothing of this repository.
    env = {key: value for key, value in os.environ.items() if key not in {"PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV"}}
    done = subprocess.run([*map(str, command)], cwd=cwd, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{command} gave {done.returncode}:\n{done.stdout}\n{done.stderr}"
    return done.stdout


def needed_distributions(wheel: Path) -> set[str]:
    """Name what the wheel needs without extras, and what that needs in turn."""
    with zipfile.ZipFile(wheel) as archive:
        name = next(name for name in archive.namelist() if name.endswith(".dist-info/METADATA"))
        lines = archive.read(name).decode().splitlines()
    waiting = [line.removeprefix("Requires-Dist: ") for line in lines if line.startswith("Requires-Dist: ")]
    needed: set[str] = set()
    while waiting:
        requirement = Requirement(waiting.pop())
        if (requirement.marker and not requirement.marker.evaluate({"extra": ""})) or requirement.name in needed:
            continue
        needed.add(requirement.name)
        waiting += distribution(requirement.name).requires or []
    return needed


def link_distributions(names: set[str], folder: Path) -> None:
    """Link the installed files of `names` alone into `folder`, so that an undeclared dependency is missing there."""
    folder.mkdir()
    for name in names:
        found = distribution(name)
        for top in {file.parts[0] for file in found.files or ()} - {"..", "__pycache__"}:
            link = folder / top
            if not link.exists():
                link.symlink_to(Path(str(found.locate_file(top))).resolve())


@pytest.fixture(scope="module")
def wheel(tmp_path_factory) -> Path:
    # Without --wheel the wheel is built from the source archive, so that a hole in either shows.
    out = tmp_path_factory.mktemp("dist")
    run(sys.executable, "-m", "build", "--no-isolation", "--outdir", out, ROOT, cwd=out)
    return next(out.glob("*.whl"))


@pytest.fixture(scope="module")
def fresh(wheel, tmp_path_factory) -> Path:
    """The scripts of a new environment that holds the wheel and what it declares to need, nothing downloaded twice."""
    home = tmp_path_factory.mktemp("fresh")
    run(sys.executable, "-m", "venv", home / "venv", cwd=home)
    paths = sysconfig.get_paths(vars={"base": str(home / "venv"), "platbase": str(home / "venv")})
    bin_, site = Path(paths["scripts"]), Path(paths["purelib"])
    link_distributions(needed_distributions(wheel), home / "needed")
    (site / "needed.pth").write_text(f"{home / 'needed'}\n", "utf-8")
    run(bin_ / "python", "-m", "pip", "install", "--no-index", "--no-deps", wheel, cwd=home)
    return bin_


def test_the_wheel_carries_the_tables_as_they_are_now(wheel):
    home = ROOT / "data" / "geo"
    live = {path.relative_to(home).as_posix(): path.read_bytes() for path in home.rglob("*") if path.is_file()}
    prefix = "corridor/data/geo/"
    with zipfile.ZipFile(wheel) as archive:
        names = [name for name in archive.namelist() if name.startswith(prefix)]
        carried = {name.removeprefix(prefix): archive.read(name) for name in names}
    assert len(live) > 5
    assert sorted(name for name in live | carried if live.get(name) != carried.get(name)) == []


def test_the_wheel_carries_every_file_of_the_package(wheel):
    package = ROOT / "corridor"
    live = {path.relative_to(ROOT).as_posix() for path in package.rglob("*") if path.is_file()}
    with zipfile.ZipFile(wheel) as archive:
        missing = {name for name in live if "__pycache__" not in name} - set(archive.namelist())
    assert missing == set()
    assert "corridor/py.typed" in live


def test_the_wheel_answers_in_a_fresh_environment(fresh, tmp_path):
    run(fresh / "python", "-W", "error", "-c", SMOKE, cwd=tmp_path)
    assert "</html>" in (tmp_path / "map.html").read_text("utf-8")


@pytest.mark.parametrize("command", ["corridor", "route-report"])
def test_the_wheel_brings_its_commands(fresh, tmp_path, command):
    assert "usage" in run(fresh / command, "--help", cwd=tmp_path).lower()
