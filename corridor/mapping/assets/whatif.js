/* The page as planner: its settings, the answer to them, what that changes, and the settings in address and file. */
"use strict";
Corridor.MOST_WAYS = 12;
/* What the address calls the settings. */
Corridor.ASKED = {
  numbers: { vot: "valueOfTime", carbon: "carbonPrice", goods: "goodsValue", payload: "payload", k: "k" },
  lists: { build: "projects", shut: "closures" },
};

Corridor.Planner = class {
  constructor(page, payload) {
    this.page = page;
    this.model = Corridor.readModel(payload);
    /* The page's first routes leave their links to the network. */
    const used = new Set(page.first.steps.map((step) => step.link)), links = this.model.links;
    page.first.links = Corridor.describeLinks(links.filter(({ id }) => used.has(id)));
    this.start = Corridor.defaultSettings(this.model);
    this.settings = structuredClone(this.start);
    this.ends = this.start.origin + " " + this.start.destination;
    this.countries = page.first.countries;
    this.title = document.querySelector("h1");
    this.subtitle = document.querySelector(".subtitle");
    this.about = document.querySelector(".about");
    this.words = [this.title, this.subtitle, this.about].map((node) => node.textContent);
    this.form = new Corridor.Form(this, document.querySelector(".whatif"));
    this.news = new Corridor.News(this, document.querySelector(".answer"));
  }
  load() {}
  update() {}
  hover() {}
  placeName(id) {
    return this.model.places[id][0];
  }
  countryName(code) {
    return this.countries[code] || code;
  }
  crossingName(id) {
    return this.model.crossings[id][0];
  }
  /* The first station of a border's name: "Torkham (Afghanistan) - Torkham (Pakistan)" is Torkham. */
  crossingShort(id) {
    return this.crossingName(id).split(" (")[0];
  }
  linkName(id) {
    const link = this.model.links.find((one) => one.id === id);
    return `${this.placeName(link.from)} – ${this.placeName(link.to)}, ${link.mode}`;
  }
  /* A closure in words: crossing:torkham@road is "Torkham (road)". */
  closureName(text) {
    const { kind, target, mode } = Corridor.readClosure(this.model, text);
    const name = { crossing: "crossingName", link: "linkName", place: "placeName", country: "countryName" }[kind];
    return (name ? this[name](target) : Corridor.MODES[target].name) + (mode ? ` (${mode})` : "");
  }
  /* The sides of a crossing: hours of exit and entry by direction and mode. */
  sidesOf(crossing) {
    return [...this.model.sides.values()].filter((side) => side.crossing === crossing);
  }
  /* How far a setting is from the start: of closures, projects and hours each one counts. */
  changes(key) {
    const listed = (value) => (Array.isArray(value) ? Object.fromEntries(value.map((one) => [one, true])) : value);
    const now = listed(this.settings[key]), then = listed(this.start[key]);
    if (now === null || typeof now !== "object") return now === then ? 0 : 1;
    return Object.keys({ ...now, ...then }).filter((one) => now[one] !== then[one]).length;
  }
  differs(key) {
    return this.changes(key) > 0;
  }
  get changed() {
    return Object.keys(this.settings).filter((key) => this.differs(key));
  }
  /* Change some settings and answer, once for all changes before the next frame. */
  change(settings) {
    Object.assign(this.settings, settings);
    this.form.update();
    if (this.due) return;
    this.due = requestAnimationFrame(() => {
      this.due = 0;
      this.answer();
      if (this.tells) this.news.said.focus({ preventScroll: true });
      this.tells = false;
    });
  }
  shut(closure) {
    if (!this.settings.closures.includes(closure)) this.change({ closures: [...this.settings.closures, closure] });
  }
  open(closure) {
    this.change({ closures: this.settings.closures.filter((one) => one !== closure) });
  }
  setHours(side, hours) {
    const dwell = { ...this.settings.dwell };
    if (hours === null) delete dwell[side];
    else dwell[side] = hours;
    this.change({ dwell });
  }
  reset() {
    this.change(structuredClone(this.start));
  }
  /* Solve and show; at the page's own settings the page's own answer is shown. */
  answer() {
    if (!this.changed.length) {
      this.restore();
      return;
    }
    let answer;
    try {
      answer = Corridor.solve(this.model, this.settings);
    } catch (error) {
      this.news.fail(error.message);
      return;
    }
    if (!answer.routes.length) answer.places = this.describeEnds();
    this.describe(answer);
    this.page.show(answer);
    this.news.tell(this.before(), answer, this.changed.some((key) => !["origin", "destination"].includes(key)));
    this.look();
  }
  /* Look at the whole of the map where the ends are others than they were. */
  look() {
    const ends = this.settings.origin + " " + this.settings.destination;
    if (ends !== this.ends) this.page.fit();
    this.ends = ends;
  }
  /* The answer for the same ends at the page's start settings. */
  before() {
    const { origin, destination } = this.settings, ends = origin + " " + destination;
    if (this.compared?.ends !== ends) {
      this.compared = { ends, answer: Corridor.solve(this.model, { ...this.start, origin, destination }) };
    }
    return this.compared.answer;
  }
  restore() {
    [this.title, this.subtitle, this.about].forEach((node, index) => { node.textContent = this.words[index]; });
    document.title = this.words[0];
    document.documentElement.classList.remove("changed");
    this.page.show(null);
    this.news.clear();
    this.look();
  }
  /* The ends as places of the page, for the map without routes. */
  describeEnds() {
    const { model, settings } = this;
    const ids = [settings.origin, settings.destination];
    return Object.fromEntries(ids.map((id) => [id, Corridor.describePlace(model, settings, id)]));
  }
  /* Head the panel with the question that was answered. */
  describe(answer) {
    const { origin, destination } = this.settings, number = answer.routes.length;
    this.title.textContent = `${this.placeName(origin)} – ${this.placeName(destination)}`;
    const found = `${Corridor.counted(number, "way")} to move one container (TEU), found by this page`;
    document.title = this.title.textContent;
    this.subtitle.textContent = number ? found : "No route is left";
    this.about.textContent = this.form.sentences().join(" ");
    document.documentElement.classList.add("changed");
  }
  /* The settings that differ from the start, for the address. */
  write() {
    const { settings } = this, asked = {};
    if (this.differs("origin")) asked.from = settings.origin;
    if (this.differs("destination")) asked.to = settings.destination;
    const { numbers, lists } = Corridor.ASKED;
    for (const [name, key] of Object.entries(numbers)) if (this.differs(key)) asked[name] = settings[key];
    if (this.differs("date")) asked.date = settings.date || "open";
    if (this.differs("year")) asked.year = settings.year || "now";
    for (const [name, key] of Object.entries(lists)) if (this.differs(key)) asked[name] = settings[key].join(";");
    if (this.differs("dwell")) asked.hours = Object.entries(settings.dwell).map((pair) => pair.join("=")).join(";");
    return asked;
  }
  /* Take up what an address asks for; what this network does not have is left out. */
  read(asked) {
    const settings = structuredClone(this.start), { places, projects, sides } = this.model;
    const list = (text) => text.split(";").filter(Boolean);
    const take = (name, key, write) => { if (asked.has(name)) write(asked.get(name), key); };
    const place = (id, key) => { if (Object.hasOwn(places, id)) settings[key] = id; };
    take("from", "origin", place);
    take("to", "destination", place);
    for (const [name, key] of Object.entries(Corridor.ASKED.numbers)) {
      take(name, key, (text) => { if (text !== "" && Number(text) >= 0) settings[key] = Number(text); });
    }
    settings.k = Math.min(Math.max(Math.round(settings.k), 1), Corridor.MOST_WAYS);
    take("date", "date", (text) => { settings.date = /^\d{4}-\d\d-\d\d$/.test(text) ? text : null; });
    take("year", "year", (text) => { settings.year = Number(text) || null; });
    const among = (test) => (text, key) => { settings[key] = list(text).filter(test); };
    take("build", "projects", among((id) => Object.hasOwn(projects, id)));
    take("shut", "closures", among((closure) => this.knows(closure)));
    take("hours", "dwell", (text, key) => {
      const pairs = list(text).map((pair) => pair.split("=")).map(([side, hours]) => [side, Number(hours)]);
      settings[key] = Object.fromEntries(pairs.filter(([side, hours]) => sides.has(side) && hours >= 0));
    });
    try {
      Corridor.checkSettings(this.model, settings);
    } catch {
      return;
    }
    const same = JSON.stringify(settings) === JSON.stringify(this.settings);
    this.settings = settings;
    this.form.update();
    if (!same) this.answer();
  }
  knows(closure) {
    try {
      return Boolean(Corridor.readClosure(this.model, closure));
    } catch {
      return false;
    }
  }
  save() {
    const text = Corridor.toScenario(this.model, this.settings);
    const address = URL.createObjectURL(new Blob([text], { type: "application/json" }));
    Corridor.make("a", { href: address, download: "scenario.json" }).click();
    setTimeout(() => URL.revokeObjectURL(address), 1000);
  }
  /* Buttons that shut what a step passes, or change a border's hours. */
  offer(step) {
    if (step.kind === "move") return this.buttons([["link:" + step.link, "this link"]]);
    if (step.crossing) {
      return this.buttons([["crossing:" + step.crossing, this.crossingShort(step.crossing)]], step.crossing);
    }
    return this.buttons([["place:" + step.from, this.placeName(step.from)]]);
  }
  buttons(closures, crossing) {
    const make = Corridor.make;
    const button = (text, call) => make("button", { type: "button", on: { click: call } }, text);
    const items = closures.map(([closure, name]) =>
      button(this.settings.closures.includes(closure) ? `Open ${name}` : `Shut ${name}`, () => {
        this.page.map.closePopup();
        this.tells = true;
        this[this.settings.closures.includes(closure) ? "open" : "shut"](closure);
      }),
    );
    if (crossing) {
      items.push(button(`Hours of ${this.crossingShort(crossing)}`, () => {
        this.page.map.closePopup();
        this.form.editHours(crossing);
      }));
    }
    return make("div", { class: "offer" }, ...items);
  }
  /* A popup at a stop of the map, with what can be changed there. */
  offerStop(stop) {
    const crossing = stop.id.startsWith("place:") ? "" : stop.id;
    const closure = crossing ? "crossing:" + crossing : stop.id;
    const letters = stop.routes.map((index) => this.page.data.routes[index].letter).join(", ");
    const what = `${Corridor.fixed(stop.hours, 0)} h, route ${letters}`;
    const node = Corridor.note(stop.name, what);
    node.append(this.buttons([[closure, crossing ? this.crossingShort(crossing) : stop.name]], crossing));
    const popup = L.popup({ minWidth: 170, maxWidth: 260 }).setLatLng([stop.lat, stop.lon]).setContent(node);
    popup.openOn(this.page.map);
    popup.getElement().querySelector("button").focus({ preventScroll: true });
    const mark = stop.mark.getElement();
    popup.on("remove", () => { if (mark.isConnected) mark.focus({ preventScroll: true }); });
  }
};
