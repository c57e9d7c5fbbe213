/* The page's own planner: settings price the edges, as corridor/costing.py does, and edges become routes. */
"use strict";
/* How many edges may be left out in the search for a path that passes no place twice. */
Corridor.REFUSED = 2000;
Corridor.take = function (values, at) {
  const taken = new values.constructor(at.length);
  for (let i = 0; i < at.length; i++) taken[i] = values[at[i]];
  return taken;
};

/* What the settings make of the network: its graph, what is shut, and hours, USD and kg CO2e of every edge. */
Corridor.Case = class {
  constructor(model, settings) {
    Corridor.checkSettings(model, settings);
    this.model = model;
    this.settings = settings;
    this.factors = Object.keys(settings.rateFactors).length ? settings.rateFactors : null;
    const { date, projects } = settings, year = settings.year || model.year, key = [year, ...projects].join(" ");
    if (!model.graphs.has(key)) model.graphs.set(key, Corridor.buildGraph(model, year, projects));
    this.graph = model.graphs.get(key);
    const recorded = date ? model.closures.filter((row) => Corridor.inForce(row, date)) : [];
    this.delays = recorded.filter((row) => row.effect === "delay");
    this.shut = [...model.shut, ...settings.closures.map((text) => Corridor.readClosure(model, text))];
    for (const { kind, target, mode, effect, reason, from } of recorded) {
      if (effect === "closed") this.shut.push({ kind, target, mode, why: `${reason} (since ${from})` });
    }
    const { edges, number } = this.graph;
    [this.moving, this.waiting, this.usd, this.co2] = [0, 1, 2, 3].map(() => new Float64Array(edges.length));
    edges.forEach((edge, at) => edge && this.price(edge, at));
    this.shutBy = edges.map((edge) => (edge ? this.labelsOf(edge) : []));
    this.kept = this.openEdges();
    this.source = number.get(settings.origin + "|start") ?? -1;
    this.target = number.get(settings.destination + "|end") ?? -1;
  }
  price(edge, at) {
    if (edge.kind === "move") {
      const { km } = edge.link, [usd, speed, perDay, co2] = this.rates(edge);
      this.moving[at] = km / speed.likely;
      this.waiting[at] = this.moving[at] * (24 / perDay.likely - 1) + this.late(edge);
      this.usd[at] = km * usd.likely;
      this.co2[at] = (km * this.settings.payload * co2.likely) / 1000;
      return;
    }
    const { hours, usd, co2 } = edge.row, isTransfer = edge.kind === "transfer";
    this.waiting[at] = isTransfer ? hours.likely : this.hours(edge.row).likely + this.late(edge);
    this.usd[at] = usd.likely;
    this.co2[at] = isTransfer ? co2.likely : 0;
  }
  /* USD, speed, hours of a day and CO2e of a move, times the settings' factors. */
  rates(edge) {
    if (!this.factors) return edge.price;
    return ["usd_per_teu_km", "speed_kmh", "moving_h_per_day", "gco2e_per_tkm"].map((quantity, at) => {
      const figure = edge.price[at], factor = this.factors[`${edge.mode} ${quantity}`];
      return factor === undefined ? figure : { ...figure, likely: figure.likely * factor };
    });
  }
  /* Hours of one side of a crossing, as the settings have them. */
  hours({ key, hours }) {
    const likely = this.settings.dwell[key];
    if (likely === undefined) return hours;
    const low = Math.min(hours.low, likely), high = Math.max(hours.high, likely);
    return { low, likely, high, source: "corridor-scenario", grade: "D" };
  }
  /* Recorded delays in force; a crossing's is charged on its entry, a place's where it is reached. */
  delaysOf({ kind, link, row, to, mode }) {
    if (!this.delays.length) return [];
    const of = (what, target) => this.delays.filter(
      (delay) => delay.kind === what && delay.target === target && (!delay.mode || delay.mode === mode));
    if (kind === "move") return [...of("link", link.id), ...of("place", to)];
    return kind === "entry" ? of("crossing", row.crossing) : [];
  }
  late(edge) {
    return Corridor.fsum(this.delaysOf(edge).map((row) => row.delay));
  }
  /* Labels of the closures that concern an edge. */
  labelsOf(edge) {
    const labels = [];
    for (const shut of this.shut) {
      if (!Corridor.concerns(shut, edge)) continue;
      const label = Corridor.labelOf(shut);
      if (!labels.includes(label)) labels.push(label);
    }
    return labels;
  }
  /* Numbers of the edges that nothing shuts but what is ignored. */
  openEdges(ignored = new Set()) {
    return this.shutBy.flatMap((labels, at) => (labels.every((label) => ignored.has(label)) ? [at] : []));
  }
  arrays(kept) {
    const { tail, head, number } = this.graph;
    return new Corridor.Arrays(number.size, Corridor.take(tail, kept), Corridor.take(head, kept));
  }
  /* Generalised cost: money, time at its value to the owner of the goods, CO2e at its price. */
  get weights() {
    const { goodsValue, valueOfTime, carbonPrice } = this.settings;
    return { hour: (goodsValue * valueOfTime) / 100 / 24, usd: 1, co2: carbonPrice / 1000 };
  }
  costs({ hour = 0, usd = 0, co2 = 0 }) {
    const cost = new Float64Array(this.usd.length);
    for (let at = 0; at < cost.length; at++) {
      cost[at] = hour * (this.moving[at] + this.waiting[at]) + usd * this.usd[at] + co2 * this.co2[at];
    }
    return cost;
  }
  /* Places passed by a path, each once in a row. */
  placesOf(path) {
    const places = [this.settings.origin];
    for (const at of path) {
      const edge = this.graph.edges[at];
      if (edge && edge.to !== places[places.length - 1]) places.push(edge.to);
    }
    return places;
  }
  passesTwice(path) {
    const places = this.placesOf(path);
    return new Set(places).size < places.length;
  }
  /* In order of cost, the paths that are the best through at least one edge and pass no place twice. */
  *candidates(weights) {
    if (this.source < 0 || this.target < 0) return;
    this.opened ||= this.arrays(this.kept);
    const cost = Corridor.take(this.costs(weights), this.kept);
    for (const path of Corridor.throughPaths(this.opened, cost, this.source, this.target)) {
      const edges = path.map((edge) => this.kept[edge]);
      if (!this.passesTwice(edges)) yield edges;
    }
  }
  /* The cheapest path that passes no place twice, undefined without one; see routes.Query._find_once. */
  findOnce(weights) {
    if (this.source < 0 || this.target < 0) return undefined;
    const costs = this.costs(weights), lacking = [new Set()], open = [];
    for (let next = 0; ;) {
      for (; next < lacking.length; next++) {
        const out = lacking[next], left = out.size ? this.kept.filter((edge) => !out.has(edge)) : this.kept;
        const arrays = out.size ? this.arrays(left) : (this.opened ||= this.arrays(this.kept));
        const { distance, via } = Corridor.tree(arrays, Corridor.take(costs, left), this.target, true);
        if (distance[this.source] === Infinity) continue;
        const path = Corridor.walk(arrays, via, this.source, true).map((edge) => left[edge]);
        open.push({ length: Corridor.fsum(path.map((edge) => costs[edge])), number: next, path });
      }
      if (!open.length) return undefined;
      open.sort((a, b) => a.length - b.length || a.number - b.number);
      const { path, number } = open.shift(), turn = this.turnBack(path);
      if (!turn) return path;
      if (lacking.length > Corridor.REFUSED) return undefined;
      for (const edge of turn) lacking.push(new Set([...lacking[number], edge]));
    }
  }
  /* The edges by which a path first reaches the place that it passes twice, and comes back to it. */
  turnBack(path) {
    const reached = new Map(), { edges } = this.graph;
    let here = "";
    for (const at of path) {
      const place = edges[at] ? edges[at].to : here;
      if (place === here) continue;
      if (reached.has(place)) return [reached.get(place), at];
      reached.set(place, at);
      here = place;
    }
    return null;
  }
  lengthOf(path) {
    return Corridor.fsum(path.map((at) => this.graph.edges[at]?.link?.km || 0));
  }
  /* The part of a path's length that it shares with another. */
  shared(path, other) {
    const { edges } = this.graph, links = new Set(other.map((at) => edges[at]?.link));
    return this.lengthOf(path.filter((at) => links.has(edges[at]?.link))) / (this.lengthOf(path) || 1);
  }
  /* k distinct alternatives by generalised cost, the fastest, cheapest and lowest in CO2e, then named corridors. */
  routes() {
    const { k, distinct, origin, destination } = this.settings, alternatives = [], found = [];
    for (const path of this.candidates(this.weights)) {
      if (!alternatives.every((other) => this.shared(path, other) <= distinct)) continue;
      alternatives.push(path);
      if (alternatives.length === k) break;
    }
    /* The best way through each step may pass a place twice where a dearer one does not. */
    if (!alternatives.length) {
      const path = this.findOnce(this.weights);
      if (path) alternatives.push(path);
    }
    if (!alternatives.length) return [];
    const extremes = [{ hour: 1 }, { usd: 1 }, { co2: 1 }].map((one) => this.findOnce(one));
    if (extremes.includes(undefined)) return [];
    const add = (path, name) => {
      const steps = path.filter((at) => this.graph.edges[at]), key = steps.join(" ");
      const route = { key, steps, name: name || Corridor.nameRoute(this, steps) };
      const same = found.findIndex((other) => other.key === key);
      found[same < 0 ? found.length : same] = route;
    };
    for (const path of [...alternatives, ...extremes]) add(path);
    for (const corridor of this.model.corridors) {
      if (corridor.origin !== origin || corridor.destination !== destination) continue;
      const path = this.follow(corridor);
      if (path) add(path, corridor.name);
    }
    return Corridor.tellApart(this, found);
  }
  /* The cheapest path along a named corridor, null if not all of it is open. The graph has a layer for each place to
     pass, as in routes.Query.layers. The last layer is searched first, each no further than the one before it needs. */
  follow({ via, avoid, origin, destination }) {
    const { edges, number } = this.graph, size = number.size, last = via.length;
    if (this.source < 0 || this.target < 0) return null;
    const avoided = (at) => edges[at] && avoid.some((shut) => Corridor.concerns(shut, edges[at]));
    const kept = this.kept.filter((at) => !avoided(at)), arrays = this.arrays(kept);
    const cost = Corridor.take(this.costs(this.weights), kept);
    const named = new Set([origin, destination]);
    for (const one of via) if (one.kind === "place") named.add(one.target);
    const reached = kept.map((at) => (edges[at]?.kind === "move" && named.has(edges[at].to) ? edges[at].to : ""));
    const passes = (layer, edge) => {
      if (layer === last) return false;
      if (via[layer].kind === "place") return reached[edge] === via[layer].target;
      return edges[kept[edge]] !== null && Corridor.concerns(via[layer], edges[kept[edge]]);
    };
    const inTurn = (layer, edge) => {
      return !reached[edge] || (layer === last ? reached[edge] === destination : passes(layer, edge));
    };
    const backs = [];
    let beyond = new Map();
    for (let layer = last; layer >= 0; layer--) {
      const distance = new Float64Array(size).fill(Infinity), back = new Int32Array(size).fill(-1);
      const heap = new Corridor.Heap(), entered = new Map(), wanted = new Set(layer ? [] : [this.source]);
      for (let edge = 0; layer && edge < kept.length; edge++) {
        if (passes(layer - 1, edge)) wanted.add(arrays.head[edge]);
      }
      for (const [node, length] of beyond) heap.push(length, node + size);
      if (layer === last) heap.push((distance[this.target] = 0), this.target);
      while (entered.size < wanted.size && heap.pop()) {
        const length = heap.key, isBeyond = heap.node >= size, node = isBeyond ? heap.node - size : heap.node;
        if (!isBeyond && length > distance[node]) continue;
        if (!isBeyond && wanted.has(node)) entered.set(node, length);
        for (let at = arrays.inStart[node]; at < arrays.inStart[node + 1]; at++) {
          const edge = arrays.in[at], other = arrays.tail[edge], longer = length + cost[edge];
          if (longer < distance[other] && passes(layer, edge) === isBeyond && inTurn(layer, edge)) {
            distance[other] = longer;
            back[other] = edge;
            heap.push(longer, other);
          }
        }
      }
      backs[layer] = back;
      beyond = entered;
    }
    if (!beyond.size) return null;
    const path = [];
    for (let layer = 0, node = this.source, edge; (edge = backs[layer][node]) >= 0; node = arrays.head[edge]) {
      path.push(kept[edge]);
      if (passes(layer, edge)) layer++;
    }
    return this.passesTwice(path) ? null : path;
  }
  /* A smallest set of closures that leaves no route, by implicit hitting sets; see routes.Query.no_route. */
  cause() {
    const labels = new Set(this.shut.map(Corridor.labelOf)), routes = [];
    for (;;) {
      const cause = Corridor.smallestHittingSet(routes);
      if (this.source < 0 || this.target < 0) return cause;
      const kept = this.openEdges(new Set([...labels].filter((label) => !cause.includes(label))));
      const arrays = this.arrays(kept), hops = new Float64Array(kept.length).fill(1);
      const { distance, via } = Corridor.tree(arrays, hops, this.target, true);
      if (distance[this.source] === Infinity) return cause;
      const path = Corridor.walk(arrays, via, this.source, true);
      routes.push(new Set(path.flatMap((edge) => this.shutBy[kept[edge]])));
      if (!routes.at(-1).size) return [];
    }
  }
};

Corridor.smallestHittingSet = function (sets) {
  const members = [...new Set(sets.flatMap((set) => [...set]))].sort();
  const choose = function* (size, from) {
    if (!size) yield [];
    else {
      for (let at = from; at <= members.length - size; at++) {
        for (const rest of choose(size - 1, at + 1)) yield [members[at], ...rest];
      }
    }
  };
  for (let size = 0; size <= members.length; size++) {
    for (const chosen of choose(size, 0)) {
      if (sets.every((set) => chosen.some((one) => set.has(one)))) return chosen;
    }
  }
  return [];
};
