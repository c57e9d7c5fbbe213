"""Tables: what cannot be read is named with file, row, value and remedy."""

import shutil
from pathlib import Path

import pytest

from corridor.errors import TableError, UnknownNameError
from corridor.network import load_network
from corridor.tables import data_folder


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(data_folder(), tmp_path / "geo"))


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_every_fault_of_every_file_is_listed_at_once(folder: Path) -> None:
    edit(folder / "links.csv", "rail-minsk-", "Rail Minsk ")
    (folder / "rates.csv").unlink()
    edit(folder / "places.csv", "place_id,name", "place_id,title")
    with pytest.raises(TableError) as caught:
        load_network(folder)
    text = str(caught.value)
    assert "link_id is 'Rail Minsk" in text
    assert "write a lower-case slug" in text
    assert "rates.csv: missing" in text
    assert "places.csv, row 1: no column name; add it" in text


@pytest.mark.parametrize(
    ("table", "column", "value", "message"),
    [
        ("links", "length_km", "long", "length_km could not convert"),
        ("links", "length_km", "", "length_km is blank"),
        ("links", "gauge_mm", "1000", "gauge_mm is '1000'; write 1435 or 1520 or 1676"),
        ("links", "mode", "canal", "mode is 'canal'; write rail or road or sea or air"),
        ("places", "country", "by", "country is 'by'; write the ISO 3166-1 alpha-3 code"),
        ("closures", "from_date", "12.10.2025", "from_date Invalid isoformat"),
        ("truth", "independent", "maybe", "independent is 'maybe'; write yes or no"),
        ("rates", "likely", "1e99", "likely is '1e99'; write a finite number"),
    ],
)
def test_a_cell_that_does_not_fit_is_refused(folder: Path, table: str, column: str, value: str, message: str) -> None:
    import pandas as pd

    frame = pd.read_csv(folder / f"{table}.csv", dtype=str, keep_default_na=False)
    frame.loc[3, column] = value
    frame.to_csv(folder / f"{table}.csv", index=False)
    with pytest.raises(TableError, match=rf"{table}.csv, row 5: {message}"):
        load_network(folder)


def test_broken_files_are_named(folder: Path) -> None:
    (folder / "places.csv").write_bytes(b"place_id\xff\n")
    (folder / "link_shapes.geojson").write_text("{}")
    edit(folder / "rates.csv", "\n*,", "\n*,one cell too many,")
    with pytest.raises(TableError) as caught:
        load_network(folder)
    text = str(caught.value)
    assert "places.csv: not UTF-8 at byte 8" in text
    assert "link_shapes.geojson: not a GeoJSON of LineStrings" in text
    assert "cells; quote cells that hold a comma" in text


def test_places_answer_to_every_spelling() -> None:
    net = load_network()
    assert net.place_id("Минск") == net.place_id("minsk") == net.place_id("MINSK") == net.place_id("BYMSQ") == "minsk"
    assert net.place_id("کراچی") == "karachi"


def test_an_id_or_a_name_is_never_taken_for_another_place() -> None:
    net = load_network()
    assert all(net.place_id(row["place_id"]) == row["place_id"] for row in net.rows("places"))
    assert (net.place_id("Jalal-Abad"), net.place_id("Jalalabad")) == ("jalal-abad", "jalalabad")


def test_tables_are_plain_frames_and_can_be_put_back() -> None:
    net = load_network()
    assert net.links.crs == net.places.crs == "EPSG:4326"
    assert len(net.rates) == len(net.rows("rates"))
    links = net.links
    links.loc["rail-minsk-orsha" if "rail-minsk-orsha" in links.index else links.index[0], "length_km"] = 999.0
    again = net.replace(links=links)
    assert again.version == net.version + "+"
    assert 999.0 in {row["length_km"] for row in again.rows("links")}
    assert 999.0 not in {row["length_km"] for row in net.rows("links")}
    with pytest.raises(UnknownNameError, match="No table is called 'lines'"):
        net.replace(lines=[])
    with pytest.raises(AttributeError, match="its tables are places, links"):
        _ = net.lines


def test_the_census_says_what_there_is() -> None:
    first, second = repr(load_network()).splitlines()
    assert "places in" in first
    assert "data " in second


def test_the_graph_keeps_parallel_links_and_every_attribute() -> None:
    net = load_network()
    graph = net.graph()
    assert graph.number_of_edges() == 2 * len(net.rows("links"))
    key, attributes = next((key, data) for _, _, key, data in graph.edges(keys=True, data=True))
    assert attributes == net.row("links", key)
