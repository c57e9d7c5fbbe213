/* Lines: decoding, and routes side by side in lanes, offset in pixels along the whole route. */
"use strict";
var Corridor = {};
Corridor.MODES = {
  rail: { name: "Rail", colour: "#0072b2", dash: null },
  road: { name: "Road", colour: "#d55e00", dash: "9 7" },
  sea: { name: "Sea", colour: "#009e73", dash: "0.1 8" },
  air: { name: "Air", colour: "#cc79a7", dash: "2 10" },
};
Corridor.LANE_PX = 4.6;

Corridor.decode = function (flat, scale) {
  const points = [];
  let x = 0,
    y = 0;
  for (let i = 0; i < flat.length; i += 2) {
    x += flat[i];
    y += flat[i + 1];
    points.push([y / scale, x / scale]);
  }
  return points;
};

/* What routes share: a link, or the straight line of links that were drawn without a shape. */
Corridor.trackOf = function (data, id) {
  const link = data.links[id];
  return link.line.length > 4 ? id : [link.from, link.to].sort().join(" ");
};

/* Legs of each route with the lane, in lanes right of the line of travel, that each takes among its sharers. */
Corridor.layLanes = function (data) {
  const users = new Map(), headings = new Map();
  data.routes.forEach((route, index) => {
    for (const step of route.steps.map((at) => data.steps[at])) {
      if (step.kind !== "move") continue;
      const track = Corridor.trackOf(data, step.link);
      if (!users.has(track)) users.set(track, []);
      if (!users.get(track).includes(index)) users.get(track).push(index);
      if (!headings.has(track)) headings.set(track, step.from);
    }
  });
  for (const list of users.values()) {
    list.sort((a, b) => data.routes[a].west - data.routes[b].west || a - b);
  }
  return data.routes.map((route, index) => {
    const legs = [];
    route.steps.forEach((at, position) => {
      const step = data.steps[at];
      if (step.kind !== "move") return;
      const link = data.links[step.link], track = Corridor.trackOf(data, step.link);
      const points = Corridor.decode(link.line, 1000);
      if (step.from !== link.from) points.reverse();
      const sharers = users.get(track), side = headings.get(track) === step.from ? 1 : -1;
      const lane = side * ((sharers.length - 1) / 2 - sharers.indexOf(index));
      const turn = (sharers.indexOf(index) + 1) / (sharers.length + 1);
      legs.push({ position, step, link, points, lane, sharers: sharers.length, turn, latlngs: points });
    });
    return legs;
  });
};

/* Work out every leg's latlngs for the map's zoom. */
Corridor.offsetLegs = function (map, legs) {
  const zoom = map.getZoom(), vertices = [];
  legs.forEach((leg, index) => {
    let line = leg.points.map((point) => map.project(point, zoom));
    line = Corridor.pinEnds(L.LineUtil.simplify(line, 1.2));
    const before = legs[index - 1];
    const joined =
      before && before.points.at(-1)[0] === leg.points[0][0] && before.points.at(-1)[1] === leg.points[0][1];
    line.forEach((point, i) => {
      if (i === 0 && joined) {
        const shared = vertices.at(-1);
        shared.off = (shared.off + leg.lane) / 2;
        shared.legs.push(index);
      } else vertices.push({ point, off: leg.lane, legs: [index], start: i === 0 });
    });
  });
  const moved = Corridor.shift(vertices);
  const lines = legs.map(() => []);
  vertices.forEach((vertex, i) => {
    if (moved[i]) for (const index of vertex.legs) lines[index].push(map.unproject(moved[i], zoom));
  });
  legs.forEach((leg, index) => {
    leg.latlngs = lines[index];
  });
};

/* Add a vertex near each end, so that a change of lane stays short. */
Corridor.pinEnds = function (line) {
  const near = (a, b) => {
    const length = a.distanceTo(b);
    return length > 24 ? [L.point(a.x + ((b.x - a.x) * 9) / length, a.y + ((b.y - a.y) * 9) / length)] : [];
  };
  if (line.length < 2) return line;
  return [line[0], ...near(line[0], line[1]), ...line.slice(1, -1), ...near(line.at(-1), line.at(-2)), line.at(-1)];
};

Corridor.shift = function (vertices) {
  const direction = (a, b) => {
    const length = a.distanceTo(b);
    return length < 0.01 ? null : L.point((b.x - a.x) / length, (b.y - a.y) / length);
  };
  let last = L.point(1, 0);
  const moved = vertices.map((vertex, i) => {
    const before = i > 0 && !vertex.start ? direction(vertices[i - 1].point, vertex.point) : null;
    const next =
      i + 1 < vertices.length && !vertices[i + 1].start ? direction(vertex.point, vertices[i + 1].point) : null;
    const one = before || next || last,
      other = next || before || last;
    last = other;
    let nx = -(one.y + other.y) / 2,
      ny = (one.x + other.x) / 2;
    const length = Math.hypot(nx, ny);
    if (length < 0.25) {
      nx = -one.y;
      ny = one.x;
    } else {
      const stretch = Math.min(1 / length, 1.25) / length;
      nx *= stretch;
      ny *= stretch;
    }
    const reach = vertex.off * Corridor.LANE_PX;
    return L.point(vertex.point.x + nx * reach, vertex.point.y + ny * reach);
  });
  /* On the inside of a bend the line may turn back on itself: leave those vertices out. */
  for (let i = 1; i + 1 < moved.length; i++) {
    if (vertices[i].legs.length > 1 || vertices[i].start || vertices[i + 1].start || !moved[i - 1]) continue;
    const ax = vertices[i].point.x - vertices[i - 1].point.x,
      ay = vertices[i].point.y - vertices[i - 1].point.y;
    const bx = moved[i].x - moved[i - 1].x,
      by = moved[i].y - moved[i - 1].y;
    if (ax * bx + ay * by < 0) moved[i] = null;
  }
  return moved;
};

/* Land and boundaries under everything; returns both as layers. */
Corridor.drawBackground = function (map, background) {
  const pane = map.createPane("background");
  pane.style.zIndex = 150;
  const renderer = L.svg({ pane: "background", padding: 0.5 });
  const plain = { renderer, pane: "background", interactive: false, smoothFactor: 1.2 };
  const lines = (list) => list.map((flat) => Corridor.decode(flat, background.scale));
  const ground = { ...plain, color: "#9db4c0", weight: 0.8, fillColor: "#f7f6f1", fillOpacity: 1 };
  const land = L.polygon(background.land.map(lines), ground).addTo(map);
  const borders = L.layerGroup([
    L.polyline(lines(background.agreed), { ...plain, color: "#8d8a82", weight: 0.9 }),
    L.polyline(lines(background.disputed), { ...plain, color: "#6d6a62", weight: 1.1, dashArray: "4 4" }),
  ]).addTo(map);
  return { land, borders };
};
