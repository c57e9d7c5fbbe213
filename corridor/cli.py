"""The commands: the only prints, and with formats the only file writes."""

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from corridor.figures import format_share, format_significant

if TYPE_CHECKING:
    from corridor.compare import Comparison
    from corridor.network import Network
    from corridor.scenario import Scenario
    from corridor.types import Route
    from corridor.uncertainty import Simulation

_EPILOG: Final = """\
examples:
  corridor compare minsk karachi                     the ways, side by side
  corridor compare minsk gwadar --avoid AFG          without Afghanistan
  corridor compare minsk karachi --date 2026-02-05   as the closure record has that day
  corridor compare minsk karachi --close crossing:torkham
  corridor map minsk karachi                         one HTML file that opens anywhere
  corridor map --corridor official-rail-road         the agreed corridor
  corridor report minsk karachi gwadar               report as HTML, Markdown, XLSX and JSON
  corridor places torkham                            how a place is called here
  corridor check data/geo                            is a folder of tables sound?

exit codes: 0 done, 1 no route or a check failed, 2 the question cannot be understood
"""


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command `corridor` and return its exit code."""
    parser = _build_parser()
    options = parser.parse_args(argv)
    from corridor.errors import CorridorError, NetworkError, NoRouteError, SearchLimitError, TableError

    try:
        return int(options.run(options))
    except (NoRouteError, SearchLimitError, NetworkError, TableError) as error:
        print(_plain(str(error)), file=sys.stderr)
        return 1
    except (CorridorError, OSError) as error:
        print(f"corridor: {_plain(_say_fault(error))}", file=sys.stderr)
        return 2


def report_main(argv: Sequence[str] | None = None) -> int:
    """Run the command `route-report`, the same as `corridor report`."""
    return main(["report", *(sys.argv[1:] if argv is None else argv)])


def _build_parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="corridor",
        description="One container, Minsk to Karachi or Gwadar: which ways are there, and what does each take?",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    commands = parser.add_subparsers(title="commands", required=True, metavar="COMMAND")

    compare = commands.add_parser("compare", help="compare routes between two places")
    _add_question(compare, "+")
    compare.add_argument("--json", action="store_true", help="print JSON")
    compare.add_argument(
        "--draws", type=int, help="show P50 and P95 of the days too, from so many draws of all figures (try 10000)"
    )
    compare.set_defaults(run=_run_compare)

    map_ = commands.add_parser("map", help="write an interactive map of routes, or of the whole network")
    _add_question(map_, "*")
    map_.add_argument("--corridor", action="append", default=[], help="draw this named corridor instead (repeatable)")
    map_.add_argument("--out", type=Path, default=None, help="HTML file (default: maps/ORIGIN-DESTINATION.html)")
    map_.set_defaults(run=_run_map)

    report = commands.add_parser("report", help="write a report from an origin to one or more destinations")
    _add_question(report, "+")
    report.add_argument("--out", type=Path, default=Path("reports"), help="folder (default: reports)")
    report.add_argument("--pdf", action="store_true", help='write a PDF too; needs pip install "corridor[pdf]"')
    report.set_defaults(run=_run_report)

    places = commands.add_parser("places", help="list places, or those whose name is like a text")
    places.add_argument("name", nargs="?", default="", help="part of a name, in any spelling")
    places.add_argument("--json", action="store_true", help="print JSON")
    places.add_argument("--data", type=Path, help="folder of tables instead of the built-in ones")
    places.set_defaults(run=_run_places)

    check = commands.add_parser("check", help="check a folder of tables, or the built-in ones")
    check.add_argument("folder", nargs="?", type=Path, help="folder of tables (default: the built-in ones)")
    check.add_argument("--truth", action="store_true", help="compare distances with published ones")
    check.set_defaults(run=_run_check)
    return parser


def _add_question(parser: argparse.ArgumentParser, destinations: str) -> None:
    origin = "?" if destinations == "*" else None
    parser.add_argument("origin", nargs=origin, help="name, other spelling, id or UN/LOCODE")
    parser.add_argument(
        "destinations", nargs=destinations, metavar="destination", help="the same; more than one may follow"
    )
    parser.add_argument("--k", type=int, default=5, help="alternatives, beside the best of each kind (default 5)")
    parser.add_argument(
        "--via", action="append", default=[], help="pass this place, country, crossing or link (repeatable; in order)"
    )
    parser.add_argument(
        "--avoid", action="append", default=[], help="do not use this place, country, mode, crossing or link"
    )
    parser.add_argument(
        "--modes", type=lambda text: text.replace(" ", "").split(","), help="only these modes, as rail,road"
    )
    parser.add_argument("--scenario", type=Path, help="scenario as a JSON file")
    parser.add_argument("--date", help="apply the closure record of this day, as 2026-02-05")
    parser.add_argument("--year", type=int, help="open what is planned to be open by this year")
    parser.add_argument(
        "--close", action="append", default=[], help="shut crossing:ID, link:ID, place:ID, country:AFG, mode:road"
    )
    parser.add_argument("--build", action="append", default=[], help="open a project whatever its year")
    parser.add_argument("--data", type=Path, help="folder of tables instead of the built-in ones")


def _scenario(options: argparse.Namespace, network: "Network") -> "Scenario":
    import datetime as dt
    from dataclasses import replace

    from corridor.errors import ScenarioError
    from corridor.scenario import Scenario, read_scenario, say_recorded

    scenario = read_scenario(options.scenario) if options.scenario else Scenario()
    changes: dict[str, Any] = {}
    if options.year is not None:
        changes["year"] = options.year
    if options.close:
        changes["closures"] = (*scenario.closures, *options.close)
    if options.build:
        changes["projects"] = (*scenario.projects, *options.build)
    if options.date is not None:
        try:
            date = dt.date.fromisoformat(options.date)
        except ValueError:
            raise ScenarioError(f"--date {options.date!r} is no date; write it as 2026-02-05") from None
        if options.scenario:
            changes["date"] = date
        else:
            scenario = Scenario(name=say_recorded(date, network), date=date)
    return replace(scenario, **changes, name=f"{scenario.name}{', with changes' if changes else ''}")


def _ask(options: argparse.Namespace) -> tuple["Network", "Scenario", list["Comparison"]]:
    from corridor.compare import make_comparison
    from corridor.network import load_network

    network = load_network(options.data)
    scenario = _scenario(options, network)
    asked = {name: getattr(options, name) for name in ("k", "via", "avoid", "modes")}
    comparisons = [
        make_comparison(network, options.origin, destination, scenario=scenario, **asked)
        for destination in options.destinations
    ]
    return network, scenario, comparisons


def _run_compare(options: argparse.Namespace) -> int:
    network, scenario, comparisons = _ask(options)
    drawn: list[Simulation | None] = [None] * len(comparisons)
    if options.draws is not None:
        from corridor.uncertainty import simulate_routes

        drawn = [simulate_routes(network, each.routes, draws=options.draws, scenario=scenario) for each in comparisons]
    if options.json:
        told = [_as_json(comparison, draws) for comparison, draws in zip(comparisons, drawn, strict=True)]
        print(json.dumps(told, indent=2, default=str, ensure_ascii=False))
        return 0
    for comparison, draws in zip(comparisons, drawn, strict=True):
        _print_comparison(network, scenario, comparison, draws)
    return 0


def _percentiles(comparison: "Comparison", drawn: "Simulation | None") -> list[dict[str, float]]:
    """Return P50 and P95 of each route's days, nothing without draws."""
    if drawn is None:
        return [{} for _ in comparison.routes]
    p50, p95 = (drawn.percentile("days", percent) for percent in (50, 95))
    return [{"p50_days": half, "p95_days": most} for half, most in zip(p50, p95, strict=True)]


def _as_json(comparison: "Comparison", drawn: "Simulation | None") -> dict[str, Any]:
    record = comparison.record
    found = zip(comparison.rows, comparison.routes, _percentiles(comparison, drawn), strict=True)
    return {
        "origin": comparison.origin,
        "destination": comparison.destination,
        "asked": comparison.asked,
        "found": comparison.found,
        "routes": [
            {**row, **percentiles, "places": route.place_ids, "edges": route.edge_ids}
            for row, route, percentiles in found
        ],
        **({"draws": drawn.draws, "seed": drawn.seed} if drawn else {}),
        "record": {
            "date": record.date,
            "closed": [f"{row['kind']}:{row['target']}" for row in record.closed],
            "routes_left": record.routes_left,
            "best": record.best.edge_ids if record.best else None,
        },
    }


def _print_comparison(
    network: "Network", scenario: "Scenario", comparison: "Comparison", drawn: "Simulation | None" = None
) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    console = Console(width=None if sys.stdout.isatty() else 80, highlight=False, markup=False)
    ends = [network.row("places", place)["name"] for place in (comparison.origin, comparison.destination)]
    console.print(_plain(f"{ends[0]} to {ends[1]}: one TEU, gate to gate"))
    for line in (*scenario.describe(network), *comparison.terms):
        console.print(f"  {_plain(line)}")
    console.print()
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("", no_wrap=True)
    table.add_column("Route", min_width=16)
    percents = ("P50", "P95") if drawn else ()
    for name in ("days", *percents, "USD/\nTEU", "t\nCO2e", "bor-\nders", "trans-\nfers", "gauge\nbreaks", "open"):
        table.add_column(name, justify="right", no_wrap=True)
    for row, percentiles in zip(comparison.rows, _percentiles(comparison, drawn), strict=True):
        table.add_row(
            row["letter"],
            Text(_plain(row["route"])),
            f"{row['days']:.1f}",
            *(f"{days:.1f}" for days in percentiles.values()),
            f"{format_significant(row['cost_usd'])}",
            f"{row['co2_kg'] / 1000:.2f}",
            str(row["borders"]),
            str(row["transfers"]),
            str(row["gauge_breaks"]),
            f"{format_share(row['availability'])}%",
        )
    console.print(table)
    for row in comparison.rows:
        console.print(f"  {row['letter']}: {row['why']}")
    if comparison.found < comparison.asked:
        console.print(f"Asked for {comparison.asked} distinct alternatives; there are {comparison.found}.")
    if drawn:
        console.print(
            f"P50, P95: days not exceeded in 50, and in 95, percent of {drawn.draws:,} draws of all figures (seed "
            f"{drawn.seed}), if all stays open."
        )
    console.print("'open' is the share of recorded days with all open, closures taken as independent.")
    _print_record(console, network, comparison)
    console.print()


def _print_record(console: Any, network: "Network", comparison: "Comparison") -> None:
    from corridor.compare import describe_record

    console.print(_plain(describe_record(network, comparison.routes)))
    best = comparison.record.best
    if best:
        console.print(
            f"Best then: {_plain(best.name)}, {best.days:.1f} days, {format_significant(best.cost_usd)} USD/TEU."
        )
    else:
        console.print(_plain(comparison.record.cause))


def _run_map(options: argparse.Namespace) -> int:
    from corridor.network import load_network

    _check_map(options)
    _say("drawing the map")
    if options.origin:
        network, scenario, comparisons = _ask(options)
        for comparison in comparisons:
            path = options.out or Path("maps") / f"{comparison.origin}-{comparison.destination}.html"
            _write_text(path, _map_html(network, scenario, comparison.routes, options))
            print(path)
        return 0
    network = load_network(options.data)
    if options.corridor:
        from corridor.routes import follow_corridor

        scenario = _scenario(options, network)
        routes = [follow_corridor(network, name, scenario=scenario) for name in options.corridor]
        path = options.out or Path("maps") / f"{options.corridor[0]}.html"
        _write_text(path, _map_html(network, scenario, routes, options))
    else:
        from corridor.mapping import map_network

        path = options.out or Path("maps/network.html")
        _write_text(path, map_network(network).get_root().render())
    print(path)
    return 0


def _check_map(options: argparse.Namespace) -> None:
    """Raise ScenarioError for what a map of this kind would leave out in silence."""
    from corridor.errors import ScenarioError

    if options.origin and not options.destinations:
        raise ScenarioError("name a destination too, or no place at all for the whole network")
    if options.origin and options.corridor:
        raise ScenarioError("--corridor has its own places; name those or the corridor")
    if options.out and len(options.destinations) > 1:
        raise ScenarioError("--out takes one destination; leave it out for more")
    of_scenario = () if options.corridor else ("scenario", "date", "year", "close", "build")
    unused = [name for name in ("via", "avoid", "modes", *of_scenario) if getattr(options, name) not in (None, [])]
    if unused and not options.origin:
        raise ScenarioError(f"--{unused[0]} changes nothing on this map; name an origin and a destination")


def _map_html(network: "Network", scenario: "Scenario", routes: "Sequence[Route]", options: argparse.Namespace) -> str:
    from corridor.compare import name_asked
    from corridor.mapping import map_routes
    from corridor.types import Mode

    terms = ", by way of ".join(("gate to gate", *(name_asked(network, one) for one in options.via)))
    ends = list(dict.fromkeys((route.origin, route.destination) for route in routes))
    names = [" \N{EN DASH} ".join(network.row("places", place)["name"] for place in pair) for pair in ends]
    drawn = map_routes(
        routes,
        network=network,
        title=", ".join(names),
        subtitle=f"Ways to move one 20-foot container (TEU), {terms}, {scenario.name}",
        note=" ".join(scenario.describe(network)),
        planner=not options.via,
        scenario=scenario,
        k=options.k,
        avoid=[*options.avoid, *(f"mode:{mode}" for mode in Mode if mode not in (options.modes or Mode))],
    )
    return str(drawn.get_root().render())


def _run_report(options: argparse.Namespace) -> int:
    from corridor.report import load_weasyprint, write_report

    if options.pdf:
        load_weasyprint()
    options.out.mkdir(parents=True, exist_ok=True)
    _say("comparing routes")
    network, scenario, comparisons = _ask(options)
    stem = "-".join([comparisons[0].origin, *(comparison.destination for comparison in comparisons)])
    _say("drawing the maps")
    maps = []
    for comparison in comparisons:
        path = options.out / f"{comparison.origin}-{comparison.destination}-map.html"
        html = _map_html(network, scenario, comparison.routes, options)
        _write_text(path, html)
        maps.append((path, html))
    _say(
        "writing the report and setting its pages as PDF, which takes a minute" if options.pdf else "writing the report"
    )
    pages = [html for _, html in maps]
    paths = write_report(
        comparisons, options.out, network=network, scenario=scenario, stem=stem, maps=pages, pdf=options.pdf
    )
    for comparison in comparisons:
        _print_comparison(network, scenario, comparison)
    print("Written:")
    for path in [*paths, *(path for path, _ in maps)]:
        print(f"  {path}")
    return 0


def _run_places(options: argparse.Namespace) -> int:
    from corridor.network import load_network

    network = load_network(options.data)
    wanted = options.name.casefold()
    rows = [
        row
        for row in network.rows("places")
        if any(
            wanted in text.casefold()
            for text in (row["place_id"], row["name"], row["unlocode"] or "", *row["alt_names"])
        )
    ] or [network.row("places", network.place_id(options.name))]
    if options.json:
        print(json.dumps(rows, indent=2, ensure_ascii=False))
        return 0
    for row in rows:
        line = f"{row['place_id']:<24} {row['name']:<28} {row['country']}  {row['kind']:<9} {row['unlocode'] or ''}"
        print(_plain(line).rstrip())
    return 0


def _run_check(options: argparse.Namespace) -> int:
    from corridor.checks import RULES, check_network
    from corridor.network import load_network
    from corridor.truth import compare_distances, compare_lines

    network = load_network(options.folder)
    check_network(network)
    print(network)
    print(f"{len(RULES)} rules hold.")
    lines = compare_lines(network)
    odd = sum(not line["agrees"] for line in lines)
    print(f"{len(lines)} lines drawn, {odd} of them more than 12 % off their length; the note in links.csv says why.")
    if options.truth:
        rows = compare_distances(network)
        for row in rows:
            mark = "hit " if row["hit"] else "MISS"
            used = "" if row["independent"] else ", fills a link"
            line = (
                f"{mark} {row['truth_id']:<44} {row['km']:>7,.0f} km published, {row['model_km']:>7,.0f} model, "
                f"{row['off_pct']:+.1f} % (within {row['tolerance_pct']:g} % or 5 km{used})"
            )
            print(_plain(line))
        for kind, part in (("independent of the links", True), ("filling a link", False)):
            of = [row["hit"] for row in rows if row["independent"] is part]
            print(f"{sum(of)} hits of {len(of)} {kind}.")
    return 0


def _write_text(path: Path, text: str) -> None:
    from corridor.report import replace_file

    path.parent.mkdir(parents=True, exist_ok=True)
    replace_file(path, text.encode())


def _say_fault(error: Exception) -> str:
    """Say what went wrong, of a file that cannot be read or written with its path, cause and remedy."""
    if not isinstance(error, OSError) or not (path := error.filename2 or error.filename):
        return str(error)
    return f"{path}: {error.strerror}; name another file or folder"


def _say(text: str) -> None:
    print(f"corridor: {text} ...", file=sys.stderr, flush=True)


def _plain(text: str) -> str:
    """Return text without control characters, which a terminal would obey."""
    return "".join(letter for letter in text if letter == "\n" or letter.isprintable())


if __name__ == "__main__":
    sys.exit(main())
