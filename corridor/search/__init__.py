"""Pure functions on arrays: trees, shortest, alternative and Pareto paths, detours, draws; no places or money here."""

from corridor.search.alternatives import shortest_paths, through_paths
from corridor.search.arrays import Arrays
from corridor.search.costs import Costs
from corridor.search.draws import DrawnPaths, best_of_draws
from corridor.search.fronts import supporting_weights, undominated_rows
from corridor.search.matrix import cost_matrix
from corridor.search.pareto import ParetoSearch, pareto_paths
from corridor.search.replacement import detours, replacement_costs
from corridor.search.trees import shortest_path, tree, walk

__all__ = [
    "Arrays",
    "Costs",
    "DrawnPaths",
    "ParetoSearch",
    "best_of_draws",
    "cost_matrix",
    "detours",
    "pareto_paths",
    "replacement_costs",
    "shortest_path",
    "shortest_paths",
    "supporting_weights",
    "through_paths",
    "tree",
    "undominated_rows",
    "walk",
]
