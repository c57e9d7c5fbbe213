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
  /* Weight decides who comes first: places of the picked route, then by rank, then countries and seas. */
  place() {
    const map = this.map, zoom = map.getZoom(), taken = [];
    const box = (x, y, w, h) => ({ l: x - w / 2, r: x + w / 2, t: y - h / 2, b: y + h / 2 });
    const corner = map.containerPointToLayerPoint([0, 0]), size = map.getSize();
    const inside = (b) =>
      b.l > corner.x + 2 && b.t > corner.y + 2 && b.r < corner.x + size.x - 2 && b.b < corner.y + size.y - 14;
    const free = (b) => inside(b) && !taken.some((o) => b.l < o.r && o.l < b.r && b.t < o.b && o.t < b.b);
    const frame = map.getContainer().getBoundingClientRect();
    for (const control of map.getContainer().querySelectorAll(".leaflet-control")) {
      const r = control.getBoundingClientRect(),
        p = map.containerPointToLayerPoint([r.left - frame.left, r.top - frame.top]);
      taken.push({ l: p.x - 2, t: p.y - 2, r: p.x + r.width + 2, b: p.y + r.height + 2 });
    }
    for (const block of this.blocks) {
      const p = map.latLngToLayerPoint(block.latlng);
      taken.push(box(p.x, p.y, block.radius * 2, block.radius * 2));
    }
    const order = (item) =>
      item.kind === "place" ? item.rank - (item.strong && item.rank > 0 ? 1.4 : 0) : 20 + item.rank;
    const rest = [...this.items].sort((a, b) => order(a) - order(b));
    for (const item of rest) {
      const hidden =
        (item.kind === "place" ? !this.shown.places : !this.shown.countries) ||
        (zoom < item.from && !item.strong) ||
        item.faded;
      item.node.style.visibility = "hidden";
      if (hidden) continue;
      const [font, size, spacing] = this.fonts(item);
      this.pen.font = font;
      const w = this.pen.measureText(item.node.textContent).width + spacing * item.node.textContent.length + 4,
        h = size * 1.25;
      const p = map.latLngToLayerPoint(item.latlng),
        gap = (item.radius || 4) + 4;
      const spots =
        item.kind === "place"
          ? [
              [gap + w / 2, 0],
              [-gap - w / 2, 0],
              [0, -gap - h / 2],
              [0, gap + h / 2],
              [gap + w / 2 - 3, -h * 0.7],
              [gap + w / 2 - 3, h * 0.7],
            ]
          : [
              [0, 0],
              [0, -h],
              [0, h],
              [w * 0.35, 0],
              [-w * 0.35, 0],
              [0, -2 * h],
              [0, 2 * h],
            ];
      const spot = spots.find(([dx, dy]) => free(box(p.x + dx, p.y + dy, w, h)));
      if (!spot) continue;
      const b = box(p.x + spot[0], p.y + spot[1], w, h);
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
