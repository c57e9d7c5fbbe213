/* What the map can show and hide, its legend, and a background of online tiles where the page's author allowed one. */
"use strict";
Corridor.TILE_ERRORS = 3;

Corridor.Layers = class {
  constructor(page, background, tiles) {
    this.page = page;
    this.background = background;
    this.names = { "Place names": this.flag("places"), "Countries and seas": this.flag("countries") };
    if (tiles) this.addTiles(tiles);
  }
  load(data) {
    this.drawControl(data);
    this.drawLegend(data);
  }
  update() {}
  hover() {}
  flag(name) {
    const { map, labels } = this.page, group = L.layerGroup().addTo(map);
    group.on("add remove", () => {
      labels.shown[name] = map.hasLayer(group);
      labels.place();
    });
    return group;
  }
  drawControl(data) {
    const view = this.page.view, layers = {};
    (view.groups || []).forEach((group, index) => { layers["Route " + data.routes[index].letter] = group; });
    layers["Places and stops"] = view.stopGroup;
    layers["Closed"] = view.closedGroup;
    Object.assign(layers, this.names, { Boundaries: this.background.borders });
    if (this.control) this.control.remove();
    const bases = this.tiles ? { "Built-in background": this.background.land, [this.host]: this.tiles } : null;
    this.control = L.control.layers(bases, layers, { position: "topright" }).addTo(this.page.map);
  }
  /* Tiles are asked for once a person chooses them; when they fail the map returns to its own background. */
  addTiles({ url, attribution }) {
    const map = this.page.map, { land, borders } = this.background;
    const holder = document.createElement("i");
    holder.textContent = attribution;
    const host = new URL(url).host;
    this.host = "Online tiles from " + host;
    this.tiles = L.tileLayer(url, { attribution: holder.innerHTML, maxZoom: 19 });
    let errors = 0;
    this.tiles.on("add", () => {
      errors = 0;
      borders.remove();
      this.say("");
    });
    this.tiles.on("remove", () => borders.addTo(map));
    this.tiles.on("tileerror", () => {
      errors += 1;
      if (errors !== Corridor.TILE_ERRORS) return;
      this.tiles.remove();
      land.addTo(map);
      this.say(`${host} did not send its tiles. This is the built-in background again.`);
    });
    this.message = Corridor.make("p", { class: "message", role: "status", hidden: true });
    const control = L.control({ position: "bottomright" });
    control.onAdd = () => this.message;
    control.addTo(map);
  }
  say(text) {
    this.message.textContent = text;
    this.message.hidden = !text;
  }
  drawLegend(data) {
    const map = this.page.map, old = this.legend;
    const open = old ? old.getContainer().open : !Corridor.isNarrow(map);
    if (old) old.remove();
    this.legend = L.control({ position: "bottomleft" });
    this.legend.onAdd = () => {
      const title = Corridor.make("summary", {}, "Legend");
      const node = Corridor.make("details", { class: "legend", open }, title, ...this.rows(data));
      L.DomEvent.disableClickPropagation(node).disableScrollPropagation(node);
      node.addEventListener("toggle", () => this.page.labels.place());
      return node;
    };
    this.legend.addTo(map);
  }
  rows(data) {
    const svg = Corridor.svg, links = Object.values(data.links), rows = [];
    const row = (text, ...marks) => {
      const box = { width: 36, height: 20, viewBox: "0 0 36 20", overflow: "visible", "aria-hidden": "true" };
      const sign = svg("svg", box);
      sign.append(...marks);
      rows.push(Corridor.make("div", {}, sign, text));
    };
    const round = { "stroke-linecap": "round" }, middle = { cx: 18, cy: 10, "stroke-width": 1.3 };
    const line = (dash, width = 3.4, stroke = "#33404a") =>
      svg("path", { d: "M4 10H32", stroke, "stroke-width": width, "stroke-dasharray": dash, ...round });
    const circle = (r, fill, stroke = "#222") => svg("circle", { r, fill, stroke, ...middle });
    for (const [mode, { name, dash }] of Object.entries(Corridor.MODES)) {
      if (links.some((link) => link.mode === mode)) row(name, line(dash));
    }
    const planned = links.some((link) => !Corridor.isInUse(link.status));
    if (planned) row("Planned", line("0.1 5", 2), circle(3.6, "#fff", "#33404a"));
    const stops = data.stops || [], radius = (hours) => Corridor.radius(hours, this.page.map);
    if (stops.length) for (const hours of [10, 40]) row(`Border stop, ${hours} h`, circle(radius(hours), "#f0e442"));
    if (stops.some((stop) => stop.gauge)) row("Gauge break", circle(6, "#f0e442"), circle(2.2, "#222"));
    const closed = (shown, text, d) => {
      const recorded = shown.every((shut) => shut.from) ? ", as recorded" : "";
      if (shown.length) row(text + recorded, svg("path", { d, stroke: "#a40000", "stroke-width": 2.4, ...round }));
    };
    closed(data.closed.filter((shut) => !shut.mode), "Closed", "M13 5L23 15M23 5L13 15");
    closed(data.closed.filter((shut) => shut.mode), "Closed to one mode", "M23 5L13 15");
    row("Disputed boundary", line("4 4", 1.1, "#6d6a62"));
    return rows;
  }
};
