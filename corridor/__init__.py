"""Corridor: a model of the land transport corridor from Minsk to Karachi and Gwadar, and of its rivals."""

import importlib
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from corridor.checks import check_network as check_network
    from corridor.compare import compare_routes as compare_routes
    from corridor.compare import make_comparison as make_comparison
    from corridor.compare import routes_to_geodataframe as routes_to_geodataframe
    from corridor.errors import CorridorError as CorridorError
    from corridor.errors import NoRouteError as NoRouteError
    from corridor.graph import VirtualGraph as VirtualGraph
    from corridor.mapping import map_network as map_network
    from corridor.mapping import map_routes as map_routes
    from corridor.network import Network as Network
    from corridor.network import load_network as load_network
    from corridor.odtable import make_od_table as make_od_table
    from corridor.reasons import Standing as Standing
    from corridor.reasons import judge_routes as judge_routes
    from corridor.report import write_report as write_report
    from corridor.resilience import Replacement as Replacement
    from corridor.resilience import compare_replacements as compare_replacements
    from corridor.resilience import find_replacements as find_replacements
    from corridor.routes import find_alternatives as find_alternatives
    from corridor.routes import find_route as find_route
    from corridor.routes import follow_corridor as follow_corridor
    from corridor.scenario import Scenario as Scenario
    from corridor.scenario import apply_scenario as apply_scenario
    from corridor.scenario import read_scenario as read_scenario
    from corridor.tradeoffs import pareto_routes as pareto_routes
    from corridor.types import Route as Route
    from corridor.types import Step as Step
    from corridor.uncertainty import BestRoutes as BestRoutes
    from corridor.uncertainty import Simulation as Simulation
    from corridor.uncertainty import best_in_draws as best_in_draws
    from corridor.uncertainty import compare_best_routes as compare_best_routes
    from corridor.uncertainty import compare_simulation as compare_simulation
    from corridor.uncertainty import simulate_routes as simulate_routes

__version__ = "0.1.0"

_ROOMS: Final = {
    "BestRoutes": "uncertainty",
    "CorridorError": "errors",
    "Network": "network",
    "NoRouteError": "errors",
    "Replacement": "resilience",
    "Route": "types",
    "Scenario": "scenario",
    "Simulation": "uncertainty",
    "Standing": "reasons",
    "Step": "types",
    "VirtualGraph": "graph",
    "apply_scenario": "scenario",
    "best_in_draws": "uncertainty",
    "check_network": "checks",
    "compare_best_routes": "uncertainty",
    "compare_replacements": "resilience",
    "compare_routes": "compare",
    "compare_simulation": "uncertainty",
    "find_alternatives": "routes",
    "find_replacements": "resilience",
    "find_route": "routes",
    "follow_corridor": "routes",
    "judge_routes": "reasons",
    "load_network": "network",
    "make_comparison": "compare",
    "make_od_table": "odtable",
    "map_network": "mapping",
    "map_routes": "mapping",
    "pareto_routes": "tradeoffs",
    "read_scenario": "scenario",
    "routes_to_geodataframe": "compare",
    "simulate_routes": "uncertainty",
    "write_report": "report",
}

__all__ = sorted([*_ROOMS, "__version__"])


def __getattr__(name: str) -> Any:
    """Import a public name when it is first used, so that importing the package costs nothing."""
    if name not in _ROOMS:
        raise AttributeError(f"module 'corridor' has no attribute {name!r}")
    return getattr(importlib.import_module(f"corridor.{_ROOMS[name]}"), name)


def __dir__() -> list[str]:
    return __all__
