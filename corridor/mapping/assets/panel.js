/* The panel: sortable table that picks routes, tools, and the step list with its sources. */
"use strict";
Corridor.make = function (tag, attributes, ...children) {
  const node = document.createElement(tag);
  for (const [key, value] of Object.entries(attributes || {})) {
    if (key === "on") for (const [name, call] of Object.entries(value)) node.addEventListener(name, call);
    else if (value !== null && value !== false) node.setAttribute(key, value === true ? "" : value);
  }
  node.append(...children.filter((child) => child !== null && child !== undefined));
  return node;
};

/* A group of buttons of which one is pressed. */
Corridor.choice = function (label, options, read, write) {
  const buttons = options.map(([value, text]) =>
    Corridor.make("button", { type: "button", "data-value": value, on: { click: () => write(value) } }, text),
  );
  const node = Corridor.make("span", { class: "choice", role: "group", "aria-label": label }, ...buttons);
  node.update = () =>
    buttons.forEach((button) => button.setAttribute("aria-pressed", String(button.dataset.value === read())));
  node.update();
  return node;
};

Corridor.tools = function (page, node, choices) {
  const button = (text, title, call) =>
    Corridor.make("button", { type: "button", title, "aria-label": title, on: { click: call } }, text);
  node.append(
    ...choices,
    button("Reset", "Whole map, no route picked", () => page.reset()),
    button("Print", "Print the still picture and the table", () => window.print()),
  );
  const link = button("Link", "Copy the address of this view", async () => {
    try {
      await navigator.clipboard.writeText(location.href);
      link.textContent = "Copied";
    } catch {
      link.textContent = "In address bar";
    }
    setTimeout(() => {
      link.textContent = "Link";
    }, 1800);
  });
  node.append(link);
  if (document.fullscreenEnabled) {
    const corners = Corridor.svg("svg", { width: 14, height: 14, viewBox: "0 0 14 14", "aria-hidden": "true" });
    corners.append(
      Corridor.svg("path", {
        d: "M1 5V1H5M9 1H13V5M13 9V13H9M5 13H1V9",
        fill: "none",
        stroke: "currentColor",
        "stroke-width": 2,
      }),
    );
    node.append(
      button(corners, "Full screen", () => {
        if (document.fullscreenElement) document.exitFullscreen();
        else document.documentElement.requestFullscreen().catch(() => {});
      }),
    );
  }
};

Corridor.Panel = class {
  constructor(page) {
    this.page = page;
    const make = Corridor.make;
    this.table = document.querySelector("table.routes");
    this.body = this.table.tBodies[0];
    this.rows = [...this.body.rows];
    this.rows.forEach((row, index) => {
      const label = row.querySelector(".row");
      const button = make(
        "button",
        {
          type: "button",
          class: "row",
          on: {
            click: (e) => {
              e.stopPropagation();
              this.pick(index);
            },
          },
        },
        ...label.childNodes,
      );
      label.replaceWith(button);
      row.button = button;
      row.addEventListener("click", () => this.pick(index));
      row.style.setProperty("--route", page.data.routes[index].colour);
      button.addEventListener("keydown", (event) => this.walk(event, row));
    });
    this.heads = [...this.table.tHead.rows[0].cells];
    this.heads.forEach((head, column) => {
      const text = head.querySelector("span");
      text.replaceWith(
        make("button", { type: "button", class: "sort", on: { click: () => this.sort(column) } }, ...text.childNodes),
      );
    });
    this.colour = Corridor.choice(
      "Colour by",
      [
        ["route", "By route"],
        ["mode", "By mode"],
      ],
      () => page.state.colour,
      (colour) => page.set({ colour }),
    );
    Corridor.tools(page, document.querySelector(".tools"), [make("span", { class: "label" }, "Colour"), this.colour]);
    this.steps = document.querySelector(".steps");
    document.addEventListener("keydown", (event) => {
      if (event.key === "Escape") page.set({ route: null });
    });
  }
  pick(index) {
    this.page.set({ route: this.page.state.route === index ? null : index });
  }
  walk(event, row) {
    const step = { ArrowDown: "nextElementSibling", ArrowUp: "previousElementSibling" }[event.key];
    if (!step || !row[step]) return;
    event.preventDefault();
    row[step].button.focus();
  }
  sort(column) {
    const head = this.heads[column],
      key = head.dataset.key;
    const up = head.getAttribute("aria-sort") ? head.getAttribute("aria-sort") !== "ascending" : key !== "open";
    this.heads.forEach((one) => one.removeAttribute("aria-sort"));
    head.setAttribute("aria-sort", up ? "ascending" : "descending");
    const value = (row) => (column ? Number(row.cells[column].dataset.value) : Number(row.dataset.route));
    const sorted = [...this.rows].sort(
      (a, b) => (up ? 1 : -1) * (value(a) - value(b)) || a.dataset.route - b.dataset.route,
    );
    this.body.append(...sorted);
  }
  update(state) {
    this.colour.update();
    this.rows.forEach((row, index) => {
      row.classList.toggle("picked", state.route === index);
      row.button.setAttribute("aria-pressed", String(state.route === index));
    });
    if (this.listed !== state.route) this.list(state.route);
  }
  list(index) {
    const { page, steps } = this,
      make = Corridor.make;
    this.listed = index;
    this.items = new Map();
    steps.replaceChildren();
    if (index === null) return;
    const route = page.data.routes[index];
    const fact = (value, unit) => make("div", {}, make("b", {}, value), make("span", {}, unit));
    steps.append(
      make("h2", {}, `Route ${route.letter} · `, make("bdi", {}, route.name)),
      make(
        "div",
        { class: "facts" },
        fact(Math.round(route.km).toLocaleString("en"), "km"),
        fact(Math.round(route.waiting).toLocaleString("en"), "h waiting"),
        fact(String(route.transfers), route.transfers === 1 ? "change of carrier" : "changes of carrier"),
      ),
    );
    const list = make("ol", {});
    route.steps.forEach((at, position) => {
      const step = page.data.steps[at],
        on = {
          pointerenter: () => page.hover(index, position),
          pointerleave: () => page.hover(null),
          focusin: () => page.hover(index, position),
          focusout: () => page.hover(null),
        };
      const details = make(
        "details",
        { on },
        make(
          "summary",
          {},
          Corridor.swatch(step, route.colour),
          make("bdi", { class: "what" }, step.label),
          make("span", { class: "much" }, Corridor.figures(step)),
        ),
      );
      details.addEventListener("toggle", () => {
        if (details.open && details.children.length === 1) details.append(this.explain(step));
      });
      const item = make("li", { class: "step-" + step.kind }, details);
      this.items.set(position, item);
      list.append(item);
    });
    steps.append(list);
  }
  explain(step) {
    const make = Corridor.make,
      rows = [];
    if (step.status !== "open")
      rows.push(make("div", { class: "basis" }, "Status: " + step.status.replaceAll("_", " ")));
    for (const [quantity, text, source, grade] of step.basis) {
      const [title, publisher, year, address] = this.page.data.sources[source] || ["", "", "", ""];
      const about = [title, publisher, year].filter(Boolean).join(", ");
      const safe = /^https?:\/\//.test(address);
      const name = safe
        ? make("a", { href: address, rel: "noopener noreferrer", target: "_blank", title: about }, source)
        : make("span", { title: about }, source);
      rows.push(
        make(
          "div",
          { class: "basis" },
          make("b", {}, quantity + ": "),
          make("bdi", {}, text),
          " ",
          make("span", { class: "source" }, "[", name, ", grade " + grade + "]"),
        ),
      );
    }
    rows.push(
      make(
        "div",
        { class: "basis" },
        `${step.co2.toFixed(0)} kg CO₂e per TEU; ${step.moving.toFixed(1)} h moving, ${step.waiting.toFixed(1)} h waiting`,
      ),
    );
    return make("div", {}, ...rows);
  }
  hover(route, position) {
    if (this.lit) this.lit.classList.remove("lit");
    this.lit = route !== null && route === this.listed ? this.items.get(position) : null;
    if (this.lit) this.lit.classList.add("lit");
  }
};

Corridor.svg = function (tag, attributes, text) {
  const node = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [key, value] of Object.entries(attributes))
    if (value !== null && value !== undefined) node.setAttribute(key, value);
  if (text !== undefined) node.textContent = text;
  return node;
};
/* A sign for a step: its line by mode, or a circle. */
Corridor.swatch = function (step, colour) {
  const node = Corridor.svg("svg", { width: 28, height: 14, viewBox: "0 0 28 14", "aria-hidden": "true" });
  if (step.kind === "move") {
    const planned = !["open", "disused"].includes(step.status),
      dash = { road: "6 4", sea: "0.1 6", air: "1 8" }[step.mode];
    node.append(
      Corridor.svg("path", {
        d: "M3 7H25",
        stroke: colour,
        "stroke-width": planned ? 1.8 : 3.4,
        "stroke-linecap": "round",
        "stroke-dasharray": planned ? "0.1 4" : dash,
      }),
    );
  } else {
    const border = step.kind === "exit" || step.kind === "entry";
    node.append(
      Corridor.svg("circle", {
        cx: 14,
        cy: 7,
        r: 4.6,
        fill: border || step.gauge ? "#f0e442" : "#fff",
        stroke: "#222",
        "stroke-width": 1.3,
      }),
    );
    if (step.gauge) node.append(Corridor.svg("circle", { cx: 14, cy: 7, r: 1.8, fill: "#222" }));
  }
  return node;
};
