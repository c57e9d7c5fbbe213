/* The panel: tools, and the list of a picked route's steps with their sources. */
"use strict";
Corridor.tools = function (page, node, choices) {
  const make = Corridor.make;
  const button = (text, title, call) =>
    make("button", { type: "button", title, "aria-label": title, on: { click: call } }, text);
  const link = button("Link", "Copy the address of this view", async () => {
    try {
      await navigator.clipboard.writeText(location.href);
      link.textContent = "Copied";
    } catch {
      link.textContent = "In address bar";
    }
    setTimeout(() => { link.textContent = "Link"; }, 1800);
  });
  node.append(
    ...choices,
    button("Fit", "Whole map, no route picked", () => page.reset()),
    button("Print", "Print the picture and the table", () => window.print()),
    link,
  );
  if (!document.fullscreenEnabled) return;
  const corners = Corridor.svg("svg", { width: 14, height: 14, viewBox: "0 0 14 14", "aria-hidden": "true" });
  const outline = { fill: "none", stroke: "currentColor", "stroke-width": 2 };
  corners.append(Corridor.svg("path", { d: "M1 5V1H5M9 1H13V5M13 9V13H9M5 13H1V9", ...outline }));
  node.append(
    button(corners, "Full screen", () => {
      if (document.fullscreenElement) document.exitFullscreen();
      else document.documentElement.requestFullscreen().catch(() => {});
    }),
  );
};

Corridor.Panel = class {
  constructor(page) {
    this.page = page;
    const modes = [["route", "By route"], ["mode", "By mode"]];
    this.colour = Corridor.choice("Colour by", modes, () => page.state.colour, (colour) => page.set({ colour }));
    const label = Corridor.make("span", { class: "label" }, "Colour");
    Corridor.tools(page, document.querySelector(".tools"), [label, this.colour]);
    this.steps = document.querySelector(".steps");
  }
  load() {
    this.listed = undefined;
    this.lit = null;
  }
  update(state) {
    this.colour.update();
    if (this.listed !== state.route) this.list(state.route);
  }
  list(index) {
    const { page, steps } = this, make = Corridor.make;
    this.listed = index;
    this.items = [];
    steps.replaceChildren();
    if (index === null) return;
    const route = page.data.routes[index];
    const fact = (value, unit) => make("div", {}, make("b", {}, value), make("span", {}, unit));
    const changes = route.transfers === 1 ? "change of carrier" : "changes of carrier";
    this.items = route.steps.map((at, position) => this.writeStep(page.data.steps[at], index, position));
    steps.append(
      make("h2", {}, `Route ${route.letter} · `, make("bdi", {}, route.name)),
      make(
        "div",
        { class: "facts" },
        fact(Corridor.whole(route.km), "km"),
        fact(Corridor.whole(route.waiting), "h waiting"),
        fact(String(route.transfers), changes),
      ),
      make("ol", {}, ...this.items),
    );
  }
  writeStep(step, index, position) {
    const { page } = this, make = Corridor.make;
    const enter = () => page.hover(index, position), leave = () => page.hover(null);
    const on = { pointerenter: enter, pointerleave: leave, focusin: enter, focusout: leave };
    const summary = make(
      "summary",
      {},
      Corridor.swatch(step, page.data.routes[index].colour),
      make("bdi", { class: "what" }, step.label),
      make("span", { class: "much" }, Corridor.figures(step)),
    );
    const details = make("details", { on }, summary);
    details.addEventListener("toggle", () => {
      if (details.open && details.children.length === 1) details.append(this.explain(step));
    });
    return make("li", { class: "step-" + step.kind }, details);
  }
  /* Open a step of the listed route, as a click on its line asks for. */
  open(position) {
    const item = this.items[position];
    if (!item) return;
    item.firstChild.open = true;
    if (this.page.map.getContainer().getBoundingClientRect().left > 0) item.scrollIntoView({ block: "nearest" });
  }
  explain(step) {
    const make = Corridor.make, row = (...children) => make("div", { class: "basis" }, ...children), rows = [];
    if (step.status !== "open") rows.push(row("Status: " + Corridor.words(step.status)));
    for (const [quantity, text, source, grade] of step.basis) {
      const about = Corridor.cite(this.page.data, source), [, , , address] = this.page.data.sources[source] || [];
      const safe = /^https?:\/\//.test(address);
      const link = { href: address, rel: "noopener noreferrer", target: "_blank", title: about };
      const name = safe ? make("a", link, source) : make("span", { title: about }, source);
      const cited = make("span", { class: "source" }, "[", name, ", grade " + grade + "]");
      rows.push(row(make("b", {}, quantity + ": "), make("bdi", {}, text), " ", cited));
    }
    const hours = `${Corridor.fixed(step.moving, 1)} h moving, ${Corridor.fixed(step.waiting, 1)} h waiting`;
    rows.push(row(`${Corridor.fixed(step.co2, 0)} kg CO₂e per TEU; ${hours}`));
    if (this.page.planner) rows.push(this.page.planner.offer(step));
    return make("div", {}, ...rows);
  }
  hover(route, position) {
    if (this.lit) this.lit.classList.remove("lit");
    this.lit = route !== null && route === this.listed ? this.items[position] : null;
    if (this.lit) this.lit.classList.add("lit");
  }
};
