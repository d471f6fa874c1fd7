// A list of any length: only what is in view is asked for and drawn. It has the focus; the print follows.

const SLICE = 100;

/**
 * @typedef {object} Options
 * @property {string} label What the list is.
 * @property {"listbox" | "tree" | "grid"} role
 * @property {number} height Of a row, in pixels.
 * @property {(from: number, to: number) => Promise<{whole: number, items: any[]}>} slice
 * @property {(item: any, row: HTMLElement) => void} draw
 * @property {(item: any, at: number, column: number) => void} chosen
 */

export class List {
  /** @param {HTMLElement} place @param {Options} options */
  constructor(place, options) {
    this.options = options;
    this.id = `list-${Math.random().toString(36).slice(2, 8)}`;
    this.whole = 0;
    this.at = 0;
    this.column = 0;
    this.extent = 0; // rows beside the chosen one that are chosen with it
    /** @type {Map<number, any>} */
    this.items = new Map();
    /** @type {Map<number, Promise<void>>} */
    this.asked = new Map();
    /** @type {Map<number, HTMLElement>} */
    this.drawn = new Map();
    this.root = document.createElement("div");
    this.root.className = "list";
    this.root.tabIndex = 0;
    this.root.setAttribute("role", options.role);
    this.root.setAttribute("aria-label", options.label);
    this.inner = document.createElement("div");
    this.inner.setAttribute("role", options.role === "grid" ? "rowgroup" : "presentation");
    this.root.append(this.inner);
    place.replaceChildren(this.root);
    this.root.addEventListener("scroll", () => this.draw(), { passive: true });
    this.root.addEventListener("keydown", (event) => this.#key(event));
    this.root.addEventListener("click", (event) => this.#click(event));
    new ResizeObserver(() => this.#reveal()).observe(this.root);
  }

  /** Begin anew, at a place. @param {number} at */
  async load(at = 0) {
    this.items.clear();
    this.asked.clear();
    for (const row of this.drawn.values()) row.remove();
    this.drawn.clear();
    this.whole = 0;
    await this.#slice(Math.floor(Math.max(at, 0) / SLICE));
    this.choose(at, { quiet: true });
  }

  get item() {
    return this.items.get(this.at);
  }

  /** The items that are chosen, the first first. */
  get chosen() {
    const [first, last] = [Math.min(this.at, this.at + this.extent), Math.max(this.at, this.at + this.extent)];
    return Array.from({ length: last - first + 1 }, (_none, place) => this.items.get(first + place)).filter(Boolean);
  }

  /** @param {number} number */
  #slice(number) {
    let asked = this.asked.get(number);
    if (!asked) {
      asked = this.options.slice(number * SLICE, (number + 1) * SLICE).then(({ whole, items }) => {
        this.whole = whole;
        items.forEach((item, place) => this.items.set(number * SLICE + place, item));
        this.draw();
      });
      this.asked.set(number, asked);
      asked.catch(() => this.asked.delete(number));
    }
    return asked;
  }

  /** Choose a row. @param {number} at @param {{quiet?: boolean, extend?: boolean}} [how] */
  async choose(at, { quiet = false, extend = false } = {}) {
    const to = Math.max(0, Math.min(at, this.whole - 1));
    if (extend) this.extent += this.at - to;
    else this.extent = 0;
    this.at = to;
    this.#reveal();
    if (!this.items.has(this.at) && this.whole) await this.#slice(Math.floor(this.at / SLICE));
    const cells = this.drawn.get(this.at)?.querySelectorAll("[role=gridcell]").length ?? 1;
    this.column = Math.min(this.column, Math.max(cells - 1, 0));
    this.draw();
    if (!quiet && this.item) this.options.chosen(this.item, this.at, this.column);
  }

  /** Bring the chosen row into view. */
  #reveal() {
    const { height } = this.options;
    const above = this.at * height, seen = this.root.clientHeight;
    if (above < this.root.scrollTop) this.root.scrollTop = above;
    else if (above + height > this.root.scrollTop + seen) this.root.scrollTop = above + height - seen;
    this.draw();
  }

  /** Draw what is in view, and ask for what of it is not there yet. */
  draw() {
    const { height, role } = this.options;
    this.inner.style.height = `${this.whole * height}px`;
    const first = Math.max(0, Math.floor(this.root.scrollTop / height) - 5);
    const last = Math.min(this.whole, Math.ceil((this.root.scrollTop + this.root.clientHeight) / height) + 5);
    for (const [at, row] of this.drawn) {
      if ((at < first || at >= last) && at !== this.at) {
        row.remove();
        this.drawn.delete(at);
      }
    }
    for (const at of new Set([...Array(Math.max(last - first, 0)).keys()].map((place) => first + place).concat(this.at))) {
      const item = this.items.get(at);
      if (!item) {
        if (at < this.whole) this.#slice(Math.floor(at / SLICE));
        continue;
      }
      const old = this.drawn.get(at);
      const row = old && old.dataset.kept === "" && this.#same(old, item) ? old : this.#row(at, item);
      const isChosen = at >= Math.min(this.at, this.at + this.extent) && at <= Math.max(this.at, this.at + this.extent);
      row.classList.toggle("chosen", isChosen);
      row.setAttribute("aria-selected", String(isChosen));
      if (role === "grid") {
        row.querySelectorAll("[role=gridcell]").forEach((cell, place) => {
          cell.classList.toggle("here", at === this.at && place === this.column);
        });
      }
    }
    this.#active();
  }

  /** @param {HTMLElement} row @param {any} item */
  #same(row, item) {
    // @ts-ignore the item that a row was drawn from
    return row.item === item;
  }

  /** @param {number} at @param {any} item */
  #row(at, item) {
    const { height, role, draw } = this.options;
    const row = document.createElement("div");
    row.id = `${this.id}-${at}`;
    row.className = "row";
    row.dataset.at = String(at);
    row.dataset.kept = "";
    // @ts-ignore see #same
    row.item = item;
    row.setAttribute("role", { listbox: "option", tree: "treeitem", grid: "row" }[role]);
    if (role === "grid") row.setAttribute("aria-rowindex", String(at + 1));
    else {
      row.setAttribute("aria-posinset", String(at + 1));
      row.setAttribute("aria-setsize", String(this.whole));
    }
    row.style.top = `${at * height}px`;
    row.style.height = `${height}px`;
    draw(item, row);
    row.querySelectorAll("[role=gridcell]").forEach((cell, place) => {
      cell.id = `${row.id}-${place}`;
    });
    this.drawn.get(at)?.remove();
    this.drawn.set(at, row);
    this.inner.append(row);
    return row;
  }

  #active() {
    const row = this.drawn.get(this.at);
    const cell = row?.querySelectorAll("[role=gridcell]")[this.column];
    const id = cell?.id || row?.id;
    if (id) this.root.setAttribute("aria-activedescendant", id);
    else this.root.removeAttribute("aria-activedescendant");
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const screen = Math.max(1, Math.floor(this.root.clientHeight / this.options.height) - 1);
    const steps = { ArrowDown: 1, ArrowUp: -1, j: 1, k: -1, PageDown: screen, PageUp: -screen, Home: -Infinity, End: Infinity };
    const step = steps[/** @type {keyof typeof steps} */ (event.key)];
    if (step !== undefined) this.choose(this.at + step, { extend: event.shiftKey });
    else if (this.options.role === "grid" && (event.key === "ArrowLeft" || event.key === "ArrowRight")) {
      this.column = Math.max(0, this.column + (event.key === "ArrowLeft" ? -1 : 1));
      this.choose(this.at);
    } else return;
    event.preventDefault();
  }

  /** @param {MouseEvent} event */
  #click(event) {
    const target = /** @type {HTMLElement} */ (event.target);
    const row = /** @type {HTMLElement | null} */ (target.closest(".row"));
    if (!row) return;
    const cells = [...row.querySelectorAll("[role=gridcell]")];
    const column = cells.findIndex((cell) => cell.contains(target));
    if (column >= 0) this.column = column;
    this.choose(Number(row.dataset.at), { extend: event.shiftKey });
  }

  focus() {
    this.root.focus({ preventScroll: true });
  }
}
