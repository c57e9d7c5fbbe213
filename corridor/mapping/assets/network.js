/* A whole network: coloured by mode, gauge, status or project, with filters and search. */
"use strict";
Corridor.NetworkView = class {
  constructor(page) {
    this.page = page;
    this.map = page.map;
    for (const [name, z] of [
      ["hover", 405],
      ["lines", 410],
      ["stops", 450],
      ["closed", 460],
    ])
      this.map.createPane(name).style.zIndex = z;
    this.linkGroup = L.layerGroup().addTo(this.map);
    this.stopGroup = L.layerGroup().addTo(this.map);
    this.closedGroup = L.layerGroup().addTo(this.map);
    this.halo = L.polyline([], { pane: "hover", color: "#1b2630", opacity: 0.3, weight: 14, interactive: false }).addTo(
      this.map,
    );
    this.hidden = new Set();
    const data = page.data;
    this.links = Object.entries(data.links).map(([id, link]) => {
      const points = Corridor.decode(link.line, 1000),
        dash = Corridor.MODES[link.mode].dash;
      const planned = !["open", "disused"].includes(link.status);
      const line = L.polyline(points, {
        pane: "lines",
        weight: planned ? 1.8 : 2.8,
        dashArray: planned ? "0.1 5" : dash,
        interactive: false,
      });
      const hit = L.polyline(points, { pane: "lines", color: "#000", opacity: 0, weight: 12 });
      hit.bindTooltip(Corridor.note(this.name(link), this.facts(link)), { sticky: true });
      hit.on("click", (event) => {
        L.DomEvent.stop(event);
        this.pick(id);
      });
      const mark = planned
        ? L.circleMarker(Corridor.middle(points), {
            pane: "lines",
            radius: 3.4,
            weight: 1.5,
            fillColor: "#fff",
            fillOpacity: 1,
            interactive: false,
          })
        : null;
      return { id, link, line, hit, mark, points };
    });
    for (const [id, place] of Object.entries(data.places)) {
      Corridor.drawPlace(page, id, place, this.stopGroup, []).mark.on("click", (event) => {
        L.DomEvent.stop(event);
        this.find(id);
      });
    }
    Corridor.drawClosed(page, this.closedGroup);
    this.buildPanel();
  }
  name(link) {
    const places = this.page.data.places;
    return `${places[link.from][0]} – ${places[link.to][0]}`;
  }
  facts(link) {
    const parts = [
      Corridor.MODES[link.mode].name,
      link.gauge ? link.gauge + " mm" : "",
      Math.round(link.km).toLocaleString("en") + " km",
      link.status.replaceAll("_", " "),
      link.opens ? "opens " + link.opens : "",
    ];
    return parts.filter(Boolean).join(" · ");
  }
  value(link, key) {
    if (key === "mode") return Corridor.MODES[link.mode].name;
    if (key === "gauge") return link.gauge ? link.gauge + " mm" : "no rail";
    if (key === "status") return link.status.replaceAll("_", " ");
    return link.project ? this.page.data.projects[link.project] || link.project : "no project";
  }
  colours(key) {
    const values = [...new Set(this.links.map(({ link }) => this.value(link, key)))].sort();
    const palette = ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#000000"];
    const plain = new Set(["no rail", "no project", "open"]);
    let next = 0;
    return new Map(
      values.map((value) => {
        const mode = Object.values(Corridor.MODES).find((one) => one.name === value);
        if (key === "mode" && mode) return [value, mode.colour];
        return [
          value,
          plain.has(value) && key !== "gauge"
            ? "#7b8894"
            : value === "no rail"
              ? "#7b8894"
              : palette[next++ % palette.length],
        ];
      }),
    );
  }
  bounds() {
    const bounds = L.latLngBounds(this.links.filter(({ link }) => link.mode !== "sea").flatMap(({ points }) => points));
    return bounds.isValid()
      ? bounds
      : L.latLngBounds([
          [22, 22],
          [58, 80],
        ]);
  }
  buildPanel() {
    const make = Corridor.make,
      page = this.page;
    const keys = [
      ["mode", "Mode"],
      ["gauge", "Gauge"],
      ["status", "Status"],
      ["project", "Project"],
    ];
    this.choice = Corridor.choice(
      "Colour by",
      keys,
      () => (keys.some(([key]) => key === page.state.colour) ? page.state.colour : "mode"),
      (colour) => page.set({ colour }),
    );
    Corridor.tools(page, document.querySelector(".tools"), [make("span", { class: "label" }, "Colour"), this.choice]);
    this.filters = document.querySelector(".filters");
    this.steps = document.querySelector(".steps");
    this.hits = make("ul", { class: "hits" });
    this.input = make("input", {
      type: "search",
      id: "search",
      autocomplete: "off",
      placeholder: "Place or link",
      on: { input: () => this.search() },
    });
    document.querySelector(".search").append(make("label", { for: "search" }, "Search"), this.input, this.hits);
  }
  fold(text) {
    return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  }
  search() {
    const make = Corridor.make,
      sought = this.fold(this.input.value.trim());
    this.hits.replaceChildren();
    if (!sought) return;
    const places = Object.entries(this.page.data.places)
      .filter(([id, place]) => this.fold(place[0] + " " + id).includes(sought))
      .map(([id, place]) => [place[0], place[5], () => this.find(id)]);
    const links = this.links
      .filter(({ id, link }) => this.fold(this.name(link) + " " + id).includes(sought))
      .map(({ id, link }) => [this.name(link), this.facts(link), () => this.pick(id)]);
    const all = [...places, ...links];
    for (const [text, about, call] of all.slice(0, 12)) {
      this.hits.append(
        make(
          "li",
          {},
          make(
            "button",
            {
              type: "button",
              on: {
                click: () => {
                  call();
                  this.hits.replaceChildren();
                  this.input.focus();
                },
              },
            },
            make("bdi", {}, text),
            make("span", {}, about),
          ),
        ),
      );
    }
    if (!all.length) this.hits.append(make("li", { class: "none" }, "Nothing is called so."));
    if (all.length > 12) this.hits.append(make("li", { class: "none" }, `and ${all.length - 12} more`));
  }
  find(id) {
    const place = this.page.data.places[id],
      at = [place[2], place[1]];
    this.map.setView(at, Math.max(this.map.getZoom(), 6));
    this.halo.setLatLngs([at, at]);
    const own = this.links.filter(({ link }) => link.from === id || link.to === id);
    this.show(place[0], place[4].replaceAll("_", " ") + ", " + place[5] + ", id " + id, own);
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
      const [name, publisher, year] = this.page.data.sources[link.source] || [link.source, "", ""];
      return make(
        "li",
        {},
        make(
          "button",
          { type: "button", on: { click: () => this.pick(id) } },
          make("bdi", {}, this.name(link)),
          make("span", {}, this.facts(link)),
        ),
        make(
          "div",
          { class: "basis" },
          [name, publisher, year].filter(Boolean).join(", "),
          make("span", { class: "source" }, ` [${link.source}, grade ${link.grade}]`),
        ),
      );
    };
    this.steps.replaceChildren(
      make("h2", {}, make("bdi", {}, title)),
      make("p", { class: "hint" }, about),
      make("ul", { class: "hits" }, ...links.map(item)),
    );
  }
  update() {
    const key = this.choice.querySelector("[aria-pressed=true]") ? undefined : "mode";
    this.choice.update();
    const by = key || this.choice.querySelector("[aria-pressed=true]").dataset.value;
    const colours = this.colours(by),
      make = Corridor.make;
    if (this.by !== by) this.hidden.clear();
    this.by = by;
    this.filters.replaceChildren(
      ...[...colours].map(([value, colour]) => {
        const number = this.links.filter(({ link }) => this.value(link, by) === value).length;
        const box = make("input", {
          type: "checkbox",
          checked: !this.hidden.has(value),
          on: {
            change: () => {
              this.hidden[box.checked ? "delete" : "add"](value);
              this.paint(colours);
            },
          },
        });
        return make(
          "label",
          {},
          box,
          make("span", { class: "key", style: `background:${colour}` }),
          make("bdi", {}, value),
          make("span", { class: "much" }, String(number)),
        );
      }),
    );
    this.paint(colours);
    this.page.labels.place();
  }
  paint(colours) {
    for (const { link, line, hit, mark } of this.links) {
      const value = this.value(link, this.by),
        shown = !this.hidden.has(value);
      line.setStyle({ color: colours.get(value) });
      if (mark) mark.setStyle({ color: colours.get(value) });
      for (const layer of [line, mark, hit].filter(Boolean))
        shown ? this.linkGroup.addLayer(layer) : this.linkGroup.removeLayer(layer);
    }
  }
  hover() {}
};
