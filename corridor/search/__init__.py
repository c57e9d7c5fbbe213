"""Pure functions on arrays: trees, shortest, alternative and Pareto paths; nothing here knows places or money."""

from corridor.search.alternatives import shortest_paths, through_paths
from corridor.search.arrays import Arrays
from corridor.search.costs import Costs
from corridor.search.fronts import supporting_weights, undominated_rows
from corridor.search.pareto import ParetoSearch, pareto_paths
from corridor.search.trees import shortest_path, tree

__all__ = [
    "Arrays",
    "Costs",
    "ParetoSearch",
    "pareto_paths",
    "shortest_path",
    "shortest_paths",
    "supporting_weights",
    "through_paths",
    "tree",
    "undominated_rows",
]
