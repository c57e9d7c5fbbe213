"""What a report says: one value that the HTML, Markdown, XLSX and JSON forms are written from."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from corridor.charts import (
    cost_breakdown_chart,
    cost_distance_chart,
    hours_by_country_chart,
    time_cost_scatter,
    time_distance_chart,
)
from corridor.compare import describe_halves
from corridor.countries import COUNTRY_NAMES
from corridor.mapping.data import describe_routes
from corridor.mapping.still import draw_still
from corridor.report.answer import BRACKETS, answer_in_three_sentences, name_best, say_totals
from corridor.report.bounds import Bounds, bound_routes
from corridor.report.citations import Citations
from corridor.report.indicators import DEFINITIONS, tabulate_countries, tabulate_sides
from corridor.report.names import name_place
from corridor.report.sections import (
    tabulate_assumptions,
    tabulate_bounds,
    tabulate_closures,
    tabulate_hindrances,
    tabulate_rates,
    tabulate_reasons,
    tabulate_routes,
    tabulate_steps,
    tabulate_weakest,
)
from corridor.report.tabular import Table, join_tables
from corridor.scenario import apply_scenario, shipment_of
from corridor.uncertainty import Simulation, simulate_routes

if TYPE_CHECKING:
    from corridor.compare import Comparison
    from corridor.network import Network
    from corridor.scenario import Scenario
    from corridor.types import Route


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """A drawing with the sentence that says how to read it."""

    title: str
    svg: str
    caption: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RouteSheet:
    """One route in full: its steps, what holds it back, its hours by country and its indicators."""

    letter: str
    route: "Route"
    bounds: Bounds
    steps: Table
    hindrances: Table
    hours: Chart
    sides: Table
    countries: Table


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """The answer for one origin and destination."""

    comparison: "Comparison"
    origin: str
    destination: str
    answer: tuple[str, str, str]
    routes: Table
    reasons: Table
    closures: Table
    remains: str
    simulation: Simulation
    bounds: Table
    charts: tuple[Chart, ...]
    picture: str
    sheets: tuple[RouteSheet, ...]

    @property
    def anchor(self) -> str:
        """Id of the section within the page."""
        return f"{self.comparison.origin}-{self.comparison.destination}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """Everything that a report says, before it is written in any format."""

    title: str
    scenario: "Scenario"
    assumed: tuple[str, ...]
    network: "Network"
    sections: tuple[Section, ...]
    assumptions: Table
    rates: Table
    weakest: Table
    citations: Citations

    @property
    def sources(self) -> Table:
        """Sources cited, numbered."""
        return self.citations.table

    @property
    def definitions(self) -> tuple[str, ...]:
        """What the CPMM indicators are."""
        return DEFINITIONS

    @property
    def brackets(self) -> str:
        """How to read the brackets of the answers."""
        return BRACKETS

    @property
    def sheets(self) -> dict[str, Table]:
        """Tables of the workbook by name: those of all the sections joined, one sheet a table."""
        found = {}
        found["Routes"] = join_tables("Routes", [(_ends(each), each.routes) for each in self.sections])
        found["Bounds"] = join_tables("Bounds", [(_ends(each), each.bounds) for each in self.sections])
        found["Reasons"] = join_tables("Reasons", [(_ends(each), each.reasons) for each in self.sections])
        per_route = [
            ({**_ends(section), "route": sheet.letter}, sheet) for section in self.sections for sheet in section.sheets
        ]
        if per_route:
            found["Steps"] = join_tables("Steps", [(mark, each.steps) for mark, each in per_route])
            found["Largest steps"] = join_tables("Largest steps", [(mark, each.hindrances) for mark, each in per_route])
            found["Border indicators"] = join_tables("TFI1, TFI2", [(mark, each.sides) for mark, each in per_route])
            found["Country indicators"] = join_tables("TFI3", [(mark, each.countries) for mark, each in per_route])
        if self.sections:
            found["Closed by the record"] = self.sections[0].closures
        return found | {
            "Weakest figures": self.weakest,
            "Assumptions": self.assumptions,
            "Rates": self.rates,
            "Sources": self.sources,
        }


def compose_report(comparisons: "Sequence[Comparison]", *, network: "Network", scenario: "Scenario") -> Report:
    """Compose the report of comparisons that were made in one scenario on one network.

    Raises
    ------
    ScenarioError
        If a route of a comparison is priced otherwise in this scenario.
    """
    citations = Citations(network)
    applied = apply_scenario(network, scenario)
    sections = tuple(_section(each, network, citations, applied=applied) for each in comparisons)
    weakest = tabulate_weakest(comparisons, network, citations)
    names = [section.destination for section in sections]
    origins = list(dict.fromkeys(section.origin for section in sections))
    return Report(
        title=f"Freight routes from {' and '.join(origins)} to {' and '.join(names)}",
        scenario=scenario,
        assumed=(*scenario.describe(network), *dict.fromkeys(term for each in comparisons for term in each.terms)),
        network=network,
        sections=sections,
        weakest=weakest,
        assumptions=tabulate_assumptions(network, scenario, citations),
        rates=tabulate_rates(comparisons, applied, citations),
        citations=citations,
    )


def _section(comparison: "Comparison", network: "Network", citations: Citations, *, applied: "Network") -> Section:
    routes = comparison.routes
    letters = tuple(row["letter"] for row in comparison.rows)
    payload_t = shipment_of(applied, applied.scenario).payload_t
    simulation = simulate_routes(applied, routes)
    bounds = bound_routes(routes, applied)
    sheets = tuple(
        RouteSheet(
            letter=letter,
            route=route,
            bounds=bound,
            steps=tabulate_steps(route, network, citations),
            hindrances=tabulate_hindrances(route),
            hours=Chart(
                title=f"Route {letter}: hours by country",
                svg=hours_by_country_chart(route, names=COUNTRY_NAMES),
                caption="Solid: moving. Hatched: waiting at borders, in terminals and for drivers' rest.",
            ),
            sides=tabulate_sides(route, network, citations),
            countries=tabulate_countries(route, network, citations, payload_t=payload_t),
        )
        for letter, route, bound in zip(letters, routes, bounds, strict=True)
    )
    return Section(
        comparison=comparison,
        origin=name_place(network, comparison.origin),
        destination=name_place(network, comparison.destination),
        answer=answer_in_three_sentences(comparison, applied, bounds),
        routes=tabulate_routes(comparison, simulation),
        simulation=simulation,
        bounds=tabulate_bounds(comparison, bounds),
        reasons=tabulate_reasons(comparison),
        closures=tabulate_closures(comparison, network, citations),
        remains=_say_what_remains(comparison),
        charts=_charts(routes) if routes else (),
        picture=draw_still(describe_routes(routes, network), "Map of the routes") if routes else "",
        sheets=sheets,
    )


def _charts(routes: "Sequence[Route]") -> tuple[Chart, ...]:
    return (
        Chart(
            title="Days over distance",
            svg=time_distance_chart(routes),
            caption="A vertical step is time lost without moving: a border, a break of gauge or a terminal. The "
            "largest are labelled; a steep line is slow carriage.",
        ),
        Chart(
            title="Cost over distance",
            svg=cost_distance_chart(routes),
            caption="A vertical step is a charge at a border, a break of gauge or a terminal; the slope is the rate of "
            "carriage, flattest at sea.",
        ),
        Chart(
            title="What the money is paid for",
            svg=cost_breakdown_chart(routes),
            caption="USD per TEU by mode of carriage, at borders and in terminals.",
        ),
        Chart(
            title="Money against time",
            svg=time_cost_scatter(routes),
            caption="No other route shown is both quicker and cheaper than one on the dashed front; a route off "
            "it is kept for another column of the table, or because it is a corridor with a name.",
        ),
    )


def _say_what_remains(comparison: "Comparison") -> str:
    left, best = comparison.record.routes_left, comparison.record.best
    if not comparison.record.closed:
        return "Nothing is closed by the record on that date."
    shown = "None of the routes shown remains open."
    if left:
        verb = "remains" if len(left) == 1 else "remain"
        shown = f"Of the routes shown, {', '.join(left)} {verb} open."
    if best is None:
        return f"{shown} No other way is left in the network either. {comparison.record.cause}".strip()
    told = [
        f"{shown} The best by the same measure of all ways that use nothing shut takes {say_totals(best)}: "
        f"{name_best(comparison)}.",
        describe_halves(comparison.record.closed),
    ]
    return " ".join(filter(None, told))


def _ends(section: Section) -> dict[str, str]:
    return {"origin": section.origin, "destination": section.destination}
