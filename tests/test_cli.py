"""The commands: exit codes, whole files, plain text."""

import errno
import json
import subprocess
import sys
from pathlib import Path

import pytest

from corridor.cli import main, report_main


def test_draws_add_percentiles_of_the_days_within_the_width(capsys: pytest.CaptureFixture[str]) -> None:
    asked = ["compare", "minsk", "tashkent", "--k", "2", "--draws", "200"]
    assert main(asked) == 0
    lines = capsys.readouterr().out.splitlines()
    head = next(line for line in lines if "P95" in line)
    assert head.split()[:4] == ["Route", "days", "P50", "P95"]
    assert max(len(line) for line in lines) <= 80
    assert any(line.rstrip().endswith("open") for line in lines)
    assert "percent of 200 draws of all figures (seed 1)" in " ".join(" ".join(lines).split())
    assert main([*asked, "--json"]) == 0
    told = json.loads(capsys.readouterr().out)[0]
    assert (told["draws"], told["seed"]) == (200, 1)
    assert all(route["p50_days"] < route["p95_days"] for route in told["routes"])
    assert main([*asked[:-1], "0"]) == 2
    assert "draws=0: take one or more" in capsys.readouterr().err


def test_compare_says_the_default_and_the_record(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["compare", "minsk", "karachi"]) == 0
    out = capsys.readouterr().out
    assert "Borders as if open" in out
    assert "On the closure record's newest date" in " ".join(out.split())
    assert "Agreed corridor" in out
    assert "\x1b" not in out
    assert max(len(line) for line in out.splitlines()) <= 80


def test_json_totals_are_the_routes(capsys: pytest.CaptureFixture[str]) -> None:
    import corridor as co

    assert main(["compare", "minsk", "karachi", "--json", "--k", "2"]) == 0
    answer = json.loads(capsys.readouterr().out)[0]
    best = co.make_comparison(co.load_network(), "minsk", "karachi", k=2).routes[0]
    assert answer["routes"][0]["edges"] == list(best.edge_ids)
    assert answer["routes"][0]["cost_usd"] == best.cost_usd


def test_exit_codes_tell_no_route_from_a_question_not_understood(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["compare", "minsk", "karachi", "--close", "place:karachi"]) == 1
    assert "Enough to shut it: place:karachi" in capsys.readouterr().err
    assert main(["compare", "minks", "karachi"]) == 2
    assert "Did you mean Minsk" in capsys.readouterr().err
    assert main(["compare", "minsk", "karachi", "--date", "yesterday"]) == 2
    assert "write it as 2026-02-05" in capsys.readouterr().err


def test_report_and_route_report_write_whole_files(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert report_main(["minsk", "gwadar", "--k", "2", "--out", str(tmp_path)]) == 0
    names = {path.name for path in tmp_path.iterdir()}
    assert {f"minsk-gwadar.{kind}" for kind in ("html", "md", "json", "xlsx")} <= names
    assert "minsk-gwadar-map.html" in names
    assert not [name for name in names if name.startswith("tmp")]
    assert str(tmp_path / "minsk-gwadar.html") in capsys.readouterr().out


def test_a_map_by_way_of_a_place_says_so_and_asks_for_no_other_way(tmp_path: Path) -> None:
    pages = []
    for more in (["--via", "tashkent"], ["--avoid", "IRN"]):
        path = tmp_path / "one.html"
        assert main(["map", "minsk", "karachi", "--out", str(path), "--k", "1", *more]) == 0
        pages.append(path.read_text(encoding="utf-8"))
    assert ["gate to gate, by way of Tashkent, " in page for page in pages] == [True, False]
    assert ['"planner":' in page for page in pages] == [False, True]


def test_map_of_routes_and_of_the_network(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "deep" / "one.html"
    assert main(["map", "minsk", "karachi", "--out", str(path), "--k", "2"]) == 0
    assert path.read_text(encoding="utf-8").lstrip().startswith("<!DOCTYPE html>")
    assert main(["map", "--out", str(tmp_path / "network.html")]) == 0
    assert main(["map", "minsk"]) == 2
    assert "name a destination too" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        (["minsk", "karachi", "--corridor", "official-trucks"], "--corridor has its own places; name those or"),
        (["--date", "2026-02-05"], "--date changes nothing on this map; name an origin and a destination"),
        (["--close", "crossing:torkham"], "--close changes nothing on this map"),
        (["--modes", "rail"], "--modes changes nothing on this map"),
        (["--corridor", "official-trucks", "--via", "tashkent"], "--via changes nothing on this map"),
        (["minsk", "karachi", "gwadar", "--out", "one.html"], "--out takes one destination; leave it out for more"),
    ],
)
def test_a_map_refuses_what_it_would_leave_out(
    asked: list[str], message: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["map", *asked]) == 2
    assert f"corridor: {message}" in capsys.readouterr().err
    assert not [*tmp_path.iterdir()]


def test_a_map_of_a_corridor_is_of_its_scenario(tmp_path: Path) -> None:
    path = tmp_path / "one.html"
    assert main(["map", "--corridor", "official-trucks", "--year", "2030", "--out", str(path)]) == 0
    assert "Links open by 2030." in path.read_text(encoding="utf-8")


def test_what_cannot_be_written_is_named_with_a_remedy_and_leaves_nothing_behind(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder, file = tmp_path / "maps", tmp_path / "file"
    folder.mkdir()
    file.write_text("mine", encoding="utf-8")
    assert main(["map", "--out", str(folder)]) == 2
    assert f"corridor: {folder}: Is a directory; name another file or folder" in capsys.readouterr().err
    assert main(["report", "minsk", "gwadar", "--out", str(file)]) == 2
    assert f"corridor: {file}: File exists; name another file or folder" in capsys.readouterr().err
    assert main(["report", "minsk", "gwadar", "--out", str(file / "deep")]) == 2
    assert f"corridor: {file / 'deep'}: Not a directory; name another" in capsys.readouterr().err
    assert sorted(tmp_path.iterdir()) == [file, folder]
    assert not [*folder.iterdir()]


def test_a_folder_that_cannot_be_written_to_is_told_by_the_file_asked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def refuse(**_: object) -> None:
        raise PermissionError(errno.EACCES, "Permission denied", ".one.html.x7")

    monkeypatch.setattr("tempfile.mkstemp", refuse)
    path = tmp_path / "one.html"
    assert main(["map", "--out", str(path)]) == 2
    assert f"corridor: {path}: Permission denied; name another file or folder" in capsys.readouterr().err


def test_modes_may_be_spaced_and_must_be_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["compare", "minsk", "karachi", "--modes", "rail, road", "--k", "1"]) == 0
    assert "Only by rail, road." in capsys.readouterr().out
    assert main(["compare", "minsk", "karachi", "--modes", ""]) == 2
    assert "No mode is called ''. Known: rail" in capsys.readouterr().err


def test_a_scenario_keeps_its_name_and_says_that_it_was_changed(tmp_path: Path) -> None:
    from corridor.cli import _build_parser, _scenario
    from corridor.network import load_network

    path = tmp_path / "own.json"
    path.write_text('{"name": "dear"}', encoding="utf-8")
    network = load_network()

    def named(*more: str) -> str:
        return _scenario(_build_parser().parse_args(["compare", "minsk", "karachi", *more]), network).name

    assert named() == "borders as if open"
    assert named("--year", "2030") == "borders as if open, with changes"
    assert named("--date", "2026-02-05") == "as recorded on 2026-02-05"
    assert named("--date", "2026-02-05", "--close", "mode:sea") == "as recorded on 2026-02-05, with changes"
    assert named("--scenario", str(path)) == "dear"
    assert named("--scenario", str(path), "--date", "2026-02-05") == "dear, with changes"
    assert named("--date", "2099-01-01") == f"on 2099-01-01 as last recorded on {network.record_date}"


def test_places_are_found_by_a_part_of_any_spelling(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["places", "torkham"]) == 0
    assert "torkham-pak" in capsys.readouterr().out
    assert main(["places", "--json", "Ташкент"]) == 0
    assert json.loads(capsys.readouterr().out)[0]["place_id"] == "tashkent"
    assert main(["places", "Saint-Peters burg"]) == 0
    assert "st-petersburg" in capsys.readouterr().out
    assert main(["places", "atlantis"]) == 2
    assert main(["places", "qqqq"]) == 2
    assert "or the command: corridor places" in capsys.readouterr().err


def test_check_is_green_and_says_how_many_rules_hold(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--truth"]) == 0
    out = capsys.readouterr().out
    assert "rules hold" in out
    assert "hits of" in out


def test_check_fails_where_tables_are_missing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(tmp_path)]) == 1
    assert "places.csv: missing" in capsys.readouterr().err
    assert main(["check", str(tmp_path / "none")]) == 1
    assert "none: no such folder; name one of tables such as data/geo" in capsys.readouterr().err


def test_help_teaches() -> None:
    done = subprocess.run([sys.executable, "-m", "corridor.cli", "--help"], capture_output=True, text=True, check=True)
    assert "corridor compare minsk karachi" in done.stdout
    assert "exit codes" in done.stdout


def test_a_command_without_heavy_work_imports_nothing_heavy() -> None:
    code = (
        "import sys, corridor.cli as c; c.main(['places', 'minsk']); "
        "print('pandas' in sys.modules, 'folium' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "False False"
