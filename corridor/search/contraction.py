"""A core: a graph with one cost, its dead ends and the insides of its chains set aside, for trees and shortest paths.

A dead end is a node with one neighbour left when the dead ends found before are taken away; a chain is a row of nodes
with two. Direction does not matter: an edge that is not there costs infinity. Of parallel edges the cheapest stands for
all, which is right for shortest paths, and for these only.
"""

import math
from typing import Any

import numpy as np

from corridor.search.arrays import Arrays, FloatArray
from corridor.search.kernels import Floats, Ints, inline, kernel


class Core:
    """What is left of a graph when dead ends and chains are set aside, and how to come from one to the other.

    `arrays` and `cost` are the core; `number` is a node's number there or -1, `node` the way back. `code` is the edge
    behind a core edge, or -1 - c for the chain c. Chain c is ``row[row_start[c]:row_start[c + 1]]``, its two ends with
    it; `forth` holds at each place the edge to the next, `back` that from the next. `order` lists the dead ends, each
    before the `anchor` that it hangs on; `up` leads there and `down` back. An edge that is not there is -1.
    """

    __slots__ = (
        "anchor", "arrays", "back", "chain_of", "code", "cost", "down", "forth", "node", "number", "order", "place_of",
        "row", "row_start", "up",
    )  # fmt: skip

    def __init__(self, arrays: Arrays, cost: Floats) -> None:
        size, compiled = arrays.n_nodes, arrays.compiled
        links = (arrays.out_start, arrays.out_edge, arrays.in_start, arrays.in_edge, arrays.tail, arrays.head)
        full: Any = arrays.full
        degree, self.anchor, self.order = full(size, 0), full(size, -1), full(size, -1)
        peeled = _peel[compiled](*links, full(size, -1), degree, self.anchor, self.order)
        self.order = self.order[:peeled]
        self.chain_of, self.place_of = full(size, -1), full(size, -1)
        self.row_start, self.row = full(size + 1, 0), full(3 * size, -1)
        chains = _chain[compiled](*links, degree, self.anchor, self.chain_of, self.place_of, self.row_start, self.row)
        self.row_start = self.row_start[: chains + 1]
        self.row = self.row[: self.row_start[chains]]
        self.forth, self.back = full(len(self.row), -1), full(len(self.row), -1)
        self.up, self.down = full(size, -1), full(size, -1)
        lengths: Any = full(chains, 0.0), full(chains, 0.0)
        _measure[compiled](
            arrays.out_start, arrays.out_edge, arrays.head, cost, self.anchor, self.up, self.down, self.row_start,
            self.row, self.forth, self.back, *lengths,
        )  # fmt: skip
        self._connect(arrays, cost, *map(np.asarray, lengths))

    def _connect(self, arrays: Arrays, cost: Floats, forth: FloatArray, back: FloatArray) -> None:
        """Make the core of the nodes that are kept, with the edges and the chains between them."""
        kept = (np.asarray(self.anchor) < 0) & (np.asarray(self.chain_of) < 0)
        node = np.flatnonzero(kept)
        number = np.full(arrays.n_nodes, -1)
        number[node] = np.arange(len(node))
        tail, head = np.asarray(arrays.tail, np.int64), np.asarray(arrays.head, np.int64)
        plain = np.flatnonzero(kept[tail] & kept[head] & (tail != head))
        row, row_start = np.asarray(self.row, np.int64), np.asarray(self.row_start, np.int64)
        left, right = row[row_start[:-1]], row[row_start[1:] - 1]
        tails, heads, costs, codes = [tail[plain]], [head[plain]], [np.asarray(cost)[plain]], [plain]
        for ends, length in (((left, right), forth), ((right, left), back)):
            used = np.flatnonzero(np.isfinite(length) & (left != right))
            tails.append(ends[0][used])
            heads.append(ends[1][used])
            costs.append(length[used])
            codes.append(-1 - used)
        # In the order of their tails the edges that leave a node lie side by side.
        order = np.argsort(number[np.concatenate(tails)], kind="stable")
        between: Any = (number[np.concatenate(part)][order] for part in (tails, heads))
        self.arrays = Arrays(len(node), *between, compiled=arrays.compiled)
        self.cost = self.arrays.numbers(np.concatenate(costs)[order])
        self.code, self.node, self.number = map(arrays.flat, (np.concatenate(codes)[order], node, number))

    def region(self, node: int) -> int:
        """Return what a node belongs to: a chain, as -1 - its number, or a node of the core; its dead ends with it."""
        while self.anchor[node] >= 0:
            node = self.anchor[node]
        return int(-1 - self.chain_of[node] if self.chain_of[node] >= 0 else node)


@kernel
def _peel(
    out_start: Ints,
    out_edge: Ints,
    in_start: Ints,
    in_edge: Ints,
    tail: Ints,
    head: Ints,
    seen: Ints,
    degree: Ints,
    anchor: Ints,
    order: Ints,
) -> int:
    """Count the neighbours of each node into `degree`, list the dead ends in `order` and return how many there are."""
    queued = 0
    for node in range(len(degree)):
        seen[node] = node
        for edge in out_edge[out_start[node] : out_start[node + 1]]:
            if seen[head[edge]] != node:
                seen[head[edge]] = node
                degree[node] += 1
        for edge in in_edge[in_start[node] : in_start[node + 1]]:
            if seen[tail[edge]] != node:
                seen[tail[edge]] = node
                degree[node] += 1
        if degree[node] == 1:
            order[queued] = node
            queued += 1
    peeled = 0
    turn = 0
    while turn < queued:
        node = order[turn]
        turn += 1
        if degree[node] != 1:
            continue
        other = _neighbour(out_start, out_edge, in_start, in_edge, tail, head, anchor, node, node)
        anchor[node] = other
        degree[node] = 0
        order[peeled] = node
        peeled += 1
        degree[other] -= 1
        if degree[other] == 1:
            order[queued] = other
            queued += 1
    return peeled


@inline
def _neighbour(
    out_start: Ints,
    out_edge: Ints,
    in_start: Ints,
    in_edge: Ints,
    tail: Ints,
    head: Ints,
    anchor: Ints,
    node: int,
    before: int,
) -> int:
    """Return a neighbour of a node, other than one and than dead ends; there is one."""
    for edge in out_edge[out_start[node] : out_start[node + 1]]:
        other = head[edge]
        if other != node and other != before and anchor[other] < 0:
            return other
    for edge in in_edge[in_start[node] : in_start[node + 1]]:
        other = tail[edge]
        if other != node and other != before and anchor[other] < 0:
            return other
    return -1


@kernel
def _chain(
    out_start: Ints,
    out_edge: Ints,
    in_start: Ints,
    in_edge: Ints,
    tail: Ints,
    head: Ints,
    degree: Ints,
    anchor: Ints,
    chain_of: Ints,
    place_of: Ints,
    row_start: Ints,
    row: Ints,
) -> int:
    """List the chains and return how many there are; of a ring without another node, one node counts as its ends."""
    chains = 0
    filled = 0
    for rings in range(2):
        for start in range(len(degree)):
            if anchor[start] >= 0 or chain_of[start] >= 0 or (degree[start] == 2) != (rings == 1):
                continue
            degree[start] = 3
            outs = out_start[start + 1] - out_start[start]
            for turn in range(outs + in_start[start + 1] - in_start[start]):
                if turn < outs:
                    node = head[out_edge[out_start[start] + turn]]
                else:
                    node = tail[in_edge[in_start[start] + turn - outs]]
                if anchor[node] >= 0 or degree[node] != 2 or chain_of[node] >= 0:
                    continue
                before = start
                row[filled] = start
                filled += 1
                while degree[node] == 2:
                    chain_of[node] = chains
                    place_of[node] = filled
                    row[filled] = node
                    filled += 1
                    after = _neighbour(out_start, out_edge, in_start, in_edge, tail, head, anchor, node, before)
                    before = node
                    node = after
                row[filled] = node
                filled += 1
                chains += 1
                row_start[chains] = filled
    return chains


@inline
def _cheapest(out_start: Ints, out_edge: Ints, head: Ints, cost: Floats, start: int, end: int) -> int:
    best = -1
    for edge in out_edge[out_start[start] : out_start[start + 1]]:
        if head[edge] == end and (best < 0 or cost[edge] < cost[best]):
            best = edge
    return best


@kernel
def _measure(
    out_start: Ints,
    out_edge: Ints,
    head: Ints,
    cost: Floats,
    anchor: Ints,
    up: Ints,
    down: Ints,
    row_start: Ints,
    row: Ints,
    forth: Ints,
    back: Ints,
    length_forth: Floats,
    length_back: Floats,
) -> None:
    """Write the cheapest edges of dead ends and chains, and how long each chain is both ways."""
    for node in range(len(anchor)):
        if anchor[node] >= 0:
            up[node] = _cheapest(out_start, out_edge, head, cost, node, anchor[node])
            down[node] = _cheapest(out_start, out_edge, head, cost, anchor[node], node)
    for chain in range(len(row_start) - 1):
        for place in range(row_start[chain], row_start[chain + 1] - 1):
            edge = _cheapest(out_start, out_edge, head, cost, row[place], row[place + 1])
            forth[place] = edge
            length_forth[chain] += cost[edge] if edge >= 0 else math.inf
            edge = _cheapest(out_start, out_edge, head, cost, row[place + 1], row[place])
            back[place] = edge
            length_back[chain] += cost[edge] if edge >= 0 else math.inf


@kernel
def leave(
    root: int,
    cost: Floats,
    anchor: Ints,
    up: Ints,
    number: Ints,
    chain_of: Ints,
    place_of: Ints,
    row_start: Ints,
    row: Ints,
    forth: Ints,
    back: Ints,
    nodes: Ints,
    starts: Floats,
) -> int:
    """Write the nodes of the core by which a node is left, and how far they are; return how many there are.

    Of a chain the first end comes first. With `down` for `up`, and `forth` and `back` changed, it is how it is reached.
    """
    travelled = 0.0
    node = root
    while anchor[node] >= 0:
        if up[node] < 0:
            return 0
        travelled += cost[up[node]]
        node = anchor[node]
    starts[0] = travelled
    if chain_of[node] < 0:
        nodes[0] = number[node]
        return 1
    first = row_start[chain_of[node]]
    last = row_start[chain_of[node] + 1] - 1
    nodes[0] = number[row[first]]
    nodes[1] = number[row[last]]
    for place in range(place_of[node] - 1, first - 1, -1):
        starts[0] += cost[back[place]] if back[place] >= 0 else math.inf
    starts[1] = travelled
    for place in range(place_of[node], last):
        starts[1] += cost[forth[place]] if forth[place] >= 0 else math.inf
    return 2


@inline
def _run_forth(first: int, last: int, cost: Floats, row: Ints, forth: Ints, distance: Floats, via: Ints) -> None:
    for place in range(first, last):
        edge = forth[place]
        if edge >= 0 and distance[row[place]] + cost[edge] < distance[row[place + 1]]:
            distance[row[place + 1]] = distance[row[place]] + cost[edge]
            via[row[place + 1]] = edge


@inline
def _run_back(last: int, first: int, cost: Floats, row: Ints, back: Ints, distance: Floats, via: Ints) -> None:
    for place in range(last - 1, first - 1, -1):
        edge = back[place]
        if edge >= 0 and distance[row[place + 1]] + cost[edge] < distance[row[place]]:
            distance[row[place]] = distance[row[place + 1]] + cost[edge]
            via[row[place]] = edge


@kernel
def fill(
    root: int,
    cost: Floats,
    anchor: Ints,
    up: Ints,
    down: Ints,
    order: Ints,
    chain_of: Ints,
    place_of: Ints,
    row_start: Ints,
    row: Ints,
    forth: Ints,
    back: Ints,
    settled: Ints,
    core_via: Ints,
    code: Ints,
    near: Ints,
    node_of: Ints,
    distance: Floats,
    via: Ints,
) -> None:
    """Write the tree of the whole graph from that of the core, whose nodes come in the order of their distance.

    Distances are summed edge by edge, so that each is that of the node before and the edge between. For a tree to the
    root `up` and `down`, `forth` and `back` change places, and `near` holds the heads of the core's edges.
    """
    distance[root] = 0.0
    node = root
    while anchor[node] >= 0 and up[node] >= 0:
        distance[anchor[node]] = distance[node] + cost[up[node]]
        via[anchor[node]] = up[node]
        node = anchor[node]
    if anchor[node] < 0 and chain_of[node] >= 0:
        chain = chain_of[node]
        _run_forth(place_of[node], row_start[chain + 1] - 1, cost, row, forth, distance, via)
        _run_back(place_of[node], row_start[chain], cost, row, back, distance, via)
    for here in settled:
        if core_via[here] < 0:
            continue
        edge = code[core_via[here]]
        before = node_of[near[core_via[here]]]
        if edge >= 0:
            distance[node_of[here]] = distance[before] + cost[edge]
            via[node_of[here]] = edge
        else:
            first = row_start[-1 - edge]
            last = row_start[-edge] - 1
            if before == row[first]:
                _run_forth(first, last, cost, row, forth, distance, via)
            else:
                _run_back(last, first, cost, row, back, distance, via)
    for chain in range(len(row_start) - 1):
        _run_forth(row_start[chain], row_start[chain + 1] - 2, cost, row, forth, distance, via)
        _run_back(row_start[chain + 1] - 1, row_start[chain] + 1, cost, row, back, distance, via)
    for turn in range(len(order) - 1, -1, -1):
        node = order[turn]
        if down[node] >= 0 and distance[anchor[node]] + cost[down[node]] < distance[node]:
            distance[node] = distance[anchor[node]] + cost[down[node]]
            via[node] = down[node]


@inline
def _copy(first: int, last: int, forth: Ints, back: Ints, path: Ints, count: int) -> int:
    """Write the edges of a chain from one place to another, which may lie before it; return how long the path is."""
    for place in range(first, last):
        path[count] = forth[place]
        count += 1
    for place in range(first - 1, last - 1, -1):
        path[count] = back[place]
        count += 1
    return count


@kernel
def expand(
    source: int,
    target: int,
    leaves_back: bool,
    comes_forth: bool,
    core_path: Ints,
    core_tail: Ints,
    code: Ints,
    node_of: Ints,
    anchor: Ints,
    up: Ints,
    down: Ints,
    chain_of: Ints,
    place_of: Ints,
    row_start: Ints,
    row: Ints,
    forth: Ints,
    back: Ints,
    path: Ints,
) -> int:
    """Write the edges of a path of the core, with those from the source to it and from it to the target.

    On a chain the source is left towards its first place if it `leaves_back`, the target reached from there if the path
    `comes_forth`. Returns how many edges there are.
    """
    count = 0
    node = source
    while anchor[node] >= 0:
        path[count] = up[node]
        count += 1
        node = anchor[node]
    if chain_of[node] >= 0:
        end = row_start[chain_of[node]] if leaves_back else row_start[chain_of[node] + 1] - 1
        count = _copy(place_of[node], end, forth, back, path, count)
    for edge in core_path:
        if code[edge] >= 0:
            path[count] = code[edge]
            count += 1
            continue
        first = row_start[-1 - code[edge]]
        last = row_start[-code[edge]] - 1
        if node_of[core_tail[edge]] != row[first]:
            first, last = last, first
        count = _copy(first, last, forth, back, path, count)
    climbed = 0
    node = target
    while anchor[node] >= 0:
        climbed += 1
        node = anchor[node]
    if chain_of[node] >= 0:
        end = row_start[chain_of[node]] if comes_forth else row_start[chain_of[node] + 1] - 1
        count = _copy(end, place_of[node], forth, back, path, count)
    count += climbed
    node = target
    for place in range(count - 1, count - 1 - climbed, -1):
        path[place] = down[node]
        node = anchor[node]
    return count
