"""The commands: exit codes, whole files, plain text."""

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
    assert ["gate to gate, by way of tashkent, " in page for page in pages] == [True, False]
    assert ['"planner":' in page for page in pages] == [False, True]


def test_map_of_routes_and_of_the_network(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "deep" / "one.html"
    assert main(["map", "minsk", "karachi", "--out", str(path), "--k", "2"]) == 0
    assert path.read_text(encoding="utf-8").lstrip().startswith("<!DOCTYPE html>")
    assert main(["map", "--out", str(tmp_path / "network.html")]) == 0
    assert main(["map", "minsk"]) == 2
    assert "name a destination too" in capsys.readouterr().err


def test_places_are_found_by_a_part_of_any_spelling(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["places", "torkham"]) == 0
    assert "torkham-pak" in capsys.readouterr().out
    assert main(["places", "--json", "Ташкент"]) == 0
    assert json.loads(capsys.readouterr().out)[0]["place_id"] == "tashkent"
    assert main(["places", "atlantis"]) == 2


def test_check_is_green_and_says_how_many_rules_hold(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--truth"]) == 0
    out = capsys.readouterr().out
    assert "rules hold" in out
    assert "hits of" in out


def test_check_fails_where_tables_are_missing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(tmp_path)]) == 1
    assert "places.csv: missing" in capsys.readouterr().err


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
