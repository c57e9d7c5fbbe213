/* The table of routes: written from the page's data, looking as the one that readers without scripts see. */
"use strict";
Corridor.COLUMNS = {
  days: { read: (route) => route.days, show: (value) => Corridor.fixed(value, 1) },
  usd: { read: (route) => route.usd, show: Corridor.significant },
  co2: { read: (route) => route.co2 / 1000, show: (value) => Corridor.fixed(value, 2) },
  borders: { read: (route) => route.borders, show: String },
  gauge: { read: (route) => route.gauge, show: String },
  open: { read: (route) => route.open, show: Corridor.share, highest: true },
};

Corridor.Table = class {
  constructor(page) {
    this.page = page;
    this.table = document.querySelector("table.routes");
    this.body = this.table.tBodies[0];
    this.heads = [...this.table.tHead.rows[0].cells];
    this.heads.forEach((head, column) => {
      const text = head.querySelector("span"), on = { click: () => this.turn(column) };
      text.replaceWith(Corridor.make("button", { type: "button", class: "sort", on }, ...text.childNodes));
    });
    document.addEventListener("keydown", (event) => {
      if (event.key === "Escape") page.set({ route: null });
    });
  }
  load(data) {
    const columns = Object.entries(Corridor.COLUMNS);
    const shown = Object.fromEntries(columns.map(([key, column]) => [key, this.best(data, column)]));
    this.table.hidden = !data.routes.length;
    this.rows = data.routes.map((route, index) => this.write(route, index, shown));
    this.body.replaceChildren(...this.rows);
    this.sort();
  }
  /* The best value of a column as text; none where all routes show the same. */
  best(data, { read, show, highest }) {
    const values = data.routes.map(read);
    if (new Set(values.map(show)).size < 2) return null;
    return show(Math[highest ? "max" : "min"](...values));
  }
  write(route, index, best) {
    const make = Corridor.make;
    const cells = Object.entries(Corridor.COLUMNS).map(([key, { read, show }]) => {
      const text = show(read(route));
      return make("td", { "data-value": read(route) }, text === best[key] ? make("b", { class: "best" }, text) : text);
    });
    const on = {
      click: (event) => { event.stopPropagation(); this.pick(index); },
      keydown: (event) => this.walk(event, row),
    };
    const name = make("bdi", { class: "name" }, route.name);
    const button = make("button", { type: "button", class: "row", on }, Corridor.badge(route), name);
    const row = make("tr", { "data-route": index }, make("th", { scope: "row" }, button), ...cells);
    row.button = button;
    row.addEventListener("click", () => this.pick(index));
    row.style.setProperty("--route", route.colour);
    return row;
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
  turn(column) {
    const head = this.heads[column], before = head.getAttribute("aria-sort");
    const up = before ? before !== "ascending" : !(Corridor.COLUMNS[head.dataset.key] || {}).highest;
    for (const one of this.heads) one.removeAttribute("aria-sort");
    head.setAttribute("aria-sort", up ? "ascending" : "descending");
    this.sort();
  }
  sort() {
    const column = this.heads.findIndex((head) => head.hasAttribute("aria-sort"));
    if (column < 0) return;
    const up = this.heads[column].getAttribute("aria-sort") === "ascending" ? 1 : -1;
    const value = (row) => Number(column ? row.cells[column].dataset.value : row.dataset.route);
    const order = (a, b) => up * (value(a) - value(b)) || a.dataset.route - b.dataset.route;
    this.body.append(...[...this.rows].sort(order));
  }
  update(state) {
    this.rows.forEach((row, index) => {
      row.classList.toggle("picked", state.route === index);
      row.button.setAttribute("aria-pressed", String(state.route === index));
    });
  }
  hover() {}
};
