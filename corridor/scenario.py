"""Scenario, what is true in one run, and how it alters a Network."""

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Final

from corridor.errors import ScenarioError, UnknownNameError
from corridor.network import Network, Shut, in_force
from corridor.tables import Row, row_key

_KINDS: Final = ("crossing", "link", "place", "country", "mode")


@dataclass(frozen=True, slots=True, kw_only=True)
class Shipment:
    """One TEU: net payload in tonnes, value of the goods in USD, value of time in percent of it a day."""

    payload_t: float
    goods_value_usd: float
    value_of_time_pct_per_day: float

    @property
    def value_of_time_usd_per_h(self) -> float:
        """USD that one hour costs the owner of the goods."""
        return self.goods_value_usd * self.value_of_time_pct_per_day / 100 / 24


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """What is true in a run. The default is "borders as if open": no recorded closure applies.

    `date` applies the closure record of that day; `year` opens what is to open by then (default: the data's year);
    `closures` shuts more (``crossing:torkham``, ``link:...``, ``place:...``, ``country:IRN``, ``mode:road``, each
    optionally for one mode as ``place:salang@road``); `projects` opens projects whatever their year; `dwell_h` sets
    the likely hours of a crossing's side by its key (``torkham PAK AFG road exit``), recorded delays coming on top;
    `rate_factors` multiplies rates by ``mode quantity`` (``road usd_per_teu_km``); `shipment` overrides the fields of
    `Shipment`; `carbon_price_usd_per_t` weighs emissions, in USD per tonne of CO2e, when routes are ranked, and is no
    part of their cost.
    """

    name: str = "borders as if open"
    date: dt.date | None = None
    year: int | None = None
    closures: tuple[str, ...] = ()
    projects: tuple[str, ...] = ()
    dwell_h: Mapping[str, float] = field(default_factory=dict)
    rate_factors: Mapping[str, float] = field(default_factory=dict)
    shipment: Mapping[str, float] = field(default_factory=dict)
    carbon_price_usd_per_t: float = 0.0

    def to_json(self) -> str:
        """Return the scenario as JSON that `read_scenario` reads back."""
        return json.dumps({k: v for k, v in asdict(self).items() if v}, default=str, indent=2, sort_keys=True) + "\n"

    def describe(self, network: Network) -> list[str]:
        """Return the scenario in words, a line each."""
        lines = [
            self._describe_record(network),
            f"Links open by {self.year or network_year(network)}.",
        ]
        lines += [f"Shut: {closure}." for closure in self.closures]
        lines += [f"Built: {network.row('projects', project)['name']}." for project in self.projects]
        lines += [f"Hours at {side}: {hours:g}." for side, hours in self.dwell_h.items()]
        lines += [f"Rates of {rate}: times {factor:g}." for rate, factor in self.rate_factors.items()]
        shipment = shipment_of(network, self)
        lines.append(
            f"One TEU of {shipment.payload_t:g} t worth USD {shipment.goods_value_usd:,.0f}; a day costs its owner "
            f"{shipment.value_of_time_pct_per_day:g} % of that."
        )
        if self.carbon_price_usd_per_t:
            lines.append(f"Routes are ranked with USD {self.carbon_price_usd_per_t:g} a tonne of CO2e.")
        return lines

    def _describe_record(self, network: Network) -> str:
        if self.date is None:
            return "Borders as if open: no recorded closure is applied."
        if self.date > network.record_date:
            return f"Closure record applied: {say_recorded(self.date, network)}."
        return f"Closure record of {self.date} applied."


def say_recorded(date: dt.date, network: Network) -> str:
    """Name the state on a date; later than the record's newest date, what was recorded last is taken to hold."""
    if date > network.record_date:
        return f"on {date} as last recorded on {network.record_date}"
    return f"as recorded on {date}"


def read_scenario(path: str | Path) -> Scenario:
    """Read a scenario from a JSON file. Raises ScenarioError naming the file, the field and the remedy."""
    try:
        fields = json.loads(Path(path).read_text(encoding="utf-8"))
    except OSError as error:
        raise ScenarioError(f"{path}: {error.strerror}; name the file of a scenario") from error
    except ValueError as error:
        raise ScenarioError(f"{path}: cannot be read as JSON ({error}); write one with Scenario.to_json") from error
    if not isinstance(fields, dict):
        raise ScenarioError(f"{path}: holds no object; write one with Scenario.to_json")
    known = Scenario.__dataclass_fields__
    if unknown := [name for name in fields if name not in known]:
        raise ScenarioError(f"{path}: unknown field {unknown[0]!r}; the fields are {', '.join(known)}")
    for name, value in fields.items():
        if (wanted := _wanted(name, value)) is not None:
            raise ScenarioError(f"{path}: {name} is {json.dumps(value, ensure_ascii=False)}; write {wanted}")
    try:
        if fields.get("date") is not None:
            fields["date"] = dt.date.fromisoformat(fields["date"])
    except ValueError:
        raise ScenarioError(f"{path}: date {fields['date']!r} is no date; write it as 2026-02-05") from None
    return Scenario(**fields | {name: tuple(fields.get(name, ())) for name in ("closures", "projects")})


def _wanted(name: str, value: object) -> str | None:
    """Return what to write for a field of a file instead of this value, None if it is of the right kind."""
    if name in ("date", "year") and value is None:
        return None
    if name == "name":
        return None if isinstance(value, str) else "a text"
    if name == "date":
        return None if isinstance(value, str) else "a text such as 2026-02-05"
    if name == "year":
        return None if isinstance(value, int) and not isinstance(value, bool) else "a whole number"
    if name in ("closures", "projects"):
        texts = isinstance(value, list) and all(isinstance(each, str) for each in value)
        return None if texts else "a list of texts"
    if name in ("dwell_h", "rate_factors", "shipment"):
        return None if isinstance(value, dict) else "an object of names and numbers"
    return None if _is_number(value) else "a number"


def parse_closure(text: str, network: Network, *, why: str = "closed in the scenario") -> Shut:
    """Read ``kind:target`` or ``kind:target@mode``. Raises ScenarioError or UnknownNameError with the valid names."""
    kind, _, rest = text.partition(":")
    target, _, mode = rest.partition("@")
    if kind not in _KINDS or not target:
        raise ScenarioError(f"{text!r} is no closure; write one of {', '.join(f'{kind}:...' for kind in _KINDS)}")
    known: dict[str, list[str]] = {
        "crossing": list(network.crossing_names),
        "link": [row["link_id"] for row in network.rows("links")],
        "country": sorted({row["country"] for row in network.rows("places")}),
        "mode": ["rail", "road", "sea", "air"],
    }
    if kind == "place":
        target = network.place_id(target)
    elif target not in known[kind]:
        raise UnknownNameError(kind, target, known[kind])
    if mode and mode not in known["mode"]:
        raise UnknownNameError("mode", mode, known["mode"])
    return Shut(kind, target, mode=mode or None, why=why)


def apply_scenario(network: Network, scenario: Scenario) -> Network:
    """Return the network as the scenario has it: links not open are gone, what is shut is listed in `shut`.

    Raises
    ------
    ScenarioError, UnknownNameError
        If the scenario names what the network does not have.
    """
    if network.scenario is not None:
        raise ScenarioError(f"the network already has {network.scenario.name!r} applied; start from the one loaded")
    for project in scenario.projects:
        network.row("projects", project)
    _check_times(network, scenario)
    if not _is_number(scenario.carbon_price_usd_per_t) or not 0 <= scenario.carbon_price_usd_per_t < 1e6:
        raise ScenarioError(
            f"carbon_price_usd_per_t is {scenario.carbon_price_usd_per_t}; write a number of zero or more"
        )
    year = scenario.year or network_year(network)
    links = [link for link in network.rows("links") if _is_built(link, year, scenario.projects)]
    shut = [*network.shut, *(parse_closure(text, network) for text in scenario.closures)]
    recorded = [row for row in network.rows("closures") if scenario.date and in_force(row, scenario.date)]
    for row in recorded:
        if row["effect"] == "closed":
            why = f"{row['reason']} (since {row['from_date']})"
            shut.append(Shut(row["kind"], row["target"], mode=row["mode"], why=why))
    crossings = _set_dwell(network, network.rows("crossings"), scenario.dwell_h)
    return network.replace(
        shut=tuple(shut),
        delays=tuple(row for row in recorded if row["effect"] == "delay"),
        scenario=scenario,
        links=links,
        crossings=crossings,
        rates=_scale_rates(network.rows("rates"), scenario.rate_factors),
        assumptions=_set_assumptions(network, scenario.shipment),
    )


def _check_times(network: Network, scenario: Scenario) -> None:
    """Raise ScenarioError for a date or year of which the tables say nothing."""
    start = network.record_start
    if scenario.date and scenario.date < start:
        raise ScenarioError(
            f"date {scenario.date} is before the closure record, which starts on {start}; name a later one"
        )
    if scenario.year is not None and scenario.year < network_year(network):
        raise ScenarioError(f"year {scenario.year}: what was open before {network_year(network)} is not in the tables")


def network_year(network: Network) -> int:
    """Return the year for which the tables say what is open."""
    return int(network.row("assumptions", "network_year")["likely"])


def shipment_of(network: Network, scenario: Scenario) -> Shipment:
    """Return the shipment of a run: the assumptions, as the scenario overrides them."""
    return Shipment(
        **{
            name: float(scenario.shipment.get(name, network.row("assumptions", name)["likely"]))
            for name in Shipment.__dataclass_fields__
        }
    )


def _is_built(link: Row, year: int, projects: tuple[str, ...]) -> bool:
    if link["status"] == "open" or link["project_id"] in projects:
        return True
    return link["status"] in ("under_construction", "planned") and link["opens"] is not None and link["opens"] <= year


def _set_dwell(network: Network, crossings: list[Row], dwell_h: Mapping[str, float]) -> list[Row]:
    keys = {" ".join(row_key("crossings", row)): row for row in crossings}
    for key, hours in dwell_h.items():
        if key not in keys:
            raise UnknownNameError("crossing side", key, tuple(keys)[:8])
        if not _is_number(hours) or not 0 <= hours < 1e6:
            raise ScenarioError(f"dwell_h of {key!r} is {hours}; write hours of zero or more")
        row = keys[key]
        keys[key] = row | {
            "hours_likely": hours,
            "hours_low": min(row["hours_low"], hours),
            "hours_high": max(row["hours_high"], hours),
            "hours_source_id": "corridor-scenario",
            "hours_grade": "D",
        }
    return list(keys.values())


def _scale_rates(rates: list[Row], factors: Mapping[str, float]) -> list[Row]:
    known = {f"{row['mode']} {row['quantity']}" for row in rates}
    for name, factor in factors.items():
        if name not in known:
            raise UnknownNameError("rate", name, sorted(known))
        if not _is_number(factor) or not 0 < factor < 1e6:
            raise ScenarioError(f"rate_factors of {name!r} is {factor}; write a factor above zero")
    return (
        [
            row
            | {
                name: row[name] * factors.get(f"{row['mode']} {row['quantity']}", 1.0)
                for name in ("low", "likely", "high")
            }
            for row in rates
        ]
        if factors
        else rates
    )


def _set_assumptions(network: Network, values: Mapping[str, float]) -> list[Row]:
    for name, value in values.items():
        if name not in Shipment.__dataclass_fields__:
            raise UnknownNameError("field of the shipment", name, tuple(Shipment.__dataclass_fields__))
        if not _is_number(value) or not 0 <= value < 1e12:
            raise ScenarioError(f"shipment {name} is {value}; write a number of zero or more")
        if name == "payload_t" and value == 0:
            raise ScenarioError("shipment payload_t is 0; write a number above zero: rates are for a loaded container")
    rows: list[dict[str, Any]] = [
        row | {"likely": float(values[row["name"]])} if row["name"] in values else row
        for row in network.rows("assumptions")
    ]
    return rows


def _is_number(value: object) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)
