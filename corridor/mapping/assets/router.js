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

/* The best way to the target that avoids nodes and edges: A* (Hart, Nilsson, Raphael 1968) on a tree's distances. */
Corridor.detour = function (arrays, cost, source, target, potential, nodes, edges) {
  const distance = new Map([[source, 0]]), via = new Map(), done = new Set(), heap = new Corridor.Heap();
  heap.push(potential[source], source);
  while (heap.pop()) {
    let { node } = heap;
    if (node === target) {
      const path = [];
      for (; node !== source; node = arrays.tail[via.get(node)]) path.push(via.get(node));
      return path.reverse();
    }
    if (done.has(node)) continue;
    done.add(node);
    for (let at = arrays.outStart[node]; at < arrays.outStart[node + 1]; at++) {
      const edge = arrays.out[at], other = arrays.head[edge];
      if (edges.has(edge) || nodes.has(other) || done.has(other) || potential[other] === Infinity) continue;
      const length = distance.get(node) + cost[edge];
      if (length < (distance.get(other) ?? Infinity)) {
        distance.set(other, length);
        via.set(other, edge);
        heap.push(length + potential[other], other);
      }
    }
  }
  return [];
};

/* All loopless paths in order of cost, ties by edge numbers (Yen 1971, Lawler 1972). */
Corridor.shortestPaths = function* (arrays, cost, source, target) {
  const { distance, via } = Corridor.tree(arrays, cost, target, true);
  if (distance[source] === Infinity || source === target) return;
  const length = (path) => Corridor.fsum(path.map((edge) => cost[edge]));
  const before = (a, b) => {
    if (a.length !== b.length) return a.length < b.length;
    const at = a.path.findIndex((edge, index) => edge !== b.path[index]);
    return at >= 0 && (b.path[at] === undefined || a.path[at] < b.path[at]);
  };
  const first = Corridor.walk(arrays, via, source, true);
  const open = [{ length: length(first), path: first, deviation: 0, banned: [] }];
  while (open.length) {
    let best = 0;
    for (let at = 1; at < open.length; at++) if (before(open[at], open[best])) best = at;
    const [{ path, deviation, banned }] = open.splice(best, 1);
    yield path;
    const passed = new Set();
    let node = source;
    for (let place = 0; place < path.length; place++) {
      passed.add(node);
      if (place >= deviation) {
        const shut = new Set(place === deviation ? [...banned, path[place]] : [path[place]]);
        const rest = Corridor.complete(arrays, cost, node, passed, target, distance, via, shut);
        if (rest.length) {
          const whole = [...path.slice(0, place), ...rest];
          open.push({ length: length(whole), path: whole, deviation: place, banned: shut });
        }
      }
      node = arrays.head[path[place]];
    }
  }
};
Corridor.complete = function (arrays, cost, node, passed, target, distance, via, shut) {
  let best = Infinity, start = -1;
  for (let at = arrays.outStart[node]; at < arrays.outStart[node + 1]; at++) {
    const edge = arrays.out[at], other = arrays.head[edge], length = cost[edge] + distance[other];
    if (!shut.has(edge) && !passed.has(other) && length < best) {
      best = length;
      start = edge;
    }
  }
  if (start < 0) return [];
  const rest = [start, ...Corridor.walk(arrays, via, arrays.head[start], true)];
  if (rest.every((edge) => !passed.has(arrays.head[edge]))) return rest;
  return Corridor.detour(arrays, cost, node, target, distance, passed, shut);
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
