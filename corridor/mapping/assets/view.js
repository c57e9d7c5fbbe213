/* The routes on the map: lanes, stops, closed crossings, badges; drawn from the page's data, following its state. */
"use strict";
Corridor.PANES = { hover: 405, lines: 410, stops: 450, closed: 460 };
Corridor.addPanes = function (map) {
  for (const [name, level] of Object.entries(Corridor.PANES)) map.createPane(name).style.zIndex = level;
};
Corridor.isNarrow = (map) => map.getSize().x < 600;
/* Radius in pixels of a border's circle: the area grows with the dwell; smaller on a small map. */
Corridor.radius = (hours, map) => (3.5 + 1.15 * Math.sqrt(Math.min(hours, 150))) * (Corridor.isNarrow(map) ? 0.62 : 1);
Corridor.EVERYWHERE = [[22, 22], [58, 80]];

Corridor.RouteView = class {
  constructor(page) {
    this.page = page;
    this.map = page.map;
    const narrow = Corridor.isNarrow(this.map);
    Corridor.LANE_PX = narrow ? 2.6 : 4.6;
    this.weight = narrow ? 2.1 : 3.4;
    Corridor.addPanes(this.map);
    this.groups = [];
    this.lanes = [];
    this.stopGroup = L.layerGroup().addTo(this.map);
    this.closedGroup = L.layerGroup().addTo(this.map);
    this.map.on("zoomend viewreset", () => this.relay());
    const under = { pane: "hover", color: "#1b2630", opacity: 0.28, weight: 15, interactive: false };
    this.hoverLine = L.polyline([], under).addTo(this.map);
    const ring = { pane: "stops", radius: 15, color: "#1b2630", weight: 3, fill: false, opacity: 0 };
    this.hoverRing = L.circleMarker([0, 0], { ...ring, interactive: false }).addTo(this.map);
  }
  load(data) {
    for (const group of this.groups) group.remove();
    this.stopGroup.clearLayers();
    this.closedGroup.clearLayers();
    this.page.labels.clear();
    this.groups = data.routes.map(() => L.featureGroup());
    this.badges = [];
    this.drawn = [];
    this.lanes = Corridor.layLanes(data);
    this.lanes.forEach((legs, index) => this.drawLegs(legs, index));
    this.drawStops(data);
    this.drawPlaces(data);
    Corridor.drawClosed(this.page, this.closedGroup);
    this.relay();
    for (const group of this.groups) group.addTo(this.map);
    this.hover(null);
  }
  bounds() {
    const bounds = L.latLngBounds(this.lanes.flatMap((legs) => legs.flatMap((leg) => leg.points)));
    for (const place of Object.values(this.page.data.places)) bounds.extend([place[2], place[1]]);
    return bounds.isValid() ? bounds : L.latLngBounds(Corridor.EVERYWHERE);
  }
  /* A route is one casing, a stroke for each look of its legs, and for each leg a line that a pointer hits. */
  drawLegs(legs, index) {
    const group = this.groups[index], plain = { pane: "lines", interactive: false }, strokes = new Map();
    for (const leg of legs) {
      this.drawLeg(leg, index);
      const look = leg.step.mode + leg.planned;
      if (!strokes.has(look)) strokes.set(look, { mode: leg.step.mode, planned: leg.planned, legs: [] });
      strokes.get(look).legs.push(leg);
    }
    const casing = L.polyline([], { ...plain, color: "#fff", weight: this.weight + 2 });
    for (const stroke of strokes.values()) stroke.line = L.polyline([], plain);
    this.drawn[index] = { casing, strokes: [...strokes.values()] };
    group.addLayer(casing);
    for (const { line } of strokes.values()) group.addLayer(line);
    for (const part of ["mark", "hit"]) {
      for (const leg of legs) if (leg[part]) group.addLayer(leg[part]);
    }
    const at = this.findSpot(legs);
    if (at) this.drawBadge(at, index);
  }
  drawLeg(leg, index) {
    const page = this.page, under = { pane: "lines", color: "#000", opacity: 0, weight: 13, className: "hit" };
    leg.planned = !Corridor.isInUse(leg.step.status) || !Corridor.isInUse(leg.link.status);
    leg.hit = L.polyline(leg.points, { ...under, smoothFactor: 3 });
    leg.hit.bindTooltip(() => this.tell(leg, index), { sticky: true });
    leg.hit.on("mouseover", () => page.hover(index, leg.position));
    leg.hit.on("mouseout", () => page.hover(null));
    leg.hit.on("click", (event) => {
      L.DomEvent.stop(event);
      page.pickStep(index, leg.position);
    });
    if (!leg.planned) return;
    const dot = { pane: "lines", radius: 4, weight: 1.8, fillColor: "#fff", fillOpacity: 1, interactive: false };
    leg.mark = L.circleMarker(leg.points[Math.floor(leg.points.length / 2)], dot);
  }
  /* What a line says under the pointer. */
  tell({ step, link, planned }, index) {
    const track = Corridor.MODES[step.mode].name + (link.gauge ? `, ${link.gauge} mm` : "");
    const status = planned ? ", " + Corridor.words(link.status) : "";
    const title = `${this.page.data.routes[index].letter} · ${step.label}`;
    return Corridor.note(title, track + status, Corridor.figures(step));
  }
  drawBadge(at, index) {
    const page = this.page, route = page.data.routes[index], side = Corridor.isNarrow(this.map) ? 15 : 18;
    const plate = Corridor.badge(route);
    const icon = L.divIcon({ className: "badge-icon", html: plate, iconSize: [side, side] });
    const badge = L.marker(at, { icon, keyboard: true });
    badge.fade = plate.fade;
    badge.on("add", () => badge.getElement().setAttribute("aria-label", `Route ${route.letter}: ${route.name}`));
    badge.on("click", () => page.set({ route: index }));
    this.badges[index] = badge;
    this.groups[index].addLayer(badge);
    page.labels.blocks.push({ latlng: at, radius: side / 2 + 1 });
  }
  /* Where a route's badge stands: on a long leg that few share, clear of stops and of the other badges. */
  findSpot(legs) {
    const best = [...legs].sort((a, b) => a.sharers - b.sharers || b.step.km - a.step.km).slice(0, 8);
    const spots = best.flatMap((leg) => [leg.turn, 0.25, 0.75].map((share) => Corridor.along(leg.points, share)));
    const taken = this.badges.filter(Boolean).map((badge) => badge.getLatLng());
    const apart = (spot, lat, lon, degrees) => Math.hypot(lat - spot[0], lon - spot[1]) > degrees;
    const clear = (spot) => taken.every((one) => apart(spot, one.lat, one.lng, Corridor.isNarrow(this.map) ? 4 : 2));
    const quiet = (spot) => this.page.data.stops.every((stop) => apart(spot, stop.lat, stop.lon, 1.5));
    return spots.find((spot) => clear(spot) && quiet(spot)) || spots.find(clear) || spots[0];
  }
  relay() {
    const lines = (legs) => legs.map((leg) => leg.latlngs);
    this.lanes.forEach((legs, index) => {
      Corridor.offsetLegs(this.map, legs);
      this.drawn[index].casing.setLatLngs(lines(legs));
      for (const stroke of this.drawn[index].strokes) stroke.line.setLatLngs(lines(stroke.legs));
      for (const leg of legs) {
        leg.hit.setLatLngs(leg.latlngs);
        if (leg.mark) leg.mark.setLatLng(leg.latlngs[Math.floor(leg.latlngs.length / 2)]);
      }
    });
  }
  drawStops(data) {
    for (const stop of data.stops) {
      const at = [stop.lat, stop.lon], radius = Corridor.radius(stop.hours, this.map);
      this.drawStop(stop, at, radius);
      this.page.labels.blocks.push({ latlng: at, radius: radius * 0.8 });
      const near = (lat, lon) => Math.hypot(lat - stop.lat, lon - stop.lon) < 0.3;
      const named = Object.values(data.places).some((place) => place[3] <= 2 && near(place[2], place[1]));
      const second = data.stops.some((other) => near(other.lat, other.lon) && other.hours > stop.hours);
      if (stop.id.startsWith("place:") || named || second) continue;
      const label = { text: stop.name, latlng: at, rank: 2.5, kind: "place", radius, from: 4.5 };
      this.page.labels.add({ ...label, routes: stop.routes });
    }
  }
  drawStop(stop, at, radius) {
    const page = this.page, look = { color: "#222", weight: radius < 6 ? 1.1 : 1.4, fillColor: "#f0e442" };
    stop.mark = L.circleMarker(at, { pane: "stops", radius, fillOpacity: 0.95, ...look });
    const hours = Corridor.fixed(stop.hours, 0) + " h";
    const what = (stop.gauge ? "Gauge break, " : "Border, ") + hours + (stop.closed ? ", closed as recorded" : "");
    stop.mark.bindTooltip(Corridor.note(stop.name, what));
    const pick = () => page.pickStop(stop);
    stop.mark.on("click", (event) => {
      L.DomEvent.stop(event);
      pick();
    });
    stop.mark.on("mouseover", () => page.hoverStop(stop));
    stop.mark.on("mouseout", () => page.hover(null));
    stop.mark.on("add", () => {
      const node = stop.mark.getElement();
      const aria = { tabindex: 0, role: "button", "aria-label": `${stop.name}: ${what}` };
      for (const [key, value] of Object.entries(aria)) node.setAttribute(key, value);
      node.addEventListener("focus", () => page.hoverStop(stop));
      node.addEventListener("blur", () => page.hover(null));
      node.addEventListener("keydown", (event) => {
        if (event.key !== "Enter" && event.key !== " ") return;
        event.preventDefault();
        pick();
      });
    });
    this.stopGroup.addLayer(stop.mark);
    if (!stop.gauge) return;
    const dot = { pane: "stops", radius: Math.min(2.4, radius / 3), stroke: false, fillColor: "#222", fillOpacity: 1 };
    stop.dot = L.circleMarker(at, { ...dot, interactive: false });
    this.stopGroup.addLayer(stop.dot);
  }
  drawPlaces(data) {
    const users = {};
    data.routes.forEach((route, index) => {
      for (const at of route.steps) {
        for (const end of [data.steps[at].from, data.steps[at].to]) (users[end] ||= new Set()).add(index);
      }
    });
    this.places = Object.entries(data.places).map(([id, place]) => {
      const stop = data.stops.some((one) => Math.hypot(one.lat - place[2], one.lon - place[1]) < 0.3);
      return Corridor.drawPlace(this.page, id, place, stop ? null : this.stopGroup, [...(users[id] || [])]);
    });
  }
  update(state) {
    const off = (routes) => state.route !== null && !routes.includes(state.route);
    this.lanes.forEach((legs, index) => this.paint(legs, index, state));
    for (const stop of this.page.data.stops) {
      const opacity = off(stop.routes) ? 0.15 : 1;
      stop.mark.setStyle({ opacity, fillOpacity: opacity * 0.95 });
      if (stop.dot) stop.dot.setStyle({ fillOpacity: opacity });
    }
    for (const { mark, routes } of this.places) {
      mark.setStyle({ opacity: off(routes) ? 0.15 : 1, fillOpacity: off(routes) ? 0.3 : 1 });
    }
    for (const item of this.page.labels.items) {
      item.faded = Boolean(item.routes && off(item.routes) && item.rank > 1);
      item.strong = Boolean(item.routes && item.routes.includes(state.route) && item.rank < 3);
    }
    this.page.labels.place();
  }
  paint(legs, index, state) {
    const faded = state.route !== null && state.route !== index, opacity = faded ? 0.2 : 1;
    const more = state.route === index ? 0.8 : 0;
    const colourOf = (mode) => (state.colour === "mode" ? Corridor.MODES[mode] : this.page.data.routes[index]).colour;
    this.drawn[index].casing.setStyle({ opacity: faded ? 0.1 : 0.85 });
    for (const { mode, planned, line } of this.drawn[index].strokes) {
      const dashArray = planned ? "0.1 5" : Corridor.MODES[mode].dash;
      line.setStyle({ color: colourOf(mode), opacity, dashArray, weight: (planned ? 2 : this.weight) + more });
    }
    for (const { step, mark } of legs) {
      if (mark) mark.setStyle({ color: colourOf(step.mode), opacity, fillOpacity: opacity });
    }
    if (this.badges[index]) this.badges[index].fade(faded);
    if (state.route === index) this.groups[index].bringToFront();
  }
  hover(route, position) {
    const step = route === null ? null : this.page.stepOf(route, position);
    const leg = step && this.lanes[route].find((one) => one.position === position);
    this.hoverLine.setLatLngs(leg ? leg.latlngs : []);
    let at = null;
    if (step && !leg) {
      const place = this.page.data.places[step.from];
      const stop = this.page.data.stops.find((one) => one.id === step.crossing);
      at = stop ? [stop.lat, stop.lon] : place ? [place[2], place[1]] : null;
    }
    if (at) this.hoverRing.setLatLng(at);
    this.hoverRing.setStyle({ opacity: at ? 0.9 : 0 });
  }
};

Corridor.middle = (points) => {
  if (points.length === 2) return [(points[0][0] + points[1][0]) / 2, (points[0][1] + points[1][1]) / 2];
  return points[Math.floor(points.length / 2)];
};
/* The point a share of the way along a line. */
Corridor.along = function (points, share) {
  const lengths = points.slice(1).map((point, i) => Math.hypot(point[0] - points[i][0], point[1] - points[i][1]));
  let left = share * lengths.reduce((sum, length) => sum + length, 0);
  for (let i = 0; i < lengths.length; i++) {
    const part = lengths[i] ? left / lengths[i] : 0;
    if (part <= 1) return [0, 1].map((k) => points[i][k] + part * (points[i + 1][k] - points[i][k]));
    left -= lengths[i];
  }
  return points.at(-1);
};

Corridor.drawPlace = function (page, id, place, group, routes) {
  const [text, lon, lat, rank] = place, narrow = Corridor.isNarrow(page.map);
  const radius = (rank <= 1 ? 4.2 : rank === 2 ? 2.8 : 2) * (narrow ? 0.65 : 1);
  const look = { color: "#222", weight: narrow ? 0.9 : 1.5, fillColor: "#fff", fillOpacity: 1 };
  const mark = L.circleMarker([lat, lon], { pane: "stops", radius, ...look });
  mark.bindTooltip(Corridor.note(text, Corridor.words(place[4]) + ", " + place[5]));
  if (group) {
    group.addLayer(mark);
    page.labels.blocks.push({ latlng: [lat, lon], radius });
  }
  const from = [0, 0, 4, 5, 6.5][rank] ?? 6.5;
  page.labels.add({ text, latlng: [lat, lon], rank, kind: "place", radius: group ? radius : 7, routes, from });
  return { id, mark, routes };
};

Corridor.drawClosed = function (page, group) {
  const size = Corridor.isNarrow(page.map) ? [10, 10] : [14, 14];
  for (const shut of page.data.closed) {
    const className = "closed-icon" + (shut.mode ? " one-mode" : ""), latlng = [shut.lat, shut.lon];
    const mark = L.marker(latlng, { icon: L.divIcon({ className, iconSize: size }), pane: "closed", keyboard: false });
    const when = shut.from ? ` since ${shut.from}, as of ${shut.as_of}` : "";
    const text = "Closed" + (shut.mode ? " to " + shut.mode : "");
    mark.bindTooltip(Corridor.note(shut.name, text + when, shut.reason, Corridor.cite(page.data, shut.source)));
    group.addLayer(mark);
    if (shut.mode) page.labels.add({ text, latlng, rank: 1.9, kind: "place", radius: 7, from: 6 });
  }
};
