"""What the page's own planner carries: every row that could price a step, written once and unrounded."""

import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from corridor.charts import ROUTE_COLOURS
from corridor.costing import Costing, closed_shares
from corridor.graph import carrier_of
from corridor.mapping.data import locate_crossing
from corridor.mapping.text import encode_line, ink_on
from corridor.network import Shut
from corridor.routes import parse_name
from corridor.scenario import Scenario, Shipment, network_year, parse_closure, shipment_of
from corridor.types import Mode

if TYPE_CHECKING:
    from corridor.network import Network
    from corridor.tables import Row

_AS_LOADED: Final = Scenario()


def describe_planner(
    network: "Network",
    origin: str,
    destination: str,
    *,
    scenario: Scenario = _AS_LOADED,
    k: int = 5,
    avoid: Sequence[str] = (),
) -> dict[str, Any]:
    """Return what the page needs to find and price routes by itself, and the settings with which it begins.

    `network` is one as loaded: every link that a scenario could open is there, with the rates that Python finds for it.
    Figures are unrounded and stand in one list as [low, likely, high, source, grade]. Sources, places, crossings,
    carriers, prices and figures are named by their position. What the names in `avoid` mean is shut at the start.

    Raises
    ------
    ScenarioError, UnknownNameError
        If the scenario names what the network does not have.
    """
    lists = _Lists(network)
    return {
        "settings": {"origin": origin, "destination": destination, "k": k, "distinct": 0.6}
        | _describe_settings(network, scenario, avoid),
        "assumptions": _describe_shipment(network, _AS_LOADED),
        "year": network_year(network),
        "record": [str(network.record_start), str(network.record_date)],
        "places": {
            row["place_id"]: [
                *(row["name"], _plain(row["lon"]), _plain(row["lat"])),
                *(row["rank"] or 3, row["kind"], row["country"]),
            ]
            for row in network.rows("places")
        },
        "crossings": {
            key: [name, *map(_plain, locate_crossing(network, key) or ())]
            for key, name in network.crossing_names.items()
        },
        "links": [lists.link(row) for row in network.rows("links")],
        "sides": [lists.side(row) for row in network.rows("crossings")],
        "transfers": [lists.transfer(row) for row in network.rows("transfers")],
        "closures": [lists.closure(row) for row in network.rows("closures")],
        "exposures": {Shut(*key).label: -math.log1p(-share) for key, share in closed_shares(network).items()},
        "shut": [_describe_shut(shut) for shut in network.shut],
        "projects": {
            row["project_id"]: [row["name"], row["status"], row["opens_likely"]] for row in network.rows("projects")
        },
        "corridors": [
            _describe_corridor(network, row) for row in network.rows("corridors") if row["kind"] != "reference"
        ],
        "carriers": list(lists.carriers),
        "prices": list(lists.prices),
        "figures": list(lists.figures),
        "sources": list(lists.sources),
        "colours": [[colour, ink_on(colour)] for colour in ROUTE_COLOURS],
        "lines": [encode_line(network.shape(row["link_id"])) for row in network.rows("links")],
    }


class _Lists:
    """Rows as short lists; what recurs in them is written once and named by its position."""

    def __init__(self, network: "Network") -> None:
        self.carriers: dict[str, int] = {}
        self.prices: dict[tuple[int, ...], int] = {}
        self.figures: dict[tuple[Any, ...], int] = {}
        self.sources: dict[str, int] = {}
        self._places = {row["place_id"]: at for at, row in enumerate(network.rows("places"))}
        self._crossings = {key: at for at, key in enumerate(network.crossing_names)}
        self._crossing_names = network.crossing_names
        self._costing = Costing(network, shipment_of(network, _AS_LOADED))

    def link(self, row: "Row") -> list[Any]:
        """Return a link; its prices in the direction drawn and against it come last."""
        usual = f"{row['mode']}-{row['from_place']}-{row['to_place']}"
        rates = [self._costing.rates_of(row, forward=forward) for forward in (True, False)]
        prices = [_number_in(self.prices, tuple(self._figure(rate) for rate in four)) for four in rates]
        return [
            "" if row["link_id"] == usual else row["link_id"],
            self._places[row["from_place"]],
            self._places[row["to_place"]],
            _number_in(self.carriers, carrier_of(row)),
            _plain(row["length_km"]),
            row["country"] or "",
            row["status"],
            row["opens"],
            row["project_id"],
            -1 if row["crossing_id"] is None else self._crossings[row["crossing_id"]],
            _number_in(self.sources, row["source_id"]),
            row["grade"],
            *prices,
        ]

    def side(self, row: "Row") -> list[Any]:
        """Return one side of a crossing; its name where the row spells it otherwise than the crossing's last row."""
        return [
            self._crossings[row["crossing_id"]],
            *(row["from_country"], row["to_country"], row["mode"], row["side"]),
            self._figure(row, "hours"),
            self._figure(row, "usd"),
            *([row["name"]] if row["name"] != self._crossing_names[row["crossing_id"]] else []),
        ]

    def transfer(self, row: "Row") -> list[Any]:
        """Return a transfer; place -1 stands for every place."""
        return [
            self._places.get(row["place_id"], -1),
            _number_in(self.carriers, row["from_carrier"]),
            _number_in(self.carriers, row["to_carrier"]),
            row["kind"],
            self._figure(row, "hours"),
            self._figure(row, "usd"),
            self._figure(row, "co2", "_kg"),
        ]

    def closure(self, row: "Row") -> list[Any]:
        """Return a row of the closure record; blank ends and modes are null."""
        return [
            *(row[name] for name in ("kind", "target", "mode", "effect", "delay_h")),
            str(row["from_date"]),
            str(row["to_date"]) if row["to_date"] else None,
            str(row["as_of"]),
            row["reason"],
            _number_in(self.sources, row["source_id"]),
            row["grade"],
        ]

    def _figure(self, row: Mapping[str, Any], name: str = "", unit: str = "") -> int:
        start, end = (f"{name}_", f"{name}_") if name else ("", "")
        values = (_plain(row[f"{start}{which}{unit}"]) for which in ("low", "likely", "high"))
        source = _number_in(self.sources, row[f"{end}source_id"])
        return _number_in(self.figures, (*values, source, row[f"{end}grade"]))


def _number_in(positions: dict[Any, int], value: Any) -> int:
    return positions.setdefault(value, len(positions))


def _plain(value: float) -> float:
    """Write whole numbers without their point."""
    return int(value) if value == int(value) else value


def _describe_shut(shut: Shut) -> list[Any]:
    return [shut.kind, shut.target, shut.mode, shut.why]


def _describe_corridor(network: "Network", row: "Row") -> list[Any]:
    """Return name, ends, what is passed between them in order, and what is avoided, of a named corridor."""
    places = row["places"]
    avoided = [parse_name(name, network) for name in row["avoid"]]
    if row["modes"]:
        avoided += [Shut("mode", mode) for mode in Mode if mode not in row["modes"]]
    return [
        row["name"],
        places[0],
        places[-1],
        [_describe_shut(parse_name(name, network)) for name in places[1:-1]],
        [_describe_shut(shut) for shut in avoided],
    ]


def _describe_shipment(network: "Network", scenario: Scenario) -> dict[str, float]:
    shipment = shipment_of(network, scenario)
    return {name: _plain(getattr(shipment, name)) for name in Shipment.__dataclass_fields__}


def _describe_settings(network: "Network", scenario: Scenario, avoid: Sequence[str]) -> dict[str, Any]:
    """Return the settings of the page that say what a scenario says."""
    shut = [parse_closure(text, network) for text in scenario.closures] + [parse_name(name, network) for name in avoid]
    shipment = _describe_shipment(network, scenario)
    return {
        "valueOfTime": shipment["value_of_time_pct_per_day"],
        "goodsValue": shipment["goods_value_usd"],
        "payload": shipment["payload_t"],
        "carbonPrice": _plain(scenario.carbon_price_usd_per_t),
        "date": str(scenario.date) if scenario.date else None,
        "year": scenario.year,
        "projects": list(scenario.projects),
        "closures": list(dict.fromkeys(one.label for one in shut)),
        "dwell": dict(scenario.dwell_h),
        "rateFactors": dict(scenario.rate_factors),
    }
