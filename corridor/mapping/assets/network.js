/* A whole network: coloured by mode, gauge, status or project, with filters and search. */
"use strict";
Corridor.SHOWN_HITS = 12;
Corridor.PLAIN = "#7b8894";

Corridor.NetworkView = class {
  constructor(page) {
    this.page = page;
    this.map = page.map;
    Corridor.addPanes(this.map);
    this.linkGroup = L.layerGroup().addTo(this.map);
    this.stopGroup = L.layerGroup().addTo(this.map);
    this.closedGroup = L.layerGroup().addTo(this.map);
    const under = { pane: "hover", color: "#1b2630", opacity: 0.3, weight: 14, interactive: false };
    this.halo = L.polyline([], under).addTo(this.map);
    this.hidden = new Set();
    this.buildPanel();
  }
  load(data) {
    this.links = Object.entries(data.links).map(([id, link]) => this.drawLink(id, link));
    for (const [id, place] of Object.entries(data.places)) {
      Corridor.drawPlace(this.page, id, place, this.stopGroup, []).mark.on("click", (event) => {
        L.DomEvent.stop(event);
        this.find(id);
      });
    }
    Corridor.drawClosed(this.page, this.closedGroup);
  }
  drawLink(id, link) {
    const points = Corridor.decode(link.line, 1000), planned = !Corridor.isInUse(link.status);
    const hit = L.polyline(points, { pane: "lines", color: "#000", opacity: 0, weight: 12, smoothFactor: 3 });
    hit.bindTooltip(() => Corridor.note(this.name(link), this.facts(link)), { sticky: true });
    hit.on("click", (event) => {
      L.DomEvent.stop(event);
      this.pick(id);
    });
    const dot = { pane: "lines", radius: 3.4, weight: 1.5, fillColor: "#fff", fillOpacity: 1, interactive: false };
    const mark = planned ? L.circleMarker(Corridor.middle(points), dot) : null;
    return { id, link, points, planned, hit, mark };
  }
  /* One line for all links of a value that look alike: drawn and zoomed far faster than a line each. */
  drawLines(colours) {
    const wide = Corridor.isNarrow(this.map) ? 0.6 : 1, looks = new Map();
    for (const { link, points, planned } of this.links) {
      const value = this.value(link, this.by), key = [value, link.mode, planned].join("|");
      if (!looks.has(key)) looks.set(key, { value, mode: link.mode, planned, points: [] });
      looks.get(key).points.push(points);
    }
    this.lines = [...looks.values()].map(({ value, mode, planned, points }) => {
      const dashArray = planned ? "0.1 5" : Corridor.MODES[mode].dash, color = colours.get(value);
      const weight = (planned ? 1.8 : 2.8) * wide, plain = { pane: "lines", interactive: false };
      return { value, line: L.polyline(points, { ...plain, color, weight, dashArray }) };
    });
  }
  name(link) {
    const places = this.page.data.places;
    return `${places[link.from][0]} – ${places[link.to][0]}`;
  }
  facts(link) {
    const opens = link.opens ? "opens " + link.opens : "", gauge = link.gauge ? link.gauge + " mm" : "";
    const km = Corridor.whole(link.km) + " km";
    return [Corridor.MODES[link.mode].name, gauge, km, Corridor.words(link.status), opens].filter(Boolean).join(" · ");
  }
  value(link, key) {
    if (key === "mode") return Corridor.MODES[link.mode].name;
    if (key === "gauge") return link.gauge ? link.gauge + " mm" : "no rail";
    if (key === "status") return Corridor.words(link.status);
    return link.project ? this.page.data.projects[link.project] || link.project : "no project";
  }
  /* Values of a key with their colours: what most links have is grey. */
  colours(key) {
    const values = [...new Set(this.links.map(({ link }) => this.value(link, key)))].sort();
    if (key === "mode") {
      const modes = Object.values(Corridor.MODES);
      return new Map(values.map((value) => [value, modes.find((mode) => mode.name === value).colour]));
    }
    const palette = ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#000000"];
    const plain = { gauge: "no rail", status: "open", project: "no project" }[key];
    let next = 0;
    return new Map(values.map((value) => [value, value === plain ? Corridor.PLAIN : palette[next++ % palette.length]]));
  }
  bounds() {
    const bounds = L.latLngBounds(this.links.filter(({ link }) => link.mode !== "sea").flatMap(({ points }) => points));
    return bounds.isValid() ? bounds : L.latLngBounds(Corridor.EVERYWHERE);
  }
  buildPanel() {
    const make = Corridor.make, page = this.page;
    const keys = [["mode", "Mode"], ["gauge", "Gauge"], ["status", "Status"], ["project", "Project"]];
    this.choice = Corridor.choice("Colour by", keys, () => page.state.colour, (colour) => page.set({ colour }));
    Corridor.tools(page, document.querySelector(".tools"), [make("span", { class: "label" }, "Colour"), this.choice]);
    this.filters = document.querySelector(".filters");
    this.steps = document.querySelector(".steps");
    this.hits = make("ul", { class: "hits", "aria-label": "Found" });
    const field = { type: "search", id: "search", autocomplete: "off", placeholder: "Place or link" };
    this.input = make("input", { ...field, on: { input: () => this.search() } });
    document.querySelector(".search").append(make("label", { for: "search" }, "Search"), this.input, this.hits);
  }
  search() {
    const sought = Corridor.fold(this.input.value.trim());
    this.hits.replaceChildren();
    if (!sought) return;
    const places = Object.entries(this.page.data.places)
      .filter(([id, place]) => Corridor.fold(place[0] + " " + id).includes(sought))
      .map(([id, place]) => [place[0], place[5], () => this.find(id)]);
    const links = this.links
      .filter(({ id, link }) => Corridor.fold(this.name(link) + " " + id).includes(sought))
      .map(({ id, link }) => [this.name(link), this.facts(link), () => this.pick(id)]);
    const all = [...places, ...links];
    this.showHits(all, Corridor.SHOWN_HITS);
    if (!all.length) this.hits.append(Corridor.make("li", { class: "none" }, "Nothing is called so."));
  }
  showHits(all, number) {
    const make = Corridor.make;
    const button = (click, ...children) =>
      make("li", {}, make("button", { type: "button", on: { click } }, ...children));
    const items = all.slice(0, number).map(([text, about, find]) => {
      const call = () => {
        find();
        this.hits.replaceChildren();
        this.input.focus();
      };
      return button(call, make("bdi", {}, text), make("span", {}, about));
    });
    if (all.length > number) {
      const more = () => {
        this.showHits(all, all.length);
        this.hits.children[number].firstChild.focus();
      };
      items.push(button(more, `Show ${all.length - number} more`));
    }
    this.hits.replaceChildren(...items);
  }
  find(id) {
    const place = this.page.data.places[id], at = [place[2], place[1]];
    this.map.setView(at, Math.max(this.map.getZoom(), 6));
    this.halo.setLatLngs([at, at]);
    const own = this.links.filter(({ link }) => link.from === id || link.to === id);
    this.show(place[0], Corridor.words(place[4]) + ", " + place[5] + ", id " + id, own);
  }
  pick(id) {
    const found = this.links.find((one) => one.id === id);
    this.halo.setLatLngs(found.points);
    this.map.fitBounds(L.latLngBounds(found.points), { maxZoom: 7, padding: [60, 60] });
    this.show(this.name(found.link), "id " + id, [found]);
  }
  show(title, about, links) {
    const make = Corridor.make;
    const item = ({ id, link }) => {
      const source = make("span", { class: "source" }, ` [${link.source}, grade ${link.grade}]`);
      const on = { click: () => this.pick(id) };
      const label = [make("bdi", {}, this.name(link)), make("span", {}, this.facts(link))];
      return make(
        "li",
        {},
        make("button", { type: "button", on }, ...label),
        make("div", { class: "basis" }, Corridor.cite(this.page.data, link.source), source),
      );
    };
    this.steps.replaceChildren(
      make("h2", {}, make("bdi", {}, title)),
      make("p", { class: "hint" }, about),
      make("ul", { class: "hits" }, ...links.map(item)),
    );
  }
  update(state) {
    this.choice.update();
    if (this.by === state.colour) return;
    this.by = state.colour;
    this.hidden.clear();
    const colours = this.colours(this.by);
    this.filters.replaceChildren(...[...colours].map(([value, colour]) => this.filter(value, colour)));
    for (const { link, mark } of this.links) if (mark) mark.setStyle({ color: colours.get(this.value(link, this.by)) });
    this.drawLines(colours);
    this.paint();
    this.page.labels.place();
  }
  /* A row of the filters: shows or hides the links of a value, and lists them, for those who do without the lines. */
  filter(value, colour) {
    const make = Corridor.make, links = this.links.filter(({ link }) => this.value(link, this.by) === value);
    const change = () => {
      this.hidden[box.checked ? "delete" : "add"](value);
      this.paint();
    };
    const box = make("input", { type: "checkbox", checked: true, on: { change } });
    const key = make("span", { class: "key", style: `background:${colour}` });
    const count = Corridor.counted(links.length, "link"), list = () => this.show(value, count, links);
    const title = `List ${count}: ${value}`;
    return make(
      "div",
      { class: "filter" },
      make("label", {}, box, key, make("bdi", {}, value)),
      make("button", { type: "button", class: "much", "aria-label": title, on: { click: list } }, String(links.length)),
    );
  }
  /* Lines under marks under what a pointer hits; what is hidden is not there. */
  paint() {
    const shown = this.links.filter(({ link }) => !this.hidden.has(this.value(link, this.by)));
    this.linkGroup.clearLayers();
    for (const { value, line } of this.lines) if (!this.hidden.has(value)) this.linkGroup.addLayer(line);
    for (const { mark } of shown) if (mark) this.linkGroup.addLayer(mark);
    for (const { hit } of shown) this.linkGroup.addLayer(hit);
  }
  hover() {}
};
