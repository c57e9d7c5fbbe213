"""Rates, dwell and shipment become the criteria of steps."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final, TypeVar

import numpy as np
from numpy.typing import NDArray

from corridor.errors import NetworkError
from corridor.network import Network
from corridor.scenario import Scenario, Shipment, shipment_of
from corridor.tables import Row
from corridor.types import Basis, Route, Step

QUANTITIES: Final = ("usd_per_teu_km", "speed_kmh", "moving_h_per_day", "gco2e_per_tkm")

_Amount = TypeVar("_Amount", float, NDArray[np.float64])


def move_amounts(km: _Amount, rates: Sequence[_Amount], payload_t: float) -> tuple[_Amount, _Amount, _Amount, _Amount]:
    """Return hours in motion, hours of rest, USD and kg CO2e of moving a TEU, for a number or for an array of draws.

    `rates` stand in the order of `QUANTITIES`. Hours of rest follow from the hours of a day in which the vehicle moves.
    """
    usd, speed, per_day, co2 = rates
    moving_h = km / speed
    return moving_h, moving_h * (24 / per_day - 1), km * usd, km * payload_t * co2 / 1000


class Costing:
    """Price every step of a network for one shipment, and explain those that a route takes.

    A move takes `move_amounts` at the likely rates; border and transfer rows are charged as they stand. Exposure is -ln
    of the share of days of the closure record on which the thing was open.
    """

    def __init__(self, network: Network, shipment: Shipment) -> None:
        self.shipment = shipment
        self._network = network
        self._rates: dict[tuple[str, str, str, str, str], Row] = {
            (row["link_id"], row["country"], row["mode"], row["direction"], row["quantity"]): row
            for row in network.rows("rates")
        }
        self._of_its_own = {row["link_id"] for row in network.rows("rates") if row["link_id"]}
        self._shared: dict[tuple[str, str, str], tuple[Row, ...]] = {}
        self._late: dict[tuple[str, str], list[Row]] = {}
        for row in network.delays:
            self._late.setdefault((row["kind"], row["target"]), []).append(row)
        self._names = {row["place_id"]: row["name"] for row in network.rows("places")}
        self._closed = closed_shares(network)

    def rates_of(self, link: Mapping[str, Any], *, forward: bool) -> tuple[Row, ...]:
        """Return the rates of a link, in the direction drawn or against it, in the order of `QUANTITIES`.

        Each is the link's own, else its country's, else the one for every country.

        Raises
        ------
        NetworkError
            If none of the three has a quantity for the mode.
        """
        direction = "both"
        if link["headhaul"]:
            direction = "headhaul" if (link["headhaul"] == "forward") == forward else "backhaul"
        if link["link_id"] in self._of_its_own:
            return tuple(self._rate(link, quantity, direction) for quantity in QUANTITIES)
        key = (link["country"], link["mode"], direction)
        if key not in self._shared:
            self._shared[key] = tuple(self._rate(link, quantity, direction) for quantity in QUANTITIES)
        return self._shared[key]

    def _rate(self, link: Mapping[str, Any], quantity: str, direction: str) -> Row:
        for link_id, country in ((link["link_id"], "*"), ("", link["country"] or "*"), ("", "*")):
            for way in (direction, "both"):
                found = self._rates.get((link_id, country, link["mode"], way, quantity))
                if found:
                    return found
        raise NetworkError(
            [
                f"rates.csv: no {quantity} for {link['mode']} in {link['country'] or '*'}, for {link['link_id']}; "
                "add a row for the country or for *"
            ]
        )

    def move(self, link: Mapping[str, Any], *, forward: bool) -> Step:
        """Return the step over a link, in the direction drawn or against it."""
        ends = (link["from_place"], link["to_place"]) if forward else (link["to_place"], link["from_place"])
        km = link["length_km"]
        likely = [rate["likely"] for rate in self.rates_of(link, forward=forward)]
        moving_h, rest_h, cost_usd, co2_kg = move_amounts(km, likely, self.shipment.payload_t)
        late = self.delays_of_move(link, forward=forward)
        gauge = f"-{link['gauge_mm']}" if link["gauge_mm"] else ""
        return Step(
            edge_id=f"{link['link_id']}{'>' if forward else '<'}",
            kind="move",
            label=f"{self._names[ends[0]]} - {self._names[ends[1]]}",
            from_place=ends[0],
            to_place=ends[1],
            from_carrier=link["mode"] + gauge,
            carrier=link["mode"] + gauge,
            country=link["country"] or "",
            ref=f"links:{link['link_id']}",
            length_km=km,
            moving_h=moving_h,
            waiting_h=rest_h + hours_late(late),
            cost_usd=cost_usd,
            co2_kg=co2_kg,
            exposure=self._exposure("link", link["link_id"], link["mode"])
            + self._exposure("place", ends[1], link["mode"]),
            status=link["status"],
        )

    def border(self, row: Mapping[str, Any], *, place: str, carrier: str, edge_id: str) -> Step:
        """Return the step through one side of a border crossing point."""
        exit_side = row["side"] == "exit"
        country = row["from_country"] if exit_side else row["to_country"]
        exposure = (
            self._exposure("crossing", row["crossing_id"], row["mode"])
            if exit_side
            else self._exposure("country", country, row["mode"])
        )
        late = self.delays_of_side(row)
        key = " ".join((row["crossing_id"], row["from_country"], row["to_country"], row["mode"], row["side"]))
        return Step(
            edge_id=edge_id,
            kind="exit" if exit_side else "entry",
            label=f"{row['name']}: {'exit' if exit_side else 'entry'} {country}",
            from_place=place,
            to_place=place,
            from_carrier=carrier,
            carrier=carrier,
            country=country,
            ref=f"crossings:{key}",
            length_km=0.0,
            moving_h=0.0,
            waiting_h=row["hours_likely"] + hours_late(late),
            cost_usd=row["usd_likely"],
            co2_kg=0.0,
            exposure=exposure,
        )

    def transfer(self, row: Mapping[str, Any], *, place: str, country: str, edge_id: str) -> Step:
        """Return the step of a change of carrier, or of loading or unloading at the gate."""
        kind = row["kind"].replace("_", " ")
        mode = row["to_carrier"].partition("-")[0]
        if row["from_carrier"] in ("sea", "air"):
            exposure = self._exposure("country", country, mode)
        else:  # what is shut for one mode is met where that mode is boarded
            exposure = self._of_mode_alone("country", country, mode) + self._of_mode_alone("place", place, mode)
        return Step(
            edge_id=edge_id,
            kind="transfer",
            label=f"{self._names[place]}: {kind}, {row['from_carrier']} to {row['to_carrier']}",
            from_place=place,
            to_place=place,
            from_carrier=row["from_carrier"],
            carrier=row["to_carrier"],
            transfer_kind=row["kind"],
            country=country,
            ref=f"transfers:{row['place_id']} {row['from_carrier']} {row['to_carrier']}",
            length_km=0.0,
            moving_h=0.0,
            waiting_h=row["hours_likely"],
            cost_usd=row["usd_likely"],
            co2_kg=row["co2_likely_kg"],
            exposure=exposure,
        )

    def explain(self, step: Step) -> Step:
        """Return a step with its basis: where each of its figures comes from, and the arithmetic."""
        table, _, key = step.ref.partition(":")
        row = self._network.row(table, key)
        if table == "links":
            basis = self._basis_of_move(row, forward=step.edge_id.endswith(">"))
        elif table == "crossings":
            basis = (*_charges(row), *_delay_basis(self.delays_of_side(row)))
        else:
            basis = (*_charges(row), _basis("co2", f"{row['co2_likely_kg']:g} kg", row, "co2_"))
        return replace(step, basis=basis)

    def _basis_of_move(self, link: Row, *, forward: bool) -> tuple[Basis, ...]:
        usd, speed, per_day, co2 = self.rates_of(link, forward=forward)
        km = link["length_km"]
        basis = [
            _basis("length", f"{km:g} km", link),
            _basis("time", f"{km:g} km / {speed['likely']:g} km/h", speed),
        ]
        if per_day["likely"] != 24:
            basis.append(_basis("rest", f"moving {per_day['likely']:g} h of 24", per_day))
        co2_text = f"{km:g} km x {self.shipment.payload_t:g} t x {co2['likely']:g} g CO2e/t-km"
        basis += [
            _basis("cost", f"{km:g} km x {usd['likely']:.4g} USD/TEU-km", usd),
            _basis("co2", co2_text, co2),
        ]
        return (*basis, *_delay_basis(self.delays_of_move(link, forward=forward)))

    def delays_of_move(self, link: Mapping[str, Any], *, forward: bool) -> list[Row]:
        """Return the recorded delays in force on a link, and at the place where a move over it ends."""
        reached = link["to_place" if forward else "from_place"]
        return [*self._delays("link", link["link_id"], link["mode"]), *self._delays("place", reached, link["mode"])]

    def delays_of_side(self, row: Mapping[str, Any]) -> list[Row]:
        """Return the recorded delays in force at a side of a crossing: they are charged on the entry."""
        return self._delays("crossing", row["crossing_id"], row["mode"]) if row["side"] == "entry" else []

    def _delays(self, kind: str, target: str, mode: str) -> list[Row]:
        return [row for row in self._late.get((kind, target), ()) if row["mode"] in (None, mode)]

    def _exposure(self, kind: str, target: str, mode: str) -> float:
        share = max(self._closed.get((kind, target, one), 0.0) for one in (mode, None))
        return -math.log1p(-share) if share else 0.0

    def _of_mode_alone(self, kind: str, target: str, mode: str) -> float:
        share = self._closed.get((kind, target, mode), 0.0)
        return -math.log1p(-share) if share else 0.0


def reprice_routes(routes: Iterable[Route], network: Network) -> tuple[Route, ...]:
    """Return routes over the same edges, each priced from the tables of a network.

    Raises
    ------
    UnknownNameError
        If the network lacks a row that a route uses.
    """
    costing = Costing(network, shipment_of(network, network.scenario or Scenario()))
    return tuple(
        replace(route, steps=tuple(_reprice_step(step, network, costing) for step in route.steps)) for route in routes
    )


def _reprice_step(step: Step, network: Network, costing: Costing) -> Step:
    table, _, key = step.ref.partition(":")
    row = network.row(table, key)
    if table == "links":
        priced = costing.move(row, forward=step.edge_id.endswith(">"))
    elif table == "crossings":
        priced = costing.border(row, place=step.from_place, carrier=step.carrier, edge_id=step.edge_id)
    else:
        priced = costing.transfer(row, place=step.from_place, country=step.country, edge_id=step.edge_id)
    return costing.explain(priced)


def hours_late(delays: Sequence[Row]) -> float:
    """Return the hours that recorded delays add."""
    return math.fsum(row["delay_h"] for row in delays)


def _basis(quantity: str, text: str, row: Row, figure: str = "") -> Basis:
    """Return the basis of a quantity from a row, whose columns of source and grade may begin with a figure's name."""
    return Basis(quantity=quantity, text=text, source_id=row[f"{figure}source_id"], grade=row[f"{figure}grade"])


def _delay_basis(delays: Sequence[Row]) -> tuple[Basis, ...]:
    return tuple(_basis("delay", f"{row['delay_h']:g} h late: {row['reason']}", row) for row in delays)


def _charges(row: Row) -> tuple[Basis, ...]:
    hours = f"{row['hours_likely']:g} h ({row['hours_low']:g} to {row['hours_high']:g})"
    usd = f"USD {row['usd_likely']:g} ({row['usd_low']:g} to {row['usd_high']:g})"
    return _basis("time", hours, row, "hours_"), _basis("cost", usd, row, "usd_")


def closed_shares(network: Network) -> dict[tuple[str, str, str | None], float]:
    """Return the share of the record's days on which each recorded thing was shut: (kind, target, mode) to share.

    The record runs from 1 January of the assumption `record_from_year` to its newest date; overlapping rows count a
    day once; a closure with no known end lasts to the end of the record. The share is kept below 1 by one day.
    """
    start = network.record_start
    end = network.record_date
    days = (end - start).days + 1
    shut: dict[tuple[str, str, str | None], set[int]] = {}
    for row in network.rows("closures"):
        if row["effect"] != "closed":
            continue
        first = max((row["from_date"] - start).days, 0)
        last = min(((row["to_date"] or end) - start).days, days - 1)
        shut.setdefault((row["kind"], row["target"], row["mode"]), set()).update(range(first, last + 1))
    return {key: min(len(closed), days - 1) / days for key, closed in shut.items() if closed}
