"""Checks: start from a sound network, spoil one thing, match the message."""

import datetime as dt
import re
from collections.abc import Callable

import pytest
from pyproj import Geod

from corridor.checks import RULES, check_network
from corridor.errors import NetworkError
from corridor.network import Network, load_network
from corridor.tables import Row, Tables
from corridor.truth import compare_distances, compare_lines
from tests.tiny import link, place, row, tiny_network

Spoil = Callable[[dict[str, list[Row]]], object]


def spoiled(spoil: Spoil) -> Network:
    """Return the tiny network with a fault; `spoil` changes a copy of its rows."""
    rows = {table: [dict(one) for one in many] for table, many in tiny_network().tables.rows.items()}
    spoil(rows)
    return Network(Tables(rows, {}, "spoiled"))


def cell(table: str, index: int, **cells: object) -> Spoil:
    """Return a fault: cells of one row changed."""
    return lambda rows: rows[table][index].update(cells)


def added(table: str, *more: Row) -> Spoil:
    """Return a fault: rows added."""
    return lambda rows: rows[table].extend(more)


def dropped(table: str, index: int) -> Spoil:
    """Return a fault: a row left out."""
    return lambda rows: rows[table].pop(index)


FAULTS: dict[str, tuple[Spoil, str]] = {
    "twice": (
        added("places", place("aldan", "AAA", 30.0, 50.0, name="Other")),
        r"places.csv, row 6: key 'aldan' is there",
    ),
    "blank key": (cell("places", 0, place_id=""), r"places.csv, row 2: place_id is blank"),
    "unknown end": (cell("links", 0, to_place="nowhere"), r"links.csv, row 2: to_place 'nowhere' is unknown"),
    "unknown source": (cell("places", 1, source_id="hearsay"), r"places.csv, row 3: source_id 'hearsay' is unknown"),
    "low above high": (cell("crossings", 0, hours_low=99.0), r"crossings.csv, row 2: hours_low..high is \[99"),
    "length above its high": (cell("links", 0, length_high_km=100.0), r"links.csv, row 2: length_low_km..high"),
    "below zero": (cell("crossings", 1, usd_low=-1.0), r"row 3: usd_low is -1.0; it cannot be below zero"),
    "to itself": (cell("links", 0, to_place="aldan"), r"links.csv, row 2: from_place and to_place are both 'aldan'"),
    "rail without gauge": (cell("links", 0, gauge_mm=None), r"mode rail with gauge_mm None"),
    "road with gauge": (cell("links", 1, gauge_mm=1520), r"mode road with gauge_mm 1520"),
    "too short": (cell("links", 0, length_km=100.0), r"length_km 100 is below the geodesic of 143.4 km"),
    "too long": (cell("links", 0, length_km=900.0), r"length_km 900 is over 3 geodesics"),
    "no length": (cell("links", 0, length_km=0.0), r"length_km is 0; write a length above zero"),
    "off the globe": (cell("places", 0, lon=50.0, lat=130.0), r"lon 50.0, lat 130.0 is not on the globe"),
    "same name": (cell("places", 1, name="Aldan"), r"name 'Aldan' is another place's too"),
    "odd code": (cell("places", 1, unlocode="brod"), r"unlocode 'brod'; write five capitals"),
    "border without crossing": (
        cell("links", 2, crossing_id=None),
        r"row 4: it leads from AAA to BBB with no crossing_id",
    ),
    "crossing inland": (cell("links", 0, crossing_id="ford"), r"row 2: crossing_id 'ford', but both ends lie in AAA"),
    "missing side": (dropped("crossings", 0), r"row 4: crossings.csv lacks ford AAA BBB rail exit"),
    "foreign country": (cell("links", 0, country="CCC"), r"row 2: country 'CCC' is not that of an end \(AAA\)"),
    "planned without year": (cell("links", 0, status="planned"), r"status planned with no project_id"),
    "odd carrier": (
        cell("transfers", 0, from_carrier="mule"),
        r"transfers.csv, row 2: from_carrier: 'mule' is no carrier",
    ),
    "to the same carrier": (cell("transfers", 0, to_carrier="rail-1520"), r"from_carrier and to_carrier are both"),
    "transfer everywhere": (cell("transfers", 0, place_id="*"), r"place_id \* is for loading and unloading only"),
    "transfer without link": (cell("transfers", 0, place_id="dell"), r"from_carrier 'rail-1520' does not reach dell"),
    "one way": (dropped("transfers", 1), r"row 2: no row leads back from rail-1435 to rail-1520"),
    "free of time": (cell("transfers", 0, hours_low=0.0, hours_likely=0.0), r"hours_likely is 0; no transfer is free"),
    "gauges that do not join": (
        lambda rows: rows.update(transfers=[t for t in rows["transfers"] if "rail-1435" not in (t["from_carrier"],)]),
        r"rail-1435 meets rail-1520 at cove with no row",
    ),
    "no rate": (dropped("rates", 1), r"no speed_kmh for rail in AAA; add it to rates.csv"),
    "too fast": (cell("rates", 1, likely=300.0, high=300.0), r"row 3: 300 km/h by rail; write above 0, at most 120"),
    "stands still": (cell("rates", 1, low=0.0), r"rates.csv, row 3: 0 km/h by rail; write above 0, at most 120"),
    "long day": (cell("rates", 2, likely=25.0, high=25.0), r"rates.csv, row 4: moves 25 h a day"),
    "unknown target": (cell("closures", 0, target="bridge"), r"closures.csv, row 2: crossing 'bridge' is unknown"),
    "dates reversed": (cell("closures", 0, to_date=dt.date(2025, 1, 1)), r"to_date 2025-01-01 is before from_date"),
    "delay without hours": (cell("closures", 0, effect="delay"), r"effect delay with delay_h None"),
    "read without address": (cell("sources", 0, how="read"), r"made-up was read, but address or date_read is blank"),
    "unreasoned estimate": (cell("links", 0, grade="D"), r"links.csv, row 2: grade D with a blank note"),
    "island": (
        lambda rows: (
            rows["places"].extend([place("eyot", "CCC", 60.0, 10.0), place("fell", "CCC", 61.0, 10.0)]),
            rows["links"].append(link("road-eyot-fell", "eyot fell", "road", 120.0, "CCC")),
        ),
        r"links.csv, row 8: road-eyot-fell is an island",
    ),
    "unused place": (added("places", place("eyot", "CCC", 60.0, 10.0)), r"places.csv, row 6: 'eyot' has no link"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_named_with_file_row_and_remedy(fault: str) -> None:
    spoil, message = FAULTS[fault]
    with pytest.raises(NetworkError, match=message):
        check_network(spoiled(spoil))


def test_all_faults_come_in_one_error() -> None:
    def two(rows: dict[str, list[Row]]) -> None:
        rows["links"][0]["grade"] = "D"
        rows["places"][1]["source_id"] = "hearsay"

    with pytest.raises(NetworkError) as caught:
        check_network(spoiled(two))
    assert len(caught.value.faults) == 2


def test_shapes_are_held_to_places_links_and_lengths() -> None:
    rows = tiny_network().tables.rows
    shapes = {
        "rail-aldan-brod": ((30.0, 50.0), (31.0, 52.0), (32.0, 50.0)),
        "road-aldan-brod": ((30.0, 51.0), (32.0, 50.0)),
        "canal": ((0.0, 0.0), (1.0, 1.0)),
    }
    with pytest.raises(NetworkError) as caught:
        check_network(Network(Tables(rows, shapes, "drawn")))
    text = str(caught.value)
    assert "row 2: its line is 467 km, length_km is 150; correct one, or write 'line drawn: ...'" in text
    assert "row 3: its line in link_shapes.geojson is 111 km from aldan" in text
    assert "draws 'canal', which is no link" in text


def test_a_line_that_differs_has_a_reason_of_its_own_and_no_other_line_has_one() -> None:
    rows = tiny_network().tables.rows
    first, second, third = rows["links"][:3]
    places = {one["place_id"]: (one["lon"], one["lat"]) for one in rows["places"]}
    ends = {one["link_id"]: (places[one["from_place"]], places[one["to_place"]]) for one in (first, second, third)}
    drawn = {key: round(Geod(ellps="WGS84").line_length(*zip(*line, strict=True)) / 1000) for key, line in ends.items()}
    for one, km in ((first, 2.0), (second, 2.0), (third, 1.0)):
        one["length_km"], one["note"] = km * drawn[one["link_id"]], "line drawn: over the pass."
    with pytest.raises(NetworkError) as caught:
        check_network(Network(Tables(rows, ends, "drawn")))
    faults = [fault for fault in caught.value.faults if "its line is" in fault]
    assert len(faults) == 2
    assert re.search("row 3: .* the reason of this line", faults[0])
    assert re.search("row 4: .* which agree; delete 'line drawn: ...'", faults[1])


def test_few_drawn_lines_differ_from_their_lengths() -> None:
    lines = compare_lines(load_network())
    odd = [line for line in lines if not line["agrees"]]
    assert len(odd) <= 41, "mend the line or the length of one before another is let through"
    assert all(len(line["reason"]) > 30 for line in odd)


def test_the_tiny_and_the_built_in_network_are_sound() -> None:
    check_network(tiny_network())
    check_network(load_network())
    assert len(RULES) >= 20


def test_a_published_distance_is_hit_or_missed() -> None:
    def truth(truth_id: str, km: float) -> Row:
        return row(
            "truth",
            truth_id=truth_id,
            from_place="aldan",
            to_place="brod",
            mode="rail",
            km=km,
            independent=True,
            source_id="made-up",
        )

    rows = compare_distances(tiny_network(truth=[truth("near", 152.0), truth("far", 200.0)]))
    assert [one["hit"] for one in rows] == [True, False]
    assert rows[1]["off_pct"] == pytest.approx(-25.0)


def test_published_distances_are_met_or_listed_as_missed() -> None:
    rows = compare_distances(load_network())
    independent = [one for one in rows if one["independent"]]
    assert len(independent) >= 60
    assert sum(one["hit"] for one in independent) >= 0.65 * len(independent)
    assert sum(abs(one["off_pct"]) <= 8.0 for one in rows) >= 0.9 * len(rows)
    assert {(one["mode"], one["tolerance_pct"]) for one in rows} == {("rail", 3.0), ("road", 5.0), ("sea", 5.0)}


def test_an_independent_distance_has_a_source_that_fills_no_link_on_its_way() -> None:
    for truth in compare_distances(load_network()):
        assert not (truth["independent"] and truth["source_id"] in truth["link_sources"]), truth["truth_id"]
