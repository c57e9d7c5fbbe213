/* Search on arrays, as corridor/search does it, operation by operation, so that sums and ties come out the same. */
"use strict";
/* Exact sum, rounded once (Shewchuk 1997), as Python's math.fsum. */
Corridor.fsum = function (values) {
  const parts = [];
  for (let x of values) {
    let kept = 0;
    for (let y of parts) {
      if (Math.abs(x) < Math.abs(y)) [x, y] = [y, x];
      const high = x + y, low = y - (high - x);
      if (low) parts[kept++] = low;
      x = high;
    }
    parts.length = kept;
    parts.push(x);
  }
  let at = parts.length - 1, high = at < 0 ? 0 : parts[at], low = 0;
  while (at > 0 && !low) {
    const x = high, y = parts[--at];
    high = x + y;
    low = y - (high - x);
  }
  if (at > 0 && low * parts[at - 1] > 0) {
    const twice = low * 2, up = high + twice;
    if (twice === up - high) high = up;
  }
  return high;
};

/* A heap by number, then by node; pop leaves the least in key and node. */
Corridor.Heap = class {
  constructor() { this.keys = []; this.nodes = []; this.key = 0; this.node = 0; }
  push(key, node) {
    const { keys, nodes } = this;
    let at = keys.length;
    while (at) {
      const up = (at - 1) >> 1;
      if (keys[up] < key || (keys[up] === key && nodes[up] <= node)) break;
      keys[at] = keys[up];
      nodes[at] = nodes[up];
      at = up;
    }
    keys[at] = key;
    nodes[at] = node;
  }
  pop() {
    const { keys, nodes } = this;
    if (!keys.length) return false;
    this.key = keys[0];
    this.node = nodes[0];
    const key = keys.pop(), node = nodes.pop(), size = keys.length;
    let at = 0;
    for (let down = 1; down < size; down = 2 * at + 1) {
      const next = down + 1;
      if (next < size && (keys[next] < keys[down] || (keys[next] === keys[down] && nodes[next] < nodes[down]))) down++;
      if (key < keys[down] || (key === keys[down] && node <= nodes[down])) break;
      keys[at] = keys[down];
      nodes[at] = nodes[down];
      at = down;
    }
    if (size) {
      keys[at] = key;
      nodes[at] = node;
    }
    return true;
  }
};

/* A directed multigraph: edge e runs from tail[e] to head[e]. The edges that leave node v stand in out from outStart[v]
   to outStart[v + 1], in ascending order; those that reach it in the same way in in. */
Corridor.Arrays = class {
  constructor(count, tail, head) {
    Object.assign(this, { count, tail, head });
    [this.out, this.outStart] = this.sort(tail);
    [this.in, this.inStart] = this.sort(head);
  }
  sort(ends) {
    const start = new Int32Array(this.count + 1), listed = new Int32Array(ends.length);
    for (let edge = 0; edge < ends.length; edge++) start[ends[edge] + 1]++;
    for (let node = 0; node < this.count; node++) start[node + 1] += start[node];
    const next = start.slice();
    for (let edge = 0; edge < ends.length; edge++) listed[next[ends[edge]]++] = edge;
    return [listed, start];
  }
};

/* Distances from a root, or to it, and the edge by which each node is reached, -1 if none (Dijkstra 1959). */
Corridor.tree = function (arrays, cost, root, reverse) {
  const distance = new Float64Array(arrays.count).fill(Infinity), via = new Int32Array(arrays.count).fill(-1);
  const listed = reverse ? arrays.in : arrays.out, start = reverse ? arrays.inStart : arrays.outStart;
  const ends = reverse ? arrays.tail : arrays.head;
  const heap = new Corridor.Heap();
  distance[root] = 0;
  heap.push(0, root);
  while (heap.pop()) {
    const reached = heap.key, node = heap.node;
    if (reached > distance[node]) continue;
    for (let at = start[node]; at < start[node + 1]; at++) {
      const edge = listed[at], other = ends[edge], length = reached + cost[edge];
      if (length < distance[other]) {
        distance[other] = length;
        via[other] = edge;
        heap.push(length, other);
      }
    }
  }
  return { distance, via };
};
Corridor.walk = function (arrays, via, node, reverse) {
  const path = [];
  for (let edge = via[node]; edge >= 0; edge = via[node]) {
    path.push(edge);
    node = reverse ? arrays.head[edge] : arrays.tail[edge];
  }
  return reverse ? path : path.reverse();
};

/* In order of cost, the loopless paths that are the best through at least one edge (Abraham and others 2013). */
Corridor.throughPaths = function* (arrays, cost, source, target) {
  const ahead = Corridor.tree(arrays, cost, source, false), behind = Corridor.tree(arrays, cost, target, true);
  const { tail, head } = arrays;
  const lengths = new Float64Array(tail.length), order = [];
  for (let edge = 0; edge < tail.length; edge++) {
    lengths[edge] = ahead.distance[tail[edge]] + cost[edge] + behind.distance[head[edge]];
    if (lengths[edge] < Infinity) order.push(edge);
  }
  order.sort((a, b) => lengths[a] - lengths[b] || a - b);
  const told = new Uint8Array(tail.length), visited = new Int32Array(arrays.count).fill(-1);
  for (const edge of order) {
    if (told[edge]) continue;
    const path = [...Corridor.walk(arrays, ahead.via, tail[edge], false), edge], at = path.length - 1;
    path.push(...Corridor.walk(arrays, behind.via, head[edge], true));
    visited[source] = edge;
    if (!path.every((step) => visited[head[step]] !== edge && (visited[head[step]] = edge) >= 0)) continue;
    /* The same path is the best through those of its edges between which and this one both trees agree. */
    told[edge] = 1;
    for (let i = at; i > 0 && behind.via[tail[path[i]]] === path[i]; i--) told[path[i - 1]] = 1;
    for (let i = at; i < path.length - 1 && ahead.via[head[path[i]]] === path[i]; i++) told[path[i + 1]] = 1;
    yield path;
  }
};
