/* The stair-step chart: cumulative time or cost over distance, linked with the map and the list. */
"use strict";
Corridor.FRAME = { left: 44, right: 396, top: 22, bottom: 178 };

Corridor.Chart = class {
  constructor(page) {
    this.page = page;
    const measures = [["time", "time"], ["cost", "cost"]];
    this.choice = Corridor.choice("Measure", measures, () => page.state.chart, (chart) => page.set({ chart }));
    const box = { viewBox: "0 0 424 216", role: "img", "aria-label": "Cumulative time or cost over distance" };
    this.svg = Corridor.svg("svg", box);
    this.readout = Corridor.make("p", { class: "readout" });
    this.section = document.querySelector(".chart");
    const title = Corridor.make("h2", {}, "Cumulative ", this.choice, " over distance");
    this.section.append(title, this.svg, this.readout);
  }
  load(data) {
    this.section.hidden = !data.routes.length;
    this.drawn = "";
    this.stairs = data.routes.map((route) => {
      let km = 0, time = 0, cost = 0;
      return route.steps.map((at) => {
        const step = data.steps[at], from = { km, time, cost };
        km += step.km;
        time += (step.moving + step.waiting) / 24;
        cost += step.usd;
        return { from, to: { km, time, cost } };
      });
    });
  }
  /* Round steps of an axis: 1, 2 or 5 times a power of ten. */
  ticks(top, count) {
    const rough = top / count || 1, power = 10 ** Math.floor(Math.log10(rough));
    const step = [1, 2, 5, 10].map((n) => n * power).find((n) => n >= rough);
    return Array.from({ length: Math.floor(top / step) + 1 }, (_, i) => i * step);
  }
  update(state) {
    this.choice.update();
    this.hint();
    const wanted = `${state.chart} ${state.route}`;
    if (this.drawn === wanted || !this.stairs.length) return;
    this.drawn = wanted;
    const { left, right, top, bottom } = Corridor.FRAME, key = state.chart;
    const ends = this.stairs.map((stairs) => stairs.at(-1)?.to || { km: 0, time: 0, cost: 0 });
    const far = Math.max(1, ...ends.map((end) => end.km)), high = Math.max(0.1, ...ends.map((end) => end[key]));
    this.x = (point) => left + (point.km / far) * (right - left);
    this.y = (point) => bottom - (point[key] / high) * (bottom - top);
    this.drawAxes(far, high, key);
    const order = ends.map((_, index) => index).sort((a, b) => (a === state.route) - (b === state.route));
    const hits = order.flatMap((index) => this.drawStairs(index, state));
    this.drawBadges(ends, state);
    this.mark = Corridor.svg("path", { class: "mark", d: "" });
    this.svg.append(this.mark, ...hits);
  }
  drawAxes(far, high, key) {
    const { left, right, bottom } = Corridor.FRAME, draw = Corridor.svg, data = this.page.data;
    const text = (x, y, anchor, words) => draw("text", { x, y, class: "axis", "text-anchor": anchor }, words);
    this.svg.replaceChildren(text(0, 11, "start", key === "time" ? "days" : "USD per TEU"));
    for (const value of this.ticks(high, 4)) {
      const y = this.y({ [key]: value });
      const line = draw("line", { x1: left, x2: right, y1: y, y2: y, class: value ? "grid" : "base" });
      this.svg.append(line, text(left - 6, y + 4, "end", value.toLocaleString("en")));
    }
    for (const value of this.ticks(far, 4)) {
      this.svg.append(text(this.x({ km: value }), bottom + 16, "middle", value.toLocaleString("en")));
    }
    const start = data.places[data.steps[data.routes[0].steps[0]]?.from]?.[0] || "origin";
    this.svg.append(text(right, bottom + 32, "end", "km from " + start));
  }
  /* Draw a route's stairs; return the lines that a pointer hits. */
  drawStairs(index, state) {
    const stairs = this.stairs[index], at = (point) => `${this.x(point).toFixed(1)} ${this.y(point).toFixed(1)}`;
    const d = stairs.map(({ from, to }, position) => (position ? "" : "M" + at(from)) + "L" + at(to)).join("");
    const look = {
      fill: "none",
      stroke: this.page.data.routes[index].colour,
      "stroke-width": state.route === index ? 2.8 : 1.8,
      "stroke-linejoin": "round",
      opacity: state.route !== null && state.route !== index ? 0.2 : 1,
    };
    this.svg.append(Corridor.svg("path", { d, ...look }));
    return stairs.map(({ from, to }, position) => {
      const line = { d: `M${at(from)}L${at(to)}`, class: "hit", "data-route": index, "data-step": position };
      const hit = Corridor.svg("path", line);
      hit.addEventListener("pointerenter", () => this.page.hover(index, position));
      hit.addEventListener("pointerleave", () => this.page.hover(null));
      hit.addEventListener("click", () => this.page.set({ route: index }));
      return hit;
    });
  }
  drawBadges(ends, state) {
    const draw = Corridor.svg;
    const placed = this.page.data.routes.map((route, index) => ({ route, index, y: this.y(ends[index]) }));
    placed.sort((a, b) => b.y - a.y);
    placed.forEach((one, i) => {
      if (i && placed[i - 1].y - one.y < 15) one.y = placed[i - 1].y - 15;
    });
    const over = Math.max(0, 8 - Math.min(...placed.map((one) => one.y)));
    for (const { route, index, y } of placed) {
      const [plate, ink] = Corridor.badgeColours(route, state.route !== null && state.route !== index);
      const box = { x: 404, y: y + over - 7, width: 16, height: 14, rx: 3, fill: plate };
      const letter = { x: 412, y: y + over + 4, "text-anchor": "middle", class: "letter", fill: ink };
      this.svg.append(draw("rect", box), draw("text", letter, route.letter));
    }
  }
  hint() {
    if (this.readout.dataset.live) return;
    this.readout.textContent = "Vertical steps are stops: waiting and fees at borders, ports and gauge breaks.";
  }
  hover(route, position) {
    this.readout.dataset.live = route === null ? "" : "1";
    if (route === null) {
      this.hint();
      if (this.mark) this.mark.setAttribute("d", "");
      return;
    }
    const { from, to } = this.stairs[route][position], step = this.page.stepOf(route, position);
    this.readout.textContent = `${this.page.data.routes[route].letter} · ${step.label}: ${Corridor.figures(step)}`;
    this.mark.setAttribute("d", `M${this.x(from)} ${this.y(from)}L${this.x(to)} ${this.y(to)}`);
  }
};
