"""A graph reduced for one question: most nodes eliminated, what led through them put together into ways."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from corridor.search.arrays import Arrays
from corridor.search.fronts import SLACK
from corridor.search.kernels import Floats, Ints, inline, kernel

Columns: TypeAlias = tuple[Floats, Floats, Floats, Floats]
"""Four criteria, one number an edge each."""

_IntArray: TypeAlias = NDArray[np.int64]

_ENDED: Final = 0
_LIVING: Final = 1
_LEAVING: Final = 2
_REACHING: Final = 3
"""What became of a way: needless, still there, or put aside as the node that it leaves, or reaches, was eliminated."""


class Reduction:
    """A graph with most nodes eliminated, ready for searches between any two.

    A node is eliminated, unless it is `kept`, if no more pairs of ways lead through it than it has ways. Left out are
    pairs that come back to where they began or enter a group twice, and ways that a parallel one equals or beats in
    all criteria and by no other groups. As in a contraction hierarchy (Geisberger, Sanders, Schultes and Delling 2008),
    the ways of an eliminated node are put aside for searches that begin or end there.
    """

    def __init__(
        self, arrays: Arrays, columns: Columns, groups: Sequence[int] | None, kept: Sequence[int] = ()
    ) -> None:
        self._arrays = arrays
        self.group, self.n_groups = _shared(arrays, groups)
        keeps = arrays.full(arrays.n_nodes, 0)
        for node in kept:
            keeps[node] = 1
        room, count = arrays.n_edges + arrays.n_nodes + 16, -1
        while count < 0:
            room *= 2
            ints = tuple(arrays.full(room, 0) for _ in range(8))
            costs = tuple(arrays.full(room, 0.0) for _ in range(4))
            count = _eliminate[arrays.compiled](
                arrays.n_nodes, keeps, arrays.tail, arrays.head, columns, self.group, ints, costs
            )
        self._left, self._right, self._entered = ints[:3]
        tail, head, state, self._begin, self._size = (np.asarray(one[: count + 1]) for one in ints[3:])
        self._tail, self._head = tail, head
        self._costs = [np.asarray(one[:count]) for one in costs]
        state = state[:count]
        self._living, _ = _by_end(np.flatnonzero(state == _LIVING), tail)
        self._nodes = np.unique(np.concatenate([tail[self._living], head[self._living]]))
        self._spot = np.full(arrays.n_nodes, -1)
        self._spot[self._nodes] = np.arange(len(self._nodes))
        self._leaving = _by_end(np.flatnonzero(state == _LEAVING), tail)
        self._reaching = _by_end(np.flatnonzero(state == _REACHING), head)

    def between(self, source: int, target: int) -> "Ways":
        """Return the ways of which all paths between two nodes are made that no other equals or beats."""
        aside = sorted(
            {*_put_aside(*self._leaving, self._head, source), *_put_aside(*self._reaching, self._tail, target)}
        )
        number = np.concatenate([self._living, np.array(aside, np.int64)])
        # Few nodes are left, and the ways put aside bring in a few more: numbered anew, they lie close in memory.
        ends = {source, target, *self._tail[aside].tolist(), *self._head[aside].tolist()}
        further = sorted(node for node in ends if self._spot[node] < 0)
        nodes = self._spot.copy()
        nodes[further] = len(self._nodes) + np.arange(len(further))
        tails = nodes[self._tail[number]]
        order = np.argsort(tails, kind="stable")
        number = number[order]
        flat = self._arrays.flat
        c0, c1, c2, c3 = (flat(one[number]) for one in self._costs)
        return Ways(
            arrays=Arrays(
                len(self._nodes) + len(further), tails[order], nodes[self._head[number]], compiled=self._arrays.compiled
            ),
            source=int(nodes[source]),
            target=int(nodes[target]),
            columns=(c0, c1, c2, c3),
            number=number,
            begin=flat(self._begin[number]),
            end=flat(self._begin[number + 1]),
            entered=self._entered,
        )

    def unpack(self, ways: _IntArray, stops: Sequence[int], source: int) -> tuple[_IntArray, list[int], list[int]]:
        """Return the edges of paths of ways, where each path stops, and the shared groups that a path enters twice.

        Path p is given as the numbers ``ways[stops[p]:stops[p + 1]]``, from its end. What lies between two visits of a
        node is cut out: merged labels can leave such loops, and no path needs them.
        """
        arrays = self._arrays
        path, twice = arrays.full(int(self._size[ways].sum()), 0), arrays.full(self.n_groups, 0)
        ends = _unpack[arrays.compiled](
            arrays.flat(ways), arrays.flat(stops), source, arrays.head, self._left, self._right, self.group, path, twice
        )
        return np.asarray(path), ends, np.flatnonzero(twice).tolist()


@dataclass(frozen=True, slots=True, kw_only=True)
class Ways:
    """What is left of a graph for one question: `arrays` has the ways as edges in order of their tails.

    Nodes are numbered anew, the two that were asked about too. `columns` holds the ways' costs, `number` what
    `Reduction.unpack` knows them by. The shared groups that way w enters are
    ``entered[begin[w]:end[w]]``; a group is shared if it has two nodes or more.
    """

    arrays: Arrays
    source: int
    target: int
    columns: Columns
    number: _IntArray
    begin: Ints
    end: Ints
    entered: Ints


def _by_end(ways: _IntArray, end: _IntArray) -> tuple[_IntArray, _IntArray]:
    """Return ways sorted by a node at one end, and that node of each."""
    order = ways[np.argsort(end[ways], kind="stable")]
    return order, end[order]


def _put_aside(order: _IntArray, near: _IntArray, far: _IntArray, node: int) -> list[int]:
    """Return the ways put aside between a node and the nodes of which each was eliminated later than the one before."""
    found: list[int] = []
    seen, stack = {node}, [node]
    while stack:
        low, high = np.searchsorted(near, (stack[-1], stack.pop() + 1))
        for way in order[low:high].tolist():
            found.append(way)
            if (end := int(far[way])) not in seen:
                seen.add(end)
                stack.append(end)
    return found


def _shared(arrays: Arrays, groups: Sequence[int] | None) -> tuple[Any, int]:
    """Return each node's group of two nodes or more as a number from 0 on, -1 for a node alone, and how many there are.

    A path without loops can come back to no other groups.
    """
    if groups is None:
        return arrays.full(arrays.n_nodes, -1), 0
    _, number, size = np.unique(np.asarray(groups, np.int64), return_inverse=True, return_counts=True)
    shared = size > 1
    result = np.where(shared[number], (np.cumsum(shared) - 1)[number], -1)
    return arrays.flat(result), int(shared.sum())


@kernel
def _eliminate(
    n_nodes: int,
    keeps: Ints,
    tail: Ints,
    head: Ints,
    columns: Columns,
    group: Ints,
    ints: tuple[Ints, ...],
    costs: Columns,
) -> int:
    """Fill the buffers with a way for each edge, then for each pair; return how many, or -1 if room is short."""
    left, right, entered, tails, heads, state, begin, sizes = ints
    w0, w1, w2, w3 = costs
    c0, c1, c2, c3 = columns
    room = len(tails) - 1
    first_out, first_in = [-1] * n_nodes, [-1] * n_nodes
    n_out, n_in = [0] * n_nodes, [0] * n_nodes
    next_out, next_in = [-1] * room, [-1] * room
    count = 0
    begin[0] = 0
    for edge in range(len(tail)):
        start, end = tail[edge], head[edge]
        if start != end:
            tails[count], heads[count], left[count], right[count], sizes[count] = start, end, edge, -1, 1
            w0[count], w1[count], w2[count], w3[count] = c0[edge], c1[edge], c2[edge], c3[edge]
            filled = begin[count]
            if group[end] >= 0 and group[end] != group[start]:
                entered[filled] = group[end]
                filled += 1
            begin[count + 1] = filled
            if _is_wanted(count, first_out, next_out, n_out, n_in, heads, tails, state, begin, entered, w0, w1, w2, w3):
                _link(count, start, end, first_out, next_out, n_out, first_in, next_in, n_in, state)
                count += 1
    queue = list(range(n_nodes))
    queued = [True] * n_nodes
    ins, outs, firsts, seconds = [0], [0], [0], [0]
    place = 0
    while place < len(queue):
        node = queue[place]
        place += 1
        queued[node] = False
        most = n_in[node] + n_out[node]
        # A node of as many pairs as ways has few on one side; counting the pairs of others would be in vain.
        if keeps[node] or (n_in[node] - 1) * (n_out[node] - 1) > 1 + min(n_in[node], n_out[node]):
            continue
        _list_living(first_in, next_in, state, node, ins)
        _list_living(first_out, next_out, state, node, outs)
        firsts.clear()
        seconds.clear()
        for one in ins:
            for two in outs:
                if tails[one] != heads[two] and _can_follow(one, two, group[tails[one]], begin, entered):
                    firsts.append(one)
                    seconds.append(two)
        if len(firsts) > most:
            continue
        for one in ins:
            state[one] = _REACHING
            n_out[tails[one]] -= 1
            if not queued[tails[one]]:
                queued[tails[one]] = True
                queue.append(tails[one])
        for two in outs:
            state[two] = _LEAVING
            n_in[heads[two]] -= 1
            if not queued[heads[two]]:
                queued[heads[two]] = True
                queue.append(heads[two])
        n_in[node], n_out[node] = 0, 0
        for one, two in zip(firsts, seconds):  # noqa: B905
            filled = begin[count]
            if count + 1 >= room or filled + (begin[one + 1] - begin[one]) + (begin[two + 1] - begin[two]) >= room:
                return -1
            tails[count], heads[count] = tails[one], heads[two]
            left[count], right[count], sizes[count] = one, two, sizes[one] + sizes[two]
            w0[count], w1[count] = w0[one] + w0[two], w1[one] + w1[two]
            w2[count], w3[count] = w2[one] + w2[two], w3[one] + w3[two]
            for part in (one, two):
                for spot in range(begin[part], begin[part + 1]):
                    entered[filled] = entered[spot]
                    filled += 1
            begin[count + 1] = filled
            if _is_wanted(count, first_out, next_out, n_out, n_in, heads, tails, state, begin, entered, w0, w1, w2, w3):
                _link(count, tails[count], heads[count], first_out, next_out, n_out, first_in, next_in, n_in, state)
                count += 1
    return count


@inline
def _can_follow(one: int, two: int, home: int, begin: Ints, entered: Ints) -> bool:
    """Say whether a way can follow another: it enters neither the group where that begins nor one that that enters."""
    for place in range(begin[two], begin[two + 1]):
        if entered[place] == home:
            return False
        for other in range(begin[one], begin[one + 1]):
            if entered[place] == entered[other]:
                return False
    return True


@inline
def _is_wanted(
    way: int,
    first_out: Ints,
    next_out: Ints,
    n_out: Ints,
    n_in: Ints,
    heads: Ints,
    tails: Ints,
    state: Ints,
    begin: Ints,
    entered: Ints,
    w0: Floats,
    w1: Floats,
    w2: Floats,
    w3: Floats,
) -> bool:
    """Say whether no parallel way makes a new one needless, and end those that it makes needless."""
    start, end = tails[way], heads[way]
    x0, x1, x2, x3 = w0[way], w1[way], w2[way], w3[way]
    before, other = -1, first_out[start]
    while other >= 0:
        following = next_out[other]
        if state[other] != _LIVING:
            if before < 0:
                first_out[start] = following
            else:
                next_out[before] = following
        else:
            if heads[other] == end:
                y0, y1, y2, y3 = w0[other], w1[other], w2[other], w3[other]
                if (
                    y0 <= x0 * SLACK
                    and y1 <= x1 * SLACK
                    and y2 <= x2 * SLACK
                    and y3 <= x3 * SLACK
                    and _enters_all_of(way, other, begin, entered)
                ):
                    return False
                if x0 <= y0 and x1 <= y1 and x2 <= y2 and x3 <= y3 and _enters_all_of(other, way, begin, entered):
                    state[other] = _ENDED
                    n_out[start] -= 1
                    n_in[end] -= 1
            before = other
        other = following
    return True


@inline
def _enters_all_of(way: int, other: int, begin: Ints, entered: Ints) -> bool:
    """Say whether a way enters every group that another enters."""
    for place in range(begin[other], begin[other + 1]):
        found = False
        for spot in range(begin[way], begin[way + 1]):
            found = found or entered[spot] == entered[place]
        if not found:
            return False
    return True


@inline
def _link(
    way: int,
    start: int,
    end: int,
    first_out: Ints,
    next_out: Ints,
    n_out: Ints,
    first_in: Ints,
    next_in: Ints,
    n_in: Ints,
    state: Ints,
) -> None:
    """Add a way to the lists of its ends."""
    state[way] = _LIVING
    next_out[way], first_out[start] = first_out[start], way
    next_in[way], first_in[end] = first_in[end], way
    n_out[start] += 1
    n_in[end] += 1


@inline
def _list_living(first: Ints, following: Ints, state: Ints, node: int, found: list[int]) -> None:
    """Fill a list with a node's ways that still live."""
    found.clear()
    before, way = -1, first[node]
    while way >= 0:
        if state[way] == _LIVING:
            found.append(way)
            before = way
        elif before < 0:
            first[node] = following[way]
        else:
            following[before] = following[way]
        way = following[way]


@kernel
def _unpack(
    ways: Ints,
    stops: Ints,
    source: int,
    head: Ints,
    left: Ints,
    right: Ints,
    group: Ints,
    path: Ints,
    twice: Ints,
) -> list[int]:
    """Write the edges of paths one after the other, note groups entered twice, and return where each path stops."""
    # How far a path had come at each node, counted such that what paths before have left there is less.
    reached = [0] * len(group)
    entered = [-1] * len(twice)
    ends, stack = [0], [0]
    filled = 0
    for number in range(len(stops) - 1):
        start = filled
        reached[source] = start + number + 1
        for place in range(stops[number + 1] - 1, stops[number] - 1, -1):
            stack.append(ways[place])
            while len(stack) > 1:
                way = stack.pop()
                while right[way] >= 0:
                    stack.append(right[way])
                    way = left[way]
                path[filled] = left[way]
                filled += 1
                node = head[left[way]]
                if reached[node] > start + number:
                    back = reached[node] - number - 1
                    for cut in range(back, filled - 1):
                        reached[head[path[cut]]] = 0
                    filled = back
                reached[node] = filled + number + 1
        now = group[source]
        if now >= 0:
            entered[now] = number
        for place in range(start, filled):
            other = group[head[path[place]]]
            if other != now and other >= 0:
                if entered[other] == number:
                    twice[other] = 1
                entered[other] = number
            now = other
        ends.append(filled)
    return ends
