"""House rules that no linter knows: see docs/architecture.md for why."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
FOLDERS = (".ci", "benchmarks", "corridor", "data", "docs", "tests", "tools")
TEXT = frozenset({"", ".css", ".csv", ".geojson", ".html", ".js", ".json", ".md", ".py", ".sh", ".toml"})
LONGEST = 450

# Put together here, so that this file does not hold what it looks for.
UNFINISHED = re.compile(r"\b(?:" + "|".join(["TO" + "DO", "FIX" + "ME", "X" + "XX", "HA" + "CK"]) + r")\b")
# A path at the start of a word, so that .../work/ inside an address is no fault.
MACHINE = re.compile(r"(?<![\w.-])/(?:" + "|".join(["wo" + "rk", "ro" + "ot", "ho" + "me"]) + r")/")


def text_files(root: Path) -> Iterator[Path]:
    """Yield the project's text files: those at the root and those in its folders, without caches and hidden files."""
    found = [path for path in root.iterdir() if not path.name.startswith(".")]
    for folder in FOLDERS:
        found += (root / folder).rglob("*")
    for path in sorted(found):
        # A library's minified code has words of its own.
        if path.is_file() and path.suffix in TEXT and "__pycache__" not in path.parts and ".min." not in path.name:
            yield path


def find_matches(root: Path, pattern: re.Pattern[str], suffixes: frozenset[str] = TEXT) -> list[str]:
    return [
        f"{path.relative_to(root).as_posix()}:{number}: {match[0]}"
        for path in text_files(root)
        if path.suffix in suffixes
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1)
        if (match := pattern.search(line))
    ]


def find_unfinished(root: Path) -> list[str]:
    """List marks of unfinished work; tables may hold such letters as codes, so only prose and code count."""
    return find_matches(root, UNFINISHED, frozenset({"", ".css", ".js", ".md", ".py", ".sh", ".toml"}))


def find_machine_paths(root: Path) -> list[str]:
    return find_matches(root, MACHINE)


def find_module_faults(package: Path) -> list[str]:
    """List modules that are too long, bear an empty name, or do not say what they are."""
    faults = []
    for file in sorted(package.rglob("*.py")):
        where, text = file.relative_to(package).as_posix(), file.read_text("utf-8")
        if (length := len(text.splitlines())) > LONGEST:
            faults.append(f"{where}: {length} lines, over {LONGEST}; split it by its nouns")
        if file.stem in {"utils", "util", "helpers", "misc", "common"}:
            faults.append(f"{where}: name the module after what it holds")
        if not ast.get_docstring(ast.parse(text)):
            faults.append(f"{where}: say in a docstring what the module is")
    return faults


def test_nothing_is_marked_as_unfinished():
    assert find_unfinished(ROOT) == []


def test_nothing_names_a_path_of_one_machine():
    assert len(list(text_files(ROOT))) > 10
    assert find_machine_paths(ROOT) == []


def test_modules_are_short_well_named_and_described():
    assert find_module_faults(ROOT / "corridor") == []


@pytest.mark.parametrize("name", ["Makefile", "corridor/routes.py", "docs/guide.md", ".ci/run", "tests/test_routes.py"])
@pytest.mark.parametrize(
    ("find", "text"),
    [
        (find_unfinished, "# TO" + "DO: later"),
        (find_unfinished, "# FIX" + "ME"),
        (find_machine_paths, 'open("/wo' + 'rk/data.csv")'),
        (find_machine_paths, "see /ro" + "ot/notes"),
    ],
)
def test_planted_words_are_found_in(tmp_path, name, find, text):
    (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / name).write_text(f"one\n{text}\n", "utf-8")
    assert len(find(tmp_path)) == 1
    assert find(tmp_path)[0].startswith(f"{name}:2: ")


def test_addresses_codes_and_caches_are_no_faults(tmp_path):
    for folder in ("docs", "data", "corridor/__pycache__"):
        (tmp_path / folder).mkdir(parents=True)
    (tmp_path / "docs" / "a.md").write_text("https://example.org/wo" + "rk/page and net" + "wo" + "rk/rail", "utf-8")
    (tmp_path / "data" / "places.csv").write_text("X" + "XX", "utf-8")
    (tmp_path / "corridor" / "__pycache__" / "a.py").write_text("TO" + "DO", "utf-8")
    assert find_unfinished(tmp_path) == []
    assert find_machine_paths(tmp_path) == []


@pytest.mark.parametrize(
    ("name", "text", "fault"),
    [
        ("utils.py", '"""Things."""\n', "name the module"),
        ("charts.py", "import math\n", "docstring"),
        ("mapping/__init__.py", "", "docstring"),
        ("charts.py", '"""Charts."""\n' + "x = 1\n" * LONGEST, "451 lines"),
    ],
)
def test_a_planted_bad_module_is_found(tmp_path, name, text, fault):
    (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / name).write_text(text, "utf-8")
    faults = find_module_faults(tmp_path)
    assert len(faults) == 1
    assert fault in faults[0]
