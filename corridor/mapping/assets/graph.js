/* The virtual graph in the page: a node is a place as one carrier sees it. It follows corridor/graph.py. */
"use strict";
/* Whether a scenario's year and projects open a link. */
Corridor.isBuilt = function (link, year, projects) {
  if (link.status === "open" || projects.includes(link.project)) return true;
  return ["under_construction", "planned"].includes(link.status) && link.opens !== null && link.opens <= year;
};

/* Edges with their tails and heads as numbers of nodes, which number holds by name; a null edge only passes a place. */
Corridor.buildGraph = function (model, year, projects) {
  const carriers = new Map(), links = model.links.filter((link) => Corridor.isBuilt(link, year, projects));
  for (const { from, to, carrier } of links) {
    for (const end of [from, to]) {
      if (!carriers.has(end)) carriers.set(end, []);
      if (!carriers.get(end).includes(carrier)) carriers.get(end).push(carrier);
    }
  }
  const many = new Set([...carriers.keys()].filter((place) => carriers.get(place).length > 1));
  const outOf = (place, carrier) => `${place}|${carrier}${many.has(place) ? "|out" : ""}`;
  const into = (place, carrier) => `${place}|${carrier}${many.has(place) ? "|in" : ""}`;
  const number = new Map(), edges = [], tail = [], head = [];
  const nodeOf = (name) => {
    if (!number.has(name)) number.set(name, number.size);
    return number.get(name);
  };
  const add = (start, end, edge) => {
    tail.push(nodeOf(start));
    head.push(nodeOf(end));
    edges.push(edge);
  };
  for (const link of links) {
    for (const forward of [true, false]) Corridor.addLink(model, link, forward, add, outOf, into);
  }
  for (const place of [...many].sort()) {
    for (const carrier of carriers.get(place)) add(into(place, carrier), outOf(place, carrier), null);
  }
  for (const [place, seen] of carriers) {
    for (const a of ["gate", ...seen]) {
      for (const b of [...seen, "gate"]) {
        if (a === b) continue;
        const everywhere = a === "gate" || b === "gate" ? model.transfers.get(`* ${a} ${b}`) : undefined;
        const row = model.transfers.get(`${place} ${a} ${b}`) || everywhere;
        const start = a === "gate" ? `${place}|start` : into(place, a);
        const end = b === "gate" ? `${place}|end` : outOf(place, b);
        if (row) add(start, end, Corridor.transferEdge(model, place, a, b, row));
      }
    }
  }
  return { edges, tail: Int32Array.from(tail), head: Int32Array.from(head), number };
};

/* The edges of one direction of a link: a move, or exit, move and entry at a border. */
Corridor.addLink = function (model, link, forward, add, outOf, into) {
  const [from, to] = forward ? [link.from, link.to] : [link.to, link.from], id = link.id + (forward ? ">" : "<");
  const { carrier, mode } = link, exposure = (...thing) => Corridor.exposure(model, ...thing);
  const common = { carrier, fromCarrier: carrier, mode, fromMode: mode };
  const move = {
    ...common, kind: "move", id, link, price: link.prices[forward ? 0 : 1], from, to, country: link.country,
    exposure: exposure("link", link.id, mode) + exposure("place", to, mode),
  };
  if (!link.crossing) {
    add(outOf(from, carrier), into(to, carrier), move);
    return;
  }
  const left = model.places[from][5], entered = model.places[to][5];
  const side = (kind, place, country, risk) => {
    const row = model.sides.get([link.crossing, left, entered, mode, kind].join(" "));
    return { ...common, kind, id: `${id}:${kind}`, row, from: place, to: place, country, exposure: risk };
  };
  const exit = side("exit", from, left, exposure("crossing", link.crossing, mode));
  const entry = side("entry", to, entered, exposure("country", entered, mode));
  add(outOf(from, carrier), `${from}|${id}|left`, exit);
  add(`${from}|${id}|left`, `${to}|${id}|reached`, move);
  add(`${to}|${id}|reached`, into(to, carrier), entry);
};
Corridor.transferEdge = function (model, place, a, b, row) {
  const country = model.places[place][5], mode = Corridor.modeOf(b);
  const ofModeAlone = (kind, target) => model.exposures[`${kind}:${target}@${mode}`] || 0;
  const boarded = ofModeAlone("country", country) + ofModeAlone("place", place);
  return {
    kind: "transfer", id: `${place}:${a}>${b}`, row, from: place, to: place, carrier: b, fromCarrier: a, mode,
    fromMode: Corridor.modeOf(a), country,
    exposure: ["sea", "air"].includes(a) ? Corridor.exposure(model, "country", country, mode) : boarded,
  };
};
Corridor.exposure = function (model, kind, target, mode) {
  return Math.max(model.exposures[`${kind}:${target}@${mode}`] || 0, model.exposures[`${kind}:${target}`] || 0);
};

Corridor.isBorder = ({ kind }) => kind === "exit" || kind === "entry";
/* Whether a closure, or what is to be passed, concerns an edge; see graph.concerns. */
Corridor.concerns = function (shut, edge) {
  const ofMode = (mode) => edge.mode === mode || edge.fromMode === mode;
  if (shut.mode && !ofMode(shut.mode)) return false;
  switch (shut.kind) {
    case "link": return edge.kind === "move" && edge.link.id === shut.target;
    case "crossing": return Corridor.isBorder(edge) && edge.row.crossing === shut.target;
    case "place": return edge.from === shut.target || edge.to === shut.target;
    case "country": return edge.country === shut.target;
    default: return ofMode(shut.target);
  }
};
