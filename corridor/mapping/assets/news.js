/* The answer in words: how many ways, what changed against the start, and what shuts the way where there is none. */
"use strict";
Corridor.News = class {
  constructor(planner, node) {
    this.planner = planner;
    this.said = Corridor.make("p", { role: "status", class: "said", tabindex: -1 });
    this.more = Corridor.make("div", {});
    node.append(this.said, this.more);
  }
  clear() {
    this.said.textContent = "";
    this.more.replaceChildren();
  }
  fail(message) {
    this.said.textContent = message;
    this.more.replaceChildren();
  }
  /* before: the answer for the same ends at the page's start settings. */
  tell(before, after, compares) {
    const make = Corridor.make;
    this.more.replaceChildren();
    if (!after.routes.length) {
      this.tellNone(after);
      return;
    }
    if (!compares) {
      this.said.textContent = Corridor.counted(after.routes.length, "way") + ".";
      return;
    }
    const change = Corridor.describeChange(before, after);
    this.said.textContent = change.best ? this.compare(change.best) : "There was no way before.";
    const words = { came: "came", went: "went", moved: "moved", same: "as before" };
    const counts = Object.entries(words).map(([key, word]) => [change[key].length, word]);
    const told = counts.filter(([number]) => number).map(([number, word]) => `${number} ${word}`).join(", ");
    const open = this.open ?? false, items = this.items(change);
    const details = make("details", { open }, make("summary", {}, `What changed: ${told}`));
    details.addEventListener("toggle", () => { this.open = details.open; });
    details.append(make("p", { class: "hint" }, "Against the same journey with the page's first settings."));
    details.append(make("ul", { class: "changes" }, ...items));
    this.more.append(details);
  }
  compare({ days, usd }) {
    const [longer, dearer] = [this.signed(days, "days"), this.signed(usd, "USD")];
    const start = "with the page's first settings.";
    if (longer === dearer) return `The best way takes and costs the same as ${start}`;
    return `The best way takes ${longer} and costs ${dearer} ${dearer === "the same" ? "as" : "than"} ${start}`;
  }
  signed(value, unit) {
    const size = Math.abs(value), isMoney = unit === "USD";
    if (size < (isMoney ? 0.5 : 0.05)) return "the same";
    const text = isMoney ? "USD " + Corridor.significant(size) : `${Corridor.fixed(size, 1)} days`;
    return `${text} ${value > 0 ? "more" : "less"}`;
  }
  items({ came, went, moved }) {
    const make = Corridor.make, routes = this.planner.page.data.routes;
    const item = (sign, name, text) =>
      make("li", {}, sign, make("bdi", {}, name), make("span", { class: "much" }, text));
    const plain = (letter) => make("span", { class: "badge gone" }, letter);
    const took = (one) => `${Corridor.fixed(one.days, 1)} days, USD ${Corridor.significant(one.usd)}`;
    return [
      ...came.map((one) => item(Corridor.badge(routes[one.index]), one.name, `came: ${took(one)}`)),
      ...moved.map((one) => {
        const place = one.letter === one.was ? "" : `was ${one.was}`;
        const days = Math.abs(one.days) >= 0.05 ? this.signed(one.days, "days") : "";
        const usd = Math.abs(one.usd) >= 0.5 ? this.signed(one.usd, "USD") : "";
        const text = [place, days, usd].filter(Boolean).join(", ") || "changed by less than is shown";
        return item(Corridor.badge(routes[one.after]), one.name, text);
      }),
      ...went.map((one) => item(plain(one.letter), one.name, `went: ${took(one)}`)),
    ];
  }
  tellNone(answer) {
    const { planner } = this, make = Corridor.make, { closures } = planner.settings;
    const names = answer.cause.map((label) => planner.closureName(label));
    const why = names.length ? ` Shut by: ${names.join("; ")}.` : "";
    this.said.textContent = "No route." + why;
    const buttons = answer.cause.map((label, index) => {
      if (!closures.includes(label)) return null;
      return make("button", { type: "button", on: { click: () => planner.open(label) } }, "Open " + names[index]);
    });
    this.more.append(make("p", { class: "hint" }, answer.causeText), make("div", { class: "offer" }, ...buttons));
  }
};
