// Values of parameters as terms, and a question with its parameters bound: keikaku.graph.sparql in the browser.
// The places where bindings go are found by Python when the site is made; no query is taken apart here.

import { key } from "./folding.js";

const xsd = "http://www.w3.org/2001/XMLSchema#";
const absolute = /^[A-Za-z][A-Za-z0-9+.-]*:[^\x00-\x20<>"{}|\\^`\x7f]+$/u;
const prefixed = /^([a-z]+):([\p{L}\p{N}_.%-]+)$/u;
const escapes = { "\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t" };

/**
 * @typedef {{name: string, type: string, optional: boolean, example: string, about: [string, string]}} Parameter
 * @typedef {{name: string, title: [string, string], about: [string, string], group: [string, string],
 *   pieces: (string | string[])[], parameters: Parameter[]}} Question
 */

/** @param {string} text */
const isText = (text) => text.isWellFormed() && !/[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]/.test(text);

/** @param {string} text */
export const quote = (text) => `"${text.replaceAll(/[\\"\n\r\t]/g, (char) => escapes[char])}"`;

/**
 * A value written as SPARQL, or null where it is not of its type.
 * @param {string} type
 * @param {string} value
 * @param {Record<string, string>} prefixes
 */
export function write(type, value, prefixes) {
  if (!isText(value)) return null;
  if (type === "iri") {
    const iri = named(value, prefixes);
    return iri && `<${iri}>`;
  }
  if (type === "integer") {
    return /^[+-]?[0-9]{1,18}$/.test(value) ? `"${BigInt(value.replace("+", ""))}"^^<${xsd}integer>` : null;
  }
  if (type === "year") return /^[0-9]{4}$/.test(value) ? `"${value}"^^<${xsd}gYear>` : null;
  if (type === "key") return key(value) ? quote(key(value)) : null;
  return quote(value);
}

/** @param {string} value @param {Record<string, string>} prefixes @returns {string | null} */
function named(value, prefixes) {
  const short = prefixed.exec(value);
  if (short && short[1] in prefixes) return prefixes[short[1]] + short[2];
  return (value.includes("://") || value.startsWith("urn:")) && absolute.test(value) ? value : null;
}

/**
 * The clause that binds a variable. Some engines read \u0022 as a quote before they look for strings: a text
 * with a backslash before a "u" is put together from two.
 * @param {string} name
 * @param {string} term
 */
function binding(name, term) {
  const parts = term.startsWith('"') && !term.includes('"^^<') ? term.split(/(?<=\\)(?=[uU])/) : [term];
  if (parts.length === 1) return `VALUES ?${name} { ${term} }`;
  return `BIND(CONCAT(${parts.map((part, at) => (at ? '"' : "") + part + (at < parts.length - 1 ? '"' : "")).join(", ")}) AS ?${name})`;
}

/**
 * The text of a question with terms bound.
 * @param {Question} question
 * @param {Map<string, string>} terms written as SPARQL, by the names of the variables
 */
export function bind(question, terms) {
  return question.pieces
    .map((piece) => {
      if (typeof piece === "string") return piece;
      const clauses = piece.filter((name) => terms.has(name)).map((name) => binding(name, terms.get(name) ?? ""));
      return clauses.length ? ` ${clauses.join(" ")} ` : "";
    })
    .join("");
}
