"""The gallery in maps/ is what `make maps` writes from the data as they stand."""

import re
from pathlib import Path

import pytest

from corridor.cli import main

_ROOT = Path(__file__).parent.parent
_COMMANDS = re.findall(
    r"^\t\$\(BIN\)/corridor (map.*?) --out (maps/\S+)$", (_ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE
)


@pytest.mark.parametrize(("command", "path"), _COMMANDS)
def test_a_map_of_the_gallery_is_up_to_date(command: str, path: str, tmp_path: Path) -> None:
    fresh = tmp_path / "map.html"
    assert main([*command.split(), "--out", str(fresh)]) == 0
    assert fresh.read_bytes() == (_ROOT / path).read_bytes(), f"{path} is stale; run make maps"


def test_every_map_of_the_gallery_is_made_by_the_makefile() -> None:
    assert {path.name for path in (_ROOT / "maps").glob("*.html")} == {Path(path).name for _, path in _COMMANDS}
