/* Brings the page to life: data, state, permalink. A part has load(data), update(state) and hover(route, position). */
"use strict";
Corridor.mapOptions = (own) => ({
  center: [38, 55],
  zoom: 4,
  minZoom: 2.5,
  maxZoom: 11,
  maxBounds: [[-38, -26], [77, 126]],
  maxBoundsViscosity: 1,
  zoomSnap: 0.25,
  zoomDelta: 0.5,
  wheelPxPerZoomLevel: 120,
  worldCopyJump: false,
  zoomControl: false,
  attributionControl: true,
  ...Object.fromEntries(Object.entries(own).filter(([key]) => !["zoom", "zoomControl"].includes(key))),
});

Corridor.Page = class {
  constructor(map, data, background, tiles) {
    this.map = map;
    this.data = this.first = data;
    this.isNetwork = data.kind === "network";
    this.state = { route: null, colour: this.isNetwork ? "mode" : "route", chart: "time" };
    map.attributionControl.setPrefix("Leaflet 1.9.4 · Natural Earth");
    L.control.zoom({ position: "topright" }).addTo(map);
    L.control.scale({ imperial: false, maxWidth: 120 }).addTo(map);
    map.setView([38, 55], 4, { animate: false });
    this.labels = new Corridor.Labels(map);
    this.layers = new Corridor.Layers(this, Corridor.drawBackground(map, background), tiles);
    Corridor.nameBackground(this.labels, background);
    this.view = this.isNetwork ? new Corridor.NetworkView(this) : new Corridor.RouteView(this);
    this.parts = [this.view];
    if (!this.isNetwork) {
      this.panel = new Corridor.Panel(this);
      this.planner = data.planner ? new Corridor.Planner(this, data.planner) : null;
      this.parts.push(new Corridor.Table(this), this.panel, new Corridor.Chart(this));
      if (this.planner) this.parts.push(this.planner);
    }
    this.parts.push(this.layers);
    this.load(data);
    map.on("click", () => this.set({ route: null }));
    map.on("moveend", () => this.write());
    window.addEventListener("hashchange", () => {
      if (location.hash.slice(1) !== this.written) this.read();
    });
    matchMedia("print").addEventListener("change", ({ matches }) => this.print(matches));
    this.read();
  }
  /* On paper the map of an answer has another size: show the whole of it, and afterwards what was seen before. */
  print(begins) {
    const { map } = this;
    if (!document.documentElement.classList.contains("changed")) return;
    if (begins) this.seen = [map.getCenter(), map.getZoom()];
    map.invalidateSize({ animate: false });
    if (begins) this.fit();
    else map.setView(...this.seen, { animate: false });
  }
  load(data) {
    this.data = data;
    for (const part of this.parts) part.load(data);
  }
  /* Show an answer of the planner, or with nothing the page's first data again; a picked route stays if it is there. */
  show(answer) {
    const key = this.state.route === null ? "" : Corridor.keyOf(this.data, this.state.route);
    this.load(answer ? { ...this.first, ...answer } : this.first);
    const route = this.data.routes.findIndex((_, index) => Corridor.keyOf(this.data, index) === key);
    this.set({ route: route >= 0 ? route : null });
  }
  stepOf(route, position) {
    return this.data.steps[this.data.routes[route].steps[position]];
  }
  set(change) {
    Object.assign(this.state, change);
    if (this.isNetwork) this.state.route = null;
    for (const part of this.parts) part.update(this.state);
    this.write();
  }
  hover(route, position) {
    for (const part of this.parts) part.hover(route, position);
  }
  pickStep(route, position) {
    this.set({ route });
    this.panel.open(position);
  }
  pickStop(stop) {
    this.set({ route: this.routeThrough(stop) });
    if (this.planner) this.planner.offerStop(stop);
  }
  routeThrough(stop) {
    return stop.routes.includes(this.state.route) ? this.state.route : stop.routes[0];
  }
  hoverStop(stop) {
    const route = this.routeThrough(stop), place = stop.id.startsWith("place:") ? stop.id.slice(6) : "";
    const position = this.data.routes[route].steps.findIndex((at) => {
      const step = this.data.steps[at];
      return place ? step.gauge && step.from === place : step.crossing === stop.id;
    });
    if (position >= 0) this.hover(route, position);
  }
  fit() {
    const padding = this.map.getSize().x < 600 ? [22, 26] : [46, 40];
    this.map.fitBounds(this.view.bounds(), { padding, animate: false });
  }
  reset() {
    this.fit();
    this.set({ route: null });
  }
  /* Permalink: #route=B&colour=mode&chart=cost&...&at=lat,lon,zoom; the planner adds what differs from the start. */
  write() {
    if (!this.ready) return;
    const at = this.map.getCenter(), { route, colour, chart } = this.state, asked = {};
    if (route !== null) asked.route = this.data.routes[route].letter;
    asked.colour = colour;
    if (!this.isNetwork) asked.chart = chart;
    if (this.planner) Object.assign(asked, this.planner.write());
    const place = `${at.lat.toFixed(3)},${at.lng.toFixed(3)},${this.map.getZoom().toFixed(2)}`;
    this.written = `${new URLSearchParams(asked)}&at=${place}`;
    try {
      history.replaceState(null, "", "#" + this.written);
    } catch {
      /* an embedded page has no address of its own */
    }
  }
  read() {
    const asked = new URLSearchParams(location.hash.slice(1)), state = this.state;
    this.ready = false;
    if (this.planner) this.planner.read(asked);
    const colours = this.isNetwork ? ["mode", "gauge", "status", "project"] : ["route", "mode"];
    if (colours.includes(asked.get("colour"))) state.colour = asked.get("colour");
    if (!this.isNetwork) {
      const route = this.data.routes.findIndex((one) => one.letter === asked.get("route"));
      state.route = route >= 0 ? route : null;
      if (["time", "cost"].includes(asked.get("chart"))) state.chart = asked.get("chart");
    }
    const at = (asked.get("at") || "").split(",").map(Number);
    if (at.length === 3 && at.every(Number.isFinite)) this.map.setView([at[0], at[1]], at[2], { animate: false });
    else this.fit();
    if (this.view.relay) this.view.relay();
    this.ready = true;
    this.set({});
  }
};

/* The picture of folium's plain markers, for layers that are added in Python. */
Corridor.setMarker = function (iconUrl) {
  delete L.Icon.Default.prototype._getIconUrl;
  L.Icon.Default.mergeOptions({ iconUrl, iconRetinaUrl: iconUrl, shadowUrl: "" });
};

Corridor.start = function (map, data, background, tiles) {
  Corridor.page = new Corridor.Page(map, data, background, tiles);
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
