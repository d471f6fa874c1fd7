// What the desk asks of its server; every answer names the reading that it is of.

import { language, say } from "./desk-words.js";

let document_ = Number(new URLSearchParams(location.search).get("document")) || 1;

/** The number of the document that everything is asked about. */
export const current = () => document_;

/** Ask about another document from now on. @param {number} number */
export function about(number) {
  document_ = number;
}

/** The address of what is asked about the document. @param {string} path @param {Record<string, any>} [asked] */
export const address = (path, asked = {}) => `/api/${path}?${new URLSearchParams({ ...asked, document: String(document_) })}`;

export class Refused extends Error {
  /** @param {string} message @param {number} status */
  constructor(message, status) {
    super(message);
    this.status = status;
  }
}

/** @param {string} path @param {RequestInit} [how] @returns {Promise<any>} */
async function ask(path, how = {}) {
  let answer;
  try {
    answer = await fetch(path, {
      ...how,
      headers: { Accept: "application/json", "Accept-Language": language ? "en" : "ja", ...how.headers },
    });
  } catch {
    throw new Refused(say("lost"), 0);
  }
  if (!answer.ok) {
    const said = await answer.json().catch(() => ({}));
    throw new Refused(said.detail ?? `HTTP ${answer.status}`, answer.status);
  }
  return answer.json();
}

/** @param {string} path @param {Record<string, any>} [asked] */
export const get = (path, asked = {}) => ask(address(path, asked));

/** @param {string} path @param {any} body */
export const post = (path, body) =>
  ask(address(path), { method: "POST", body: JSON.stringify(body), headers: { "Content-Type": "application/json" } });
