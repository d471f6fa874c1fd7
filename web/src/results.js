// The answer as a table with links to pages, and as files.

import { quote } from "./terms.js";
import { language, number, say } from "./texts.js";

const at = language === "en" ? 1 : 0;
const page = 500; // rows that are shown at a time
const rdf = "http://www.w3.org/1999/02/22-rdf-syntax-ns#";
const xsd = "http://www.w3.org/2001/XMLSchema#";

/**
 * @typedef {{type: string, value: string, "xml:lang"?: string, datatype?: string}} Term
 * @typedef {{columns: string[], rows: (Term | undefined)[][], graph: boolean}} Table
 */

/** The rows of an answer in SPARQL's JSON, or of triples in JSON-LD. @param {any} body @returns {Table} */
export function table(body) {
  if (Array.isArray(body)) return { columns: ["subject", "predicate", "object"], rows: [...triples(body)], graph: true };
  const columns = body.head.vars;
  return { columns, rows: body.results.bindings.map((row) => columns.map((name) => row[name])), graph: false };
}

/** @param {any[]} nodes expanded JSON-LD */
function* triples(nodes) {
  for (const { "@id": id, "@type": types = [], ...rest } of nodes) {
    const subject = resource(id);
    for (const type of types) yield [subject, resource(`${rdf}type`), resource(type)];
    for (const [predicate, values] of Object.entries(rest)) {
      for (const value of values) yield [subject, resource(predicate), term(value)];
    }
  }
}

/** @param {string} id @returns {Term} */
const resource = (id) => (id.startsWith("_:") ? { type: "bnode", value: id.slice(2) } : { type: "uri", value: id });

/** @returns {Term} */
function term({ "@id": id, "@value": value, "@language": lang, "@type": datatype }) {
  if (id !== undefined) return resource(id);
  const plain = { boolean: `${xsd}boolean`, number: Number.isInteger(value) ? `${xsd}integer` : `${xsd}double` };
  return { type: "literal", value: String(value), "xml:lang": lang, datatype: datatype ?? plain[typeof value] };
}

/** @param {Term | undefined} one */
export function ntriples(one) {
  if (!one) return "";
  if (one.type === "uri") return `<${one.value}>`;
  if (one.type === "bnode") return `_:${one.value}`;
  const about = one["xml:lang"] ? `@${one["xml:lang"]}` : one.datatype ? `^^<${one.datatype}>` : "";
  return quote(one.value) + about;
}

const numbers = /#(?:integer|decimal|double|float)$/;

/** The answer as CSV (RFC 4180; SPARQL 1.1 Query Results CSV), no text of it a formula. @param {Table} found */
export function csv({ columns, rows }) {
  const still = (text) => (/^[=+\-@＝＋－＠\t\r\n]/.test(text) ? `'${text}` : text);
  const field = (text) => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  const shown = (one) => (numbers.test(one.datatype ?? "") ? one.value : still(one.value));
  const value = (one) => (one ? field(one.type === "bnode" ? `_:${one.value}` : shown(one)) : "");
  return [columns.map(field), ...rows.map((row) => row.map(value))].map((row) => `${row.join(",")}\r\n`).join("");
}

/** Shows tables in a place of the page. */
export class Results {
  /**
   * @param {HTMLElement} place
   * @param {import("./addresses.js").Addresses} addresses
   * @param {any} library what the page was given: prefixes; address, what an IRI that is a link looks like; words
   *   that stand in answers in place of terms
   * @param {(iris: string[]) => Promise<Map<string, string>>} labels
   */
  constructor(place, addresses, library, labels) {
    this.place = place;
    this.address = new RegExp(library.address, "iu");
    this.addresses = addresses;
    this.labels = labels;
    this.words = library.words;
    this.prefixes = Object.entries(library.prefixes).sort((one, other) => other[1].length - one[1].length);
  }

  clear() {
    this.place.replaceChildren();
  }

  /**
   * @param {any} body
   * @param {number} seconds
   * @param {Record<string, [string, string]>} titles of the columns, where the question names them
   * @returns {Promise<string>} what to announce
   */
  async show(body, seconds, titles = {}) {
    this.clear();
    const took = seconds.toFixed(seconds < 1 ? 2 : 1);
    if (typeof body.boolean === "boolean") return say("truth", { answer: say(body.boolean ? "yes" : "no"), seconds: took });
    const found = table(body);
    if (!found.rows.length) return say("empty");
    this.#head(found, body);
    const scroll = element("div", { className: "scroll", tabIndex: 0, role: "region", ariaLabel: say("results") });
    const rows = element("tbody");
    const head = element("tr");
    const title = (name) => titles[name]?.[at] ?? name;
    head.append(...found.columns.map((name) => element("th", { scope: "col", textContent: title(name), title: `?${name}` })));
    const whole = element("table", { className: "full" });
    whole.append(wrap("thead", head), rows);
    scroll.append(whole);
    this.place.append(scroll);
    await this.#page(found, rows);
    const values = { count: number(found.rows.length), shown: number(page), seconds: took };
    return say(found.rows.length > page ? "rowsShown" : "rows", values);
  }

  /** @param {Table} found @param {any} body */
  #head(found, body) {
    const buttons = element("p", { className: "buttons" });
    const save = (name, suffix, type, text) => {
      const button = element("button", { type: "button", textContent: say(name) });
      button.addEventListener("click", () => download(`keikaku.${suffix}`, type, text()));
      buttons.append(button);
    };
    if (found.graph) {
      const lines = () => found.rows.map((row) => `${row.map(ntriples).join(" ")} .\n`).join("");
      save("triples", "nt", "application/n-triples", lines);
    } else {
      save("csv", "csv", "text/csv", () => `\ufeff${csv(found)}`); // the mark tells spreadsheets that it is UTF-8
      save("json", "srj", "application/sparql-results+json", () => JSON.stringify(body));
    }
    this.place.append(buttons);
  }

  /** @param {Table} found @param {HTMLElement} body */
  async #page(found, body) {
    const start = body.childElementCount;
    const rows = found.rows.slice(start, start + page);
    const iris = new Set(rows.flat().filter((one) => one?.type === "uri").map((one) => one?.value ?? ""));
    const labels = await this.labels([...iris]);
    for (const row of rows) {
      const line = element("tr");
      line.append(...row.map((one) => this.#cell(one, labels)));
      body.append(line);
    }
    const left = Math.min(page, found.rows.length - start - page);
    if (left > 0) {
      const more = element("button", { type: "button", textContent: say("more", { count: number(left) }) });
      more.addEventListener("click", () => {
        more.remove();
        this.#page(found, body);
      });
      this.place.append(more);
    }
  }

  /** @param {Term | undefined} one @param {Map<string, string>} labels */
  #cell(one, labels) {
    if (one?.type !== "uri") {
      const numeric = /#(integer|decimal|double|gYear)$/.test(one?.datatype ?? "");
      const word = one && !one["xml:lang"] && !numeric ? this.words[one.value]?.[at] : undefined;
      const cell = element("td", { textContent: word ?? one?.value ?? "", className: numeric ? "amount" : "" });
      if (one?.["xml:lang"]) cell.lang = one["xml:lang"];
      return cell;
    }
    const cell = element("td");
    const label = labels.get(one.value);
    const href = this.addresses.page(one.value) ?? (this.address.test(one.value) ? one.value : "");
    const link = element(href ? "a" : "span", { textContent: label ?? this.short(one.value), title: one.value });
    if (href) link.setAttribute("href", href);
    if (label && language === "en" && /[\u3040-\u9fff]/.test(label)) link.lang = "ja";
    cell.append(link);
    return cell;
  }

  /** An IRI by its prefix, where it has one. @param {string} iri */
  short(iri) {
    const found = this.prefixes.find(([, start]) => iri.startsWith(start) && iri.length > start.length);
    return found ? `${found[0]}:${iri.slice(found[1].length)}` : iri;
  }
}

/** @template {keyof HTMLElementTagNameMap} K @param {K} name @param {Record<string, any>} [values] */
export function element(name, values = {}) {
  return Object.assign(document.createElement(name), values);
}

/** @param {string} name @param {...Node} inside */
export function wrap(name, ...inside) {
  const made = document.createElement(name);
  made.append(...inside);
  return made;
}

/** @param {string} name @param {string} type @param {string} text */
function download(name, type, text) {
  const url = URL.createObjectURL(new Blob([text], { type }));
  element("a", { href: url, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
