/* Names on the map: the important first, none on another. */
"use strict";
Corridor.Labels = class {
  constructor(map) {
    this.map = map;
    this.items = [];
    this.blocks = [];
    this.shown = { places: true, countries: true };
    this.pane = map.createPane("names");
    this.pane.style.zIndex = 640;
    this.pane.style.pointerEvents = "none";
    this.pen = document.createElement("canvas").getContext("2d");
    map.on("zoomstart", () => {
      this.pane.style.visibility = "hidden";
    });
    map.on("moveend resize", () => this.place());
  }
  /* Take the places away; countries and seas stay. */
  clear() {
    for (const item of this.items) if (item.kind === "place") item.node.remove();
    this.items = this.items.filter((item) => item.kind !== "place");
    this.blocks = [];
  }
  /* item: {text, latlng, rank, kind: place|country|sea, radius, from (zoom)} */
  add(item) {
    const node = document.createElement("div");
    node.className = "name name-" + item.kind + (item.rank <= 1 && item.kind === "place" ? " name-main" : "");
    node.dir = "auto";
    node.textContent = item.kind === "country" ? item.text.toUpperCase() : item.text;
    this.pane.appendChild(node);
    this.items.push({ ...item, node });
  }
  fonts(item) {
    const family = "system-ui, -apple-system, 'DejaVu Sans', sans-serif";
    if (item.kind === "country") return ["600 10.5px " + family, 10.5, 1.2];
    if (item.kind === "sea") return ["italic 12px " + family, 12, 0];
    return item.rank <= 1 ? ["600 13px " + family, 13, 0] : ["400 11.5px " + family, 11.5, 0];
  }
  /* Boxes, in the pixels of the layers, that names must keep clear of: controls, and the marks on the map. */
  taken() {
    const map = this.map, frame = map.getContainer().getBoundingClientRect();
    const controls = [...map.getContainer().querySelectorAll(".leaflet-control")].map((control) => {
      const r = control.getBoundingClientRect();
      const p = map.containerPointToLayerPoint([r.left - frame.left, r.top - frame.top]);
      return { l: p.x - 2, t: p.y - 2, r: p.x + r.width + 2, b: p.y + r.height + 2 };
    });
    const marks = this.blocks.map(({ latlng, radius }) => {
      const p = map.latLngToLayerPoint(latlng);
      return this.box(p.x, p.y, radius * 2, radius * 2);
    });
    return [...controls, ...marks];
  }
  box(x, y, w, h) {
    return { l: x - w / 2, r: x + w / 2, t: y - h / 2, b: y + h / 2 };
  }
  /* Where a name may stand round its point, the best first. */
  spots(item, w, h) {
    if (item.kind !== "place") {
      const aside = [[w * 0.35, 0], [-w * 0.35, 0]];
      return [[0, 0], [0, -h], [0, h], ...aside, [0, -2 * h], [0, 2 * h]];
    }
    const gap = (item.radius || 4) + 4, right = gap + w / 2;
    return [[right, 0], [-right, 0], [0, -gap - h / 2], [0, gap + h / 2], [right - 3, -h * 0.7], [right - 3, h * 0.7]];
  }
  isHidden(item) {
    const shown = item.kind === "place" ? this.shown.places : this.shown.countries;
    return !shown || (this.map.getZoom() < item.from && !item.strong) || item.faded;
  }
  /* Weight decides who comes first: places of the picked route, then by rank, then countries and seas. */
  place() {
    const map = this.map, taken = this.taken();
    const corner = map.containerPointToLayerPoint([0, 0]), size = map.getSize();
    const [left, top, right, bottom] = [corner.x + 2, corner.y + 2, corner.x + size.x - 2, corner.y + size.y - 14];
    const inside = (b) => b.l > left && b.t > top && b.r < right && b.b < bottom;
    const free = (b) => inside(b) && !taken.some((o) => b.l < o.r && o.l < b.r && b.t < o.b && o.t < b.b);
    const order = (item) =>
      item.kind === "place" ? item.rank - (item.strong && item.rank > 0 ? 1.4 : 0) : 20 + item.rank;
    for (const item of [...this.items].sort((a, b) => order(a) - order(b))) {
      item.node.style.visibility = "hidden";
      if (this.isHidden(item)) continue;
      const [font, letter, spacing] = this.fonts(item), text = item.node.textContent, h = letter * 1.25;
      if (!item.width) {
        this.pen.font = font;
        item.width = this.pen.measureText(text).width + spacing * text.length + 4;
      }
      const p = map.latLngToLayerPoint(item.latlng);
      const boxes = this.spots(item, item.width, h).map(([dx, dy]) => this.box(p.x + dx, p.y + dy, item.width, h));
      const b = boxes.find(free);
      if (!b) continue;
      taken.push(b);
      item.node.style.visibility = "";
      item.node.style.transform = `translate(${Math.round(b.l + 2)}px, ${Math.round(b.t)}px)`;
    }
    this.pane.style.visibility = "";
  }
};

Corridor.nameBackground = function (labels, background) {
  for (const [text, lon, lat, rank] of background.countries) {
    labels.add({ text, latlng: [lat, lon], rank, kind: "country", from: rank === 1 ? 2.5 : rank === 2 ? 3.75 : 4.75 });
  }
  for (const [text, lon, lat, rank] of background.seas) {
    labels.add({
      text,
      latlng: [lat, lon],
      rank: rank - 0.5,
      kind: "sea",
      from: rank === 1 ? 3 : rank === 2 ? 4.25 : 5,
    });
  }
};
