// The print: a page as a picture with boxes, a sheet as its grid, a text as its lines.

import { address } from "./desk-api.js";
import { say } from "./desk-words.js";

/** @param {string} name @param {Record<string, any>} [values] @param {...(Node | string)} inside */
export function made(name, values = {}, ...inside) {
  const element = Object.assign(document.createElement(name), values);
  element.append(...inside);
  return element;
}

/** Let each button of a group be chosen by the key that its data names. @param {HTMLElement} choices */
export function byKey(choices) {
  choices.addEventListener("keydown", (event) => {
    const choice = /** @type {HTMLElement | null} */ (choices.querySelector(`[data-key="${CSS.escape(event.key)}"]`));
    if (!choice || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    choice.click();
  });
}

/** Pixels for a point of a page below which small print cannot be read. */
const READABLE = 0.95;

export class Paper {
  /** @param {HTMLElement} place @param {(line: number, column: number | null) => void} pointed */
  constructor(place, pointed) {
    this.place = place;
    this.leaf = null;
    this.zoom = 0; // chosen by a person; 0 as it fits
    place.addEventListener("click", (event) => {
      const target = /** @type {HTMLElement} */ (event.target).closest("[data-line]");
      if (target instanceof HTMLElement) {
        pointed(Number(target.dataset.line), target.dataset.column === undefined ? null : Number(target.dataset.column));
      }
    });
  }

  /** @param {any} leaf @param {string} name */
  show(leaf, name) {
    const again = this.leaf?.number === leaf.number;
    const { scrollTop, scrollLeft } = this.place;
    this.leaf = leaf;
    this.#zoomed();
    if (leaf.picture) this.#page(leaf, name, again);
    else if (leaf.kind !== "text" && leaf.lines.some((line) => line.cells)) this.place.replaceChildren(this.#grid(leaf));
    else this.place.replaceChildren(this.#text(leaf));
    this.place.scrollTo(again ? scrollLeft : 0, again ? scrollTop : 0);
  }

  /** How large the print is: as chosen; a page that would be too small to be read in this window is wider than it. */
  get #factor() {
    const { across = 0, picture } = this.leaf ?? {};
    const fits = picture && this.place.clientWidth ? (READABLE * across) / this.place.clientWidth : 1;
    return this.zoom || Math.min(Math.max(fits, 1), 2);
  }

  #zoomed() {
    this.place.style.setProperty("--zoom", String(this.#factor));
  }

  /** Show the print larger or smaller. @param {number} step */
  magnify(step) {
    this.zoom = Math.min(Math.max(this.#factor * 1.25 ** step, 0.5), 4);
    this.#zoomed();
    const here = this.place.querySelector(".here");
    if (here instanceof HTMLElement) this.#bring(here);
  }

  #page(leaf, name, again) {
    const boxes = made("div", { className: "boxes" });
    boxes.setAttribute("aria-hidden", "true");
    const put = (box, state, line, column) => {
      const one = made("div", { className: `box s-${state}` });
      one.style.left = `${(100 * box[0]) / leaf.across}%`;
      one.style.top = `${(100 * box[1]) / leaf.along}%`;
      one.style.width = `${(100 * (box[2] - box[0])) / leaf.across}%`;
      one.style.height = `${(100 * (box[3] - box[1])) / leaf.along}%`;
      if (line) one.dataset.line = String(line);
      if (column !== undefined) one.dataset.column = String(column);
      boxes.append(one);
    };
    for (const line of leaf.lines) {
      const cells = (line.cells ?? []).filter((cell) => cell.box);
      for (const cell of cells) put(cell.box, cell.state, line.number, cell.column);
      if (!cells.length && line.box) put(line.box, line.state, line.number);
    }
    for (const box of leaf.unread) put(box, "unread", 0);
    const old = again ? this.place.querySelector("img") : null;
    const image = old ?? made("img", { src: address(`picture/${leaf.number}`), alt: say("picture", { name }) });
    image.onerror = () => this.place.replaceChildren(made("p", { className: "notice" }, say("noPicture")), this.#text(leaf));
    if (!old) image.style.aspectRatio = `${leaf.across} / ${leaf.along}`;
    this.place.replaceChildren(made("div", { className: "page" }, image, boxes));
  }

  #grid(leaf) {
    const body = made("tbody");
    for (const line of leaf.lines) {
      const row = made("tr", {}, made("th", { scope: "row" }, String(line.number)));
      if (!line.cells) row.append(this.#cell(line, { text: line.text, state: line.state }, 99));
      let at = 0;
      for (const cell of line.cells ?? []) {
        for (; at < cell.column; at += 1) row.append(made("td", { className: "s-blank" }));
        row.append(this.#cell(line, cell, cell.columns ?? 1));
        at = cell.column + (cell.columns ?? 1);
      }
      body.append(row);
    }
    return made("table", { className: "grid" }, body);
  }

  #cell(line, cell, columns) {
    const one = made("td", { className: `s-${cell.state}`, colSpan: columns, lang: "ja" }, cell.text);
    one.dataset.line = String(line.number);
    if (cell.column !== undefined) one.dataset.column = String(cell.column);
    return one;
  }

  #text(leaf) {
    const list = made("ol", { className: "text", start: leaf.lines[0]?.number ?? 1 });
    for (const line of leaf.lines) {
      const one = made("li", { className: `s-${line.state}`, lang: "ja" }, line.text || "\u00a0");
      one.dataset.line = String(line.number);
      list.append(one);
    }
    return list;
  }

  /** Mark some lines, and of a table's row those cells that are meant. @param {(line: any, cell?: any) => boolean} is */
  mark(is) {
    const lines = new Map(this.leaf?.lines.map((line) => [line.number, line]));
    let first = null;
    for (const one of this.place.querySelectorAll("[data-line]")) {
      if (!(one instanceof HTMLElement)) continue;
      const line = lines.get(Number(one.dataset.line));
      const cell = line?.cells?.find((each) => each.column === Number(one.dataset.column));
      const isMeant = Boolean(line && is(line, cell));
      one.classList.toggle("here", isMeant);
      if (isMeant) first ??= one;
    }
    if (first) this.#bring(first);
  }

  /** Bring an element into view without moving the page around it. @param {HTMLElement} one */
  #bring(one) {
    const box = one.getBoundingClientRect(), view = this.place.getBoundingClientRect();
    if (box.top < view.top || box.bottom > view.bottom) this.place.scrollTop += box.top - view.top - view.height / 3;
    if (box.left < view.left || box.right > view.right) this.place.scrollLeft += box.left - view.left - view.width / 3;
  }
}
