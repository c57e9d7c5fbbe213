"""A tiny network for tests, drawn in ASCII, and how to spoil it.

aldan ===rail-1520=== brod ===rail-1520 (crossing ford)=== cove ===rail-1435=== dell
  \\                                                        | transload 1520/1435
   `------------------- road (crossing ford) --------------'
AAA ................................................. | BBB ....................
"""

import datetime as dt
from typing import Any

from corridor.network import Network
from corridor.tables import Row, Tables, read_schema


def row(table: str, **cells: Any) -> Row:
    """Return a row with blanks where no cell is given."""
    empty: Row = {}
    for column in read_schema()[table]:
        blank: Any = () if column.type == "list" else ("" if column.is_key else None)
        empty[column.column] = blank
    unknown = set(cells) - set(empty)
    assert not unknown, unknown
    return {**empty, **cells}


def figures(prefix: str, likely: float, suffix: str = "") -> dict[str, float]:
    """Return low, likely and high cells."""
    return {f"{prefix}_{name}{suffix}": likely * f for name, f in (("low", 0.5), ("likely", 1.0), ("high", 2.0))}


def place(place_id: str, country: str, lon: float, lat: float, **cells: Any) -> Row:
    """Return a place."""
    kind = {"kind": "city", "rank": 2, "source_id": "made-up", "name": place_id.title(), **cells}
    return row("places", place_id=place_id, country=country, lon=lon, lat=lat, **kind)


def link(link_id: str, ends: str, mode: str, km: float, country: str, **cells: Any) -> Row:
    """Return a link between the two places named in `ends`."""
    start, end = ends.split()
    more = {"status": "open", "source_id": "made-up", "grade": "C", **cells}
    return row(
        "links", link_id=link_id, from_place=start, to_place=end, mode=mode, length_km=km, country=country, **more
    )


def crossing_rows(crossing_id: str, a: str, b: str, mode: str, hours: float = 6.0, usd: float = 50.0) -> list[Row]:
    """Return the four rows of a crossing; exit takes `hours`, entry twice as long."""
    return [
        row(
            "crossings",
            crossing_id=crossing_id,
            name=crossing_id.title(),
            from_country=left,
            to_country=entered,
            mode=mode,
            side=side,
            group=f"{a}-{b}".lower(),
            hours_source_id="made-up",
            hours_grade="B",
            usd_source_id="made-up",
            usd_grade="B",
            **figures("hours", hours * factor),
            **figures("usd", usd),
        )
        for left, entered in ((a, b), (b, a))
        for side, factor in (("exit", 1.0), ("entry", 2.0))
    ]


def transfer(place_id: str, a: str, b: str, kind: str, hours: float, usd: float) -> Row:
    """Return a transfer from carrier a to carrier b."""
    return row(
        "transfers",
        place_id=place_id,
        from_carrier=a,
        to_carrier=b,
        kind=kind,
        hours_source_id="made-up",
        hours_grade="B",
        usd_source_id="made-up",
        usd_grade="B",
        co2_source_id="made-up",
        co2_grade="B",
        **figures("hours", hours),
        **figures("usd", usd),
        **figures("co2", 4.0, "_kg"),
    )


def rates(mode: str, usd: float, speed: float, per_day: float, co2: float, **cells: Any) -> list[Row]:
    """Return the four rates of a mode."""
    quantities = {"usd_per_teu_km": usd, "speed_kmh": speed, "moving_h_per_day": per_day, "gco2e_per_tkm": co2}
    more = {"country": "*", "direction": "both", "source_id": "made-up", "grade": "B", **cells}
    return [
        row("rates", mode=mode, quantity=name, low=value, likely=value, high=value, **more)
        for name, value in quantities.items()
    ]


def tiny_network(**replaced: list[Row]) -> Network:
    """Return the network drawn above, with some tables replaced."""
    both = [
        ("rail-1520", "rail-1435"),
        ("rail-1435", "rail-1520"),
        ("rail-1520", "road"),
        ("road", "rail-1520"),
        ("rail-1435", "road"),
        ("road", "rail-1435"),
    ]
    rows: dict[str, list[Row]] = {table: [] for table in read_schema()}
    rows["places"] = [
        place("aldan", "AAA", 30.0, 50.0, alt_names=("Алдан",), unlocode="AAALD"),
        place("brod", "AAA", 32.0, 50.0, kind="border"),
        place("cove", "BBB", 32.2, 50.0, kind="border"),
        place("dell", "BBB", 34.0, 50.0),
    ]
    rows["links"] = [
        link("rail-aldan-brod", "aldan brod", "rail", 150.0, "AAA", gauge_mm=1520),
        link("road-aldan-brod", "aldan brod", "road", 160.0, "AAA", headhaul="forward"),
        link("rail-brod-cove", "brod cove", "rail", 16.0, "AAA", gauge_mm=1520, crossing_id="ford"),
        link("road-brod-cove", "brod cove", "road", 16.0, "AAA", crossing_id="ford"),
        link("rail-cove-dell", "cove dell", "rail", 140.0, "BBB", gauge_mm=1435),
        link("road-cove-dell", "cove dell", "road", 150.0, "BBB"),
    ]
    rows["crossings"] = crossing_rows("ford", "AAA", "BBB", "rail") + crossing_rows("ford", "AAA", "BBB", "road", 3.0)
    rows["transfers"] = [
        *(transfer("cove", a, b, "transload", 12.0, 80.0) for a, b in both),
        *(transfer("*", "gate", c, "loading", 1.0, 10.0) for c in ("rail-1520", "rail-1435", "road")),
        *(transfer("*", c, "gate", "unloading", 1.0, 10.0) for c in ("rail-1520", "rail-1435", "road")),
    ]
    rows["rates"] = [
        *rates("rail", 0.5, 40.0, 24.0, 20.0),
        *rates("road", 1.5, 50.0, 12.0, 80.0),
        row(
            "rates",
            country="AAA",
            mode="road",
            direction="backhaul",
            quantity="usd_per_teu_km",
            low=0.5,
            likely=0.6,
            high=0.7,
            source_id="made-up",
            grade="B",
        ),
    ]
    rows["closures"] = [
        row(
            "closures",
            closure_id="ford-2025",
            kind="crossing",
            target="ford",
            mode="road",
            effect="closed",
            from_date=dt.date(2025, 10, 12),
            as_of=dt.date(2025, 12, 31),
            reason="a quarrel",
            source_id="made-up",
            grade="C",
        ),
    ]
    rows["sources"] = [row("sources", source_id="made-up", title="Made up", publisher="Tests", how="estimate")]
    rows["assumptions"] = [
        row("assumptions", name=name, low=value, likely=value, high=value, unit="", source_id="made-up", grade="C")
        for name, value in (
            ("network_year", 2026),
            ("record_from_year", 2025),
            ("payload_t", 10.0),
            ("goods_value_usd", 24_000.0),
            ("value_of_time_pct_per_day", 1.0),
        )
    ]
    rows.update(replaced)
    return Network(Tables(rows, {}, "tiny"))
