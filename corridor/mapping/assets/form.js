/* The form of what-if: ends, record, prices, what is shut, hours of borders, projects built; and the way to Python. */
"use strict";
Corridor.USUAL_WAYS = 5; // of the command line
Corridor.SLIDERS = { valueOfTime: [0, 5, 0.1], carbonPrice: [0, 300, 5] };

Corridor.Form = class {
  constructor(planner, node) {
    this.planner = planner;
    this.edited = new Set();
    const make = Corridor.make;
    this.count = make("span", { class: "hint" });
    const open = !Corridor.isNarrow(planner.page.map);
    this.details = make("details", { open }, make("summary", {}, make("b", {}, "What if"), " ", this.count));
    this.details.append(
      this.buildEnds(),
      this.buildRecord(),
      this.buildPrices(),
      make("div", { class: "pickers" }, this.buildShut(), this.buildHours()),
      this.chips,
      this.borders,
      make("div", { class: "foot" }, this.buildMore(), this.buildButtons()),
      this.how,
      this.buildWay(),
    );
    node.append(this.details);
    this.update();
  }
  row(label, ...children) {
    return Corridor.make("div", { class: "field" }, Corridor.make("span", { class: "label" }, label), ...children);
  }
  buildEnds() {
    const { planner } = this, places = Object.entries(planner.model.places);
    const end = (key, label) => {
      const options = () =>
        places.map(([value, place]) => ({
          value,
          text: place[0],
          about: `${Corridor.words(place[4])}, ${planner.countryName(place[5])}`,
        }));
      const pick = (value) => planner.change({ [key]: value });
      return new Corridor.Combobox({ id: "what-" + key, label, hint: "Place", options, pick, keeps: true });
    };
    this.ends = { origin: end("origin", "From"), destination: end("destination", "To") };
    const swap = () => {
      const { origin, destination } = planner.settings;
      planner.change({ origin: destination, destination: origin });
    };
    const attributes = { type: "button", title: "Swap", "aria-label": "Swap the ends", on: { click: swap } };
    const button = Corridor.make("button", attributes, "⇄");
    return Corridor.make("div", { class: "ends" }, this.ends.origin.node, button, this.ends.destination.node);
  }
  buildRecord() {
    const { planner } = this, [first, newest] = planner.model.record;
    const options = [["open", "Open"], ["record", "As recorded"]];
    const read = () => (planner.settings.date ? "record" : "open");
    const write = (value) => planner.change({ date: value === "open" ? null : planner.settings.date || newest });
    this.record = Corridor.choice("Borders", options, read, write);
    const change = () => { if (this.date.value >= first) planner.change({ date: this.date.value }); };
    const day = { type: "date", min: first, "aria-label": "Day of the closure record", on: { change } };
    this.date = Corridor.make("input", day);
    return this.row("Borders", this.record, this.date);
  }
  buildPrices() {
    this.sliders = {};
    const slider = (key, label) => {
      const [min, max, step] = Corridor.SLIDERS[key], id = "what-" + key;
      const input = () => this.planner.change({ [key]: Number(field.value) });
      const field = Corridor.make("input", { type: "range", id, min, max, step, on: { input } });
      const told = Corridor.make("output", { for: id });
      this.sliders[key] = { field, told };
      return Corridor.make("div", { class: "slider" }, Corridor.make("label", { for: id }, label, told), field);
    };
    const time = slider("valueOfTime", "Value of time"), carbon = slider("carbonPrice", "Carbon price");
    return Corridor.make("div", { class: "prices" }, time, carbon);
  }
  buildShut() {
    const { planner } = this, { model } = planner;
    const option = (value, about) => ({ value, text: planner.closureName(value), about });
    let all = null;
    const options = () => {
      all ||= [
        ...Object.keys(model.crossings).map((id) => option("crossing:" + id, "border crossing")),
        ...Object.keys(planner.countries).map((code) => option("country:" + code, "country")),
        ...Object.keys(Corridor.MODES).map((mode) => option("mode:" + mode, "mode")),
        ...Object.keys(model.places).map((id) => option("place:" + id, "place")),
        ...model.links.map(({ id }) => option("link:" + id, "link")),
      ];
      return all.filter(({ value }) => !planner.settings.closures.includes(value));
    };
    const pick = (value) => planner.shut(value), hint = "Border, country, mode …";
    this.shut = new Corridor.Combobox({ id: "what-shut", label: "Shut something", hint, options, pick });
    this.chips = Corridor.make("ul", { class: "chips", "aria-label": "Shut" });
    return this.shut.node;
  }
  chip(closure) {
    const name = this.planner.closureName(closure), make = Corridor.make;
    const call = () => {
      this.planner.open(closure);
      this.shut.input.focus();
    };
    const button = make("button", { type: "button", "aria-label": "Open " + name, on: { click: call } }, "×");
    return make("li", {}, make("bdi", {}, name), button);
  }
  buildHours() {
    const { planner } = this, { crossings } = planner.model;
    const options = () => Object.keys(crossings).map((value) => {
      const countries = new Set(planner.sidesOf(value).map((side) => planner.countryName(side.from)));
      return { value, text: crossings[value][0], about: [...countries].join(", ") };
    });
    const hint = "Border crossing", pick = (value) => this.editHours(value);
    this.hours = new Corridor.Combobox({ id: "what-hours", label: "Hours at a border", hint, options, pick });
    this.borders = Corridor.make("div", {});
    return this.hours.node;
  }
  /* Show the fields of a crossing's sides and go to the first. */
  editHours(crossing) {
    this.edited.add(crossing);
    this.updateBorders();
    this.details.open = true;
    this.borders.querySelector(`[data-crossing="${CSS.escape(crossing)}"] input`)?.focus();
  }
  updateBorders() {
    const { dwell } = this.planner.settings, { sides } = this.planner.model;
    for (const key of Object.keys(dwell)) this.edited.add(sides.get(key).crossing);
    for (const node of [...this.borders.children]) if (!this.edited.has(node.dataset.crossing)) node.remove();
    const shown = new Set([...this.borders.children].map((node) => node.dataset.crossing));
    for (const crossing of this.edited) if (!shown.has(crossing)) this.borders.append(this.border(crossing));
    for (const field of this.borders.querySelectorAll("input")) {
      const { side } = field.dataset, hours = dwell[side] ?? sides.get(side).hours.likely;
      if (document.activeElement !== field) field.value = hours;
      field.classList.toggle("set", side in dwell);
    }
  }
  border(crossing) {
    const make = Corridor.make, { planner } = this, sides = planner.sidesOf(crossing);
    const reset = () => {
      this.edited.delete(crossing);
      const isOther = ([key]) => planner.model.sides.get(key).crossing !== crossing;
      planner.change({ dwell: Object.fromEntries(Object.entries(planner.settings.dwell).filter(isOther)) });
      this.hours.input.focus();
    };
    const field = (side) => {
      const input = (event) => {
        const hours = Number(event.target.value), bad = event.target.value === "" || !(hours >= 0);
        planner.setHours(side.key, bad || hours === side.hours.likely ? null : hours);
      };
      const country = planner.countryName(side.side === "exit" ? side.from : side.to);
      const label = `${side.mode}, ${side.side === "exit" ? "leaving" : "entering"} ${country}`;
      const on = { input, blur: () => this.updateBorders() };
      const number = { type: "number", min: 0, step: "any", "data-side": side.key, on };
      return make("label", {}, label, make("input", number));
    };
    const ways = new Map();
    for (const side of sides) {
      const way = `${planner.countryName(side.from)} to ${planner.countryName(side.to)}`;
      ways.set(way, [...(ways.get(way) || []), field(side)]);
    }
    const group = ([way, fields]) => make("fieldset", {}, make("legend", {}, way + ", hours"), ...fields);
    const name = planner.crossingName(crossing);
    const button = { type: "button", "aria-label": "Reset hours of " + name, on: { click: reset } };
    const head = make("div", { class: "head" }, make("b", {}, make("bdi", {}, name)), make("button", button, "Reset"));
    return make("div", { class: "border", "data-crossing": crossing }, head, ...[...ways].map(group));
  }
  /* What one changes seldom: projects built, the year, the goods. */
  buildMore() {
    const make = Corridor.make, { planner } = this, { model } = planner;
    this.boxes = Object.entries(model.projects).map(([id, [name, , opens]]) => {
      const change = () => {
        const others = planner.settings.projects.filter((one) => one !== id);
        planner.change({ projects: box.checked ? [...others, id] : others });
      };
      const box = make("input", { type: "checkbox", value: id, on: { change } });
      const year = make("span", { class: "much" }, opens ? `about ${opens}` : "");
      return make("label", { class: "check" }, box, make("bdi", {}, name), year);
    });
    this.fields = {};
    const number = (key, label, step, least, most = Infinity) => {
      const input = () => {
        const value = Number(field.value);
        if (field.value === "" && key === "year") planner.change({ year: null });
        else if (field.value !== "" && value >= least && value <= most) planner.change({ [key]: value });
      };
      const max = Number.isFinite(most) ? most : null;
      const on = { input, blur: () => this.update() };
      const field = make("input", { type: "number", min: least, max, step, on });
      if (key === "year") field.placeholder = model.year;
      this.fields[key] = field;
      return make("label", {}, label, field);
    };
    const goods = make(
      "div",
      { class: "numbers" },
      number("goodsValue", "Goods, USD", 1000, 0),
      number("payload", "Payload, t", 1, 0),
      number("year", "Year", 1, model.year),
      number("k", "Alternatives", 1, 1, Corridor.MOST_WAYS),
    );
    const built = this.boxes.length ? [make("p", { class: "label" }, "Projects built")] : [];
    const title = make("summary", {}, "Projects built, goods, year");
    return make("details", { class: "more" }, title, ...built, ...this.boxes, goods);
  }
  buildButtons() {
    const make = Corridor.make, { planner } = this;
    const button = (text, call) => make("button", { type: "button", on: { click: call } }, text);
    const reset = button("Reset", () => {
      this.edited.clear();
      planner.reset();
    });
    this.command = make("code", {});
    this.how = make("p", { class: "hint" }, "Run the saved file with ", this.command);
    return make("div", { class: "buttons" }, reset, button("Save scenario", () => planner.save()));
  }
  /* On a small screen the answer is far below the form. */
  buildWay() {
    const click = () => document.querySelector(".answer").scrollIntoView({ block: "start" });
    return Corridor.make("button", { type: "button", class: "way", on: { click } }, "See the answer");
  }
  /* Follow the settings. */
  update() {
    const { planner } = this, { settings } = planner;
    const changed = planner.changed.reduce((sum, key) => sum + planner.changes(key), 0);
    this.count.textContent = changed ? Corridor.counted(changed, "change") : "places, borders, prices, closures";
    this.how.hidden = !changed;
    for (const [key, box] of Object.entries(this.ends)) box.set(planner.placeName(settings[key]));
    this.record.update();
    this.date.hidden = !settings.date;
    if (settings.date && this.date.value !== settings.date) this.date.value = settings.date;
    for (const [key, { field, told }] of Object.entries(this.sliders)) {
      if (Number(field.max) < settings[key]) field.max = settings[key];
      field.value = settings[key];
      told.textContent = this.price(key);
      field.setAttribute("aria-valuetext", told.textContent);
    }
    this.chips.replaceChildren(...settings.closures.map((closure) => this.chip(closure)));
    this.updateBorders();
    for (const box of this.boxes) {
      const field = box.firstChild;
      field.checked = settings.projects.includes(field.value);
    }
    for (const [key, field] of Object.entries(this.fields)) {
      if (document.activeElement !== field) field.value = settings[key] ?? "";
    }
    const ways = settings.k === Corridor.USUAL_WAYS ? "" : ` --k ${settings.k}`;
    const ends = `${settings.origin} ${settings.destination}`;
    this.command.textContent = `corridor compare ${ends}${ways} --scenario scenario.json`;
  }
  price(key) {
    const { valueOfTime, goodsValue, carbonPrice } = this.planner.settings;
    if (key === "carbonPrice") return `USD ${Corridor.whole(carbonPrice)} a tonne CO₂e`;
    return `${valueOfTime} % a day, USD ${Corridor.whole((goodsValue * valueOfTime) / 100)} a day`;
  }
  /* What the closure record does, and how fresh it is: a closure may be confirmed long before the date. */
  sayRecord() {
    const { settings, model } = this.planner, date = settings.date || model.record[1];
    const shut = model.closures.filter((row) => row.effect === "closed" && Corridor.inForce(row, date));
    const days = shut.map((row) => row.asOf).sort(), first = days[0], last = days.at(-1);
    const fresh = first === last ? `on ${first}` : `between ${first} and ${last}`;
    const confirmed = shut.length ? ` (last confirmed ${fresh})` : "";
    const inForce = `${Corridor.counted(shut.length, "closure")} in force${confirmed}`;
    if (settings.date) return [`Closure record of ${date} applied.`, `It has ${inForce}.`];
    return ["Borders as if open: no recorded closure is applied.", `On ${date} the record has ${inForce}.`];
  }
  /* The settings in words, as Scenario.describe writes them. */
  sentences() {
    const { planner } = this, { settings, model } = planner;
    const goods = `One TEU of ${settings.payload} t worth USD ${Corridor.whole(settings.goodsValue)}; `;
    const lines = this.sayRecord();
    lines.push(`Links open by ${settings.year || model.year}.`);
    for (const closure of settings.closures) lines.push(`Shut: ${planner.closureName(closure)}.`);
    for (const project of settings.projects) lines.push(`Built: ${model.projects[project][0]}.`);
    for (const [side, hours] of Object.entries(settings.dwell)) lines.push(`Hours at ${side}: ${hours}.`);
    lines.push(`${goods}a day costs its owner ${settings.valueOfTime} % of that.`);
    if (settings.carbonPrice) lines.push(`Routes are ranked with USD ${settings.carbonPrice} a tonne of CO₂e.`);
    return lines;
  }
};
