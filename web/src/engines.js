// What answers a query: Oxigraph in this browser over the site's data, or the server's endpoint.

import { say, size } from "./texts.js";

/** @typedef {{body: any, seconds: number, limited?: string}} Answer */

export class QueryFailure extends Error {
  /** @param {string} message @param {{line: number, column: number}} [place] */
  constructor(message, place) {
    super(message);
    this.place = place;
  }
}

export class Stopped extends Error {}

/** What Oxigraph says, with its place in sentences of the page's language. @param {string} message */
export function failure(message) {
  const place = /error at (\d+):(\d+): ([^]*)/.exec(message);
  if (!place) return new QueryFailure(`${say("failed")} ${message}`);
  const [line, column] = [Number(place[1]), Number(place[2])];
  const detail = place[3].replaceAll(/, \[[^\]]*\](\n?\|? ?[^,]*\])?/g, "").replaceAll(/\s+/g, " ");
  const short = detail.length > 200 ? `${detail.slice(0, 200)}…` : detail;
  return new QueryFailure(`${say("syntax", { line, column })} (${short})`, { line, column });
}

/** Oxigraph in a worker of this browser. */
export class BrowserEngine {
  /** @type {Worker | null} */
  #worker = null;

  /** @param {{worker: string, files: string[]}} where @param {(text: string) => void} report */
  constructor({ worker, files }, report) {
    this.script = worker;
    this.files = files;
    this.report = report;
  }

  /**
   * @param {string} text
   * @param {AbortSignal} signal
   * @param {() => void} [begun] called when the data is there and the query runs
   * @returns {Promise<Answer>}
   */
  run(text, signal, begun) {
    const worker = (this.#worker ??= new Worker(this.script));
    return new Promise((resolve, reject) => {
      const end = () => {
        this.#end();
        reject(new Stopped());
      };
      const settle = (action) => {
        signal.removeEventListener("abort", end);
        action();
      };
      signal.addEventListener("abort", end);
      worker.onerror = (event) => settle(() => (this.#end(), reject(failure(event.message ?? ""))));
      worker.onmessage = ({ data }) => {
        if (data.at === "done") {
          settle(() => resolve({ body: JSON.parse(data.body), seconds: data.seconds }));
        } else if (data.at === "failed") {
          if (data.crashed || data.url) this.#end();
          settle(() => reject(this.#failure(data)));
        } else if (data.at === "running") {
          begun?.();
        } else {
          this.#progress(data);
        }
      };
      worker.postMessage({ text, files: this.files });
    });
  }

  #end() {
    this.#worker?.terminate();
    this.#worker = null;
  }

  #failure({ message, url, unread, crashed }) {
    if (url) return new QueryFailure(say("unreachable", { url, detail: message }));
    if (unread) return new QueryFailure(say("unread", unread), unread);
    return crashed ? new QueryFailure(say("noMemory")) : failure(message);
  }

  #progress({ at, read, whole }) {
    const amount = { read: size(read ?? 0), whole: size(whole ?? 0) };
    if (at === "loading") this.report(say(whole ? "loadingOf" : "loading", amount));
    else this.report(say(at));
  }
}

/** The SPARQL endpoint of the server that this page comes from. */
export class ServerEngine {
  /** @param {string} url */
  constructor(url) {
    this.url = url;
  }

  /** @param {string} text @param {AbortSignal} signal @param {() => void} [begun] @returns {Promise<Answer>} */
  async run(text, signal, begun) {
    begun?.();
    const started = performance.now();
    let response, body;
    try {
      response = await fetch(this.url, {
        method: "POST",
        headers: {
          "Content-Type": "application/sparql-query",
          Accept: "application/sparql-results+json, application/ld+json;q=0.9, application/problem+json;q=0.8",
          "Accept-Language": document.documentElement.lang,
        },
        body: text,
        signal,
      });
      body = await response.text();
    } catch (error) {
      if (signal.aborted) throw new Stopped();
      throw new QueryFailure(say("unreachable", { url: this.url, detail: String(error) }));
    }
    if (!response.ok) throw serverFailure(response, body);
    return { ...read(JSON.parse(body)), seconds: (performance.now() - started) / 1000 };
  }
}

/** An answer, and what the server says of a limit that cut it. @param {any} body */
function read(body) {
  const said = body.truncated;
  if (body["@graph"]) return { body: body["@graph"], limited: String(said ?? "") };
  return { body, limited: said?.[document.documentElement.lang] ?? "" };
}

/** What the server says of a query that it refuses, in its own sentence. @param {Response} response @param {string} text */
function serverFailure(response, text) {
  const retry = response.headers.get("Retry-After");
  const later = retry ? ` ${say("later", { seconds: retry })}` : "";
  try {
    const { detail, title, line, column } = JSON.parse(text);
    return new QueryFailure(`${detail ?? title ?? response.status}${later}`, line && column ? { line, column } : undefined);
  } catch {
    return new QueryFailure(`${say("failed")} ${text || response.status}${later}`);
  }
}
