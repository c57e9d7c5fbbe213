/* The routes on the map: lanes, stops, closed crossings, badges; follows the page's state. */
"use strict";
Corridor.note = function (...lines) {
  const node = document.createElement("div");
  node.className = "note";
  lines.forEach((line, index) => {
    const part = document.createElement(index ? "div" : "strong");
    part.dir = "auto";
    part.textContent = line;
    node.appendChild(part);
  });
  return node;
};

Corridor.figures = function (step) {
  const parts = [];
  const hours = step.moving + step.waiting;
  if (step.kind === "move") parts.push(Math.round(step.km).toLocaleString("en") + " km");
  parts.push(hours.toFixed(hours < 100 ? 1 : 0) + " h", "USD " + Corridor.money(step.usd));
  return parts.join(" · ");
};
Corridor.money = (value) =>
  Number(value.toPrecision(3)).toLocaleString("en", { maximumFractionDigits: value < 10 ? 1 : 0 });
Corridor.radius = (hours) => 3.5 + 1.15 * Math.sqrt(Math.min(hours, 150));

Corridor.RouteView = class {
  constructor(page) {
    this.page = page;
    this.map = page.map;
    this.lanes = Corridor.layLanes(page.data);
    const narrow = this.map.getSize().x < 600;
    Corridor.LANE_PX = narrow ? 3.3 : 4.6;
    this.weight = narrow ? 2.5 : 3.4;
    for (const [name, z] of [
      ["hover", 405],
      ["lines", 410],
      ["stops", 450],
      ["closed", 460],
    ])
      this.map.createPane(name).style.zIndex = z;
    this.groups = page.data.routes.map(() => L.featureGroup());
    this.stopGroup = L.layerGroup();
    this.closedGroup = L.layerGroup();
    this.badges = [];
    this.drawLegs();
    this.drawStops();
    this.drawPlaces();
    Corridor.drawClosed(page, this.closedGroup);
    [...this.groups, this.stopGroup, this.closedGroup].forEach((group) => group.addTo(this.map));
    this.map.on("zoomend viewreset", () => this.relay());
    this.hoverLine = L.polyline([], {
      pane: "hover",
      color: "#1b2630",
      opacity: 0.28,
      weight: 15,
      interactive: false,
    }).addTo(this.map);
    this.hoverRing = L.circleMarker([0, 0], {
      pane: "stops",
      radius: 15,
      color: "#1b2630",
      weight: 3,
      fill: false,
      opacity: 0,
      interactive: false,
    }).addTo(this.map);
  }
  bounds() {
    const bounds = L.latLngBounds([]);
    this.lanes.forEach((legs) => legs.forEach((leg) => leg.points.forEach((point) => bounds.extend(point))));
    return bounds.isValid()
      ? bounds
      : L.latLngBounds([
          [22, 22],
          [58, 80],
        ]);
  }
  drawLegs() {
    const page = this.page;
    this.lanes.forEach((legs, index) => {
      const group = this.groups[index];
      for (const leg of legs) {
        leg.planned = !["open", "disused"].includes(leg.step.status) || !["open", "disused"].includes(leg.link.status);
        leg.casing = L.polyline(leg.points, {
          pane: "lines",
          color: "#ffffff",
          opacity: 0.85,
          weight: this.weight + 2,
          interactive: false,
        });
        leg.line = L.polyline(leg.points, { pane: "lines", interactive: false, weight: leg.planned ? 2 : this.weight });
        leg.hit = L.polyline(leg.points, { pane: "lines", color: "#000", opacity: 0, weight: 13, className: "hit" });
        const text = [
          leg.step.label,
          Corridor.MODES[leg.step.mode].name +
            (leg.link.gauge ? ", " + leg.link.gauge + " mm" : "") +
            (leg.planned ? ", " + leg.link.status.replaceAll("_", " ") : ""),
          Corridor.figures(leg.step),
        ];
        leg.hit.bindTooltip(Corridor.note(page.data.routes[index].letter + " · " + text[0], ...text.slice(1)), {
          sticky: true,
        });
        leg.hit.on("mouseover", () => page.hover(index, leg.position));
        leg.hit.on("mouseout", () => page.hover(null));
        leg.hit.on("click", (event) => {
          L.DomEvent.stop(event);
          page.set({ route: index });
        });
        if (leg.planned) {
          leg.mark = L.circleMarker(leg.points[Math.floor(leg.points.length / 2)], {
            pane: "lines",
            radius: 4,
            weight: 1.8,
            fillColor: "#fff",
            fillOpacity: 1,
            interactive: false,
          });
        }
      }
      for (const part of ["casing", "line", "mark", "hit"])
        legs.forEach((leg) => leg[part] && group.addLayer(leg[part]));
      const at = this.findSpot(legs);
      if (!at) return;
      const route = page.data.routes[index],
        node = Corridor.badge(route);
      const icon = L.divIcon({ className: "badge-icon", html: node, iconSize: [18, 18] });
      const badge = L.marker(at, { icon, keyboard: false, alt: route.letter });
      badge.on("click", () => page.set({ route: index }));
      this.badges[index] = badge;
      group.addLayer(badge);
      page.labels.blocks.push({ latlng: at, radius: 10 });
    });
  }
  /* Where a route's badge stands: on a long leg that few share, clear of the other badges. */
  findSpot(legs) {
    const best = [...legs].sort((a, b) => a.sharers - b.sharers || b.step.km - a.step.km).slice(0, 6);
    const spots = best.flatMap((leg) => [leg.turn, 0.25, 0.75].map((share) => Corridor.along(leg.points, share)));
    const clear = (spot) =>
      this.badges.every((badge) => Math.hypot(badge.getLatLng().lat - spot[0], badge.getLatLng().lng - spot[1]) > 2);
    return spots.find(clear) || spots[0];
  }
  relay() {
    this.lanes.forEach((legs) => {
      Corridor.offsetLegs(this.map, legs);
      for (const leg of legs) {
        for (const part of ["casing", "line", "hit"]) leg[part].setLatLngs(leg.latlngs);
        if (leg.mark) leg.mark.setLatLng(leg.latlngs[Math.floor(leg.latlngs.length / 2)]);
      }
    });
  }
  drawStops() {
    const page = this.page;
    page.data.stops.forEach((stop) => {
      const at = [stop.lat, stop.lon],
        radius = Corridor.radius(stop.hours);
      stop.mark = L.circleMarker(at, {
        pane: "stops",
        radius,
        color: "#222",
        weight: 1.4,
        fillColor: "#f0e442",
        fillOpacity: 0.95,
      });
      const what =
        (stop.gauge ? "Gauge break, " : "Border, ") + stop.hours.toFixed(0) + " h" + (stop.closed ? ", closed" : "");
      stop.mark.bindTooltip(Corridor.note(stop.name, what));
      stop.mark.on("click", (event) => {
        L.DomEvent.stop(event);
        page.set({ route: stop.routes.includes(page.state.route) ? page.state.route : stop.routes[0] });
      });
      stop.mark.on("mouseover", () => page.hoverStop(stop));
      stop.mark.on("mouseout", () => page.hover(null));
      this.stopGroup.addLayer(stop.mark);
      if (stop.gauge) {
        stop.dot = L.circleMarker(at, {
          pane: "stops",
          radius: 2.4,
          stroke: false,
          fillColor: "#222",
          fillOpacity: 1,
          interactive: false,
        });
        this.stopGroup.addLayer(stop.dot);
      }
      page.labels.blocks.push({ latlng: at, radius: radius * 0.8 });
      const near = (lat, lon) => Math.hypot(lat - stop.lat, lon - stop.lon) < 0.3;
      const named = Object.values(page.data.places).some((place) => place[3] <= 2 && near(place[2], place[1]));
      const second = page.data.stops.some(
        (other) => other !== stop && near(other.lat, other.lon) && other.hours > stop.hours,
      );
      if (stop.id.startsWith("place:") || named || second) return;
      page.labels.add({
        text: stop.name,
        latlng: at,
        rank: 2.5,
        kind: "place",
        radius: radius,
        from: 4.5,
        routes: stop.routes,
      });
    });
  }
  drawPlaces() {
    const page = this.page,
      users = {};
    page.data.routes.forEach((route, index) => {
      for (const at of route.steps)
        for (const end of [page.data.steps[at].from, page.data.steps[at].to]) (users[end] ||= new Set()).add(index);
    });
    this.places = Object.entries(page.data.places).map(([id, place]) => {
      const stop = page.data.stops.find((one) => Math.hypot(one.lat - place[2], one.lon - place[1]) < 0.3);
      return Corridor.drawPlace(page, id, place, stop ? null : this.stopGroup, [...(users[id] || [])]);
    });
  }
  update(state) {
    const data = this.page.data;
    this.lanes.forEach((legs, index) => {
      const faded = state.route !== null && state.route !== index;
      for (const leg of legs) {
        const mode = Corridor.MODES[leg.step.mode];
        const colour = state.colour === "mode" ? mode.colour : data.routes[index].colour;
        leg.line.setStyle({
          color: colour,
          opacity: faded ? 0.2 : 1,
          dashArray: leg.planned ? "0.1 5" : mode.dash,
          weight: (leg.planned ? 2 : this.weight) + (state.route === index ? 0.8 : 0),
        });
        leg.casing.setStyle({ opacity: faded ? 0.1 : 0.85 });
        if (leg.mark) leg.mark.setStyle({ color: colour, opacity: faded ? 0.2 : 1, fillOpacity: faded ? 0.2 : 1 });
      }
      if (this.badges[index]) this.badges[index].setOpacity(faded ? 0.3 : 1);
      if (state.route === index) this.groups[index].bringToFront();
    });
    const off = (routes) => state.route !== null && !routes.includes(state.route);
    for (const stop of data.stops) {
      const opacity = off(stop.routes) ? 0.15 : 1;
      stop.mark.setStyle({ opacity, fillOpacity: opacity * 0.95 });
      if (stop.dot) stop.dot.setStyle({ fillOpacity: opacity });
    }
    for (const place of this.places)
      place.mark.setStyle({ opacity: off(place.routes) ? 0.15 : 1, fillOpacity: off(place.routes) ? 0.3 : 1 });
    for (const item of this.page.labels.items) {
      item.faded = Boolean(item.routes && off(item.routes) && item.rank > 1);
      item.strong = Boolean(item.routes && state.route !== null && item.routes.includes(state.route) && item.rank < 3);
    }
    this.page.labels.place();
  }
  hover(route, position) {
    const step = route === null ? null : this.page.stepOf(route, position);
    const leg = step && this.lanes[route].find((one) => one.position === position);
    this.hoverLine.setLatLngs(leg ? leg.latlngs : []);
    let at = null;
    if (step && !leg) {
      const place = this.page.data.places[step.from],
        stop = this.page.data.stops.find((one) => one.id === step.crossing);
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
Corridor.badge = function (route) {
  const node = document.createElement("span");
  node.className = "badge";
  node.textContent = route.letter;
  node.style.background = route.colour;
  node.style.color = route.ink;
  return node;
};
Corridor.drawPlace = function (page, id, place, group, routes) {
  const [text, lon, lat, rank] = place,
    radius = rank <= 1 ? 4.2 : rank === 2 ? 2.8 : 2;
  const mark = L.circleMarker([lat, lon], {
    pane: "stops",
    radius,
    color: "#222",
    weight: 1.5,
    fillColor: "#fff",
    fillOpacity: 1,
  });
  mark.bindTooltip(Corridor.note(text, place[4].replaceAll("_", " ") + ", " + place[5]));
  if (group) {
    group.addLayer(mark);
    page.labels.blocks.push({ latlng: [lat, lon], radius });
  }
  page.labels.add({
    text,
    latlng: [lat, lon],
    rank,
    kind: "place",
    radius: group ? radius : 7,
    routes,
    from: [0, 0, 4, 5, 6.5][rank] ?? 6.5,
  });
  return { id, mark, routes };
};
Corridor.drawClosed = function (page, group) {
  for (const shut of page.data.closed) {
    const icon = L.divIcon({ className: "closed-icon", iconSize: [14, 14] });
    const mark = L.marker([shut.lat, shut.lon], { icon, pane: "closed", keyboard: false, alt: "closed" });
    mark.bindTooltip(
      Corridor.note(
        shut.name,
        "Closed" + (shut.mode ? " to " + shut.mode : "") + " since " + shut.from + ", as of " + shut.as_of,
        shut.reason,
      ),
    );
    group.addLayer(mark);
  }
};
