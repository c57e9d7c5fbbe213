/* Building blocks: elements, numbers with their figures, badges, signs. Text goes in as text, never as markup. */
"use strict";
Corridor.make = function (tag, attributes, ...children) {
  const node = document.createElement(tag);
  for (const [key, value] of Object.entries(attributes || {})) {
    if (key === "on") for (const [name, call] of Object.entries(value)) node.addEventListener(name, call);
    else if (![null, undefined, false].includes(value)) node.setAttribute(key, value === true ? "" : value);
  }
  node.append(...children.filter((child) => child !== null && child !== undefined));
  return node;
};

Corridor.svg = function (tag, attributes, text) {
  const node = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [key, value] of Object.entries(attributes)) {
    if (value !== null && value !== undefined) node.setAttribute(key, value);
  }
  if (text !== undefined) node.textContent = text;
  return node;
};

/* A group of buttons of which one is pressed. */
Corridor.choice = function (label, options, read, write) {
  const buttons = options.map(([value, text]) =>
    Corridor.make("button", { type: "button", "data-value": value, on: { click: () => write(value) } }, text),
  );
  const node = Corridor.make("span", { class: "choice", role: "group", "aria-label": label }, ...buttons);
  node.update = () => {
    for (const button of buttons) button.setAttribute("aria-pressed", String(button.dataset.value === read()));
  };
  node.update();
  return node;
};

/* A number with fixed decimals as Python writes it. */
Corridor.fixed = (value, digits) => Corridor.round(value, digits).toFixed(digits);

/* Three significant figures with thousands separators, at most two decimals, as corridor.figures writes them. */
Corridor.significant = function (value) {
  if (value === 0) return "0";
  const places = 2 - Math.floor(Math.log10(value)), shown = Math.min(Math.max(places, 0), 2), unit = 10 ** -places;
  const rounded = places >= 0 ? Corridor.round(value, places) : Corridor.round(value / unit, 0) * unit;
  return Corridor.grouped(Corridor.round(rounded, shown), shown);
};
Corridor.grouped = (value, digits) =>
  value.toLocaleString("en", { minimumFractionDigits: digits, maximumFractionDigits: digits });
/* Whole per cent; only none and all are written as 0 and 100, as corridor.figures writes them. */
Corridor.share = function (share) {
  const shown = Corridor.fixed(100 * share, 0);
  if (shown === "100" && share < 1) return ">99";
  return shown === "0" && share > 0 ? "<1" : shown;
};
Corridor.whole = (value) => Corridor.grouped(Corridor.round(value, 0), 0);

Corridor.figures = function (step) {
  const hours = step.moving + step.waiting, parts = [];
  if (step.kind === "move") parts.push(Corridor.whole(step.km) + " km");
  parts.push(Corridor.fixed(hours, hours < 100 ? 1 : 0) + " h", "USD " + Corridor.significant(step.usd));
  return parts.join(" · ");
};

Corridor.counted = (number, noun) => `${number} ${noun}${number === 1 ? "" : "s"}`;
Corridor.isInUse = (status) => ["open", "disused"].includes(status);
Corridor.words = (text) => text.replaceAll("_", " ");
/* Text as one searches: without case and marks. */
Corridor.fold = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();

/* Title, publisher and year of a source; nothing of one that the page does not have. */
Corridor.cite = (data, source) => (data.sources[source] || []).slice(0, 3).filter(Boolean).join(", ");

/* Lines of a tooltip, the first of them strong. */
Corridor.note = function (...lines) {
  const parts = lines.map((line, index) => Corridor.make(index ? "div" : "strong", { dir: "auto" }, line));
  return Corridor.make("div", { class: "note" }, ...parts);
};

/* Plate and ink of a route's badge; paler, but still to be read, where another route is picked. */
Corridor.badgeColours = function ({ colour, ink }, faded) {
  if (!faded) return [colour, ink];
  const pale = [1, 3, 5].map((at) => Math.round(255 - 0.25 * (255 - parseInt(colour.slice(at, at + 2), 16))));
  return [`rgb(${pale.join(", ")})`, "#4d5b66"];
};
Corridor.badge = function (route) {
  const node = Corridor.make("span", { class: "badge" }, route.letter);
  node.fade = (faded) => { [node.style.background, node.style.color] = Corridor.badgeColours(route, faded); };
  node.fade(false);
  return node;
};

/* A sign for a step: its line by mode, or a circle. */
Corridor.swatch = function (step, colour) {
  const node = Corridor.svg("svg", { width: 28, height: 14, viewBox: "0 0 28 14", "aria-hidden": "true" });
  const circle = (r, fill, stroke) => Corridor.svg("circle", { cx: 14, cy: 7, r, fill, stroke, "stroke-width": 1.3 });
  if (step.kind === "move") {
    const planned = !Corridor.isInUse(step.status), dash = { road: "6 4", sea: "0.1 6", air: "1 8" }[step.mode];
    const look = { "stroke-width": planned ? 1.8 : 3.4, "stroke-dasharray": planned ? "0.1 4" : dash };
    node.append(Corridor.svg("path", { d: "M3 7H25", stroke: colour, "stroke-linecap": "round", ...look }));
  } else {
    node.append(circle(4.6, Corridor.isBorder(step) || step.gauge ? "#f0e442" : "#fff", "#222"));
    if (step.gauge) node.append(circle(1.8, "#222"));
  }
  return node;
};
