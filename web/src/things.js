// The lineage as data/lineage/*.json hold it: things, and links from what serves to what is served.

import { language } from "./texts.js";

/**
 * @typedef {{iri: string, kind: string, number: string, label: string, lang: string}} Thing
 * @typedef {{lower: string, upper: string, property: string}} Link
 */

export class Lineage {
  constructor() {
    /** @type {Map<string, Thing>} */
    this.things = new Map();
    /** @type {Map<string, Link>} */
    this.links = new Map();
    /** @type {Map<string, Link[]>} */
    this.up = new Map();
    /** @type {Map<string, Link[]>} */
    this.down = new Map();
    /** @type {Map<string, string>} */
    this.kinds = new Map();
    /** @type {Map<string, string>} */
    this.properties = new Map();
  }

  /** @param {any} data */
  add(data) {
    const at = language === "en" ? 1 : 0;
    for (const [kind, names] of Object.entries(data.kinds)) this.kinds.set(kind, names[at][0].toUpperCase() + names[at].slice(1));
    for (const [name, ...names] of data.properties) this.properties.set(name, names[at]);
    for (const [iri, kind, number, label, english] of data.things) {
      const own = language === "en" && english;
      this.things.set(iri, { iri, kind, number, label: own ? english : label, lang: own ? "en" : "ja" });
    }
    for (const [lower, upper, property] of data.links) {
      this.#link(data.things[lower][0], data.things[upper][0], data.properties[property][0]);
    }
  }

  /** @param {string} lower @param {string} upper @param {string} property */
  #link(lower, upper, property) {
    const name = `${lower}\n${upper}`;
    if (this.links.has(name)) return; // one line between two things, by the first property
    const link = { lower, upper, property };
    this.links.set(name, link);
    this.up.set(lower, [...(this.up.get(lower) ?? []), link]);
    this.down.set(upper, [...(this.down.get(upper) ?? []), link]);
  }

  /** What is next to a thing. @param {string} iri @param {"up" | "down"} way @returns {string[]} */
  next(iri, way) {
    const links = (way === "up" ? this.up : this.down).get(iri) ?? [];
    return links.map((link) => (way === "up" ? link.upper : link.lower));
  }

  /**
   * A thing, its whole way up, what else it serves, and what serves it: as many steps as there is room for.
   * @param {string} iri
   * @param {number} most of what serves it
   */
  around(iri, most) {
    const shown = new Set([iri, ...this.next(iri, "up")]);
    for (let queue = [iri]; queue.length; ) {
      const here = queue.shift() ?? "";
      for (const link of this.up.get(here) ?? []) {
        if (!["contributesTo", "indicatorOf"].includes(link.property)) continue;
        if (link.upper !== iri && (!shown.has(link.upper) || here === iri)) queue.push(link.upper);
        shown.add(link.upper);
      }
    }
    let room = most;
    for (let level = [iri]; level.length; ) {
      const below = level.flatMap((one) => this.next(one, "down")).filter((one) => !shown.has(one));
      if (below.length > room && level[0] !== iri) break;
      level = below.slice(0, room);
      room -= level.length;
      for (const one of level) shown.add(one);
    }
    return shown;
  }

  /** What a thing is called, with its number. @param {string} iri */
  name(iri) {
    const thing = this.things.get(iri);
    return thing ? [thing.number, thing.label].filter(Boolean).join(" ") : iri;
  }
}
