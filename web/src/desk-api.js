// What the desk asks of its server; every answer names the reading that it is of.

import { language, say } from "./desk-words.js";

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
export const get = (path, asked = {}) => ask(`/api/${path}${Object.keys(asked).length ? `?${new URLSearchParams(asked)}` : ""}`);

/** @param {string} path @param {any} body */
export const post = (path, body) =>
  ask(`/api/${path}`, { method: "POST", body: JSON.stringify(body), headers: { "Content-Type": "application/json" } });
