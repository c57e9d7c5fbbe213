/* The stair-step chart: cumulative time or cost over distance, linked with the map and the list. */
"use strict";
Corridor.Chart = class {
  constructor(page) {
    this.page = page;
    const make = Corridor.make;
    this.choice = Corridor.choice(
      "Measure",
      [
        ["time", "time"],
        ["cost", "cost"],
      ],
      () => page.state.chart,
      (chart) => page.set({ chart }),
    );
    this.svg = Corridor.svg("svg", {
      viewBox: "0 0 424 216",
      role: "img",
      "aria-label": "Cumulative time or cost over distance",
    });
    this.readout = make("p", { class: "readout" });
    document
      .querySelector(".chart")
      .append(make("h2", {}, "Cumulative ", this.choice, " over distance"), this.svg, this.readout);
    this.stairs = page.data.routes.map((route) => {
      let km = 0,
        time = 0,
        cost = 0;
      return route.steps.map((at) => {
        const step = page.data.steps[at],
          from = { km, time, cost };
        km += step.km;
        time += (step.moving + step.waiting) / 24;
        cost += step.usd;
        return { from, to: { km, time, cost } };
      });
    });
  }
  /* Round steps of an axis: 1, 2 or 5 times a power of ten. */
  ticks(top, count) {
    const rough = top / count || 1,
      power = 10 ** Math.floor(Math.log10(rough));
    const step = [1, 2, 5, 10].map((n) => n * power).find((n) => n >= rough);
    return Array.from({ length: Math.floor(top / step) + 1 }, (_, i) => i * step);
  }
  update(state) {
    this.choice.update();
    this.hints();
    if (this.drawn === state.chart + state.route + state.colour) return;
    this.drawn = state.chart + state.route + state.colour;
    const key = state.chart,
      svg = this.svg,
      data = this.page.data,
      draw = Corridor.svg;
    const ends = this.stairs.map((stairs) => stairs.at(-1)?.to || { km: 0, time: 0, cost: 0 });
    const right = 396,
      bottom = 178,
      left = 44,
      topY = 22;
    const kmTop = Math.max(1, ...ends.map((end) => end.km)),
      top = Math.max(0.1, ...ends.map((end) => end[key]));
    const x = (km) => left + (km / kmTop) * (right - left),
      y = (value) => bottom - (value / top) * (bottom - topY);
    this.x = x;
    this.y = (point) => y(point[key]);
    svg.replaceChildren(draw("text", { x: 0, y: 11, class: "axis" }, key === "time" ? "days" : "USD per TEU"));
    for (const value of this.ticks(top, 4)) {
      svg.append(
        draw("line", { x1: left, x2: right, y1: y(value), y2: y(value), class: value ? "grid" : "base" }),
        draw("text", { x: left - 6, y: y(value) + 4, class: "axis", "text-anchor": "end" }, value.toLocaleString("en")),
      );
    }
    for (const value of this.ticks(kmTop, 4))
      svg.append(
        draw(
          "text",
          { x: x(value), y: bottom + 16, class: "axis", "text-anchor": "middle" },
          value.toLocaleString("en"),
        ),
      );
    const start = data.places[data.steps[data.routes[0].steps[0]]?.from]?.[0] || "origin";
    svg.append(draw("text", { x: right, y: bottom + 32, class: "axis", "text-anchor": "end" }, "km from " + start));
    const order = data.routes.map((_, index) => index).sort((a, b) => (a === state.route) - (b === state.route));
    const hits = [];
    for (const index of order) {
      const stairs = this.stairs[index],
        faded = state.route !== null && state.route !== index;
      let path = "",
        last = null;
      for (const stair of stairs) {
        if (!last) path += `M${x(stair.from.km).toFixed(1)} ${this.y(stair.from).toFixed(1)}`;
        path += `L${x(stair.to.km).toFixed(1)} ${this.y(stair.to).toFixed(1)}`;
        last = stair;
      }
      svg.append(
        draw("path", {
          d: path,
          fill: "none",
          stroke: data.routes[index].colour,
          "stroke-width": state.route === index ? 2.8 : 1.8,
          opacity: faded ? 0.2 : 1,
          "stroke-linejoin": "round",
        }),
      );
      stairs.forEach((stair, position) => {
        const hit = draw("path", {
          d: `M${x(stair.from.km)} ${this.y(stair.from)}L${x(stair.to.km)} ${this.y(stair.to)}`,
          class: "hit",
          "data-route": index,
          "data-step": position,
        });
        hit.addEventListener("pointerenter", () => this.page.hover(index, position));
        hit.addEventListener("pointerleave", () => this.page.hover(null));
        hit.addEventListener("click", () => this.page.set({ route: index }));
        hits.push(hit);
      });
    }
    this.badges(ends, key, y);
    this.mark = draw("path", { class: "mark", d: "" });
    svg.append(this.mark, ...hits);
  }
  badges(ends, key, y) {
    const data = this.page.data,
      draw = Corridor.svg,
      state = this.page.state;
    const placed = data.routes
      .map((route, index) => ({ route, index, y: y(ends[index][key]) }))
      .sort((a, b) => b.y - a.y);
    placed.forEach((one, i) => {
      if (i && placed[i - 1].y - one.y < 15) one.y = placed[i - 1].y - 15;
    });
    const over = Math.max(0, 8 - Math.min(...placed.map((one) => one.y)));
    for (const { route, index, y: at } of placed) {
      const opacity = state.route !== null && state.route !== index ? 0.3 : 1;
      this.svg.append(
        draw("rect", { x: 404, y: at + over - 7, width: 16, height: 14, rx: 3, fill: route.colour, opacity }),
        draw(
          "text",
          { x: 412, y: at + over + 4, "text-anchor": "middle", class: "letter", fill: route.ink, opacity },
          route.letter,
        ),
      );
    }
  }
  hints() {
    if (!this.readout.dataset.live)
      this.readout.textContent = "Vertical steps are stops: waiting and fees at borders, ports and gauge breaks.";
  }
  hover(route, position) {
    const step = route === null ? null : this.page.stepOf(route, position);
    this.readout.dataset.live = step ? "1" : "";
    if (!step) {
      this.hints();
      if (this.mark) this.mark.setAttribute("d", "");
      return;
    }
    const { from, to } = this.stairs[route][position];
    this.readout.textContent = `${this.page.data.routes[route].letter} · ${step.label}: ${Corridor.figures(step)}`;
    this.mark.setAttribute("d", `M${this.x(from.km)} ${this.y(from)}L${this.x(to.km)} ${this.y(to)}`);
  }
};
