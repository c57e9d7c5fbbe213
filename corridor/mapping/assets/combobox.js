/* A field with a list to choose from, by mouse or keyboard, as the ARIA authoring practices describe a combobox. */
"use strict";
Corridor.SHOWN_OPTIONS = 8;

/* options() lists {value, text, about}; pick(value) is called; a field that keeps shows what was picked last. */
Corridor.Combobox = class {
  constructor({ id, label, hint, options, pick, keeps }) {
    Object.assign(this, { id, options, pick, keeps, shown: [], active: -1, text: "" });
    const make = Corridor.make, list = id + "-list";
    const aria = { role: "combobox", "aria-expanded": "false", "aria-controls": list, "aria-autocomplete": "list" };
    const field = { id, type: "text", autocomplete: "off", spellcheck: "false", placeholder: hint };
    const on = {
      input: () => this.open(this.input.value),
      focus: () => this.input.select(),
      click: () => this.open(keeps ? "" : this.input.value),
      keydown: (event) => this.press(event),
      blur: () => this.close(),
    };
    this.input = make("input", { ...field, ...aria, on });
    this.list = make("ul", { id: list, role: "listbox", "aria-label": label, class: "options", hidden: true });
    /* A press on the list must not take the focus from the field. */
    this.list.addEventListener("pointerdown", (event) => event.preventDefault());
    this.node = make("div", { class: "combo" }, make("label", { for: id }, label), this.input, this.list);
  }
  /* Show a text as what is picked. */
  set(text) {
    this.text = text;
    if (document.activeElement !== this.input) this.input.value = text;
  }
  open(typed) {
    const sought = Corridor.fold(typed.trim()), make = Corridor.make;
    const rank = (option) => {
      const text = Corridor.fold(option.text), value = Corridor.fold(option.value);
      return text.startsWith(sought) ? 0 : text.includes(sought) ? 1 : value.includes(sought) ? 2 : 3;
    };
    const ranked = this.options().map((option) => ({ option, rank: sought ? rank(option) : 0 }));
    const found = ranked.filter((one) => one.rank < 3).sort((a, b) => a.rank - b.rank).map((one) => one.option);
    this.shown = found.slice(0, Corridor.SHOWN_OPTIONS);
    const items = this.shown.map((option, index) => {
      const about = make("span", {}, option.about), on = { click: () => this.choose(index) };
      return make("li", { role: "option", id: `${this.id}-${index}`, on }, make("bdi", {}, option.text), about);
    });
    const more = found.length - items.length;
    const note = (text) => make("li", { class: "none", role: "presentation" }, text);
    this.list.replaceChildren(...items);
    if (!items.length) this.list.append(note("Nothing is called so."));
    if (more > 0) this.list.append(note(`and ${more} more: type on`));
    this.list.hidden = false;
    this.input.setAttribute("aria-expanded", "true");
    this.mark(sought && items.length ? 0 : -1);
  }
  mark(index) {
    this.active = index;
    this.shown.forEach((_, at) => this.list.children[at].setAttribute("aria-selected", String(at === index)));
    if (index < 0) this.input.removeAttribute("aria-activedescendant");
    else this.input.setAttribute("aria-activedescendant", `${this.id}-${index}`);
  }
  press(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      event.preventDefault();
      if (this.list.hidden) return this.open(this.keeps ? "" : this.input.value);
      if (this.shown.length) this.mark((this.active + step + this.shown.length) % this.shown.length);
    } else if (event.key === "Enter" && !this.list.hidden) {
      event.preventDefault();
      if (this.active >= 0) this.choose(this.active);
    } else if (event.key === "Escape" && !this.list.hidden) {
      event.stopPropagation();
      this.close();
    }
  }
  choose(index) {
    const option = this.shown[index];
    this.text = this.keeps ? option.text : "";
    this.close();
    this.pick(option.value);
  }
  close() {
    this.list.hidden = true;
    this.input.setAttribute("aria-expanded", "false");
    this.mark(-1);
    this.input.value = this.text;
  }
};
