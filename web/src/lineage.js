// The page that walks the lineage: ?iri=… says from where.

import { Addresses } from "./addresses.js";
import { GraphView } from "./graph.js";
import "./lineage.css";
import { element } from "./results.js";
import { say } from "./texts.js";
import { Lineage } from "./things.js";
import { TreeView } from "./tree.js";

/** @param {string} id @returns {any} */
const get = (id) => document.getElementById(id);

class Unreachable extends Error {}

class Page {
  constructor() {
    const { root, base, style, suffix, index, folder } = get("lineage").dataset;
    this.index = index;
    this.folder = folder;
    this.root = root;
    this.suffix = suffix;
    this.addresses = new Addresses({ base, style, root, suffix });
    this.lineage = new Lineage();
    /** @type {Map<string, Promise<any>>} */
    this.files = new Map();
    this.title = document.title;
    const actions = {
      go: (iri) => this.go(iri),
      address: (iri) => `?${new URLSearchParams({ iri })}`,
      page: (iri) => this.page(iri),
      expanded: (count) => this.say(say("expanded", { count })),
    };
    this.graph = new GraphView(get("graph"), this.lineage, actions, root);
    this.tree = new TreeView(get("tree"), this.lineage, actions);
    get("closer").addEventListener("click", () => this.graph.zoom(this.graph.scale * 1.25));
    get("further").addEventListener("click", () => this.graph.zoom(this.graph.scale / 1.25));
    get("fit").addEventListener("click", () => this.graph.fit());
    window.addEventListener("popstate", () => this.open());
  }

  /** The link to a thing's page. @param {string} iri */
  page(iri) {
    const goal = /^http:\/\/metadata\.un\.org\/sdg\/(\d{1,2})$/.exec(iri);
    return goal ? `${this.root}sdg/${goal[1]}${this.suffix}` : this.addresses.page(iri);
  }

  /** @param {string} iri */
  async go(iri) {
    const inGraph = get("graph").contains(document.activeElement);
    history.pushState(null, "", `?${new URLSearchParams({ iri })}`);
    await this.open();
    if (inGraph) this.graph.focus(iri);
    else get("tree").querySelector("a")?.focus();
  }

  async open() {
    const iri = new URLSearchParams(location.search).get("iri");
    const link = document.querySelector("a.switch");
    if (link instanceof HTMLAnchorElement) link.search = location.search;
    get("unreachable").hidden = true;
    get("lineage").hidden = true;
    if (!iri) return;
    try {
      await this.#load(iri);
    } catch (error) {
      if (!(error instanceof Unreachable)) throw error;
      this.fail(error.message);
      return;
    }
    if (!this.lineage.things.has(iri)) {
      this.fail(say("unknownThing", { iri }));
      return;
    }
    get("lineage").hidden = false;
    document.title = `${this.lineage.name(iri)} · ${this.title}`;
    this.tree.start(iri);
    await this.graph.start(iri);
    this.#legend();
    this.say(get("graph").querySelector("svg").getAttribute("aria-label"));
  }

  /** Read the files that know of a thing. @param {string} iri */
  async #load(iri) {
    const local = this.addresses.local(iri);
    const codes = local ? [local.split("/")[0]] : ((await this.#file(this.index)).served[iri] ?? []);
    const files = codes.filter((code) => /^\d+$/.test(code)).map((code) => this.#file(`${this.folder}${code}.json`));
    for (const data of await Promise.all(files)) this.lineage.add(data);
  }

  /** @param {string} path @returns {Promise<any>} */
  #file(path) {
    const url = new URL(path, location.href).href;
    const read = async () => {
      let response;
      try {
        response = await fetch(url);
      } catch (error) {
        throw new Unreachable(say("unreachable", { url, detail: String(error) }));
      }
      if (response.status === 404) return { kinds: {}, properties: [], things: [], links: [], served: {} };
      if (!response.ok) throw new Unreachable(say("unreachable", { url, detail: `HTTP ${response.status}` }));
      return response.json();
    };
    if (!this.files.has(url)) this.files.set(url, read());
    return /** @type {Promise<any>} */ (this.files.get(url));
  }

  #legend() {
    const kinds = new Set([...this.graph.shown].map((iri) => this.lineage.things.get(iri)?.kind ?? ""));
    const items = [...this.lineage.kinds].filter(([kind]) => kinds.has(kind)).map(([kind, name]) => {
      const item = element("li");
      item.append(element("span", { className: `swatch kind-${kind}` }), name);
      return item;
    });
    get("legend").replaceChildren(...items);
  }

  /** @param {string} text */
  say(text) {
    get("status").textContent = text;
    this.#legend();
  }

  /** @param {string} text */
  fail(text) {
    get("unreachable").textContent = text;
    get("unreachable").hidden = false;
  }
}

new Page().open();
