/* Answers of the page's planner in the shape of mapping/data.py, and what changed from one answer to the next. */
"use strict";
/* Round as Python does: to the nearest, exact halves to even. */
Corridor.round = function (value, digits) {
  const power = 10 ** digits, shifted = value * power;
  const isHalf = Math.abs(shifted % 1) === 0.5 && Number.isInteger(value * 2 ** (digits + 1));
  return isHalf ? (2 * Math.round(shifted / 2)) / power : Number(value.toFixed(digits));
};
/* Write a number to some digits as Python's format "g" does. */
Corridor.plain = function (value, digits = 6) {
  if (!value) return "0";
  const [front, power] = value.toExponential(digits - 1).split("e").map(Number);
  if (power >= -4 && power < digits) return String(Corridor.round(value, digits - 1 - power));
  return `${front}e${power < 0 ? "-" : "+"}${String(Math.abs(power)).padStart(2, "0")}`;
};
/* A, B, ... Z, AA, AB ... for 0, 1, ... */
Corridor.letterOf = function (index) {
  return (index >= 26 ? Corridor.letterOf(Math.floor(index / 26) - 1) : "") + String.fromCharCode(65 + (index % 26));
};
Corridor.isGaugeBreak = function (edge) {
  return edge.kind === "transfer" && edge.carrier.startsWith("rail-") && edge.fromCarrier.startsWith("rail-");
};

/* Routes for the settings, in the shape in which the page was written; without one, a smallest cause. */
Corridor.solve = function (model, settings) {
  const solved = new Corridor.Case(model, settings), { edges } = solved.graph, routes = solved.routes();
  const closed = Corridor.closedShown(model, settings), cause = routes.length ? [] : solved.cause();
  const used = [...new Set(routes.flatMap((route) => route.steps))], places = {};
  const links = Corridor.describeLinks(used.map((at) => edges[at].link).filter(Boolean));
  for (const { steps } of routes) {
    for (const id of solved.placesOf(steps)) places[id] = Corridor.describePlace(model, settings, id);
  }
  const position = new Map(used.map((at, index) => [at, index]));
  return {
    places, links, steps: used.map((at) => Corridor.describeStep(solved, at)),
    routes: routes.map((route, index) => Corridor.describeRoute(solved, route, index, position)),
    stops: Corridor.findStops(solved, routes, closed), closed, cause,
    causeText: routes.length ? "" : Corridor.tellCause(solved, cause),
  };
};
Corridor.describePlace = function (model, { origin, destination }, id) {
  const [name, lon, lat, rank, kind, country] = model.places[id], isEnd = id === origin || id === destination;
  return [name, Corridor.round(lon, 3), Corridor.round(lat, 3), isEnd ? 0 : rank, kind, country];
};
/* Links by their ids; the same link may be named twice. */
Corridor.describeLinks = function (links) {
  const describe = ({ from, to, mode, gauge, km, status, opens, project, source, grade, line }) => (
    { from, to, mode, gauge, km: Corridor.round(km, 1), status, opens, project, source, grade, line }
  );
  return Object.fromEntries(links.map((link) => [link.id, describe(link)]));
};
Corridor.describeRoute = function (solved, { name, steps }, index, position) {
  const { model, moving, waiting, usd, co2 } = solved, { edges } = solved.graph, { round } = Corridor;
  const [colour, ink] = model.colours[index % model.colours.length], places = solved.placesOf(steps);
  const total = (read) => Corridor.fsum(steps.map(read));
  const count = (test) => steps.filter((at) => test(edges[at])).length;
  const isOnTheWay = (edge) => edge.carrier !== "gate" && edge.fromCarrier !== "gate";
  return {
    letter: Corridor.letterOf(index), name, colour, ink,
    west: round(Corridor.fsum(places.map((place) => model.places[place][1])) / places.length, 3),
    days: total((at) => moving[at] + waiting[at]) / 24,
    usd: total((at) => usd[at]),
    km: round(solved.lengthOf(steps), 1),
    waiting: round(total((at) => waiting[at]), 2),
    transfers: count((edge) => edge.kind === "transfer" && isOnTheWay(edge)),
    co2: total((at) => co2[at]),
    borders: count((edge) => edge.kind === "exit"),
    gauge: count(Corridor.isGaugeBreak),
    open: round(Math.exp(-total((at) => edges[at].exposure)), 12),
    steps: steps.map((at) => position.get(at)),
  };
};
/* Named after the three borders and ports with the longest waits, in order, and its modes; see routes._route_name. */
Corridor.nameRoute = function ({ graph, model, waiting }, steps) {
  const stops = new Map(), km = new Map();
  for (const at of steps.slice(1, -1)) {
    const { kind, carrier, fromCarrier, to } = graph.edges[at];
    const isPort = kind === "transfer" && (carrier === "sea" || fromCarrier === "sea");
    if (kind === "entry" || isPort) stops.set(to, (stops.get(to) || 0) + waiting[at]);
  }
  for (const at of steps) {
    const { mode, link } = graph.edges[at];
    km.set(mode, (km.get(mode) || 0) + (link ? link.km : 0));
  }
  const longest = [...stops.keys()].sort((a, b) => stops.get(b) - stops.get(a)).slice(0, 3);
  const passed = [...stops.keys()].filter((place) => longest.includes(place));
  const nameOf = (place) => model.places[place][0];
  const names = passed.map((place) => nameOf(place).split(" (")[0]);
  if (!names.length) names.push(nameOf(graph.edges[steps.at(-1)].to));
  const all = [...km.values()].reduce((sum, one) => sum + one, 0);
  const main = [...km.keys()].filter((mode) => all && km.get(mode) >= 0.15 * all);
  const modes = main.sort((a, b) => km.get(b) - km.get(a));
  return `${[...new Set(names)].join(" \u2013 ")} (${modes.join(", ")})`;
};
/* Add to names that begin alike the first place that no other route so named passes; see compare._tell_apart. */
Corridor.tellApart = function (solved, routes) {
  const places = routes.map(({ steps }) => solved.placesOf(steps));
  const heads = routes.map(({ name }) => name.split(" (")[0]);
  return routes.map((route, index) => {
    const alike = places.filter((_, at) => at !== index && heads[at] === heads[index]), passed = new Set(alike.flat());
    const own = alike.length ? places[index].find((place) => !passed.has(place)) : undefined;
    return own ? { ...route, name: `${route.name}, by ${solved.model.places[own][0].split(" (")[0]}` } : route;
  });
};

Corridor.describeStep = function (solved, at) {
  const edge = solved.graph.edges[at], { round } = Corridor, { link } = edge;
  return {
    id: edge.id, kind: edge.kind, label: Corridor.labelStep(solved.model, edge), from: edge.from, to: edge.to,
    mode: edge.mode, gauge: Corridor.isGaugeBreak(edge), link: link ? link.id : "",
    crossing: Corridor.isBorder(edge) ? edge.row.crossing : "", km: link ? round(link.km, 1) : 0,
    moving: round(solved.moving[at], 3), waiting: round(solved.waiting[at], 3), usd: round(solved.usd[at], 2),
    co2: round(solved.co2[at], 2), status: link ? link.status : "open", basis: Corridor.basisOf(solved, edge),
  };
};
Corridor.labelStep = function (model, { kind, row, from, to, carrier, fromCarrier, country }) {
  const nameOf = (place) => model.places[place][0];
  if (kind === "move") return `${nameOf(from)} - ${nameOf(to)}`;
  if (kind !== "transfer") return `${row.name}: ${kind} ${country}`;
  return `${nameOf(from)}: ${row.kind.replaceAll("_", " ")}, ${fromCarrier} to ${carrier}`;
};
/* Where each number of a step comes from: quantity, arithmetic, source and grade, with the texts of costing.py. */
Corridor.basisOf = function (solved, edge) {
  const show = Corridor.plain, basis = [];
  const tell = (quantity, text, { source, grade }) => basis.push([quantity, text, source, grade]);
  const range = ({ low, high }) => `(${show(low)} to ${show(high)})`;
  if (edge.kind === "move") {
    const { link } = edge, km = show(link.km), [usd, speed, perDay, co2] = solved.rates(edge);
    tell("length", `${km} km`, link);
    tell("time", `${km} km / ${show(speed.likely)} km/h`, speed);
    const rests = (link.km / speed.likely) * (24 / perDay.likely - 1);
    if (rests) tell("rest", `moving ${show(perDay.likely)} h of 24`, perDay);
    tell("cost", `${km} km x ${show(usd.likely, 4)} USD/TEU-km`, usd);
    tell("co2", `${km} km x ${show(solved.settings.payload)} t x ${show(co2.likely)} g CO2e/t-km`, co2);
  } else {
    const { usd, co2 } = edge.row, hours = co2 ? edge.row.hours : solved.hours(edge.row);
    tell("time", `${show(hours.likely)} h ${range(hours)}`, hours);
    tell("cost", `USD ${show(usd.likely)} ${range(usd)}`, usd);
    if (co2) tell("co2", `${show(co2.likely)} kg`, co2);
  }
  for (const row of solved.delaysOf(edge)) tell("delay", `${show(row.delay)} h late: ${row.reason}`, row);
  return basis;
};

/* Crossings and places shown as shut: on the settings' date or the record's newest, and by the settings themselves. */
Corridor.closedShown = function (model, settings) {
  const date = settings.date || model.record[1];
  const recorded = model.closures.filter((row) => row.effect === "closed" && Corridor.inForce(row, date));
  const own = settings.closures.map((text) => {
    const { kind, target, mode, why } = Corridor.readClosure(model, text);
    return { kind, target, mode, from: "", asOf: "", reason: why, source: "" };
  });
  return [...recorded, ...own].flatMap(({ kind, target, from, asOf, mode, reason, source }) => {
    const [name, lon, lat] = { crossing: model.crossings, place: model.places }[kind]?.[target] || [];
    if (lon === undefined) return [];
    const at = { lon: Corridor.round(lon, 3), lat: Corridor.round(lat, 3) };
    return [{ id: target, name, ...at, from, as_of: asOf, mode: mode || "", reason, source }];
  });
};
/* Borders and gauge breaks on the routes, with the longest dwell of any route there. */
Corridor.findStops = function ({ model, graph, moving, waiting }, routes, closed) {
  const stops = new Map();
  routes.forEach((route, index) => {
    const hours = new Map();
    for (const at of route.steps) {
      const edge = graph.edges[at], isBorder = Corridor.isBorder(edge);
      if (!isBorder && !Corridor.isGaugeBreak(edge)) continue;
      const id = isBorder ? edge.row.crossing : `place:${edge.from}`, place = model.places[edge.from];
      const [name, lon = place[1], lat = place[2]] = isBorder ? model.crossings[id] : place;
      const where = { id, name, lon: Corridor.round(lon, 3), lat: Corridor.round(lat, 3) };
      if (!stops.has(id)) stops.set(id, { ...where, hours: 0, gauge: !isBorder, closed: false, routes: [] });
      const stop = stops.get(id);
      stop.closed ||= isBorder && closed.some((shut) => shut.id === id && (!shut.mode || shut.mode === edge.mode));
      hours.set(id, (hours.get(id) || 0) + (moving[at] + waiting[at]));
      if (!stop.routes.includes(index)) stop.routes.push(index);
    }
    for (const [id, value] of hours) stops.get(id).hours = Math.max(stops.get(id).hours, Corridor.round(value, 1));
  });
  return [...stops.values()].sort((a, b) => b.hours - a.hours || (a.id < b.id ? -1 : 1));
};
Corridor.tellCause = function ({ model, settings, shut }, cause) {
  const [from, to] = [settings.origin, settings.destination].map((place) => model.places[place][0]);
  if (!cause.length) return `No route between ${from} and ${to}: the network has none that passes no place twice.`;
  const why = new Map(shut.map((one) => [Corridor.labelOf(one), one.why]));
  const told = cause.map((label) => (why.get(label) ? `${label} (${why.get(label)})` : label));
  return `No route between ${from} and ${to}. Enough to shut it: ${told.join("; ")}.`;
};

/* What tells one route from another: its steps. */
Corridor.keyOf = (data, index) => data.routes[index].steps.map((at) => data.steps[at].id).join(" ");
/* Routes that came, went, moved (the same steps, another place in the list, other days or dollars), or stayed. */
Corridor.describeChange = function (before, after) {
  const { round } = Corridor;
  const read = (data) => data.routes.map(({ letter, name, days, usd }, index) => (
    { index, letter, name, days, usd, key: Corridor.keyOf(data, index) }
  ));
  const old = read(before), now = read(after), moved = [], same = [];
  for (const { index, letter, name, days, usd, key } of now) {
    const was = old.find((one) => one.key === key);
    if (!was) continue;
    const change = { days: round(days - was.days, 3), usd: round(usd - was.usd, 2) };
    const stays = !change.days && !change.usd && was.index === index;
    (stays ? same : moved).push({ before: was.index, after: index, letter, was: was.letter, name, ...change });
  }
  const without = (list, others) => list.filter(({ key }) => !others.some((one) => one.key === key))
    .map(({ index, letter, name, days, usd }) => ({ index, letter, name, days, usd }));
  const [first, last] = [old[0], now[0]];
  const best = first && last ? { days: round(last.days - first.days, 3), usd: round(last.usd - first.usd, 2) } : null;
  return { came: without(now, old), went: without(old, now), moved, same, best };
};
