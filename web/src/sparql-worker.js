// Oxigraph in a worker: it loads the site's N-Quads and answers queries, and the page stays free meanwhile.
// The page ends it by terminating the worker.

import init, { Store } from "oxigraph";

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

self.addEventListener("message", async ({ data: { files, text } }) => {
  try {
    if (!store) await load(files);
    postMessage({ at: "running" });
    const started = performance.now();
    const body = store?.query(text, { results_format: "json", use_default_graph_as_union: true });
    postMessage({ at: "done", body, seconds: (performance.now() - started) / 1000 });
  } catch (error) {
    const crashed = error instanceof WebAssembly.RuntimeError || error instanceof RangeError;
    postMessage({ at: "failed", message: error.message, url: error.url, crashed });
  }
});
