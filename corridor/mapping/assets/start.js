/* Brings the page to life: state, permalink, layers and legend. A part has update(state) and hover(route, position). */
"use strict";
Corridor.mapOptions = (own) => ({
  center: [38, 55], zoom: 4, minZoom: 2.5, maxZoom: 11, maxBounds: [[-38, -26], [77, 126]], maxBoundsViscosity: 1, zoomSnap: 0.25, zoomDelta: 0.5, wheelPxPerZoomLevel: 120,
  worldCopyJump: false, zoomControl: false, attributionControl: true, ...Object.fromEntries(Object.entries(own).filter(([key]) => !["zoom", "zoomControl"].includes(key))),
});

Corridor.Page = class {
  constructor(map, data, background) {
    this.map = map;
    this.data = data;
    this.state = { route: null, colour: data.kind === "network" ? "mode" : "route", chart: "time" };
    map.attributionControl.setPrefix("Leaflet 1.9.4 · Natural Earth");
    L.control.zoom({ position: "topright" }).addTo(map);
    L.control.scale({ imperial: false, maxWidth: 120 }).addTo(map);
    map.setView([38, 55], 4, { animate: false });
    this.borders = Corridor.drawBackground(map, background);
    this.labels = new Corridor.Labels(map);
    this.view = data.kind === "network" ? new Corridor.NetworkView(this) : new Corridor.RouteView(this);
    Corridor.nameBackground(this.labels, background);
    this.parts = data.kind === "network" ? [this.view] : [this.view, new Corridor.Panel(this), new Corridor.Chart(this)];
    this.addLayers();
    this.addLegend();
    map.on("click", () => this.set({ route: null }));
    map.on("moveend", () => this.write());
    window.addEventListener("hashchange", () => { if (location.hash.slice(1) !== this.written) this.read(); });
    this.read();
    this.set({});
  }
  stepOf(route, position) { return this.data.steps[this.data.routes[route].steps[position]]; }
  set(change) {
    Object.assign(this.state, change);
    if (this.data.kind === "network") this.state.route = null;
    for (const part of this.parts) part.update(this.state);
    this.write();
  }
  hover(route, position) { for (const part of this.parts) part.hover(route, position); }
  hoverStop(stop) {
    const route = stop.routes.includes(this.state.route) ? this.state.route : stop.routes[0];
    const place = stop.id.startsWith("place:") ? stop.id.slice(6) : "";
    const position = this.data.routes[route].steps.findIndex((at) => {
      const step = this.data.steps[at];
      return place ? step.gauge && step.from === place : step.crossing === stop.id;
    });
    if (position >= 0) this.hover(route, position);
  }
  fit() { this.map.fitBounds(this.view.bounds(), { padding: this.map.getSize().x < 600 ? [34, 40] : [46, 40], animate: false }); }
  reset() { this.fit(); this.set({ route: null }); }
  /* Permalink: #route=B&colour=mode&chart=cost&at=lat,lon,zoom */
  write() {
    if (!this.ready) return;
    const at = this.map.getCenter(), route = this.state.route === null ? "" : this.data.routes[this.state.route].letter;
    const parts = new URLSearchParams({ ...(route && { route }), colour: this.state.colour, ...(this.data.kind === "routes" && { chart: this.state.chart }) });
    this.written = `${parts}&at=${at.lat.toFixed(3)},${at.lng.toFixed(3)},${this.map.getZoom().toFixed(2)}`;
    try { history.replaceState(null, "", "#" + this.written); } catch { /* an embedded page has no address of its own */ }
  }
  read() {
    const asked = new URLSearchParams(location.hash.slice(1)), state = this.state;
    if (this.data.kind === "routes") {
      const route = this.data.routes.findIndex((one) => one.letter === asked.get("route"));
      state.route = route >= 0 ? route : null;
      if (["route", "mode"].includes(asked.get("colour"))) state.colour = asked.get("colour");
      if (["time", "cost"].includes(asked.get("chart"))) state.chart = asked.get("chart");
    } else if (["mode", "gauge", "status", "project"].includes(asked.get("colour"))) state.colour = asked.get("colour");
    const at = (asked.get("at") || "").split(",").map(Number);
    if (at.length === 3 && at.every(Number.isFinite)) this.map.setView([at[0], at[1]], at[2], { animate: false }); else this.fit();
    if (this.view.relay) this.view.relay();
    if (this.ready) this.set({});
    this.ready = true;
  }
  addLayers() {
    const flag = (name) => {
      const group = L.layerGroup().addTo(this.map);
      group.on("add remove", () => { this.labels.shown[name] = this.map.hasLayer(group); this.labels.place(); });
      return group;
    };
    const layers = {};
    if (this.view.groups) this.view.groups.forEach((group, index) => { layers["Route " + this.data.routes[index].letter] = group; });
    Object.assign(layers, { "Places and stops": this.view.stopGroup, "Closed crossings": this.view.closedGroup, "Place names": flag("places"), "Countries and seas": flag("countries"), Boundaries: this.borders });
    L.control.layers(null, layers, { position: "topright" }).addTo(this.map);
  }
  addLegend() {
    const make = Corridor.make, svg = Corridor.svg, data = this.data;
    const row = (text, ...marks) => {
      const sign = svg("svg", { width: 36, height: 20, viewBox: "0 0 36 20", overflow: "visible", "aria-hidden": "true" });
      sign.append(...marks);
      return make("div", {}, sign, text);
    };
    const line = (dash, width = 3.4, colour = "#33404a") => svg("path", { d: "M4 10H32", stroke: colour, "stroke-width": width, "stroke-linecap": "round", "stroke-dasharray": dash });
    const circle = (radius, fill = "#f0e442") => svg("circle", { cx: 18, cy: 10, r: radius, fill, stroke: "#222", "stroke-width": 1.3 });
    const modes = new Set(Object.values(data.links).map((link) => link.mode));
    const rows = Object.entries(Corridor.MODES).filter(([mode]) => modes.has(mode)).map(([, mode]) => row(mode.name, line(mode.dash)));
    if (Object.values(data.links).some((link) => !["open", "disused"].includes(link.status))) rows.push(row("Planned", line("0.1 5", 2), svg("circle", { cx: 18, cy: 10, r: 3.6, fill: "#fff", stroke: "#33404a", "stroke-width": 1.6 })));
    if (data.stops) rows.push(row("Border stop, 10 h", circle(Corridor.radius(10))), row("Border stop, 40 h", circle(Corridor.radius(40))));
    if (data.stops && data.stops.some((stop) => stop.gauge)) rows.push(row("Gauge break", circle(6), svg("circle", { cx: 18, cy: 10, r: 2.2, fill: "#222" })));
    if (data.closed.length) rows.push(row("Closed, as recorded", svg("path", { d: "M13 5L23 15M23 5L13 15", stroke: "#a40000", "stroke-width": 2.4, "stroke-linecap": "round" })));
    rows.push(row("Disputed boundary", line("4 4", 1.1, "#6d6a62")));
    const legend = L.control({ position: "bottomleft" });
    legend.onAdd = () => {
      const node = make("details", { class: "legend", open: this.map.getSize().x > 600 }, make("summary", {}, "Legend"), ...rows);
      L.DomEvent.disableClickPropagation(node).disableScrollPropagation(node);
      return node;
    };
    legend.addTo(this.map);
  }
};

Corridor.start = function (map, data, background, marker) {
  delete L.Icon.Default.prototype._getIconUrl;
  L.Icon.Default.mergeOptions({ iconUrl: marker, iconRetinaUrl: marker, shadowUrl: "" });
  Corridor.page = new Corridor.Page(map, data, background);
  if (!map.getSize().x) Corridor.fitOnceSeen(map, Corridor.page);
};

/* A map in a frame that is out of view has no size until it is seen. */
Corridor.fitOnceSeen = function (map, page) {
  new ResizeObserver((_, watch) => {
    if (!map.getContainer().clientWidth) return;
    watch.disconnect();
    map.invalidateSize({ animate: false });
    page.fit();
    if (page.view.relay) page.view.relay();
  }).observe(map.getContainer());
};
