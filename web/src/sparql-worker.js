// Oxigraph in a worker: it loads the site's N-Quads and answers queries, and the page stays free meanwhile.
// The page ends it by terminating the worker.

import init, { Store } from "oxigraph";
import { Unread, bracketed } from "./brackets.js";

/** @type {Store | undefined} */
let store;

/** @param {string[]} files */
async function load(files) {
  postMessage({ at: "starting" });
  await init({ module_or_path: new URL("oxigraph_bg.wasm", self.location.href) });
  const responses = await Promise.all(files.map(ask));
  const lengths = responses.map(({ headers }) => (headers.get("Content-Encoding") ? NaN : Number(headers.get("Content-Length"))));
  const whole = lengths.reduce((sum, length) => sum + length, 0) || 0; // 0 where a server does not say
  const texts = [];
  let read = 0;
  for (const response of responses) {
    const chunks = [];
    const reader = /** @type {ReadableStream<Uint8Array>} */ (response.body).getReader();
    for (let { done, value } = await reader.read(); !done; { done, value } = await reader.read()) {
      chunks.push(value);
      read += value.length;
      postMessage({ at: "loading", read, whole });
    }
    texts.push(await plain(new Blob(chunks)));
  }
  postMessage({ at: "storing" });
  const made = new Store();
  for (const text of texts) made.load(text, { format: "application/n-quads", lenient: true, no_transaction: true });
  store = made;
}

/** @param {string} url */
async function ask(url) {
  try {
    const response = await fetch(url);
    if (response.ok && response.body) return response;
    throw new Error(`HTTP ${response.status}`);
  } catch (error) {
    throw Object.assign(new Error(error.message), { url });
  }
}

/** The bytes of a file; a server may have unpacked it on the way. @param {Blob} blob */
async function plain(blob) {
  const start = new Uint8Array(await blob.slice(0, 2).arrayBuffer());
  const packed = start[0] === 0x1f && start[1] === 0x8b;
  const stream = packed ? blob.stream().pipeThrough(new DecompressionStream("gzip")) : blob.stream();
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

/**
 * What Oxigraph answers to a query whose operations are bracketed. Errors are those of the reader's own text.
 * @param {Store} data
 * @param {string} text
 */
function answer(data, text) {
  const settings = { results_format: "json", use_default_graph_as_union: true };
  try {
    return data.query(bracketed(text), settings);
  } catch (error) {
    if (error instanceof WebAssembly.RuntimeError || error instanceof RangeError) throw error;
    new Store().query(text, settings); // an error of syntax is told with its place in the text as it was written
    throw error instanceof Unread ? Object.assign(error, { unread: place(text, error.offset) }) : error;
  }
}

/** @param {string} text @param {number} offset */
function place(text, offset) {
  const lines = text.slice(0, offset).split("\n");
  return { line: lines.length, column: [...lines[lines.length - 1]].length + 1 };
}

self.addEventListener("message", async ({ data: { files, text } }) => {
  try {
    if (!store) await load(files);
    postMessage({ at: "running" });
    const started = performance.now();
    const body = answer(/** @type {Store} */ (store), text);
    postMessage({ at: "done", body, seconds: (performance.now() - started) / 1000 });
  } catch (error) {
    const crashed = error instanceof WebAssembly.RuntimeError || error instanceof RangeError;
    postMessage({ at: "failed", message: error.message, url: error.url, unread: error.unread, crashed });
  }
});
