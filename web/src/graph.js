// The graph: Dagre says where everything stands, and it is drawn as SVG that a keyboard and a screen reader can use.

import { later } from "./later.js";
import { say } from "./texts.js";

const svgns = "http://www.w3.org/2000/svg";
const width = 212; // pixels of a box
const pad = 18; // between its edge, on which a button may sit, and its text
const line = 18;
const em = 13; // pixels of a full-width character
const most = 3; // lines of a name

/** @param {string} name @param {Record<string, string | number>} [attributes] @param {...(Node | string)} inside */
function svg(name, attributes = {}, ...inside) {
  const made = document.createElementNS(svgns, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, String(value));
  made.append(...inside);
  return made;
}

/** A text in lines that fit a box, broken between words and between Japanese characters; a long one ends in "…". @param {string} text */
export function lines(text) {
  const found = [""];
  let used = 0;
  for (const [part] of text.matchAll(/[\u0021-\u024f]+\s*|./gu)) {
    const size = length(part.trimEnd());
    if (used && used + size > width - 2 * pad) {
      if (found.length === most) return [...found.slice(0, -1), `${found[most - 1].trimEnd().slice(0, -1)}…`];
      found.push("");
      used = 0;
    }
    found[found.length - 1] += part;
    used += length(part);
  }
  return found;
}

/** How wide a text is drawn, in pixels. @param {string} text */
function length(text) {
  return [...text].reduce((sum, char) => sum + (/[\u0020-\u024f\uff61-\uff9f]/.test(char) ? em * 0.56 : em), 0);
}

export class GraphView {
  /**
   * @param {HTMLElement} place
   * @param {import("./things.js").Lineage} lineage
   * @param {{go: (iri: string) => void, address: (iri: string) => string, expanded: (count: number) => void}} actions
   * @param {string} root
   */
  constructor(place, lineage, actions, root) {
    this.root = root;
    this.place = place;
    this.lineage = lineage;
    this.actions = actions;
    this.shown = new Set();
    this.centre = "";
    this.scale = 1;
    this.size = { width: 0, height: 0 };
  }

  /** @param {string} iri */
  async start(iri) {
    this.dagre = await later(this.root, "dagre");
    this.centre = iri;
    this.shown = this.lineage.around(iri, 14);
    this.#draw();
    this.zoom(Math.max(0.85, this.#whole()));
    this.#lookAt(iri);
  }

  /** @param {number} scale */
  zoom(scale) {
    this.scale = Math.min(2, Math.max(0.2, scale));
    const drawn = this.place.querySelector("svg");
    drawn?.setAttribute("width", String(Math.round(this.size.width * this.scale)));
    drawn?.setAttribute("height", String(Math.round(this.size.height * this.scale)));
  }

  fit() {
    this.zoom(this.#whole());
  }

  #whole() {
    return Math.min(1, (this.place.clientWidth - 4) / this.size.width);
  }

  /** @param {string} iri */
  #lookAt(iri) {
    const node = this.plan.node(iri);
    this.place.scrollLeft = node.x * this.scale - this.place.clientWidth / 2;
    this.place.scrollTop = node.y * this.scale - this.place.clientHeight / 2;
  }

  #draw() {
    this.plan = this.#plan();
    const { width: across = 0, height: down = 0 } = this.plan.graph();
    this.size = { width: across + 60, height: down + 20 };
    const links = this.plan.edges().map((edge) => this.#edge(edge));
    const boxes = this.plan.nodes().map((iri) => this.#box(iri));
    const label = say("graph", { label: this.lineage.name(this.centre), nodes: boxes.length, edges: links.length });
    const drawn = svg("svg", { viewBox: `-30 -10 ${this.size.width} ${this.size.height}`, role: "group", "aria-label": label });
    drawn.append(svg("g", { class: "links" }, ...links), ...boxes);
    this.place.replaceChildren(drawn);
    this.zoom(this.scale);
  }

  #plan() {
    const plan = new this.dagre.Graph().setGraph({ rankdir: "LR", nodesep: 14, ranksep: 64 }).setDefaultEdgeLabel(() => ({}));
    for (const iri of [...this.shown].sort()) {
      plan.setNode(iri, { width, height: (lines(this.lineage.name(iri)).length + 1) * line + 12 });
    }
    for (const { lower, upper } of this.lineage.links.values()) {
      if (this.shown.has(lower) && this.shown.has(upper) && lower !== upper) plan.setEdge(lower, upper);
    }
    this.dagre.layout(plan);
    return plan;
  }

  /** A line from the right side of what serves to the left side of what is served. @param {{v: string, w: string}} edge */
  #edge(edge) {
    const [lower, upper] = [this.plan.node(edge.v), this.plan.node(edge.w)];
    const between = this.plan.edge(edge).points.slice(1, -1);
    const stops = [
      { x: lower.x + width / 2, y: lower.y },
      ...(between.length > 1 ? between : []), // a link over several columns goes round what stands between
      { x: upper.x - width / 2, y: upper.y },
    ];
    const parts = stops.slice(1).map(({ x, y }, at) => {
      const middle = (stops[at].x + x) / 2;
      return `C${middle},${stops[at].y} ${middle},${y} ${x},${y}`;
    });
    const end = stops[stops.length - 1];
    const tip = `M${end.x - 6},${end.y - 4} L${end.x},${end.y} L${end.x - 6},${end.y + 4}`;
    return svg("path", { d: `M${stops[0].x},${stops[0].y} ${parts.join(" ")} ${tip}` });
  }

  /** @param {string} iri */
  #box(iri) {
    const thing = this.lineage.things.get(iri);
    const { x, y, height } = this.plan.node(iri);
    const [left, top] = [x - width / 2, y - height / 2];
    const kind = this.lineage.kinds.get(thing?.kind ?? "") ?? "";
    const name = this.lineage.name(iri);
    const text = svg("text", { x: left + pad, y: top + line });
    text.append(svg("tspan", { class: "kind-name" }, kind), " ");
    for (const part of lines(name)) text.append(svg("tspan", { x: left + pad, dy: line, lang: thing?.lang ?? "ja" }, part));
    const link = svg(
      "a",
      { href: this.actions.address(iri), "data-iri": iri },
      svg("rect", { x: left, y: top, width, height, rx: 6 }),
      text,
    );
    if (iri === this.centre) link.setAttribute("aria-current", "true");
    link.addEventListener("click", (event) => {
      if (event instanceof MouseEvent && (event.ctrlKey || event.metaKey || event.shiftKey)) return;
      event.preventDefault();
      this.actions.go(iri);
    });
    const box = svg("g", { class: `box kind-${thing?.kind || "none"}${iri === this.centre ? " centre" : ""}` });
    box.append(svg("title", {}, `${kind} ${name}`), link);
    box.append(...this.#more(iri, "up", left + width, y), ...this.#more(iri, "down", left, y));
    return box;
  }

  /** The button that adds what is linked and not shown yet. @param {string} iri @param {"up" | "down"} way @param {number} x @param {number} y */
  #more(iri, way, x, y) {
    const hidden = this.lineage.next(iri, way).filter((one) => !this.shown.has(one));
    if (!hidden.length) return [];
    const label = say(way === "up" ? "expandUp" : "expandDown", { count: hidden.length, label: this.lineage.name(iri) });
    const button = svg(
      "g",
      { class: "more", role: "button", tabindex: 0, "aria-label": label, "data-more": way },
      svg("title", {}, label),
      svg("circle", { cx: x, cy: y, r: 13 }),
      svg("text", { x, y: y + 4, "text-anchor": "middle" }, `+${hidden.length}`),
    );
    const act = () => this.#expand(iri, hidden.slice(0, 30));
    button.addEventListener("click", act);
    button.addEventListener("keydown", (event) => {
      if (event instanceof KeyboardEvent && ["Enter", " "].includes(event.key)) {
        event.preventDefault();
        act();
      }
    });
    return [button];
  }

  /** @param {string} iri @param {string[]} more */
  #expand(iri, more) {
    const before = this.plan.node(iri);
    const seen = { left: before.x * this.scale - this.place.scrollLeft, top: before.y * this.scale - this.place.scrollTop };
    for (const one of more) this.shown.add(one);
    this.#draw();
    const after = this.plan.node(iri);
    this.place.scrollLeft = after.x * this.scale - seen.left;
    this.place.scrollTop = after.y * this.scale - seen.top;
    this.focus(iri);
    this.actions.expanded(more.length);
  }

  /** @param {string} iri */
  focus(iri) {
    const link = [...this.place.querySelectorAll("a")].find((one) => one.dataset.iri === iri);
    link?.focus({ preventScroll: true });
  }
}
