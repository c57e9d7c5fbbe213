/* The network that a page carries, the settings that may be put to it, and the settings as a scenario file. */
"use strict";
Corridor.modeOf = (carrier) => carrier.split("-")[0];
Corridor.labelOf = (shut) => `${shut.kind}:${shut.target}` + (shut.mode ? "@" + shut.mode : "");
Corridor.inForce = (row, date) => row.from <= date && (row.to === null || date <= row.to);

/* The payload of mapping/planner.py with positions replaced by what they stand for. */
Corridor.readModel = function (payload) {
  const { settings, assumptions, year, record, places, crossings, exposures, projects, colours, carriers } = payload;
  const placeIds = Object.keys(places), crossingIds = Object.keys(crossings);
  const sourceOf = (at) => payload.sources[at];
  const figures = payload.figures.map(([low, likely, high, source, grade]) => (
    { low, likely, high, source: sourceOf(source), grade }
  ));
  const readShut = ([kind, target, mode, why]) => ({ kind, target, mode, why });
  const links = payload.links.map((row, at) => {
    const [id, from, to, carrier, km, country, status, opens, project, crossing, source, grade, ...prices] = row;
    const mode = Corridor.modeOf(carriers[carrier]);
    return {
      id: id || `${mode}-${placeIds[from]}-${placeIds[to]}`, from: placeIds[from], to: placeIds[to],
      carrier: carriers[carrier], mode, gauge: Number(carriers[carrier].split("-")[1]) || null,
      km, country, status, opens, project, crossing: crossing < 0 ? "" : crossingIds[crossing],
      source: sourceOf(source), grade, line: payload.lines[at],
      prices: prices.map((price) => payload.prices[price].map((figure) => figures[figure])),
    };
  });
  const sides = payload.sides.map(([at, from, to, mode, side, hours, usd, name]) => {
    const crossing = crossingIds[at], key = [crossing, from, to, mode, side].join(" ");
    const row = { key, crossing, name: name || crossings[crossing][0], from, to, mode, side };
    return [key, { ...row, hours: figures[hours], usd: figures[usd] }];
  });
  const transfers = payload.transfers.map(([at, from, to, kind, hours, usd, co2]) => {
    const key = [at < 0 ? "*" : placeIds[at], carriers[from], carriers[to]].join(" ");
    return [key, { kind, hours: figures[hours], usd: figures[usd], co2: figures[co2] }];
  });
  const closures = payload.closures.map((row) => {
    const [kind, target, mode, effect, delay, from, to, asOf, reason, source, grade] = row;
    return { kind, target, mode, effect, delay, from, to, asOf, reason, source: sourceOf(source), grade };
  });
  const corridors = payload.corridors.map(([name, origin, destination, via, avoid]) => (
    { name, origin, destination, via: via.map(readShut), avoid: avoid.map(readShut) }
  ));
  return {
    settings, assumptions, year, record, places, crossings, exposures, projects, colours, links, closures, corridors,
    sides: new Map(sides), transfers: new Map(transfers), shut: payload.shut.map(readShut), graphs: new Map(),
  };
};
Corridor.defaultSettings = (model) => structuredClone(model.settings);

/* Throw an Error that names the first setting that the network does not have. */
Corridor.checkSettings = function (model, settings) {
  const refuse = (text) => { throw new Error(text); };
  const within = (value, top) => typeof value === "number" && value >= 0 && value < top;
  const { origin, destination, k, distinct, date, year } = settings, [start] = model.record;
  for (const place of [origin, destination]) {
    if (!Object.hasOwn(model.places, place)) refuse(`No place is called '${place}'.`);
  }
  if (origin === destination) refuse(`'${origin}' and '${destination}' are the same place; name two`);
  if (!(k >= 1 && distinct >= 0 && distinct <= 1)) {
    refuse(`k=${k}, distinct=${distinct}: ask for one route or more, and a share between 0 and 1`);
  }
  if (date && !(date >= start)) {
    refuse(`date ${date} is before the closure record, which starts on ${start}; name a later one`);
  }
  if (year && !(year >= model.year)) refuse(`year ${year}: what was open before ${model.year} is not in the tables`);
  for (const project of settings.projects) {
    if (!Object.hasOwn(model.projects, project)) refuse(`No project is called '${project}'.`);
  }
  for (const [side, hours] of Object.entries(settings.dwell)) {
    if (!model.sides.has(side)) refuse(`No crossing side is called '${side}'.`);
    if (!within(hours, 1e6)) refuse(`hours of '${side}' are ${hours}; write hours of zero or more`);
  }
  for (const [name, top] of [["valueOfTime", 1e12], ["goodsValue", 1e12], ["payload", 1e12], ["carbonPrice", 1e6]]) {
    if (!within(settings[name], top)) refuse(`${name} is ${settings[name]}; write a number of zero or more`);
  }
  settings.closures.forEach((text) => Corridor.readClosure(model, text));
};

/* Read kind:target or kind:target@mode. */
Corridor.readClosure = function (model, text) {
  const [, kind, target, mode] = /^(\w+):([^@]+)(?:@(\w+))?$/.exec(text) || [];
  const modes = ["rail", "road", "sea", "air"];
  const known = {
    crossing: () => Object.hasOwn(model.crossings, target),
    link: () => model.links.some((link) => link.id === target),
    place: () => Object.hasOwn(model.places, target),
    country: () => Object.values(model.places).some((place) => place[5] === target),
    mode: () => modes.includes(target),
  };
  if (!Object.hasOwn(known, kind) || !known[kind]() || (mode && !modes.includes(mode))) {
    throw new Error(`'${text}' is no closure of this network`);
  }
  return { kind, target, mode: mode || null, why: "closed in the scenario" };
};

/* The settings as a scenario file that Corridor's command line and corridor.read_scenario read. */
Corridor.toScenario = function (model, settings, name = "what-if of the map") {
  const shipment = {
    goods_value_usd: settings.goodsValue, payload_t: settings.payload, value_of_time_pct_per_day: settings.valueOfTime,
  };
  const changed = Object.entries(shipment).filter(([key, value]) => value !== model.assumptions[key]);
  const fields = {
    carbon_price_usd_per_t: settings.carbonPrice, closures: settings.closures, date: settings.date,
    dwell_h: settings.dwell, name, projects: settings.projects, rate_factors: settings.rateFactors,
    shipment: Object.fromEntries(changed), year: settings.year,
  };
  const says = (value) => value && (typeof value !== "object" || Object.keys(value).length);
  return JSON.stringify(Object.fromEntries(Object.entries(fields).filter(([, value]) => says(value))), null, 2) + "\n";
};
