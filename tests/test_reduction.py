"""Reduced graphs: what is eliminated, what is kept, and what their ways are made of."""

from corridor.search import Arrays
from corridor.search.kernels import force
from corridor.search.reduction import Reduction, Ways
from tests.test_search import both_ways

Pairs = list[tuple[int, int]]


def reduce(
    pairs: Pairs, costs: list[list[float]], ends: tuple[int, int], *, compiled: bool, groups: list[int] | None = None
) -> tuple[Reduction, Ways]:
    nodes = 1 + max(max(pair) for pair in pairs)
    with force(compiled=compiled):
        arrays = Arrays(nodes, [a for a, _ in pairs], [b for _, b in pairs])
    c0, c1, c2, c3 = (arrays.numbers(cost) for cost in [*costs, *[[0.0] * len(pairs)] * (4 - len(costs))])
    reduction = Reduction(arrays, (c0, c1, c2, c3), groups, kept=ends)
    return reduction, reduction.between(*ends)


def table(ways: Ways) -> list[tuple[str, float, float]]:
    """Return the ways between the two nodes that are left, in order: there or back, and their costs."""
    assert ways.arrays.n_nodes == 2
    words = {ways.source: "there", ways.target: "back"}
    rows = zip(ways.arrays.tail, *ways.columns[:2], strict=True)
    return sorted((words[int(tail)], float(one), float(two)) for tail, one, two in rows)


@both_ways
def test_a_chain_is_one_way_in_each_direction_and_its_dead_ends_are_none(compiled: bool) -> None:
    # 0 - 1 - 2 - 3, with 4 - 5 hanging on 2
    links = [(0, 1), (1, 2), (2, 3), (2, 4), (4, 5)]
    pairs = [pair for a, b in links for pair in ((a, b), (b, a))]
    reduction, ways = reduce(pairs, [[1.0] * 10], (0, 3), compiled=compiled)
    assert table(ways) == [("back", 3.0, 0.0), ("there", 3.0, 0.0)]
    (there,) = [way for way, tail in enumerate(ways.arrays.tail) if tail == ways.source]
    path, stops, twice = reduction.unpack(ways.number[[there]], [0, 1], 0)
    assert (path.tolist(), stops, twice) == ([0, 2, 4], [0, 3], [])


@both_ways
def test_of_parallel_ways_the_undominated_stay(compiled: bool) -> None:
    # Four ways from 0 to 4: over 1, over 2, over 3, and straight, which is as good as that over 1.
    pairs = [(0, 1), (1, 4), (0, 2), (2, 4), (0, 3), (3, 4), (0, 4)]
    costs = [[1.0, 1.0, 2.0, 2.0, 0.5, 1.0, 2.0], [1.0, 1.0, 0.1, 0.1, 3.0, 1.0, 2.0]]
    _, ways = reduce(pairs, costs, (0, 4), compiled=compiled)
    assert table(ways) == [("there", 1.5, 4.0), ("there", 2.0, 2.0), ("there", 4.0, 0.2)]


@both_ways
def test_a_dominated_way_stays_if_it_enters_fewer_groups(compiled: bool) -> None:
    # 1 and 5 are one group; over 1 is shorter, but who comes from 5 may not go there.
    pairs = [(0, 1), (1, 4), (0, 2), (2, 4)]
    groups = [0, 1, 2, 3, 4, 1]
    _, ways = reduce([*pairs, (5, 5)], [[1.0, 1.0, 2.0, 2.0, 0.0]], (0, 4), compiled=compiled, groups=groups)
    assert table(ways) == [("there", 2.0, 0.0), ("there", 4.0, 0.0)]


@both_ways
def test_no_way_enters_a_group_twice_and_none_comes_back_to_the_group_where_it_began(compiled: bool) -> None:
    pairs = [(0, 1), (1, 2), (2, 3), (3, 4)]
    for groups in ([0, 1, 2, 1, 4], [0, 1, 2, 0, 4]):
        _, ways = reduce(pairs, [[1.0] * 4], (0, 4), compiled=compiled, groups=groups)
        assert table(ways) == []


@both_ways
def test_an_eliminated_node_is_left_and_reached_by_ways_put_aside(compiled: bool) -> None:
    pairs = [pair for a in range(6) for pair in ((a, a + 1), (a + 1, a))]
    with force(compiled=compiled):
        arrays = Arrays(7, [a for a, _ in pairs], [b for _, b in pairs])
    cost, zero = arrays.numbers([1.0] * 12), arrays.full(12, 0.0)
    reduction = Reduction(arrays, (cost, zero, zero, zero), None)
    ways = reduction.between(1, 5)
    assert 0 < ways.arrays.n_edges <= 12
    tails, heads = {int(tail) for tail in ways.arrays.tail}, {int(head) for head in ways.arrays.head}
    assert (ways.source in tails, ways.target in heads) == (True, True)
