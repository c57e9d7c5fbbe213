"""The Python in the README and in docs runs as it is printed, in order, as in one notebook."""

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

import corridor

ROOT = Path(__file__).parent.parent
BLOCK = re.compile(r"^```python[^\n]*\n(.*?)^```[ \t]*$", re.DOTALL | re.MULTILINE)


def run_python_blocks(files: Iterable[Path]) -> int:
    """Run every python block of `files` in one namespace and return their number; tracebacks show the page's lines."""
    namespace: dict[str, Any] = {"__name__": "__main__"}
    count = 0
    for file in files:
        page = file.read_text("utf-8")
        for match in BLOCK.finditer(page):
            blank = "\n" * page.count("\n", 0, match.start(1))
            exec(compile(blank + match[1], str(file), "exec"), namespace)
            count += 1
    return count


@pytest.fixture
def desk(tmp_path, monkeypatch):
    (tmp_path / "maps").mkdir()
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_the_code_of_the_readme_and_docs_runs(desk):
    assert BLOCK.search((ROOT / "README.md").read_text("utf-8")), "README.md shows no python block"
    run_python_blocks([ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))])


def test_the_architecture_lists_every_public_name():
    page = (ROOT / "docs" / "architecture.md").read_text("utf-8")
    table = page.partition("## Public names")[2].partition("\n## ")[0]
    rows = [line.split("|")[1] for line in table.splitlines() if line.startswith("| `")]
    names = [name for row in rows for name in re.findall(r"`([^`]+)`", row)]
    assert sorted(names) == corridor.__all__


def test_a_planted_error_is_found_with_its_line(desk):
    page = desk / "page.md"
    page.write_text("# Page\n\n```python\nx = 1\n```\n\ntext\n\n```python\nx\nraise ValueError(x)\n```\n", "utf-8")
    with pytest.raises(ValueError, match="1") as caught:
        run_python_blocks([page])
    assert caught.traceback[-1].lineno + 1 == 11


def test_blocks_share_one_namespace_and_other_languages_are_left_alone(desk):
    (desk / "a.md").write_text("```python\nx = 1\n```\n```console\n$ nonsense\n```\n```\nmore nonsense\n```\n", "utf-8")
    (desk / "b.md").write_text("```python\nassert x == 1\n```\n", "utf-8")
    assert run_python_blocks([desk / "a.md", desk / "b.md"]) == 2
