/* Answers of the page's planner in the shape of mapping/data.py, scenarios to save, and what changed between two answers. */
"use strict";
/* Round as Python does: to the nearest, exact halves to even. */
Corridor.round = function (value, digits) {
  const power = 10 ** digits, shifted = value * power;
  const half = Math.abs(shifted % 1) === 0.5 && Number.isInteger(value * 2 ** (digits + 1));
  return half ? (2 * Math.round(shifted / 2)) / power : Number(value.toFixed(digits));
};
/* Write a number to some digits as Python's format "g" does. */
Corridor.plain = function (value, digits = 6) {
  if (!value) return "0";
  const [, power] = value.toExponential(digits - 1).split("e").map(Number);
  if (power >= -4 && power < digits) return String(Corridor.round(value, digits - 1 - power));
  const size = String(Math.abs(power)).padStart(2, "0");
  return Number(value.toExponential(digits - 1).split("e")[0]) + (power < 0 ? "e-" : "e+") + size;
};
Corridor.letterOf = (index) => (index >= 26 ? Corridor.letterOf(Math.floor(index / 26) - 1) : "") + String.fromCharCode(65 + (index % 26));
Corridor.isGaugeBreak = (edge) => edge.kind === "transfer" && edge.carrier.startsWith("rail-") && edge.fromCarrier.startsWith("rail-");

/* Named after the three borders and ports with the longest waits, in order, and its main modes; see routes._route_name. */
Corridor.nameRoute = function (solved, steps) {
  const edges = solved.graph.edges, stops = new Map(), km = new Map(), places = solved.model.places;
  for (const at of steps.slice(1, -1)) {
    const edge = edges[at], port = edge.kind === "transfer" && (edge.carrier === "sea" || edge.fromCarrier === "sea");
    if (edge.kind === "entry" || port) stops.set(edge.to, (stops.get(edge.to) || 0) + solved.waiting[at]);
  }
  const kept = new Set([...stops.keys()].sort((a, b) => stops.get(b) - stops.get(a)).slice(0, 3));
  const names = [...stops.keys()].filter((place) => kept.has(place)).map((place) => places[place][0].split(" (")[0]);
  for (const at of steps) {
    const { mode } = edges[at];
    km.set(mode, (km.get(mode) || 0) + (edges[at].kind === "move" ? edges[at].link.km : 0));
  }
  const all = [...km.values()].reduce((sum, one) => sum + one, 0);
  const modes = [...km.keys()].sort((a, b) => km.get(b) - km.get(a)).filter((mode) => all > 0 && km.get(mode) >= 0.15 * all);
  return [...new Set(names.length ? names : [places[edges[steps.at(-1)].to][0]])].join(" \u2013 ") + ` (${modes.join(", ")})`;
};

/* Routes for the settings, in the shape in which the page was written; without one, the smallest cause. */
Corridor.solve = function (model, settings) {
  const solved = new Corridor.Case(model, settings), routes = solved.routes(), edges = solved.graph.edges;
  const closed = Corridor.closedShown(model, settings), cause = routes.length ? [] : solved.cause();
  const numbers = [...new Set(routes.flatMap((route) => route.steps))], position = new Map(numbers.map((at, index) => [at, index]));
  const places = {}, links = {};
  for (const { steps } of routes) {
    for (const place of Corridor.placesOf(solved, steps)) {
      const [name, lon, lat, rank, ...rest] = model.places[place];
      places[place] = [name, Corridor.round(lon, 3), Corridor.round(lat, 3), place === settings.origin || place === settings.destination ? 0 : rank, ...rest];
    }
    for (const at of steps) if (edges[at].kind === "move") links[edges[at].link.id] = Corridor.describeLink(edges[at].link);
  }
  return {
    places, links,
    steps: numbers.map((at) => Corridor.describeStep(solved, at)),
    routes: routes.map((route, index) => Corridor.describeRoute(solved, route, index, position)),
    stops: Corridor.findStops(solved, routes, closed),
    closed, cause,
    causeText: routes.length ? "" : Corridor.tellCause(solved, cause),
  };
};
Corridor.placesOf = function (solved, steps) {
  const places = [solved.settings.origin];
  for (const at of steps) if (solved.graph.edges[at].to !== places.at(-1)) places.push(solved.graph.edges[at].to);
  return places;
};
Corridor.describeLink = (link) => ({
  from: link.from, to: link.to, mode: link.mode, gauge: link.gauge, km: Corridor.round(link.km, 1), status: link.status, opens: link.opens,
  project: link.project, source: link.source, grade: link.grade, line: link.line,
});
Corridor.describeRoute = function (solved, route, index, position) {
  const { edges } = solved.graph, { steps } = route, { round } = Corridor, { colours } = solved.model, [colour, ink] = colours[index % colours.length];
  const total = (read) => Corridor.fsum(steps.map(read)), count = (test) => steps.filter((at) => test(edges[at])).length;
  const timeH = total((at) => solved.moving[at] + solved.waiting[at]), usd = total((at) => solved.usd[at]), co2 = total((at) => solved.co2[at]);
  const places = Corridor.placesOf(solved, steps), exposure = total((at) => edges[at].exposure);
  return {
    letter: Corridor.letterOf(index), name: route.name, colour, ink,
    west: round(Corridor.fsum(places.map((place) => solved.model.places[place][1])) / places.length, 3),
    days: timeH / 24, usd, km: round(solved.length(steps), 1), waiting: round(total((at) => solved.waiting[at]), 2),
    transfers: count((edge) => edge.kind === "transfer" && edge.carrier !== "gate" && edge.fromCarrier !== "gate"),
    co2, borders: count((edge) => edge.kind === "exit"), gauge: count(Corridor.isGaugeBreak), open: Math.exp(-exposure),
    steps: steps.map((at) => position.get(at)),
  };
};
Corridor.describeStep = function (solved, at) {
  const edge = solved.graph.edges[at], { round } = Corridor, border = edge.kind === "exit" || edge.kind === "entry";
  return {
    id: edge.id, kind: edge.kind, label: Corridor.labelStep(solved, edge), from: edge.from, to: edge.to, mode: edge.mode, carrier: edge.carrier,
    gauge: Corridor.isGaugeBreak(edge), link: edge.kind === "move" ? edge.link.id : "", crossing: border ? edge.row.crossing : "",
    km: edge.kind === "move" ? round(edge.link.km, 1) : 0, moving: round(solved.moving[at], 3), waiting: round(solved.waiting[at], 3),
    usd: round(solved.usd[at], 2), co2: round(solved.co2[at], 2), status: edge.kind === "move" ? edge.link.status : "open", basis: Corridor.basisOf(solved, edge),
  };
};
Corridor.labelStep = function (solved, edge) {
  const name = (place) => solved.model.places[place][0];
  if (edge.kind === "move") return `${name(edge.from)} - ${name(edge.to)}`;
  if (edge.kind === "transfer") return `${name(edge.from)}: ${edge.row.kind.replaceAll("_", " ")}, ${edge.fromCarrier} to ${edge.carrier}`;
  return `${edge.row.name}: ${edge.kind} ${edge.country}`;
};
/* Where each number of a step comes from: quantity, arithmetic, source, grade; the texts are those of costing.py. */
Corridor.basisOf = function (solved, edge) {
  const show = Corridor.plain, range = (figure) => `(${show(figure.low)} to ${show(figure.high)})`;
  const late = solved.delaysOf(edge).map((row) => ["delay", `${show(row.delay)} h late: ${row.reason}`, row.source, row.grade]);
  if (edge.kind !== "move") {
    const hours = edge.kind === "transfer" ? edge.row.hours : solved.hours(edge.row), { usd, co2 } = edge.row;
    const charges = [["time", `${show(hours.likely)} h ${range(hours)}`, hours.source, hours.grade], ["cost", `USD ${show(usd.likely)} ${range(usd)}`, usd.source, usd.grade]];
    return edge.kind === "transfer" ? [...charges, ["co2", `${show(co2.likely)} kg`, co2.source, co2.grade]] : [...charges, ...late];
  }
  const { km, source, grade } = edge.link, [usd, speed, perDay, co2] = solved.rates(edge), rows = [["length", `${show(km)} km`, source, grade]];
  rows.push(["time", `${show(km)} km / ${show(speed.likely)} km/h`, speed.source, speed.grade]);
  if ((km / speed.likely) * (24 / perDay.likely - 1)) rows.push(["rest", `moving ${show(perDay.likely)} h of 24`, perDay.source, perDay.grade]);
  rows.push(["cost", `${show(km)} km x ${show(usd.likely, 4)} USD/TEU-km`, usd.source, usd.grade]);
  rows.push(["co2", `${show(km)} km x ${show(solved.settings.payload)} t x ${show(co2.likely)} g CO2e/t-km`, co2.source, co2.grade]);
  return [...rows, ...late];
};

/* Crossings and places shown as shut: on the settings' date, else on the record's newest, and by the settings themselves. */
Corridor.closedShown = function (model, settings) {
  const rows = model.closures.filter((row) => row.effect === "closed" && Corridor.inForce(row, settings.date || model.record[1]))
    .map((row) => ({ ...row, as_of: row.asOf }));
  const own = settings.closures.map((text) => ({ ...Corridor.readClosure(model, text), from: "", as_of: "", reason: "closed in the scenario", source: "" }));
  return [...rows, ...own].filter((row) => row.kind === "crossing" || row.kind === "place").flatMap((row) => {
    const [name, lon, lat] = (row.kind === "crossing" ? model.crossings : model.places)[row.target];
    if (lon === undefined) return [];
    return [{ id: row.target, name, lon: Corridor.round(lon, 3), lat: Corridor.round(lat, 3), from: row.from, as_of: row.as_of, mode: row.mode || "", reason: row.reason, source: row.source }];
  });
};
/* Borders and gauge breaks on the routes, with the longest dwell of any route there. */
Corridor.findStops = function (solved, routes, closed) {
  const { model, graph } = solved, stops = new Map();
  routes.forEach((route, index) => {
    const hours = new Map();
    for (const at of route.steps) {
      const edge = graph.edges[at], border = edge.kind === "exit" || edge.kind === "entry";
      if (!border && !Corridor.isGaugeBreak(edge)) continue;
      const id = border ? edge.row.crossing : "place:" + edge.from, place = model.places[edge.from];
      const [name, lon, lat] = border && model.crossings[id][1] !== undefined ? model.crossings[id] : [border ? model.crossings[id][0] : place[0], place[1], place[2]];
      if (!stops.has(id)) stops.set(id, { id, name, lon: Corridor.round(lon, 3), lat: Corridor.round(lat, 3), hours: 0, gauge: !border, closed: false, routes: [] });
      const stop = stops.get(id);
      stop.closed ||= border && closed.some((shut) => shut.id === id && (!shut.mode || shut.mode === edge.mode));
      hours.set(id, (hours.get(id) || 0) + (solved.moving[at] + solved.waiting[at]));
      if (!stop.routes.includes(index)) stop.routes.push(index);
    }
    for (const [id, value] of hours) stops.get(id).hours = Math.max(stops.get(id).hours, Corridor.round(value, 1));
  });
  return [...stops.values()].sort((a, b) => b.hours - a.hours || (a.id < b.id ? -1 : 1));
};
Corridor.tellCause = function (solved, cause) {
  const { origin, destination } = solved.settings, name = (place) => solved.model.places[place][0];
  const ends = `No route between ${name(origin)} and ${name(destination)}`;
  if (!cause.length) return ends + ": the network has none that passes no place twice.";
  const why = new Map(solved.shut.map((shut) => [Corridor.labelOf(shut), shut.why]));
  return `${ends}. Enough to shut it: ${cause.map((label) => (why.get(label) ? `${label} (${why.get(label)})` : label)).join("; ")}.`;
};

/* The settings as a scenario file that Corridor's command line and corridor.read_scenario read. */
Corridor.toScenario = function (model, settings, name = "what-if of the map") {
  const shipment = { goods_value_usd: settings.goodsValue, payload_t: settings.payload, value_of_time_pct_per_day: settings.valueOfTime };
  const fields = {
    carbon_price_usd_per_t: settings.carbonPrice, closures: settings.closures, date: settings.date, dwell_h: settings.dwell, name, projects: settings.projects,
    rate_factors: settings.rateFactors || {}, shipment: Object.fromEntries(Object.entries(shipment).filter(([key, value]) => value !== model.assumptions[key])), year: settings.year,
  };
  return JSON.stringify(Object.fromEntries(Object.entries(fields).filter(([, value]) => value && (typeof value !== "object" || Object.keys(value).length))), null, 2) + "\n";
};

/* Routes that came, went, moved (the same steps, another place in the list, other days or dollars) or stayed as they were. */
Corridor.describeChange = function (before, after) {
  const read = (answer) => answer.routes.map((route, index) => ({ index, route, key: route.steps.map((at) => answer.steps[at].id).join(" ") }));
  const [old, now] = [read(before), read(after)], found = (list, key) => list.find((one) => one.key === key);
  const moved = [], same = [];
  for (const { index, route, key } of now) {
    const was = found(old, key);
    if (!was) continue;
    const change = { before: was.index, after: index, letter: route.letter, was: was.route.letter, name: route.name, days: Corridor.round(route.days - was.route.days, 3), usd: Corridor.round(route.usd - was.route.usd, 2) };
    (change.days || change.usd || change.before !== change.after ? moved : same).push(change);
  }
  const alone = (list, others) => list.filter((one) => !found(others, one.key)).map(({ index, route }) => ({ index, letter: route.letter, name: route.name, days: route.days, usd: route.usd }));
  const [first, last] = [before.routes[0], after.routes[0]];
  const best = first && last ? { days: Corridor.round(last.days - first.days, 3), usd: Corridor.round(last.usd - first.usd, 2) } : null;
  return { came: alone(now, old), went: alone(old, now), moved, same, best };
};
