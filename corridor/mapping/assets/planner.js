/* The page's own planner: rows become priced edges, as corridor/graph.py and costing.py make them, and edges become routes. */
"use strict";
Corridor.ENUMERATED = 2000;
Corridor.modeOf = (carrier) => carrier.split("-")[0];
Corridor.take = function (values, at) {
  const taken = new values.constructor(at.length);
  for (let i = 0; i < at.length; i++) taken[i] = values[at[i]];
  return taken;
};
Corridor.labelOf = (shut) => `${shut.kind}:${shut.target}` + (shut.mode ? "@" + shut.mode : "");

/* The payload with positions replaced by what they stand for. */
Corridor.readModel = function (payload) {
  const figures = payload.figures.map(([low, likely, high, source, grade]) => ({ low, likely, high, source: payload.sources[source], grade }));
  const ids = Object.keys(payload.places), crossings = Object.keys(payload.crossings), carriers = payload.carriers;
  const links = payload.links.map((row, at) => {
    const [id, from, to, carrier, km, country, status, opens, project, crossing, source, grade, ...prices] = row, mode = Corridor.modeOf(carriers[carrier]);
    return {
      id: id || `${mode}-${ids[from]}-${ids[to]}`, from: ids[from], to: ids[to], carrier: carriers[carrier], mode, gauge: Number(carriers[carrier].split("-")[1]) || null,
      km, country, status, opens, project, crossing: crossing < 0 ? "" : crossings[crossing], source: payload.sources[source], grade,
      prices: prices.map((price) => payload.prices[price].map((figure) => figures[figure])), line: payload.lines[at],
    };
  });
  const sides = new Map(payload.sides.map(([crossing, from, to, mode, side, hours, usd, name]) => {
    const row = { crossing: crossings[crossing], name: name || payload.crossings[crossings[crossing]][0], from, to, mode, side, hours: figures[hours], usd: figures[usd] };
    row.key = [row.crossing, from, to, mode, side].join(" ");
    return [row.key, row];
  }));
  const transfers = new Map(payload.transfers.map(([place, from, to, kind, hours, usd, co2]) => {
    const row = { place: place < 0 ? "*" : ids[place], from: carriers[from], to: carriers[to], kind, hours: figures[hours], usd: figures[usd], co2: figures[co2] };
    return [[row.place, row.from, row.to].join(" "), row];
  }));
  const closures = payload.closures.map(([kind, target, mode, effect, delay, from, to, asOf, reason, source, grade]) =>
    ({ kind, target, mode, effect, delay, from, to, asOf, reason, source: payload.sources[source], grade }));
  const shut = ([kind, target, mode, why]) => ({ kind, target, mode, why });
  const corridors = payload.corridors.map(([name, origin, destination, via, avoid]) => ({ name, origin, destination, via: via.map(shut), avoid: avoid.map(shut) }));
  const { settings, assumptions, year, record, places, exposures, projects } = payload;
  return {
    settings, assumptions, year, record, places, exposures, projects, links, sides, transfers, closures, corridors, crossings: payload.crossings, colours: payload.colours,
    shut: payload.shut.map(shut), graphs: new Map(),
  };
};
Corridor.defaultSettings = (model) => structuredClone(model.settings);

/* Throw an Error that names the first setting that the network does not have. */
Corridor.checkSettings = function (model, settings) {
  const refuse = (text) => { throw new Error(text); }, within = (value, top) => typeof value === "number" && value >= 0 && value < top;
  const { origin, destination, k, distinct, date, year } = settings;
  for (const place of [origin, destination]) if (!Object.hasOwn(model.places, place)) refuse(`No place is called '${place}'.`);
  if (origin === destination) refuse(`'${origin}' and '${destination}' are the same place; name two`);
  if (!(k >= 1 && distinct >= 0 && distinct <= 1)) refuse(`k=${k}, distinct=${distinct}: ask for one route or more, and a share between 0 and 1`);
  if (date && !(date >= model.record[0])) refuse(`date ${date} is before the closure record, which starts on ${model.record[0]}; name a later one`);
  if (year && !(year >= model.year)) refuse(`year ${year}: what was open before ${model.year} is not in the tables`);
  for (const project of settings.projects) if (!Object.hasOwn(model.projects, project)) refuse(`No project is called '${project}'.`);
  for (const [side, hours] of Object.entries(settings.dwell)) {
    if (!model.sides.has(side)) refuse(`No crossing side is called '${side}'.`);
    if (!within(hours, 1e6)) refuse(`hours of '${side}' are ${hours}; write hours of zero or more`);
  }
  for (const name of ["valueOfTime", "goodsValue", "payload"]) if (!within(settings[name], 1e12)) refuse(`${name} is ${settings[name]}; write a number of zero or more`);
  if (!within(settings.carbonPrice, 1e6)) refuse(`carbonPrice is ${settings.carbonPrice}; write a number of zero or more`);
};
Corridor.readClosure = function (model, text) {
  const [, kind, target, mode] = /^(\w+):([^@]+)(?:@(\w+))?$/.exec(text) || [];
  const modes = ["rail", "road", "sea", "air"], countries = Object.values(model.places).map((place) => place[5]);
  const known = { crossing: Object.keys(model.crossings), link: model.links.map((link) => link.id), place: Object.keys(model.places), country: countries, mode: modes }[kind];
  if (!known || !known.includes(target) || (mode && !modes.includes(mode))) throw new Error(`'${text}' is no closure of this network`);
  return { kind, target, mode: mode || null, why: "closed in the scenario" };
};
Corridor.inForce = (row, date) => row.from <= date && (row.to === null || date <= row.to);

/* The virtual graph of the links that are built by a year and by some projects; see corridor/graph.py. */
Corridor.buildGraph = function (model, year, projects) {
  const built = (link) => link.status === "open" || projects.includes(link.project) || (["under_construction", "planned"].includes(link.status) && link.opens !== null && link.opens <= year);
  const links = model.links.filter(built), carriers = new Map();
  for (const link of links) {
    for (const end of [link.from, link.to]) {
      if (!carriers.has(end)) carriers.set(end, []);
      if (!carriers.get(end).includes(link.carrier)) carriers.get(end).push(link.carrier);
    }
  }
  const many = new Set([...carriers].filter(([, seen]) => seen.length > 1).map(([place]) => place));
  const outOf = (place, carrier) => place + "|" + carrier + (many.has(place) ? "|out" : ""), into = (place, carrier) => place + "|" + carrier + (many.has(place) ? "|in" : "");
  const number = new Map(), edges = [], tail = [], head = [];
  const node = (name) => number.get(name) ?? number.set(name, number.size).get(name);
  const add = (start, end, edge) => {
    tail.push(node(start));
    head.push(node(end));
    edges.push(edge && { ...edge, mode: Corridor.modeOf(edge.carrier), fromMode: Corridor.modeOf(edge.fromCarrier) });
  };
  const exposure = (kind, target, mode) => Math.max(model.exposures[`${kind}:${target}@${mode}`] || 0, model.exposures[`${kind}:${target}`] || 0);
  const alone = (kind, target, mode) => model.exposures[`${kind}:${target}@${mode}`] || 0;
  for (const link of links) {
    for (const forward of [true, false]) {
      const { carrier, mode } = link, [from, to] = forward ? [link.from, link.to] : [link.to, link.from], id = link.id + (forward ? ">" : "<");
      const move = { kind: "move", id, link, price: link.prices[forward ? 0 : 1], from, to, fromCarrier: carrier, carrier, country: link.country, exposure: exposure("link", link.id, mode) + exposure("place", to, mode) };
      if (!link.crossing) {
        add(outOf(from, carrier), into(to, carrier), move);
        continue;
      }
      const [left, entered] = [model.places[from][5], model.places[to][5]], key = [link.crossing, left, entered, mode].join(" ");
      const side = (kind, at, country, risk) => ({ kind, id: id + ":" + kind, row: model.sides.get(key + " " + kind), from: at, to: at, fromCarrier: carrier, carrier, country, exposure: risk });
      add(outOf(from, carrier), `${from}|${id}|left`, side("exit", from, left, exposure("crossing", link.crossing, mode)));
      add(`${from}|${id}|left`, `${to}|${id}|reached`, move);
      add(`${to}|${id}|reached`, into(to, carrier), side("entry", to, entered, exposure("country", entered, mode)));
    }
  }
  for (const place of [...many].sort()) for (const carrier of carriers.get(place)) add(into(place, carrier), outOf(place, carrier), null);
  for (const [place, seen] of carriers) {
    const country = model.places[place][5];
    for (const a of ["gate", ...seen]) {
      for (const b of [...seen, "gate"]) {
        const gate = a === "gate" || b === "gate", row = a !== b && (model.transfers.get([place, a, b].join(" ")) || (gate && model.transfers.get(["*", a, b].join(" "))));
        if (!row) continue;
        const mode = Corridor.modeOf(b), risk = ["sea", "air"].includes(a) ? exposure("country", country, mode) : alone("country", country, mode) + alone("place", place, mode);
        add(a === "gate" ? place + "|start" : into(place, a), b === "gate" ? place + "|end" : outOf(place, b), { kind: "transfer", id: `${place}:${a}>${b}`, row, from: place, to: place, fromCarrier: a, carrier: b, country, exposure: risk });
      }
    }
  }
  return { edges, tail: Int32Array.from(tail), head: Int32Array.from(head), number };
};

/* Whether a closure, or what is to be passed, concerns an edge; see graph.concerns. */
Corridor.concerns = function (shut, edge) {
  if (shut.mode && edge.mode !== shut.mode && edge.fromMode !== shut.mode) return false;
  if (shut.kind === "link") return edge.kind === "move" && edge.link.id === shut.target;
  if (shut.kind === "crossing") return (edge.kind === "exit" || edge.kind === "entry") && edge.row.crossing === shut.target;
  if (shut.kind === "place") return edge.from === shut.target || edge.to === shut.target;
  return shut.kind === "country" ? edge.country === shut.target : edge.mode === shut.target || edge.fromMode === shut.target;
};

/* What the settings make of the network: its graph, what is shut, and hours, USD and kg CO2e of every edge. */
Corridor.Case = class {
  constructor(model, settings) {
    Corridor.checkSettings(model, settings);
    this.model = model;
    this.settings = settings;
    this.factors = Object.keys(settings.rateFactors || {}).length ? settings.rateFactors : null;
    const year = settings.year || model.year, key = [year, ...[...settings.projects].sort()].join(" ");
    if (!model.graphs.has(key)) model.graphs.set(key, Corridor.buildGraph(model, year, settings.projects));
    this.graph = model.graphs.get(key);
    const recorded = settings.date ? model.closures.filter((row) => Corridor.inForce(row, settings.date)) : [];
    this.delays = recorded.filter((row) => row.effect === "delay");
    this.shut = [...model.shut, ...settings.closures.map((text) => Corridor.readClosure(model, text)),
      ...recorded.filter((row) => row.effect === "closed").map(({ kind, target, mode, reason, from }) => ({ kind, target, mode, why: `${reason} (since ${from})` }))];
    const { edges, tail } = this.graph, size = tail.length;
    [this.moving, this.waiting, this.usd, this.co2] = [0, 1, 2, 3].map(() => new Float64Array(size));
    edges.forEach((edge, at) => edge && this.price(edge, at));
    this.shutBy = this.labels(this.shut);
  }
  price(edge, at) {
    if (edge.kind === "move") {
      const { km } = edge.link, [usd, speed, perDay, co2] = this.rates(edge);
      this.moving[at] = km / speed.likely;
      this.waiting[at] = this.moving[at] * (24 / perDay.likely - 1) + this.late(edge);
      this.usd[at] = km * usd.likely;
      this.co2[at] = (km * this.settings.payload * co2.likely) / 1000;
    } else {
      this.waiting[at] = edge.kind === "transfer" ? edge.row.hours.likely : this.hours(edge.row).likely + this.late(edge);
      this.usd[at] = edge.row.usd.likely;
      this.co2[at] = edge.kind === "transfer" ? edge.row.co2.likely : 0;
    }
  }
  /* USD, speed, hours of a day and CO2e of a move, times the settings' factors. */
  rates(edge) {
    if (!this.factors) return edge.price;
    return ["usd_per_teu_km", "speed_kmh", "moving_h_per_day", "gco2e_per_tkm"].map((quantity, at) => {
      const figure = edge.price[at], factor = this.factors[`${edge.link.mode} ${quantity}`];
      return factor === undefined ? figure : { ...figure, likely: figure.likely * factor };
    });
  }
  /* Hours of one side of a crossing, as the settings have them. */
  hours(row) {
    const likely = this.settings.dwell[row.key], { low, high } = row.hours;
    return likely === undefined ? row.hours : { low: Math.min(low, likely), likely, high: Math.max(high, likely), source: "corridor-scenario", grade: "D" };
  }
  delaysOf(edge) {
    if (!this.delays.length) return [];
    const of = (kind, target) => this.delays.filter((row) => row.kind === kind && row.target === target && (!row.mode || row.mode === edge.mode));
    if (edge.kind === "move") return [...of("link", edge.link.id), ...of("place", edge.to)];
    return edge.kind === "entry" ? of("crossing", edge.row.crossing) : [];
  }
  late(edge) { return Corridor.fsum(this.delaysOf(edge).map((row) => row.delay)); }
  /* For each edge the labels of the closures that concern it. */
  labels(closures) {
    const named = closures.map((shut) => ({ shut, label: Corridor.labelOf(shut) }));
    return this.graph.edges.map((edge) => {
      const labels = [];
      if (edge) for (const { shut, label } of named) if (Corridor.concerns(shut, edge) && !labels.includes(label)) labels.push(label);
      return labels;
    });
  }
  weights() {
    const { goodsValue, valueOfTime, carbonPrice } = this.settings;
    return { hour: (goodsValue * valueOfTime) / 100 / 24, usd: 1, co2: carbonPrice / 1000 };
  }
  costs({ hour = 0, usd = 0, co2 = 0 }) {
    const cost = new Float64Array(this.usd.length);
    for (let at = 0; at < cost.length; at++) cost[at] = hour * (this.moving[at] + this.waiting[at]) + usd * this.usd[at] + co2 * this.co2[at];
    return cost;
  }
  node(name) { return this.graph.number.get(name) ?? -1; }
  /* Numbers of the edges that nothing shuts but what is ignored. */
  open(ignoring = new Set()) {
    const kept = [];
    this.shutBy.forEach((labels, edge) => { if (labels.every((label) => ignoring.has(label))) kept.push(edge); });
    return kept;
  }
  arrays(kept) {
    const { tail, head, number } = this.graph;
    return new Corridor.Arrays(number.size, Corridor.take(tail, kept), Corridor.take(head, kept));
  }
  /* Whether a path comes back to a place that it has left. */
  passesTwice(path) {
    const seen = new Set([this.settings.origin]);
    let now = this.settings.origin;
    for (const at of path) {
      const edge = this.graph.edges[at];
      if (!edge || edge.to === now) continue;
      if (seen.has(edge.to)) return true;
      seen.add(now = edge.to);
    }
    return false;
  }
  /* Paths in order of cost that pass no place twice; with through, only those that are the best through an edge. */
  *candidates(weights, through) {
    const kept = this.kept ||= this.open(), arrays = this.opened ||= this.arrays(kept);
    const source = this.node(this.settings.origin + "|start"), target = this.node(this.settings.destination + "|end");
    if (source < 0 || target < 0) return;
    const cost = Corridor.take(this.costs(weights), kept);
    let left = Corridor.ENUMERATED;
    for (const path of (through ? Corridor.throughPaths : Corridor.shortestPaths)(arrays, cost, source, target)) {
      const edges = path.map((edge) => kept[edge]);
      if (this.passesTwice(edges)) continue;
      yield edges;
      if (!--left) return;
    }
  }
  length(path) { return Corridor.fsum(path.filter((at) => this.graph.edges[at]?.kind === "move").map((at) => this.graph.edges[at].link.km)); }
  shared(path, other) {
    const links = new Set(other.map((at) => this.graph.edges[at]?.link).filter(Boolean));
    return this.length(path.filter((at) => links.has(this.graph.edges[at]?.link))) / (this.length(path) || 1);
  }
  /* k distinct alternatives by generalised cost, then the fastest, the cheapest, the lowest in CO2e, then named corridors. */
  routes() {
    const { k, distinct } = this.settings, alternatives = [], found = [];
    for (const path of this.candidates(this.weights(), true)) {
      if (!alternatives.every((other) => this.shared(path, other) <= distinct)) continue;
      alternatives.push(path);
      if (alternatives.length === k) break;
    }
    if (!alternatives.length) return [];
    const extremes = [{ hour: 1 }, { usd: 1 }, { co2: 1 }].map((weights) => this.candidates(weights, false).next().value);
    if (extremes.includes(undefined)) return [];
    const ends = (corridor) => corridor.origin === this.settings.origin && corridor.destination === this.settings.destination;
    const named = this.model.corridors.filter(ends).map((corridor) => ({ path: this.follow(corridor), name: corridor.name })).filter((one) => one.path);
    for (const one of [...[...alternatives, ...extremes].map((path) => ({ path })), ...named]) {
      const steps = one.path.filter((at) => this.graph.edges[at]), key = steps.join(" "), same = found.findIndex((other) => other.key === key);
      const route = { key, steps, name: one.name || Corridor.nameRoute(this, steps) };
      if (same >= 0) found[same] = route; else found.push(route);
    }
    return found;
  }
  /* The cheapest path along a named corridor, null if not all of it is open. The graph has a layer for each place to pass,
     as in routes.Query.layers; layers are searched from the last to the first, each no further than the one before needs. */
  follow(corridor) {
    const { edges, number } = this.graph, { via } = corridor, size = number.size, all = this.costs(this.weights());
    const kept = (this.kept ||= this.open()).filter((at) => !edges[at] || !corridor.avoid.some((shut) => Corridor.concerns(shut, edges[at])));
    const arrays = this.arrays(kept), source = this.node(corridor.origin + "|start"), target = this.node(corridor.destination + "|end");
    if (source < 0 || target < 0) return null;
    const named = new Set([corridor.origin, corridor.destination, ...via.filter((one) => one.kind === "place").map((one) => one.target)]);
    const reached = kept.map((at) => (edges[at]?.kind === "move" && named.has(edges[at].to) ? edges[at].to : ""));
    const passes = (layer, edge) => layer < via.length && (via[layer].kind === "place" ? reached[edge] === via[layer].target : edges[kept[edge]] !== null && Corridor.concerns(via[layer], edges[kept[edge]]));
    const inTurn = (layer, edge) => reached[edge] === "" || (layer === via.length ? reached[edge] === corridor.destination : passes(layer, edge));
    const backs = [];
    let beyond = new Map();
    for (let layer = via.length; layer >= 0; layer--) {
      const distance = new Float64Array(size).fill(Infinity), back = new Int32Array(size).fill(-1), heap = new Corridor.Heap(), entered = new Map();
      const wanted = new Set(layer ? kept.map((_, edge) => edge).filter((edge) => passes(layer - 1, edge)).map((edge) => arrays.head[edge]) : [source]);
      for (const [node, length] of beyond) heap.push(length, node + size);
      if (layer === via.length) heap.push((distance[target] = 0), target);
      while (entered.size < wanted.size && heap.pop()) {
        const length = heap.key, isBeyond = heap.node >= size, node = isBeyond ? heap.node - size : heap.node;
        if (!isBeyond && length > distance[node]) continue;
        if (!isBeyond && wanted.has(node)) entered.set(node, length);
        for (let at = arrays.inStart[node]; at < arrays.inStart[node + 1]; at++) {
          const edge = arrays.in[at], other = arrays.tail[edge], longer = length + all[kept[edge]];
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
    for (let layer = 0, node = source, edge = backs[0][source]; edge >= 0; edge = backs[layer][node]) {
      path.push(kept[edge]);
      node = arrays.head[edge];
      if (passes(layer, edge)) layer++;
    }
    return this.passesTwice(path) ? null : path;
  }
  /* A smallest set of closures that leaves no route, by implicit hitting sets; see routes.Query.no_route. */
  cause() {
    const labels = new Set(this.shut.map(Corridor.labelOf)), routes = [];
    const source = this.node(this.settings.origin + "|start"), target = this.node(this.settings.destination + "|end");
    for (;;) {
      const cause = Corridor.smallestHittingSet(routes);
      if (source < 0 || target < 0) return cause;
      const kept = this.open(new Set([...labels].filter((label) => !cause.includes(label))));
      const arrays = this.arrays(kept), { distance, via } = Corridor.tree(arrays, new Float64Array(kept.length).fill(1), target, true);
      if (distance[source] === Infinity) return cause;
      routes.push(new Set(Corridor.walk(arrays, via, source, true).flatMap((edge) => this.shutBy[kept[edge]])));
      if (!routes.at(-1).size) return [];
    }
  }
};

Corridor.smallestHittingSet = function (sets) {
  const members = [...new Set(sets.flatMap((set) => [...set]))].sort();
  const choose = function* (size, from) {
    if (!size) yield [];
    else for (let at = from; at <= members.length - size; at++) for (const rest of choose(size - 1, at + 1)) yield [members[at], ...rest];
  };
  for (let size = 0; size <= members.length; size++) {
    for (const chosen of choose(size, 0)) if (sets.every((set) => chosen.some((one) => set.has(one)))) return chosen;
  }
  return [];
};
